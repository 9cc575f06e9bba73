//! Bodies that are larger than what the server may hold of them.

use sha2::{Digest as _, Sha256};

use super::house::House;

const SIZE: usize = 64 * 1024 * 1024;
/// What the server may need more than before; of a whole body it would be three times this.
const MOST_MORE: u64 = 20 * 1024;

/// The most memory that a process ever had, in KiB.
fn peak(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn bodies_of_any_size_pass_without_being_held() {
    let house = House::shared();
    // Everything is warm: the programs run, and a body has passed each way.
    house.get(&house.vault.at("/large/1000000")).expect(200);
    house.ask("POST", &house.vault.at("/upload/warm")).body(&vec![b'x'; 1_000_000]).send().expect(200);
    let before = peak(house.running.pid());

    let piece: Vec<u8> = (0..=255).cycle().take(64 * 1024).collect();
    let mut digest = Sha256::new();
    let target = house.vault.at("/upload/large");
    let mut visitor = house.ask("POST", &target).header("Content-Length", &SIZE.to_string()).begin();
    for _ in 0..SIZE / piece.len() {
        visitor.send(&piece).unwrap();
        digest.update(&piece);
    }
    let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(visitor.reply("POST").unwrap().expect(200).text(), format!("{SIZE} {hex}"));

    let mut visitor = house.ask("GET", &house.vault.at(&format!("/large/{SIZE}"))).begin();
    assert_eq!(visitor.head().unwrap().expect(200).header("content-length"), SIZE.to_string());
    for _ in 0..SIZE / piece.len() {
        assert!(visitor.exactly(piece.len()).unwrap() == piece, "another byte than was sent");
    }
    let more = peak(house.running.pid()) - before;
    assert!(more < MOST_MORE, "the server needed {more} KiB more");
}

//! Uploads over the wire: clients that hang up, and how much memory a large one takes.

use std::fs;
use std::io;
use std::time::{Duration, Instant};

use flate2::Crc;

use super::archive::{Dice, archive};
use super::program::{Home, Running};
use super::wire::Wire;

/// A home with an item of pia's: the server, the header with her key, and the address for uploads.
fn item() -> (Home, Running, String, String) {
    let home = Home::with_people();
    let (running, header) = (home.serve(), format!("Key {}", home.key("pia")));
    let body = "{\"name\":\"report\"}";
    let made = running.wire().ask("POST", "/__api__/v1/content", &[("authorization", &header)], body).expect(200);
    let path = format!("/__api__/v1/content/{}/bundles", made.json()["guid"].as_str().unwrap());
    (home, running, header, path)
}

fn incoming(home: &Home) -> usize {
    fs::read_dir(home.data().join("incoming")).unwrap().count()
}

/// Waits for a condition.
#[track_caller]
fn until(condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never came to this");
        std::thread::yield_now();
    }
}

#[test]
fn a_client_that_hangs_up_in_the_middle_leaves_nothing() {
    let (home, running, header, path) = item();
    let whole = archive([("index.html", Dice(1).bytes(300_000))]);
    for sent in [0, 1, 100_000, whole.len() - 1] {
        let mut wire = running.wire();
        wire.send("POST", &path, &[("authorization", &header)], whole.len(), &whole[..sent]).unwrap();
        until(|| incoming(&home) == 1);
        drop(wire);
        until(|| incoming(&home) == 0);
    }
    let listed = running.wire().get(&path, &[("authorization", &header)]).expect(200).json();
    assert_eq!(listed.as_array().unwrap().len(), 0, "{listed}");
    assert_eq!(fs::read_dir(home.data().join("bundles")).unwrap().count(), 0);
    running.wire().ask("POST", &path, &[("authorization", &header)], &whole).expect(200);
    running.stop();
}

/// Sends a bundle with one file that nothing makes smaller, piece by piece as it is made, and gives its size.
fn stream(wire: &mut Wire, path: &str, header: &str, file: u64) -> io::Result<u64> {
    const PIECE: usize = 32 * 1024;
    let noise = Dice(3).bytes(PIECE);
    let mut head = tar::Header::new_gnu();
    head.set_path("noise.bin")?;
    head.set_size(file);
    head.set_mode(0o644);
    head.set_cksum();
    // The end of an archive is two empty blocks.
    let tar = head.as_bytes().len() as u64 + file.next_multiple_of(512) + 1024;
    let blocks = tar.div_ceil(PIECE as u64);
    let size = 10 + tar + 5 * blocks + 8;
    wire.send("POST", path, &[("authorization", header)], size as usize, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])?;
    let mut crc = Crc::new();
    for block in 0..blocks {
        let begin = block * PIECE as u64;
        let length = (tar - begin).min(PIECE as u64) as usize;
        let mut piece = noise[..length].to_vec();
        if begin == 0 {
            piece[..512].copy_from_slice(head.as_bytes());
        }
        let noisy = (512 + file).saturating_sub(begin).min(length as u64) as usize;
        piece[noisy..].fill(0);
        crc.update(&piece);
        // A stored block (RFC 1951, 3.2.4): whether it is the last, its length, and that inverted.
        let count = length as u16;
        let mut block = vec![u8::from(block + 1 == blocks)];
        block.extend(count.to_le_bytes());
        block.extend((!count).to_le_bytes());
        block.extend(&piece);
        wire.send_on(&block)?;
    }
    wire.send_on([crc.sum().to_le_bytes(), crc.amount().to_le_bytes()].concat())?;
    Ok(size)
}

/// A figure of the process in kB, such as what it holds now (`VmRSS`) and has held at most (`VmHWM`).
fn memory(running: &Running, figure: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", running.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(figure)).unwrap();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the whole gigabyte takes too long for each run")]
fn megabytes() -> u64 {
    std::env::var("UPLOAD_MEGABYTES").map_or(200, |number| number.parse().expect("a number"))
}

#[test]
#[expect(clippy::print_stderr, reason = "for who wants to know the figure")]
fn a_large_upload_is_not_held_in_memory() {
    let (_home, running, header, path) = item();
    // What an upload takes once is not what its size takes.
    running.wire().ask("POST", &path, &[("authorization", &header)], archive([("a.txt", "x")])).expect(200);
    let before = memory(&running, "VmRSS:");
    let mut wire = running.wire();
    let size = stream(&mut wire, &path, &header, megabytes() << 20).unwrap();
    let uploaded = wire.receive("POST").unwrap().expect(200).json();
    assert_eq!(uploaded["size"], size);
    let most = memory(&running, "VmHWM:");
    eprintln!("{} MiB raised the memory from {before} kB to {most} kB", size >> 20);
    assert!(most < before + 20_000, "{before} kB before, {most} kB at most");
    running.stop();
}

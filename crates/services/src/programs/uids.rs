//! System users that nobody else takes.

use std::fs;

/// In the range that systemd's list of user numbers leaves unused.
const HIGH: u32 = 1_900_000_000;
/// Where a container has no such numbers: high in the range of accounts, of which containers have few.
const LOW: u32 = 50_000;

/// The first number for items.
pub(super) fn first() -> u32 {
    match fs::read_to_string("/proc/self/uid_map") {
        Ok(map) if !is_mapped(&map, HIGH) => LOW,
        _ => HIGH,
    }
}

/// Whether this number is one inside the container: lines of first number inside, first outside, and how many.
fn is_mapped(map: &str, uid: u32) -> bool {
    map.lines().any(|line| {
        let numbers: Vec<u32> = line.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        matches!(numbers.as_slice(), [inside, _, count] if uid.checked_sub(*inside).is_some_and(|above| above < *count))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn high_numbers_are_taken_where_there_are_any() {
        assert!(is_mapped("         0          0 4294967295\n", HIGH));
        assert!(!is_mapped("         0     100000      65536\n", HIGH));
        assert!(is_mapped("0 100000 65536", LOW) && is_mapped("0 1000 1\n1 100000 65536", LOW));
        assert!(!is_mapped("", LOW));
    }
}

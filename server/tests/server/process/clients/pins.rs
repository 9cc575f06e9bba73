//! pins for Python: `board_connect`.

use super::desk::Desk;

#[test]
fn pins_are_written_read_found_and_deleted() {
    Desk::new().python("board.py", include_str!("pins/board.py")).good();
}

#[test]
fn a_pin_keeps_its_versions_until_they_are_deleted() {
    Desk::new().python("versions.py", include_str!("pins/versions.py")).good();
}

#[test]
fn pins_are_for_those_that_they_are_shared_with() {
    Desk::new().python("sharing.py", include_str!("pins/sharing.py")).good();
}

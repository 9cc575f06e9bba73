//! Variants, of which each item has one: itself.

use domain::Guid;

/// The name of an item's only variant: 8 letters and digits.
pub(crate) fn variant_key(item: Guid) -> String {
    item.to_string().chars().filter(char::is_ascii_alphanumeric).take(8).collect()
}

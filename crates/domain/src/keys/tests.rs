use time::Duration;
use time::macros::datetime;

use super::*;

#[test]
fn a_key_has_its_prefix_length_and_checksum() {
    let key = PlainKey::from_random(&[0xff; 32]);
    assert_eq!(key.expose().len(), 53);
    assert!(key.expose().starts_with("clv_"));
    assert!(key.expose()[4..].chars().all(|c| c.is_ascii_alphanumeric()));
    assert!(plausible_key(key.expose()));
    assert!(key.expose().ends_with(key.tail()));
}

#[test]
fn the_smallest_and_the_largest_secret_fit() {
    assert_eq!(&PlainKey::from_random(&[0; 32]).expose()[4..47], "0".repeat(43));
    // 2^256 - 1 in base 62, worked out with Python's integers.
    assert_eq!(&PlainKey::from_random(&[0xff; 32]).expose()[4..47], "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1");
}

#[test]
fn one_changed_character_is_noticed() {
    let key = PlainKey::from_random(&[7; 32]);
    let typo = key.expose().replacen("clv_", "clv-", 1);
    assert!(!plausible_key(&typo));
    let mut chars: Vec<char> = key.expose().chars().collect();
    chars[20] = if chars[20] == 'x' { 'y' } else { 'x' };
    assert!(!plausible_key(&chars.into_iter().collect::<String>()));
    assert!(!plausible_key("q9R4ylb3K3RPB7AB46il8mxjjcYsaClW"));
    assert!(!plausible_key(&"é".repeat(30)));
}

#[test]
fn names_are_trimmed_and_bounded() {
    assert_eq!("  my_api_key ".parse::<KeyName>().map(|n| n.as_str().to_owned()), Ok("my_api_key".to_owned()));
    assert_eq!("ä".repeat(255).parse::<KeyName>().map(|n| n.as_str().chars().count()), Ok(255));
    assert_eq!(" \t ".parse::<KeyName>(), Err(KeyNameError::Blank));
    assert_eq!("x".repeat(256).parse::<KeyName>(), Err(KeyNameError::TooLong));
    assert_eq!("a\nb".parse::<KeyName>(), Err(KeyNameError::Control));
}

#[test]
fn an_expiry_lies_ahead_and_not_beyond_the_parent() {
    let now = datetime!(2026-11-23 12:00 UTC);
    let day = Duration::DAY;
    assert_eq!(child_expiry(None, None, now), Ok(None));
    assert_eq!(child_expiry(None, Some(now + day), now), Ok(Some(now + day)));
    assert_eq!(child_expiry(Some(now + day), None, now), Ok(Some(now + day)));
    assert_eq!(child_expiry(Some(now + day), Some(now + day), now), Ok(Some(now + day)));
    assert_eq!(child_expiry(Some(now + day * 2), Some(now + day), now), Err(ExpiryError::AfterParent));
    assert_eq!(child_expiry(Some(now), None, now), Err(ExpiryError::Past));
    assert_eq!(child_expiry(Some(now + day * 40_000), None, now), Err(ExpiryError::TooFar));
}

#[test]
fn a_key_never_has_more_right_than_its_maker() {
    assert!(may_create_with_role(Role::Publisher, Role::Viewer));
    assert!(may_create_with_role(Role::Publisher, Role::Publisher));
    assert!(!may_create_with_role(Role::Viewer, Role::Publisher));
}

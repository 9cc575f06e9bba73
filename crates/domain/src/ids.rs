//! Identifiers: database numbers that cannot be mixed up, and the public GUID.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use uuid::Uuid;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, NumberError> {
                // `i64` also reads a sign, which would give one object several addresses.
                let digits = text.bytes().all(|b| b.is_ascii_digit());
                text.parse().ok().filter(|_| digits).map(Self).ok_or(NumberError)
            }
        }
    };
}

/// The text is not the number of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a number is written in digits alone")]
pub struct NumberError;

number!(
    /// The number of an account in the database.
    UserId
);
number!(
    /// The number of an API key; the API shows it as a decimal string.
    KeyId
);
number!(
    /// The number of a content item, as in `/content/24/`.
    ContentId
);
number!(
    /// The number of one uploaded version of a content item.
    BundleId
);
number!(
    /// The number of a permission on one item.
    PermissionId
);
number!(
    /// The number of a group.
    GroupId
);
number!(
    /// The number of a tag; the API shows it as a decimal string.
    TagId
);

/// A public identifier: a UUID, written in lower case with hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Guid(Uuid);

impl Guid {
    /// A version 4 GUID made of 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A number that stays the same for this GUID, for colours and the like.
    pub fn hue(self) -> u16 {
        let bytes = self.0.as_bytes();
        u16::from_be_bytes([bytes[0], bytes[1]]) % 360
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// The text is not a GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a GUID has 32 hexadecimal digits in five groups")]
pub struct GuidError;

impl FromStr for Guid {
    type Err = GuidError;

    fn from_str(text: &str) -> Result<Self, GuidError> {
        // `Uuid` also reads the braced, URN and bare forms, which would give one item several addresses.
        if text.len() != 36 {
            return Err(GuidError);
        }
        Uuid::try_parse(text).map(Self).map_err(|_| GuidError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_read_in_its_hyphenated_form_only() {
        let text = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
        assert_eq!(text.parse::<Guid>().map(|guid| guid.to_string()), Ok(text.to_owned()));
        assert_eq!("1b4e28ba2fa141d2883f0016d3cca427".parse::<Guid>(), Err(GuidError));
        assert_eq!("".parse::<Guid>(), Err(GuidError));
    }

    #[test]
    fn a_number_is_written_in_digits_alone() {
        assert_eq!("24".parse(), Ok(ContentId(24)));
        for wrong in ["", "+24", "-24", " 24", "24 ", "2_4", "0x18", "9223372036854775808", "٢"] {
            assert_eq!(wrong.parse::<ContentId>(), Err(NumberError), "{wrong:?}");
        }
    }

    #[test]
    fn a_random_guid_is_of_version_four() {
        assert_eq!(Guid::from_random([0xff; 16]).to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}

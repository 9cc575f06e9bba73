//! Tokens that a form, or an API call with a session, must bring back (ASVS 5.0 3.5.1).
//!
//! # Security
//! The token is the HMAC-SHA-256 of the session's id. In pages it is masked with random bytes, each time others, so that
//! the length of a compressed page tells nothing about it (BREACH).

use subtle::ConstantTimeEq as _;

use crate::random::{self, hex, unhex};
use crate::{ServiceError, Services};

impl Services {
    /// The token of a session, in hexadecimal digits.
    pub fn form_token(&self, session: &str) -> String {
        hex(&self.0.form_signer.sign(session.as_bytes()))
    }

    /// The token of a session for one page: a mask, and the token under it.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn masked_form_token(&self, session: &str) -> Result<String, ServiceError> {
        let mask = random::bytes::<32>()?;
        let token = self.0.form_signer.sign(session.as_bytes());
        Ok(hex(&mask) + &hex(&xor(&mask, &token)))
    }

    /// Whether this is the session's token, masked or not. Compares in constant time (ASVS 5.0 11.2.4).
    pub fn form_token_matches(&self, session: &str, token: &str) -> bool {
        let token = match unhex(token) {
            Some(bytes) if bytes.len() == 64 => xor(&bytes[..32], &bytes[32..]),
            Some(bytes) => bytes.to_vec(),
            None => return false,
        };
        self.0.form_signer.sign(session.as_bytes()).ct_eq(&token).into()
    }
}

fn xor(mask: &[u8], bytes: &[u8]) -> Vec<u8> {
    mask.iter().zip(bytes).map(|(mask, byte)| mask ^ byte).collect()
}

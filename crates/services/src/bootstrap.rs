//! Bootstrap: how a program makes the first administrator, by a token that it signs with a secret of the server's.
//!
//! # Security
//! The secret lies in a file of the administrator's choice and is at least 32 bytes long. A token counts for its
//! purpose alone, for minutes, and only while there is no account.

use std::io;
use std::net::IpAddr;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::{Guid, Role, Username};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;
use store::NewUser;
use time::Duration;
use zeroize::Zeroizing;

use crate::audit::Action;
use crate::{Actor, FreshKey, KeyWish, ServiceError, Services, random};

/// What bootstrap tokens are signed with.
pub struct BootstrapSecret(Hmac<Sha256>);

/// Fewer bytes could be guessed (RFC 7518, section 3.2).
const LEAST_BYTES: usize = 32;
/// How far the clocks of two machines may be apart.
const LEEWAY: Duration = Duration::minutes(1);
/// What the first administrator is called, until somebody gives the account another name.
const FIRST_ADMINISTRATOR: &str = "admin";

impl BootstrapSecret {
    /// Reads the secret from a file that holds it in base64.
    ///
    /// # Errors
    /// When the file cannot be read, is no base64, or is too short.
    pub fn read(path: &Path) -> io::Result<Self> {
        let invalid = |words: &str| io::Error::new(io::ErrorKind::InvalidData, words);
        let text = Zeroizing::new(std::fs::read_to_string(path)?);
        let secret =
            STANDARD.decode(text.trim()).map(Zeroizing::new).map_err(|_| invalid("it does not hold base64"))?;
        if secret.len() < LEAST_BYTES {
            return Err(invalid("it holds fewer than 32 bytes; make it with: openssl rand -base64 48"));
        }
        Hmac::new_from_slice(&secret).map(Self).map_err(io::Error::other)
    }

    /// Whether the token was signed with this secret, for this purpose, and counts now.
    fn admits(&self, token: &str, now: i64) -> bool {
        let Some((signed, signature)) = token.rsplit_once('.') else { return false };
        let Some((header, claims)) = signed.split_once('.') else { return false };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        let mut mac = self.0.clone();
        mac.update(signed.as_bytes());
        // In constant time, and before anything that the token says is believed.
        if mac.verify_slice(&signature).is_err() {
            return false;
        }
        let (Some(header), Some(claims)) = (part::<Header>(header), part::<Claims>(claims)) else { return false };
        let leeway = LEEWAY.whole_seconds();
        header.alg == "HS256"
            && claims.iss == "rsconnect-python"
            && claims.aud == "rsconnect"
            && claims.scope == "bootstrap"
            && now < claims.exp
            && claims.iat.is_none_or(|iat| iat <= now.saturating_add(leeway))
            && claims.nbf.is_none_or(|nbf| nbf <= now.saturating_add(leeway))
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    scope: String,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
}

fn part<T: for<'a> Deserialize<'a>>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// Why there was no bootstrap.
#[derive(Debug)]
pub enum BootstrapRefused {
    /// The token does not count.
    Token,
    /// There is an account already.
    Done,
    /// A fault.
    Failed(ServiceError),
}

impl Services {
    /// Makes the first administrator, and a key for it.
    ///
    /// # Errors
    /// See [`BootstrapRefused`].
    pub async fn bootstrap(
        &self,
        secret: &BootstrapSecret,
        token: &str,
        from: Option<IpAddr>,
    ) -> Result<FreshKey, BootstrapRefused> {
        let now = self.now();
        if !secret.admits(token, now.unix_timestamp()) {
            tracing::warn!("A bootstrap token was refused.");
            return Err(BootstrapRefused::Token);
        }
        let failed = BootstrapRefused::Failed;
        let username: Username =
            FIRST_ADMINISTRATOR.parse().map_err(|error| failed(ServiceError::internal(Box::new(error))))?;
        let new = NewUser {
            guid: Guid::from_random(random::bytes().map_err(failed)?),
            username,
            email: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            role: Role::Administrator,
            password_hash: None,
            at: now,
        };
        let user = self.0.store.insert_first_user(new).await.map_err(|error| failed(error.into()))?;
        let user = user.ok_or(BootstrapRefused::Done)?;
        self.forget_setup_link();
        tracing::info!(user.id = user.id.0, "The first administrator was made by a bootstrap token.");
        let actor = Actor::by_bootstrap(user).asking_from(from);
        let what = format!("Made the account {FIRST_ADMINISTRATOR} as the first administrator, by a bootstrap token.");
        self.audit(&actor, Action::AddUser, what).await;
        let wish = KeyWish { name: "bootstrap".to_owned(), role: None, expires_at: None, from };
        self.keys(&actor).create(wish).await.map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_430_000;

    fn secret(bytes: &[u8]) -> BootstrapSecret {
        BootstrapSecret(Hmac::new_from_slice(bytes).unwrap())
    }

    fn token(secret: &BootstrapSecret, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let mut mac = secret.0.clone();
        mac.update(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn claims(change: &[(&str, serde_json::Value)]) -> String {
        let mut claims = serde_json::json!({
            "iss": "rsconnect-python", "aud": "rsconnect", "scope": "bootstrap", "iat": NOW, "exp": NOW + 900
        });
        for (name, value) in change {
            claims[name] = value.clone();
        }
        claims.to_string()
    }

    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    #[test]
    fn a_token_counts_for_its_purpose_until_it_ends() {
        let ours = secret(&[7; 32]);
        let good = token(&ours, HEADER, &claims(&[]));
        assert!(ours.admits(&good, NOW) && ours.admits(&good, NOW + 899));
        assert!(!ours.admits(&good, NOW + 900));
        assert!(!ours.admits(&good, NOW - 61), "it is from the future");
        for (name, value) in [
            ("iss", "other".into()),
            ("aud", "other".into()),
            ("scope", "other".into()),
            ("exp", serde_json::Value::Null),
            ("nbf", (NOW + 100).into()),
            ("exp", "never".into()),
        ] {
            assert!(!ours.admits(&token(&ours, HEADER, &claims(&[(name, value)])), NOW), "{name}");
        }
    }

    #[test]
    fn a_token_of_another_secret_or_algorithm_does_not_count() {
        let ours = secret(&[7; 32]);
        assert!(!ours.admits(&token(&secret(&[8; 32]), HEADER, &claims(&[])), NOW));
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"RS256"}"#, "{}", "x"] {
            assert!(!ours.admits(&token(&ours, header, &claims(&[])), NOW), "{header}");
        }
        let good = token(&ours, HEADER, &claims(&[]));
        let unsigned = good.rsplit_once('.').unwrap().0;
        for broken in ["", ".", "..", "a.b.c", unsigned, &format!("{unsigned}."), &format!("{good}A")] {
            assert!(!ours.admits(broken, NOW), "{broken}");
        }
    }

    #[test]
    fn a_secret_is_base64_of_at_least_32_bytes() -> io::Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        for (text, good) in [
            (STANDARD.encode([1; 32]), true),
            (format!("{}\n", STANDARD.encode([1; 48])), true),
            (STANDARD.encode([1; 31]), false),
            ("not base64!".to_owned(), false),
            (String::new(), false),
        ] {
            std::fs::write(file.path(), &text)?;
            assert_eq!(BootstrapSecret::read(file.path()).is_ok(), good, "{text:?}");
        }
        assert!(BootstrapSecret::read(Path::new("/nowhere")).is_err());
        Ok(())
    }
}

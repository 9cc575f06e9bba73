//! The set-up link: how the first administrator comes in. There is no default password (ASVS 5.0 6.3.2, 6.4.1).

use std::net::IpAddr;
use std::sync::PoisonError;

use domain::{Guid, PlainPassword, Role, User, Username, UsernameError, email};
use sha2::{Digest as _, Sha256};
use store::NewUser;
use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};

use crate::audit::{Action, By};
use crate::sessions::SessionProof;
use crate::{Mistake, ServiceError, Services, random};

/// What remains here of a set-up link.
pub(crate) struct SetupLink {
    digest: [u8; 32],
    expires_at: OffsetDateTime,
}

/// The secret of the set-up link: to be shown to who started the server, and to nobody else.
pub struct SetupToken(String);

impl SetupToken {
    /// The secret as text that fits an address.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The account that the set-up page asks for.
pub struct FirstAdministrator {
    /// What was typed as username.
    pub username: String,
    /// What was typed as e-mail address.
    pub email: String,
    /// What was typed as password.
    pub password: PlainPassword,
    /// The address that it was sent from.
    pub from: Option<IpAddr>,
}

/// Why the first administrator was not made.
#[derive(Debug)]
pub enum SetupRefused {
    /// The link is unknown, used or older than 24 hours, or there is an account already.
    Link,
    /// These fields are not acceptable.
    Mistakes(Vec<Mistake>),
    /// A fault.
    Failed(ServiceError),
}

const LINK_LASTS: Duration = Duration::hours(24);

impl Services {
    /// A new set-up link, which replaces the one before; `None` once there is an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_setup_link(&self) -> Result<Option<SetupToken>, ServiceError> {
        if self.0.store.count_users().await? > 0 {
            return Ok(None);
        }
        let token = random::token()?;
        let link =
            SetupLink { digest: Sha256::digest(token.as_bytes()).into(), expires_at: self.0.clock.now() + LINK_LASTS };
        *self.0.setup_link.lock().unwrap_or_else(PoisonError::into_inner) = Some(link);
        Ok(Some(SetupToken(token)))
    }

    /// Whether this token opens the set-up page.
    pub fn setup_link_works(&self, token: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let link = self.0.setup_link.lock().unwrap_or_else(PoisonError::into_inner);
        link.as_ref().is_some_and(|link| bool::from(link.digest.ct_eq(&digest)) && self.0.clock.now() < link.expires_at)
    }

    /// Makes the first administrator, uses the link up, and signs the administrator in.
    ///
    /// # Errors
    /// See [`SetupRefused`]; the link stays good after mistakes.
    pub async fn set_up(&self, token: &str, first: FirstAdministrator) -> Result<SessionProof, SetupRefused> {
        if !self.setup_link_works(token) {
            return Err(SetupRefused::Link);
        }
        let username = first.username.parse::<Username>();
        let address = email(&first.email);
        let name = username.as_ref().map_or("", Username::as_str);
        let hash = self.0.passwords.hash(first.password, name).await;
        let (username, email, password_hash) = match (username, address, hash) {
            (Ok(username), Ok(email), Ok(hash)) => (username, email, hash),
            (_, _, Err(error)) if !matches!(error, ServiceError::Invalid(_)) => {
                return Err(SetupRefused::Failed(error));
            }
            (username, address, hash) => {
                let mut mistakes: Vec<Mistake> =
                    username.err().map(|error: UsernameError| error.into()).into_iter().collect();
                mistakes.extend(address.err().map(Mistake::from));
                mistakes.extend(hash.err().and_then(|error| match error {
                    ServiceError::Invalid(mistake) => Some(mistake),
                    _ => None,
                }));
                return Err(SetupRefused::Mistakes(mistakes));
            }
        };
        let user = self.first_user(username, email, password_hash).await.map_err(SetupRefused::Failed)?;
        self.forget_setup_link();
        let user = user.ok_or(SetupRefused::Link)?;
        tracing::info!(user.id = user.id.0, "The first administrator was made by the set-up link.");
        let proof = SessionProof::fresh(&user, self.0.clock.now());
        let what = format!("Made the account {} as the first administrator, by the set-up link.", user.username);
        self.audit_by(&By::User(user, first.from), Action::AddUser, what).await;
        Ok(proof)
    }

    /// Takes the set-up link back, because there is an account now.
    pub(crate) fn forget_setup_link(&self) {
        *self.0.setup_link.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn first_user(
        &self,
        username: Username,
        email: String,
        password_hash: String,
    ) -> Result<Option<User>, ServiceError> {
        let new = NewUser {
            guid: Guid::from_random(random::bytes()?),
            username,
            email,
            first_name: String::new(),
            last_name: String::new(),
            role: Role::Administrator,
            password_hash: Some(password_hash),
            at: self.0.clock.now(),
        };
        Ok(self.0.store.insert_first_user(new).await?)
    }
}

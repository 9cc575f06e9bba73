//! Accounts: who sees them, who makes and changes them.

use domain::{Guid, PersonName, PlainPassword, Role, User, UserId, Username, email};
use store::{NewUser, UserChange};

use crate::audit::{Action, By};
use crate::sessions::SessionProof;
use crate::uncancelled::uncancelled;
use crate::{Actor, Mistake, ServiceError, Services, random};

/// An account to be made, as it was given.
pub struct NewAccount {
    /// The username.
    pub username: String,
    /// The e-mail address, or nothing.
    pub email: String,
    /// The given name, or nothing.
    pub first_name: String,
    /// The family name, or nothing.
    pub last_name: String,
    /// The role.
    pub role: Role,
    /// The password; without one nobody signs in until an administrator sets it.
    pub password: Option<PlainPassword>,
}

/// What is to change of an account, as it was given; `None` leaves a field alone.
#[derive(Default)]
pub struct AccountChange {
    /// The username; administrators only.
    pub username: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The given name.
    pub first_name: Option<String>,
    /// The family name.
    pub last_name: Option<String>,
    /// The role; administrators only.
    pub role: Option<Role>,
}

/// The accounts, as the actor may see and change them.
pub struct Users<'a> {
    services: &'a Services,
    actor: &'a Actor,
}

impl Services {
    /// The accounts, for this actor.
    pub fn users<'a>(&'a self, actor: &'a Actor) -> Users<'a> {
        Users { services: self, actor }
    }

    /// The actor of the command line, which only the owner of the data folder has: acts as this account.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] without such an account, [`ServiceError::Forbidden`] when it is locked.
    pub async fn console_actor(&self, username: &str) -> Result<Actor, ServiceError> {
        let user = self.user_named(username).await?;
        if user.locked {
            return Err(ServiceError::Forbidden);
        }
        Ok(Actor::by_console(user))
    }

    /// Makes an account from the command line of the owner of the data folder.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with the first mistake.
    pub async fn console_add_user(&self, new: NewAccount) -> Result<User, ServiceError> {
        self.add_user(By::CommandLine, new).await
    }

    /// All accounts, for the command line of the owner of the data folder.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn console_list_users(&self) -> Result<Vec<User>, ServiceError> {
        Ok(self.0.store.list_users().await?)
    }

    /// Locks or unlocks an account from the command line of the owner of the data folder.
    ///
    /// # Errors
    /// [`Mistake::LastAdministrator`], or [`ServiceError::NotFound`].
    pub async fn console_lock(&self, username: &str, locked: bool) -> Result<User, ServiceError> {
        let user = self.user_named(username).await?;
        self.set_locked(By::CommandLine, &user, locked).await
    }

    /// Gives an account another role from the command line of the owner of the data folder.
    ///
    /// # Errors
    /// [`Mistake::LastAdministrator`], or [`ServiceError::NotFound`].
    pub async fn console_set_role(&self, username: &str, role: Role) -> Result<User, ServiceError> {
        let user = self.user_named(username).await?;
        let change = UserChange { role: Some(role), ..UserChange::default() };
        self.change(By::CommandLine, Action::UpdateUser, changed(&user, &change), user.id, change).await
    }

    /// Sets an account's password from the command line of the owner of the data folder, and signs it out everywhere.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when the password is too weak, or [`ServiceError::NotFound`].
    pub async fn console_set_password(&self, username: &str, password: PlainPassword) -> Result<(), ServiceError> {
        let user = self.user_named(username).await?;
        self.set_password(By::CommandLine, &user, password).await.map(drop)
    }

    /// The same actor with the rights of now, for work that took its time: a body that came in slowly, for instance.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`] when the key was deleted or has expired, the account was locked, or its sessions have
    /// ended.
    pub async fn still(&self, actor: &Actor) -> Result<Actor, ServiceError> {
        let user = self.0.store.find_user(actor.id()).await?.filter(|user| !user.locked);
        let user = user.ok_or(ServiceError::SignedOut)?;
        if actor.is_session() && user.credential != actor.user().credential {
            return Err(ServiceError::SignedOut);
        }
        if let Some(token) = actor.token()
            && !self.0.store.list_tokens(user.id).await?.iter().any(|row| row.id == token)
        {
            return Err(ServiceError::SignedOut);
        }
        let Some(key) = actor.key() else {
            let role = user.role;
            return Ok(actor.renewed(user, role));
        };
        let record = self.0.store.find_key(user.id, key.id).await?.ok_or(ServiceError::SignedOut)?;
        if record.expires_at.is_some_and(|end| end <= self.now()) {
            return Err(ServiceError::SignedOut);
        }
        Ok(actor.renewed(user, record.role))
    }

    async fn user_named(&self, username: &str) -> Result<User, ServiceError> {
        let name: Username = username.parse().map_err(Mistake::from)?;
        self.0.store.find_user_by_name(&name).await?.ok_or(ServiceError::NotFound)
    }

    async fn add_user(&self, by: By, new: NewAccount) -> Result<User, ServiceError> {
        let username: Username = new.username.parse().map_err(Mistake::from)?;
        let email = email(&new.email).map_err(Mistake::from)?;
        let first_name = new.first_name.parse::<PersonName>().map_err(Mistake::FirstName)?.into_string();
        let last_name = new.last_name.parse::<PersonName>().map_err(Mistake::LastName)?.into_string();
        let password_hash = match new.password {
            Some(password) => Some(self.0.passwords.hash(password, username.as_str()).await?),
            None => None,
        };
        let guid = Guid::from_random(random::bytes()?);
        let at = self.0.clock.now();
        let row = NewUser { guid, username, email, first_name, last_name, role: new.role, password_hash, at };
        let services = self.clone();
        uncancelled(async move {
            let user = services.0.store.insert_user(row).await?;
            // The set-up link is for a server without accounts.
            services.forget_setup_link();
            let what = format!("Made the account {} as {}.", user.username, user.role);
            services.audit_by(&by, Action::AddUser, what).await;
            tracing::info!(user.id = user.id.0, user.role = %user.role, "An account was made.");
            Ok(user)
        })
        .await
    }

    async fn change(
        &self,
        by: By,
        action: Action,
        what: String,
        id: UserId,
        change: UserChange,
    ) -> Result<User, ServiceError> {
        let services = self.clone();
        uncancelled(async move {
            let changed = services.0.store.update_user(id, change, services.0.clock.now()).await;
            // Cached keys hold their owner's role and lock. Whatever the database said: it may have done it.
            services.0.keys.evict(|cached| cached.user.id == id);
            let user = changed?.ok_or(Mistake::LastAdministrator)?;
            services.audit_by(&by, action, what).await;
            tracing::info!(user.id = id.0, user.role = %user.role, user.locked = user.locked, "An account was changed.");
            Ok(user)
        })
        .await
    }

    async fn set_locked(&self, by: By, user: &User, locked: bool) -> Result<User, ServiceError> {
        let (action, done) = if locked { (Action::LockUser, "Locked") } else { (Action::UnlockUser, "Unlocked") };
        let what = format!("{done} the account {}.", user.username);
        let change = UserChange { locked: Some(locked), ..UserChange::default() };
        self.change(by, action, what, user.id, change).await
    }

    /// Sets a password; all sessions of the account end.
    async fn set_password(&self, by: By, user: &User, password: PlainPassword) -> Result<User, ServiceError> {
        let hash = self.0.passwords.hash(password, user.username.as_str()).await?;
        let what = format!("Set the password of the account {}.", user.username);
        let change = UserChange { password_hash: Some(hash), ..UserChange::default() };
        self.change(by, Action::UpdatePassword, what, user.id, change).await
    }
}

impl Users<'_> {
    /// All accounts, by username. Viewers read no e-mail address but their own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self) -> Result<Vec<User>, ServiceError> {
        let users = self.services.0.store.list_users().await?;
        Ok(users.into_iter().map(|user| self.as_seen(user)).collect())
    }

    /// One account.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none.
    pub async fn get(&self, guid: Guid) -> Result<User, ServiceError> {
        let user = self.services.0.store.find_user_by_guid(guid).await?.ok_or(ServiceError::NotFound)?;
        Ok(self.as_seen(user))
    }

    /// The account of this username, whatever its case.
    ///
    /// # Errors
    /// [`Mistake::UnknownUser`] when there is none.
    pub async fn named(&self, username: &str) -> Result<User, ServiceError> {
        let unknown = || Mistake::UnknownUser(username.trim().to_owned());
        let name: Username = username.parse().map_err(|_| unknown())?;
        let user = self.services.0.store.find_user_by_name(&name).await?.ok_or_else(unknown)?;
        Ok(self.as_seen(user))
    }

    /// Refuses who may not make accounts.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator.
    pub fn require_maker(&self) -> Result<(), ServiceError> {
        self.actor.require(Role::Administrator)
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] below administrator; [`ServiceError::Invalid`] with the first mistake.
    pub async fn create(&self, new: NewAccount) -> Result<User, ServiceError> {
        self.require_maker()?;
        self.services.add_user(By::Actor(self.actor.clone()), new).await
    }

    /// Changes an account: one's own, or any for an administrator, who alone changes usernames and roles.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], or [`ServiceError::Invalid`] with the first mistake.
    pub async fn update(&self, guid: Guid, change: AccountChange) -> Result<User, ServiceError> {
        self.require_self_or_administrator(guid)?;
        if change.username.is_some() || change.role.is_some() {
            self.actor.require(Role::Administrator)?;
        }
        let user = self.get(guid).await?;
        let person = |name: String| name.parse::<PersonName>().map(PersonName::into_string);
        let change = UserChange {
            username: change.username.map(|name| name.parse()).transpose().map_err(Mistake::Username)?,
            email: change.email.map(|text| email(&text)).transpose().map_err(Mistake::Email)?,
            first_name: change.first_name.map(person).transpose().map_err(Mistake::FirstName)?,
            last_name: change.last_name.map(person).transpose().map_err(Mistake::LastName)?,
            role: change.role,
            ..UserChange::default()
        };
        let what = changed(&user, &change);
        self.services.change(By::Actor(self.actor.clone()), Action::UpdateUser, what, user.id, change).await
    }

    /// Locks or unlocks an account; acts at once on its sessions and keys. One may lock oneself, but not unlock.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::NotFound`], or [`Mistake::LastAdministrator`].
    pub async fn set_locked(&self, guid: Guid, locked: bool) -> Result<User, ServiceError> {
        if locked {
            self.require_self_or_administrator(guid)?;
        } else {
            self.actor.require(Role::Administrator)?;
        }
        let user = self.get(guid).await?;
        self.services.set_locked(By::Actor(self.actor.clone()), &user, locked).await
    }

    /// Changes the actor's own password; all sessions end. Gives the proof for a new one.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when the new password is too weak. The current one is checked by
    /// [`Services::prove`] before.
    pub async fn change_my_password(&self, password: PlainPassword) -> Result<SessionProof, ServiceError> {
        let now = self.services.now();
        if self.actor.needs_proof(now) {
            return Err(ServiceError::ProofNeeded);
        }
        let by = By::Actor(self.actor.clone());
        let user = self.services.set_password(by, self.actor.user(), password).await?;
        Ok(SessionProof::fresh(&user, now))
    }

    /// Refuses below administrator, unless the actor asks for the account itself with all the account's rights: a key
    /// with a lower role takes no care of the account.
    fn require_self_or_administrator(&self, guid: Guid) -> Result<(), ServiceError> {
        if self.actor.is(guid) && self.actor.role() == self.actor.user().role {
            return Ok(());
        }
        self.actor.require(Role::Administrator)
    }

    /// The account without what this actor may not read of it.
    pub(crate) fn as_seen(&self, user: User) -> User {
        let may_read_email = self.actor.role() > Role::Viewer || self.actor.id() == user.id;
        if may_read_email { user } else { User { email: String::new(), ..user } }
    }
}

/// What is to change of an account, as the audit log says it; names and addresses of people are not told there.
fn changed(user: &User, change: &UserChange) -> String {
    let UserChange { username, email, first_name, last_name, role, password_hash: _, locked: _ } = change;
    let told = [
        username.as_ref().map(|name| format!("the username to {name}")),
        role.map(|role| format!("the role to {role}")),
        email.as_ref().map(|_| "the e-mail address".to_owned()),
        first_name.as_ref().or(last_name.as_ref()).map(|_| "the name".to_owned()),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    let what = if told.is_empty() { "nothing".to_owned() } else { told.join(", ") };
    format!("Changed the account {}: {what}.", user.username)
}

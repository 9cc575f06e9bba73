//! The services over a data folder of their own, with a clock that is moved by hand.

use std::error::Error;

use domain::{PlainPassword, Role, User};
use services::{
    Actor, Clock, DataFolder, KeyRefused, KeyWish, NewAccount, OpenError, PasswordCost, ProgramSettings, Services,
    ServicesConfig,
};
use tempfile::TempDir;

/// A fault of a test.
pub(crate) type Fault = Box<dyn Error + Send + Sync>;
/// What a test gives back.
pub(crate) type Outcome = Result<(), Fault>;

/// The password of all accounts that [`House::add`] makes.
pub(crate) const PASSWORD: &str = "seven quiet otters";

pub(crate) struct House {
    pub(crate) services: Services,
    pub(crate) clock: Clock,
    pub(crate) data: DataFolder,
    pub(crate) programs: ProgramSettings,
    _folder: TempDir,
}

impl House {
    /// An empty house.
    pub(crate) async fn open() -> Result<Self, Fault> {
        Self::with_programs(ProgramSettings {
            warden: vec![env!("CARGO_BIN_EXE_services-warden").into()],
            ..ProgramSettings::default()
        })
        .await
    }

    /// An empty house that runs programs in this way.
    pub(crate) async fn with_programs(programs: ProgramSettings) -> Result<Self, Fault> {
        let folder = tempfile::tempdir()?;
        let data = DataFolder::open(&folder.path().join("data"))?;
        let clock = Clock::by_hand();
        let services = Services::open(config(&data, &clock, &programs)).await?;
        Ok(Self { services, clock, data, programs, _folder: folder })
    }

    /// Closes everything and opens it again, as a restart of the server does.
    pub(crate) async fn restart(&mut self) -> Outcome {
        self.services.close().await?;
        Ok(self.reopen().await?)
    }

    /// Opens what was closed.
    pub(crate) async fn reopen(&mut self) -> Result<(), OpenError> {
        self.services = Services::open(config(&self.data, &self.clock, &self.programs)).await?;
        Ok(())
    }

    /// Makes an account with [`PASSWORD`].
    pub(crate) async fn add(&self, username: &str, role: Role) -> Result<User, Fault> {
        let new = NewAccount {
            username: username.to_owned(),
            email: format!("{username}@example.com"),
            first_name: String::new(),
            last_name: String::new(),
            role,
            password: Some(PlainPassword::new(PASSWORD.to_owned())),
        };
        Ok(self.services.console_add_user(new).await?)
    }

    /// What a key admits to now; `None` when it is refused.
    pub(crate) async fn role_of(&self, key: &str) -> Result<Option<Role>, Fault> {
        Ok(self.actor_of(key).await?.map(|actor| actor.role()))
    }

    /// Who acts with a key now; `None` when it is refused.
    pub(crate) async fn actor_of(&self, key: &str) -> Result<Option<Actor>, Fault> {
        match self.services.verify_key(key, None).await {
            Ok(actor) => Ok(Some(actor)),
            Err(KeyRefused::Wrong) => Ok(None),
            Err(KeyRefused::Failed(error)) => Err(error.into()),
        }
    }
}

fn config(data: &DataFolder, clock: &Clock, programs: &ProgramSettings) -> ServicesConfig {
    ServicesConfig {
        data: data.clone(),
        database_url: None,
        pepper_file: None,
        password_cost: PasswordCost::Least,
        clock: clock.clone(),
        programs: programs.clone(),
        keep_visits_days: 90,
    }
}

/// The wish for a key with the maker's role that never expires.
pub(crate) fn wish(name: &str) -> KeyWish {
    KeyWish { name: name.to_owned(), role: None, expires_at: None, from: None }
}

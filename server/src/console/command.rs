//! The commands and what they do.

use domain::{PlainPassword, Role};
use serde::{Deserialize, Serialize};
use services::{KeyWish, Mistake, NewAccount, Packed, Publication, ServiceError};
use time::Duration;

use super::{Context, Failure};

/// What the command line asks for. It holds passwords, so it is not to be shown.
#[derive(Serialize, Deserialize)]
#[serde(tag = "command")]
pub(crate) enum Command {
    AddUser {
        name: String,
        role: String,
        email: String,
        password: String,
    },
    ListUsers,
    LockUser {
        name: String,
        locked: bool,
    },
    SetRole {
        name: String,
        role: String,
    },
    SetPassword {
        name: String,
        password: String,
    },
    CreateKey {
        user: String,
        name: String,
        role: Option<String>,
        expires_in: Option<i64>,
    },
    Publish {
        packed: String,
        name: String,
        title: Option<String>,
        access: Option<String>,
        allow: Vec<String>,
        mode: Option<String>,
        user: String,
    },
    Migrate,
    Check,
}

/// Does what is asked; gives what goes to standard output.
pub(crate) async fn execute(context: &Context, command: Command) -> Result<String, Failure> {
    let services = &context.services;
    match command {
        Command::AddUser { name, role, email, password } => {
            let new = NewAccount {
                username: name,
                email,
                first_name: String::new(),
                last_name: String::new(),
                role: self::role(&role)?,
                password: Some(PlainPassword::new(password)),
            };
            let user = services.console_add_user(new).await.map_err(plain)?;
            Ok(format!("{} {}", user.username, user.guid))
        }
        Command::ListUsers => list_users(context).await,
        Command::LockUser { name, locked } => {
            services.console_lock(&name, locked).await.map(|_| String::new()).map_err(|error| about(&name, error))
        }
        Command::SetRole { name, role } => {
            let role = self::role(&role)?;
            services.console_set_role(&name, role).await.map(|_| String::new()).map_err(|error| about(&name, error))
        }
        Command::SetPassword { name, password } => {
            let password = PlainPassword::new(password);
            let set = services.console_set_password(&name, password).await;
            set.map(|()| String::new()).map_err(|error| about(&name, error))
        }
        Command::CreateKey { user, name, role, expires_in } => {
            let actor = services.console_actor(&user).await.map_err(|error| about(&user, error))?;
            let role = role.map(|role| self::role(&role)).transpose()?;
            let expires_at = expires_in.map(|seconds| services.now() + Duration::seconds(seconds));
            let wish = KeyWish { name, role, expires_at, from: None };
            let fresh = services.keys(&actor).create(wish).await.map_err(plain)?;
            Ok(fresh.plain.expose().to_owned())
        }
        Command::Publish { packed, name, title, access, allow, mode, user } => {
            let actor = services.console_actor(&user).await.map_err(|error| about(&user, error))?;
            let publication = Publication {
                packed: Packed::named(&packed)
                    .ok_or_else(|| Failure("The packed archive has a strange name.".into()))?,
                name,
                title,
                access: known("access", access)?,
                allow,
                mode: known("mode", mode)?,
            };
            let content = services.publish(&actor, publication).await.map_err(|error| match error {
                ServiceError::Forbidden => Failure(format!("{user} is a viewer, and viewers cannot publish.")),
                error => plain(error),
            })?;
            let content_url = format!("{}/content/{}/", context.server_url, content.guid);
            let printed = serde_json::json!({
                "id": content.id.to_string(),
                "guid": content.guid.to_string(),
                "name": content.name.as_str(),
                "title": content.title,
                "access_type": content.access.as_str(),
                "content_url": content_url,
            });
            Ok(printed.to_string())
        }
        // Opening the services did it.
        Command::Migrate => {
            Ok(format!("The {} database is up to date.", services.check_database().await.map_err(plain)?))
        }
        Command::Check => check(context).await,
    }
}

async fn list_users(context: &Context) -> Result<String, Failure> {
    let users = context.services.console_list_users().await.map_err(plain)?;
    let width = users.iter().map(|user| user.username.as_str().len()).max().unwrap_or(0);
    let lines = users.iter().map(|user| {
        let lock = if user.locked { "locked" } else { "active" };
        format!("{:width$}  {:13}  {lock}  {}  {}", user.username.as_str(), user.role.as_str(), user.guid, user.email)
            .trim_end()
            .to_owned()
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

async fn check(context: &Context) -> Result<String, Failure> {
    let database = context.services.check_database().await.map_err(plain)?;
    let damaged = context.services.damaged_archives().await.map_err(plain)?;
    if !damaged.is_empty() {
        let damaged: Vec<String> = damaged.iter().map(ToString::to_string).collect();
        return Err(Failure(format!(
            "These bundles are in the database but their archives are gone or damaged: {}. Restore the folder `bundles` from the backup.",
            damaged.join(", ")
        )));
    }
    let unreadable = context.services.check_variables().await.map_err(plain)?;
    if !unreadable.is_empty() {
        let items: Vec<String> = unreadable.iter().map(ToString::to_string).collect();
        return Err(Failure(format!(
            "Environment variables of this content cannot be opened: {}. Restore the file `variables-key` from the backup.",
            items.join(", ")
        )));
    }
    let programs = context.services.check_programs().await.map_err(plain)?;
    let python = context.services.check_python().await.map_err(plain)?;
    Ok(format!(
        "Configuration: good\nDatabase: {database}, up to date\nStorage: all archives are there and whole\n{programs}\n{python}"
    ))
}

/// A word of the command line that this server must know.
fn known<T: std::str::FromStr>(what: &str, word: Option<String>) -> Result<Option<T>, Failure> {
    let unknown =
        |word: String| Failure(format!("This server does not know the {what} {word}. Is it another version?"));
    word.map(|word| word.parse().map_err(|_| unknown(word))).transpose()
}

fn role(text: &str) -> Result<Role, Failure> {
    text.parse().map_err(|error: domain::RoleError| Failure(error.to_string()))
}

fn about(name: &str, error: ServiceError) -> Failure {
    match error {
        ServiceError::NotFound => Failure(format!("There is no account named {name}. `claviger user list` shows all.")),
        ServiceError::Forbidden => {
            Failure(format!("The account {name} is locked. `claviger user unlock {name}` unlocks it."))
        }
        error => plain(error),
    }
}

fn plain(error: ServiceError) -> Failure {
    match error {
        ServiceError::Internal(fault) => {
            Failure(format!("Something went wrong: {}.", crate::fault::chain(fault.as_ref())))
        }
        ServiceError::Invalid(Mistake::KeyRole) => {
            Failure("A key's role is viewer, publisher or administrator, and not above the account's.".to_owned())
        }
        error => Failure(error.to_string()),
    }
}

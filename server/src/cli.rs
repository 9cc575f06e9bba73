//! The command line: what can be said, and who answers it.
//!
//! Results go to standard output, messages to standard error. Commands that change something go through the socket of
//! a running server, so that its caches never miss a change; else they take the lock of the data folder and work alone.

#![expect(clippy::doc_markdown, reason = "the comments are the help text, where backticks would show")]

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::{Access, Role};
use services::{DataFolder, Mode, PackError, Packed};

use crate::config::{self, Config, Flags};
use crate::console::{Command, Failure, ask};
use crate::serve;

#[derive(Parser)]
#[command(name = "claviger", version, about = "A self-hosted publishing server for data people.")]
struct Cli {
    /// The configuration file [default: claviger.toml in the data folder]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder with everything that is kept [default: claviger-data]
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Runs the server
    Serve(Serve),
    /// Takes care of accounts
    #[command(subcommand)]
    User(User),
    /// Takes care of API keys
    #[command(subcommand)]
    Key(Key),
    /// Publishes a folder, a single file or a .tar.gz; prints id, guid and content_url as JSON
    Publish(Publish),
    /// Brings the database up to date and exits
    Migrate,
    /// Shows the configuration
    #[command(subcommand)]
    Config(ShowConfig),
    /// Checks configuration, data folder, database, storage and what runs programs
    Check,
    /// Watches over one program; the server itself starts it
    #[command(name = "__warden", hide = true)]
    Warden,
}

#[derive(Args)]
struct Serve {
    /// Address and port; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The address under which people and programs reach the server
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The address of the content origin
    #[arg(long, value_name = "URL")]
    content_url: Option<String>,
    /// Prints the set-up link even when the output is not a terminal
    #[arg(long)]
    show_setup_link: bool,
}

#[derive(Subcommand)]
enum User {
    /// Adds an account that can sign in at once
    Add {
        /// The username
        name: String,
        /// administrator, publisher or viewer
        #[arg(long)]
        role: Role,
        /// The e-mail address
        #[arg(long, default_value = "")]
        email: String,
        /// Reads the password from standard input; one line break at its end is dropped
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Lists all accounts
    List,
    /// Locks an account: its sessions and keys stop at once
    Lock {
        /// The username
        name: String,
    },
    /// Unlocks an account
    Unlock {
        /// The username
        name: String,
    },
    /// Gives an account another role, which acts at once
    Role {
        /// The username
        name: String,
        /// administrator, publisher or viewer
        role: Role,
    },
    /// Sets an account's password and signs it out everywhere
    Password {
        /// The username
        name: String,
        /// Reads the password from standard input; one line break at its end is dropped
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

#[derive(Subcommand)]
enum Key {
    /// Makes a key and prints it, alone, on standard output
    Create {
        /// Whose key it is
        #[arg(long)]
        user: String,
        /// What the key is called
        #[arg(long)]
        name: String,
        /// administrator, publisher or viewer [default: the account's role]
        #[arg(long)]
        role: Option<Role>,
        /// When it stops working, such as 90d, 12h or 30m [default: never]
        #[arg(long, value_name = "TIME", value_parser = seconds)]
        expires_in: Option<i64>,
    },
}

#[derive(Args)]
struct Publish {
    /// A folder, a single file, or a .tar.gz
    path: PathBuf,
    /// The name; the same user and name again is a new version
    #[arg(long)]
    name: String,
    /// The title shown to people
    #[arg(long)]
    title: Option<String>,
    /// all, logged_in or acl [default for a new item: acl, which is the owner alone]
    #[arg(long, value_parser = access)]
    access: Option<Access>,
    /// A user who may view it besides the owner; can be given several times
    #[arg(long, value_name = "NAME")]
    allow: Vec<String>,
    #[arg(long, value_parser = mode, help = format!("{} [default: recognised]", Mode::choices()))]
    mode: Option<Mode>,
    /// Who publishes
    #[arg(long)]
    user: String,
}

#[derive(Subcommand)]
enum ShowConfig {
    /// Prints a documented configuration file with the defaults
    PrintDefault,
}

fn access(text: &str) -> Result<Access, &'static str> {
    text.parse().map_err(|()| "access is all, logged_in or acl")
}

fn mode(text: &str) -> Result<Mode, String> {
    text.parse()
}

/// The seconds that `90d`, `12h`, `30m` or `45s` mean.
fn seconds(text: &str) -> Result<i64, &'static str> {
    let mistake = "a time is a number and d, h, m or s, such as 90d";
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or(mistake)?;
    let unit = match unit {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        _ => return Err(mistake),
    };
    let number: i64 = number.parse().map_err(|_| mistake)?;
    // A hundred years are as good as never, and fit every clock.
    number.checked_mul(unit).filter(|seconds| (1..=100 * 366 * 86_400).contains(seconds)).ok_or(mistake)
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    // Whatever is made from here on is for its owner alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let cli = Cli::parse();
    match act(cli) {
        Ok(exit) => exit,
        Err(failure) => {
            // There is nobody left to tell when standard error is closed.
            drop(writeln!(io::stderr(), "{}", failure.to_string().trim_end()));
            ExitCode::FAILURE
        }
    }
}

fn act(cli: Cli) -> Result<ExitCode, Failure> {
    let mut flags = Flags { config: cli.config, data_dir: cli.data_dir, ..Flags::default() };
    let command = match cli.action {
        Action::Warden => return Ok(services::warden()),
        Action::Config(ShowConfig::PrintDefault) => return print(&config::default_file()),
        Action::Serve(serve) => {
            flags = Flags { listen: serve.listen, url: serve.url, content_url: serve.content_url, ..flags };
            serve::serve(read_config(&flags)?, serve.show_setup_link)?;
            return Ok(ExitCode::SUCCESS);
        }
        Action::User(user) => user_command(user)?,
        Action::Key(Key::Create { user, name, role, expires_in }) => {
            Command::CreateKey { user, name, role: role.map(|role| role.to_string()), expires_in }
        }
        Action::Publish(publish) => {
            let config = read_config(&flags)?;
            let data = DataFolder::open(&config.data_dir)?;
            // Held until the end, so that no server that starts sweeps it.
            let packed = services::pack(&publish.path, &data).map_err(|error: PackError| Failure(error.to_string()))?;
            let published = ask(&config, publish_command(publish, &packed));
            if published.is_err() {
                // Most failures have removed it already; those before the publication itself have not.
                drop(std::fs::remove_file(data.incoming().join(&packed.name)));
            }
            return print(&published?);
        }
        Action::Migrate => Command::Migrate,
        Action::Check => Command::Check,
    };
    print(&ask(&read_config(&flags)?, command)?)
}

fn user_command(user: User) -> Result<Command, Failure> {
    Ok(match user {
        User::Add { name, role, email, password_stdin: _ } => {
            Command::AddUser { name, role: role.to_string(), email, password: read_password()? }
        }
        User::List => Command::ListUsers,
        User::Lock { name } => Command::LockUser { name, locked: true },
        User::Unlock { name } => Command::LockUser { name, locked: false },
        User::Role { name, role } => Command::SetRole { name, role: role.to_string() },
        User::Password { name, password_stdin: _ } => Command::SetPassword { name, password: read_password()? },
    })
}

fn publish_command(publish: Publish, packed: &Packed) -> Command {
    Command::Publish {
        packed: packed.name.clone(),
        name: publish.name,
        title: publish.title,
        access: publish.access.map(|access| access.to_string()),
        allow: publish.allow,
        mode: publish.mode.map(|mode| mode.to_string()),
        user: publish.user,
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn read_config(flags: &Flags) -> Result<Config, Failure> {
    Ok(Config::read(flags, &|name| std::env::var(name).ok())?)
}

/// The password on standard input, without the line break that `echo` puts behind it.
fn read_password() -> Result<String, Failure> {
    let mut password = String::new();
    let read = io::stdin().take(64 * 1024).read_to_string(&mut password);
    read.map_err(|_| Failure("The password on standard input is not UTF-8 text.".to_owned()))?;
    let password = password.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text)).unwrap_or(&password);
    Ok(password.to_owned())
}

fn print(text: &str) -> Result<ExitCode, Failure> {
    let text = text.trim_end_matches('\n');
    if !text.is_empty() {
        let broken = |error| Failure(format!("The result cannot be written: {error}."));
        writeln!(io::stdout(), "{text}").map_err(broken)?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(seconds("90d"), Ok(90 * 86_400));
        assert_eq!(seconds("12h"), Ok(43_200));
        for bad in ["", "d", "90", "-1d", "0d", "9999999999d", "1w", "ü"] {
            assert!(seconds(bad).is_err(), "{bad:?}");
        }
    }
}

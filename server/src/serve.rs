//! Running the server: start, work, stop.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use services::{DataFolder, Services};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::console::{self, Context, Failure};
use crate::state::Server;
use crate::{listener, router};

/// How often uses of keys are written down.
const WRITE_DOWN_EVERY: Duration = Duration::from_secs(30);
/// How often visits of content, and what became of processes, are written down; so many can be lost when the machine
/// fails.
const WRITE_VISITS_DOWN_EVERY: Duration = Duration::from_secs(3);
/// How often what has ended is removed.
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// How often new keys that nobody came for are wiped.
const SWEEP_SHELF_EVERY: Duration = Duration::from_secs(5);

/// Runs the server until it is told to stop.
///
/// # Errors
/// With a sentence, when it cannot start.
pub(crate) fn serve(config: Config, show_setup_link: bool) -> Result<(), Failure> {
    // Migrations tell each of their steps, which helps only whoever writes one.
    let filter = tracing_subscriber::EnvFilter::new(format!("sea_orm_migration=warn,{}", config.log));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure(format!("The server cannot start: {error}.")))?;
    runtime.block_on(run(config, show_setup_link))
}

async fn run(config: Config, show_setup_link: bool) -> Result<(), Failure> {
    let data = DataFolder::open(&config.data_dir)?;
    let _lock = data.lock()?;
    let services = console::open(&config, data.clone()).await?;
    let listener = TcpListener::bind(config.listen).await.map_err(|error| bind_failure(&config, &error))?;
    let listening = listener.local_addr().map_err(|error| bind_failure(&config, &error))?;
    let socket = console::listen(&data)
        .map_err(|error| Failure(format!("The socket {} cannot be opened: {error}.", data.socket().display())))?;
    let server = Server::new(services.clone(), &config, listening).map_err(Failure)?;
    services.say_address(server.url());
    let context = Arc::new(Context { services: services.clone(), server_url: server.url().to_owned() });
    let commands = tokio::spawn(console::answer(socket, context));
    let housekeeping = tokio::spawn(keep_house(services.clone()));
    // Whoever is told that the server runs may stop it.
    let stop = stop_signal()?;
    greet(&server, &data, show_setup_link).await?;

    listener::serve(listener, router(server.clone()), server, stop).await;

    commands.abort();
    housekeeping.abort();
    drop(std::fs::remove_file(data.socket()));
    drop(std::fs::remove_file(data.setup_link()));
    services.close().await.map_err(|error| Failure(error.to_string()))
}

/// Says where the server is, and how the first administrator gets in.
async fn greet(server: &Server, data: &DataFolder, show_setup_link: bool) -> Result<(), Failure> {
    let broken = |error: io::Error| Failure(format!("The start cannot be told: {error}."));
    let mut out = io::stdout();
    writeln!(out, "Claviger is running at {}", server.url()).map_err(broken)?;
    let token = server.services().new_setup_link().await.map_err(|error| Failure(error.to_string()))?;
    if let Some(token) = token {
        let link = format!("{}/connect/setup?token={}", server.url(), token.expose());
        if show_setup_link || out.is_terminal() {
            writeln!(out, "Set it up within 24 hours: {link}").map_err(broken)?;
        } else {
            let file = data.setup_link();
            write_setup_link(&file, &link).map_err(broken)?;
            writeln!(out, "Set it up within 24 hours: the link is in {}", file.display()).map_err(broken)?;
        }
    }
    out.flush().map_err(broken)
}

/// A new file for the owner alone, whatever lay in its place.
fn write_setup_link(file: &Path, link: &str) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(file, "{link}")
}

fn bind_failure(config: &Config, error: &io::Error) -> Failure {
    let listen = config.listen;
    Failure(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "The address {listen} is in use by another program. Stop that one, or choose another port with --listen."
        ),
        io::ErrorKind::PermissionDenied => format!(
            "The address {listen} is not allowed: ports below 1024 need a right. Choose a higher port with --listen."
        ),
        _ => format!("The server cannot listen on {listen}: {error}."),
    })
}

async fn keep_house(services: Services) {
    let mut write_down = tokio::time::interval(WRITE_DOWN_EVERY);
    let mut write_visits_down = tokio::time::interval(WRITE_VISITS_DOWN_EVERY);
    let mut sweep = tokio::time::interval(SWEEP_EVERY);
    let mut sweep_shelf = tokio::time::interval(SWEEP_SHELF_EVERY);
    loop {
        let done = tokio::select! {
            _ = write_down.tick() => services.write_uses_down().await,
            _ = write_visits_down.tick() => match services.write_jobs_down().await {
                Ok(()) => services.write_visits_down().await,
                failed => failed,
            },
            _ = sweep.tick() => services.sweep().await,
            _ = sweep_shelf.tick() => {
                services.sweep_shelf();
                Ok(())
            }
        };
        if let Err(error) = done {
            tracing::error!(?error, "Housekeeping failed; it is tried again.");
        }
    }
}

fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    let failed = |error: io::Error| Failure(format!("The server cannot listen for signals: {error}."));
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

//! What it costs to check a key: from the cache, and from the database. Prints one line a case.
//!
//! `make bench` runs it; PostgreSQL is measured when `TEST_POSTGRES_URL` names one.

use std::error::Error;
use std::time::{Duration, Instant};

use domain::{PlainPassword, Role};
use services::{Clock, DataFolder, KeyWish, NewAccount, PasswordCost, ProgramSettings, Services, ServicesConfig};

const KEYS: usize = 1000;
const CACHED_ROUNDS: usize = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    measure("SQLite", None).await?;
    if let Some(url) = std::env::vars().find(|(name, _)| name == "TEST_POSTGRES_URL").map(|(_, url)| url) {
        measure("PostgreSQL", Some(url)).await?;
    }
    Ok(())
}

async fn measure(name: &str, database_url: Option<String>) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let services = Services::open(ServicesConfig {
        data: DataFolder::open(&folder.path().join("data"))?,
        database_url,
        pepper_file: None,
        password_cost: PasswordCost::Least,
        clock: Clock::default(),
        programs: ProgramSettings::default(),
        keep_visits_days: 90,
    })
    .await?;
    let keys = make_keys(&services).await?;
    let cold = each(&services, &keys, 1).await?;
    let warm = each(&services, &keys, CACHED_ROUNDS).await?;
    report(&format!("key check, {name}"), &cold);
    report(&format!("key check, cached (over {name})"), &warm);
    Ok(())
}

async fn make_keys(services: &Services) -> Result<Vec<String>, Box<dyn Error>> {
    let new = NewAccount {
        username: "bench".to_owned(),
        email: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        role: Role::Viewer,
        password: Some(PlainPassword::new("a bench needs no secret".to_owned())),
    };
    services.console_add_user(new).await?;
    let actor = services.console_actor("bench").await?;
    let mut keys = Vec::with_capacity(KEYS);
    for number in 0..KEYS {
        let wish = KeyWish { name: format!("key {number}"), role: None, expires_at: None, from: None };
        keys.push(services.keys(&actor).create(wish).await?.plain.expose().to_owned());
    }
    Ok(keys)
}

/// How long each check took, sorted; for rounds over cached keys the mean of a round, since one is too quick to time.
async fn each(services: &Services, keys: &[String], rounds: usize) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut times = Vec::new();
    if rounds == 1 {
        for key in keys {
            let start = Instant::now();
            services.verify_key(key, None).await.map_err(|_| "a key was refused")?;
            times.push(start.elapsed());
        }
    } else {
        for _ in 0..rounds {
            let start = Instant::now();
            for key in keys {
                services.verify_key(key, None).await.map_err(|_| "a key was refused")?;
            }
            times.push(start.elapsed() / u32::try_from(keys.len())?);
        }
    }
    times.sort();
    Ok(times)
}

#[expect(clippy::print_stdout, reason = "the result of the measurement")]
fn report(name: &str, times: &[Duration]) {
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!("{name}: p50 {:?}, p99 {:?}", at(50), at(99));
}

//! The use cases, feature by feature, on SQLite.

#[path = "use_cases/canaries.rs"]
mod canaries;
#[path = "use_cases/content.rs"]
mod content;
#[path = "use_cases/content_sessions.rs"]
mod content_sessions;
#[path = "use_cases/content_settings.rs"]
mod content_settings;
#[path = "use_cases/deploy.rs"]
mod deploy;
#[path = "use_cases/form_tokens.rs"]
mod form_tokens;
#[path = "support/house.rs"]
mod house;
#[path = "use_cases/jobs.rs"]
mod jobs;
#[path = "use_cases/key_uses.rs"]
mod key_uses;
#[path = "use_cases/keys.rs"]
mod keys;
#[path = "use_cases/passwords.rs"]
mod passwords;
#[path = "use_cases/people.rs"]
mod people;
#[path = "use_cases/peppers.rs"]
mod peppers;
#[path = "use_cases/plumber.rs"]
mod plumber;
#[path = "use_cases/programs.rs"]
mod programs;
#[path = "use_cases/publish.rs"]
mod publish;
#[path = "use_cases/python.rs"]
mod python;
#[path = "use_cases/refused_bundles.rs"]
mod refused_bundles;
#[path = "use_cases/sessions.rs"]
mod sessions;
#[path = "use_cases/setup.rs"]
mod setup;
#[path = "use_cases/shelf.rs"]
mod shelf;
#[path = "use_cases/sign_in.rs"]
mod sign_in;
#[path = "use_cases/users.rs"]
mod users;
#[path = "use_cases/variables.rs"]
mod variables;
#[path = "use_cases/visits.rs"]
mod visits;

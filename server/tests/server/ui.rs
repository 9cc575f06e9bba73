//! The pages.

mod accounts;
mod apps;
mod assets;
mod at_once;
mod csrf;
mod dashboard;
mod escaping;
mod groups;
mod headers;
mod key;
mod keys;
mod keys_create;
mod keys_island;
mod keys_password;
mod lifetimes;
mod notices;
mod password;
mod people;
mod profile;
mod sessions;
mod setup;
mod sign_in;
mod sign_out;
mod tags;
mod uploads;

use crate::support::{Answer, Client as _, Cookie};

/// The API key that a page or an outcome shows.
fn shown_key(text: &str) -> String {
    let at = text.find("clv_").unwrap_or_else(|| panic!("no key in {text}"));
    let key: String = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    assert!(domain::plausible_key(&key), "{key}");
    key
}

/// Makes a key through the form of its own page; gives what the form is answered.
async fn create(browser: &Cookie<'_>, fields: &[(&str, &str)]) -> Answer {
    let form = browser.form("/connect/keys/new", "/connect/keys").await;
    browser.submit(fields.iter().fold(form, |form, (name, value)| form.set(name, value))).await
}

/// The numbers of the keys that the API Keys page lists.
async fn listed(browser: &Cookie<'_>) -> Vec<String> {
    let page = browser.get("/connect/keys").await.expect(200);
    let links = page.text().split("href=\"/connect/keys/").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|id| id.parse::<i64>().is_ok()).map(str::to_owned).collect()
}

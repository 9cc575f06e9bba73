//! posit-sdk: `posit.connect.Client`.
//!
//! Each script is what a data scientist would write, with `assert` for what comes back.

use super::desk::Desk;

/// Lines before each script: clients of three people, and how an item is made.
const BEFORE: &str = include_str!("posit_sdk/before.py");

fn runs(name: &str, script: &str) {
    Desk::new().python(name, &format!("{BEFORE}\n{script}")).good();
}

#[test]
fn accounts_are_made_found_changed_and_locked() {
    runs("users.py", include_str!("posit_sdk/users.py"));
}

#[test]
fn content_is_made_found_changed_and_deleted() {
    runs("content.py", include_str!("posit_sdk/content.py"));
}

#[test]
fn versions_are_uploaded_deployed_downloaded_and_deleted() {
    runs("bundles.py", include_str!("posit_sdk/bundles.py"));
}

#[test]
fn a_deploy_is_followed_until_it_ends_well_or_not() {
    runs("tasks.py", include_str!("posit_sdk/tasks.py"));
}

#[test]
fn jobs_are_found_read_and_ended() {
    runs("jobs.py", include_str!("posit_sdk/jobs.py"));
}

#[test]
fn visits_are_counted_and_told() {
    runs("metrics.py", include_str!("posit_sdk/metrics.py"));
}

#[test]
fn people_are_let_in_and_taken_out() {
    runs("permissions.py", include_str!("posit_sdk/permissions.py"));
}

#[test]
fn variables_reach_a_program_which_is_started_anew() {
    runs("environment.py", include_str!("posit_sdk/environment.py"));
}

#[test]
fn tags_are_made_put_on_content_and_searched() {
    runs("tags.py", include_str!("posit_sdk/tags.py"));
}

#[test]
fn groups_let_their_members_in() {
    runs("groups.py", include_str!("posit_sdk/groups.py"));
}

#[test]
fn content_gets_a_path_of_its_own() {
    runs("vanities.py", include_str!("posit_sdk/vanities.py"));
}

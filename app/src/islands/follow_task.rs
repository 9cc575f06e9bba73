//! Follows a task line by line.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::{self, Answer};

/// How long is waited before the server is asked again when it did not answer.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// What the API says of a task, as far as it is of interest here.
#[derive(serde::Deserialize)]
struct News {
    output: Vec<String>,
    finished: bool,
    last: usize,
}

/// Puts the new lines of a task into its log as they are said, and loads the page anew when it has ended.
#[island]
pub fn FollowTask(
    /// The task's name.
    task: String,
    /// How many lines are in the page already.
    seen: usize,
    /// The log.
    children: Children,
) -> impl IntoView {
    // Effects run in the browser alone.
    Effect::new(move |_| follow(task.clone(), seen));
    view! { {children()} }
}

fn follow(task: String, mut seen: usize) {
    spawn_local(async move {
        loop {
            let answer = browser::get(&format!("/__api__/v1/tasks/{task}?first={seen}&wait=20")).await;
            let news = match answer {
                Answer::Text { status: 200, text } => serde_json::from_str::<News>(&text).ok(),
                // Signed out, or forgotten: the page itself says which.
                Answer::Text { status: 401 | 404, .. } => return browser::reload_with_focus("outcome"),
                Answer::Text { .. } | Answer::None => None,
            };
            let Some(news) = news else {
                set_timeout(move || follow(task, seen), AGAIN_AFTER);
                return;
            };
            browser::add_lines("task-log", &news.output);
            seen = news.last;
            if news.finished {
                return browser::reload_with_focus("outcome");
            }
        }
    });
}

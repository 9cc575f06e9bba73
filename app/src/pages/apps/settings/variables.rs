//! The environment variables of an item: their names, and never their values.

use leptos::prelude::*;

use super::{Head, Part, Parts, Tab, part};
use crate::model::{AppHead, AppVariables, Frame, Variable};
use crate::pages::apps::address;
use crate::pages::{Sheet, Width};
use crate::parts::{Csrf, Field, TextArea, encode};

pub(in crate::pages) fn sheet(frame: &Frame, page: AppVariables) -> Sheet {
    let AppVariables { head, files, names, name, name_problem, value_problem } = page;
    let lede = if files {
        "This content is files, which read no variables. What is set here is kept for a version that is a program."
    } else {
        "The program finds these in its environment. Values are kept encrypted and shown to nobody; with a change, who comes \
         next gets a program with the new ones."
    };
    let refused = name_problem.is_some() || value_problem.is_some();
    let rest = view! {
        {list(&head, names)}
        <form action=address(&head, "/variables") method="post" aria-labelledby="set-title">
            <Csrf token=frame.csrf.clone() />
            <h3 id="set-title">"Set a variable"</h3>
            <Field
                id="variable-name"
                name="name"
                label="Name"
                hint="Such as DATABASE_URL. One that there is gets the new value."
                maxlength="255"
                value=name
                problem=Signal::stored(name_problem)
            />
            <TextArea
                id="variable-value"
                name="value"
                label="Value"
                hint="May have several lines."
                maxlength="65536"
                value=""
                problem=value_problem
            />
            <button class="button primary" type="submit">"Set variable"</button>
        </form>
    };
    part(&head, Part::Variables, refused, lede, rest)
}

fn list(head: &AppHead, names: Vec<String>) -> AnyView {
    if names.is_empty() {
        return view! { <p class="quiet">"None is set."</p> }.into_any();
    }
    let rows = names.into_iter().map(|name| {
        let label = format!("Remove {name}…");
        let query = encode(&name);
        view! {
            <li>
                <p><code>{name}</code></p>
                <a class="button" href=address(head, &format!("/variables/remove?name={query}")) aria-label=label>
                    "Remove…"
                </a>
            </li>
        }
    });
    view! { <ul class="people">{rows.collect_view()}</ul> }.into_any()
}

/// The question before a variable is removed.
pub(in crate::pages) fn removal(frame: &Frame, page: Variable) -> Sheet {
    let Variable { head, name } = page;
    let title = format!("Remove the variable “{name}”?");
    let body = view! {
        <Head head=&head tab=Tab::Settings />
        <Parts head=&head here=Part::Variables />
        <section class="question" aria-labelledby="remove-title">
            <h2 id="remove-title">{title.clone()}</h2>
            <p>"Its value is deleted, and nobody can read it again. Programs that are started from then on go without it."</p>
            <form action=address(&head, "/variables/remove") method="post">
                <Csrf token=frame.csrf.clone() />
                <input type="hidden" name="name" value=name />
                <div class="form-actions">
                    <a class="button" href=address(&head, "/variables")>"Cancel"</a>
                    <button class="button danger" type="submit">"Remove variable"</button>
                </div>
            </form>
        </section>
    };
    Sheet { title, width: Width::Wide, body: body.into_any() }
}

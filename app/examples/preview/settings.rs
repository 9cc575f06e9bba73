//! Sample data for the pages beside an item's general settings.

use app::model::{Adding, AppAddress, AppPeople, AppTags, AppVariables, NamedRow, TagChoice, TagRow, Variable};

use crate::apps::head;

pub(crate) fn people() -> AppPeople {
    let row = |permission, name: &str, group, collaborator| NamedRow {
        permission,
        name: name.to_owned(),
        group,
        collaborator,
        may_collaborate: group || collaborator,
    };
    AppPeople {
        head: head(),
        owner: "ada".to_owned(),
        viewers_count: true,
        named: vec![
            row(1, "grace", false, false),
            row(2, "a.very-long.username-that-somebody-chose-for-himself", false, true),
            row(3, "Volcanology", true, false),
        ],
        adding: Adding { group: false, name: String::new(), collaborator: false, problem: None },
    }
}

pub(crate) fn refused_people() -> AppPeople {
    let problem = Some("There is no group named Vulcans.".to_owned());
    let adding = Adding { group: true, name: "Vulcans".to_owned(), collaborator: true, problem };
    AppPeople { viewers_count: false, named: Vec::new(), adding, ..people() }
}

pub(crate) fn variables() -> AppVariables {
    AppVariables {
        head: head(),
        files: false,
        names: ["DATABASE_URL", "A_VERY_LONG_NAME_OF_A_VARIABLE_THAT_SOMEBODY_CHOSE_FOR_ITSELF"]
            .map(str::to_owned)
            .into(),
        name: String::new(),
        name_problem: None,
        value_problem: None,
    }
}

pub(crate) fn refused_variables() -> AppVariables {
    AppVariables {
        files: true,
        names: Vec::new(),
        name: "LD_PRELOAD".to_owned(),
        name_problem: Some(
            "The environment variable LD_PRELOAD is set by the server, or changes how programs are loaded. It cannot be set."
                .to_owned(),
        ),
        value_problem: Some("The value of an environment variable has at most 65536 bytes.".to_owned()),
        ..variables()
    }
}

pub(crate) fn removal() -> Variable {
    Variable { head: head(), name: "DATABASE_URL".to_owned() }
}

pub(crate) fn tags() -> AppTags {
    let choice = |id, label: &str| TagChoice { id, label: label.to_owned() };
    AppTags {
        head: head(),
        on: vec![
            TagRow { id: 2, path: "Place / Yellowstone".to_owned() },
            TagRow { id: 3, path: "Place / Yellowstone / Upper Geyser Basin, north of the river".to_owned() },
        ],
        offered: vec![
            ("Place".to_owned(), vec![choice(4, "Iceland"), choice(5, "Iceland / Haukadalur")]),
            ("State".to_owned(), vec![choice(7, "Draft")]),
        ],
        may_make: true,
        problem: None,
    }
}

pub(crate) fn no_tags() -> AppTags {
    AppTags { on: Vec::new(), offered: Vec::new(), may_make: false, ..tags() }
}

pub(crate) fn address() -> AppAddress {
    let path = "/geysers/old-faithful/".to_owned();
    AppAddress { head: head(), path: Some(path.clone()), typed: path, problem: None }
}

pub(crate) fn refused_address() -> AppAddress {
    let problem = Some("This path belongs to the server itself. Choose another one.".to_owned());
    AppAddress { head: head(), path: None, typed: "connect".to_owned(), problem }
}

//! As much of a browser's view of a page as the tests need: its forms, with the values that would be sent.

/// A form, as a browser would send it.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Form {
    /// Types something into a field, or adds a field that the page does not have.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Unchecks a box, or takes a field away.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// The value of a field; blank when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// Text as it stands in a page.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The attributes in a page that would run something.
pub(crate) fn event_handlers(html: &str) -> Vec<String> {
    let attributes = tags(html).into_iter().flat_map(|tag| tag.attributes);
    attributes.map(|(name, _)| name).filter(|name| name.to_lowercase().starts_with("on")).collect()
}

/// The forms of a page that change something.
pub(super) fn forms(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<form ") {
        let (inside, after) = after.split_once("</form>").expect("the end of a form");
        let head = tags(&format!("<form {inside}")).remove(0);
        if head.get("method").eq_ignore_ascii_case("post") {
            forms.push(Form { action: head.get("action").to_owned(), fields: fields(inside) });
        }
        rest = after;
    }
    forms
}

fn fields(html: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut select = None;
    for tag in tags(html) {
        match (tag.name.as_str(), tag.get("type")) {
            ("input", "radio" | "checkbox") if !tag.has("checked") => {}
            ("input", _) if tag.has("name") => fields.push((tag.get("name").to_owned(), tag.get("value").to_owned())),
            ("select", _) => select = Some((tag.get("name").to_owned(), fields.len())),
            // The first option counts until another one is selected.
            ("option", _) => {
                if let Some((name, place)) = &select
                    && (fields.len() == *place || tag.has("selected"))
                {
                    fields.truncate(*place);
                    fields.push((name.clone(), tag.get("value").to_owned()));
                }
            }
            _ => {}
        }
    }
    fields
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| known == name)
    }
}

/// All opening tags. Values are quoted in our pages, so a `>` inside one does not end the tag.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let (name, mut inside) = after.split_at(end);
        let mut attributes = Vec::new();
        loop {
            inside = inside.trim_start();
            let end = inside.find(['=', ' ', '>', '<']).unwrap_or(inside.len());
            if end == 0 {
                break;
            }
            let (attribute, after) = inside.split_at(end);
            let (value, after) = match after.strip_prefix("=\"") {
                Some(quoted) => quoted.split_once('"').expect("the end of a value"),
                None => ("", after),
            };
            attributes.push((attribute.to_owned(), unescaped(value)));
            inside = after;
        }
        tags.push(Tag { name: name.to_owned(), attributes });
        rest = inside;
    }
    tags
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

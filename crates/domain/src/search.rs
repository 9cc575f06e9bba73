//! What people type to find content: words, and filters such as `owner:ada` or `-is:locked`.

/// One condition of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold.
    pub negated: bool,
    /// What is looked at, in lower case; everything that has words when there is none.
    pub filter: Option<String>,
    /// What it has to be, in lower case: one of these.
    pub values: Vec<String>,
}

/// The conditions of a search; all have to hold.
///
/// Words are separated by spaces. `name:a,b` filters; quotes hold spaces and commas together; `-` in front negates.
pub fn terms(query: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let (negated, after) = match rest.strip_prefix('-') {
            Some(after) => (true, after),
            None => (false, rest),
        };
        let (term, after) = term(negated, after);
        terms.extend(term);
        rest = after.trim_start();
    }
    terms
}

/// The first condition, and what comes after it.
fn term(negated: bool, text: &str) -> (Option<Term>, &str) {
    let end = text.find([':', '"', ' ', '\t']).unwrap_or(text.len());
    if end > 0 && text[end..].starts_with(':') {
        let (values, after) = values(&text[end + 1..]);
        let filter = Some(text[..end].to_lowercase());
        return (Some(Term { negated, filter, values }), after);
    }
    let (value, after) = value(text, &[' ', '\t']);
    let term = (!value.is_empty()).then(|| Term { negated, filter: None, values: vec![value] });
    (term, after)
}

/// The values of a filter, with commas between.
fn values(mut text: &str) -> (Vec<String>, &str) {
    let mut values = Vec::new();
    loop {
        let (value, after) = value(text, &[' ', '\t', ',']);
        if !value.is_empty() {
            values.push(value);
        }
        match after.strip_prefix(',') {
            Some(after) => text = after,
            None => return (values, after),
        }
    }
}

/// One value, which quotes may hold together; a quote that is not closed goes to the end.
fn value<'a>(text: &'a str, ends: &[char]) -> (String, &'a str) {
    let mut value = String::new();
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if !quoted && ends.contains(&c) => return (value.to_lowercase(), &text[at..]),
            c => value.push(c),
        }
    }
    (value.to_lowercase(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(negated: bool, filter: Option<&str>, values: &[&str]) -> Term {
        Term {
            negated,
            filter: filter.map(str::to_owned),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn words_and_filters_are_told_apart() {
        assert_eq!(terms("  Sales  REPORT "), [term(false, None, &["sales"]), term(false, None, &["report"])]);
        assert_eq!(
            terms("owner:Ada,bob -is:locked -old"),
            [
                term(false, Some("owner"), &["ada", "bob"]),
                term(true, Some("is"), &["locked"]),
                term(true, None, &["old"])
            ]
        );
    }

    #[test]
    fn quotes_hold_together_and_nothing_is_too_strange_to_read() {
        assert_eq!(
            terms("\"a b\" title:\"x, y\",z"),
            [term(false, None, &["a b"]), term(false, Some("title"), &["x, y", "z"])]
        );
        assert_eq!(terms("\"open"), [term(false, None, &["open"])]);
        for nothing in ["", "   ", "-", "\"\"", "- -"] {
            assert_eq!(terms(nothing), [], "{nothing:?}");
        }
        assert_eq!(terms("name:"), [term(false, Some("name"), &[])]);
        assert_eq!(terms(":x"), [term(false, None, &[":x"])]);
    }
}

//! The OpenAPI document, as a judge of answers: an undocumented path, status or field ends the test.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use http::header::{ALLOW, CONTENT_TYPE};
use http::{Method, StatusCode};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::Answer;

/// The document that the server serves; that it serves this one is a test of its own.
pub(crate) fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> =
        LazyLock::new(|| Contract::new(&serde_json::to_value(server::openapi()).expect("a document of JSON")));
    &CONTRACT
}

/// All documented operations.
pub(crate) struct Contract {
    pub(crate) operations: Vec<Operation>,
    error: Validator,
}

/// A method of a path.
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// The path with its parameters in braces.
    pub(crate) template: String,
    answers: BTreeMap<u16, Promise>,
}

/// What may come back with a status.
enum Promise {
    /// No body.
    Nothing,
    Json(Validator),
    /// A body of one of these types.
    Other(Vec<String>),
}

impl Promise {
    fn new(answer: &Value, components: &Value) -> Self {
        let schema = &answer["content"]["application/json"]["schema"];
        match answer["content"].as_object() {
            _ if !schema.is_null() => Self::Json(validator(schema, components)),
            None => Self::Nothing,
            Some(types) => Self::Other(types.keys().cloned().collect()),
        }
    }
}

impl Operation {
    fn names(&self, path: &str) -> bool {
        let (template, path) = (self.template.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template.zip(path).all(|(name, part)| name == part || (name.starts_with('{') && !part.is_empty()))
    }
}

impl Contract {
    fn new(document: &Value) -> Self {
        let components = closed(&document["components"]);
        let mut operations = Vec::new();
        for (template, methods) in document["paths"].as_object().expect("paths") {
            for (method, operation) in methods.as_object().expect("methods") {
                let answers = operation["responses"].as_object().expect("responses").iter();
                let answers = answers
                    .map(|(status, answer)| (status.parse().expect("a status"), Promise::new(answer, &components)));
                operations.push(Operation {
                    method: method.to_uppercase().parse().expect("a method"),
                    template: template.clone(),
                    answers: answers.collect(),
                });
            }
        }
        let error = validator(&json!({ "$ref": "#/components/schemas/ErrorBody" }), &components);
        Self { operations, error }
    }

    /// Ends the test unless the answer is one that the document promises.
    pub(crate) fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let asked = format!("{method} {path} was answered {answer:?}");
        let known: Vec<&Operation> = self.operations.iter().filter(|operation| operation.names(path)).collect();
        if known.is_empty() {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "no such path is documented: {asked}");
            assert_eq!(answer.header(CONTENT_TYPE.as_str()), "text/plain; charset=utf-8", "{asked}");
            return;
        }
        // What answers GET answers HEAD.
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        let Some(operation) = known.iter().find(|operation| operation.method == *wanted) else {
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "no such method is documented: {asked}");
            assert_eq!(answer.json()["code"], 2, "{asked}");
            assert_ne!(answer.header(ALLOW.as_str()), "", "{asked}");
            return valid(&self.error, answer, &asked);
        };
        let promised = operation.answers.get(&answer.status.as_u16());
        match promised.unwrap_or_else(|| panic!("no such status is documented: {asked}")) {
            _ if method == Method::HEAD => assert!(answer.body.is_empty(), "{asked}"),
            Promise::Json(validator) => valid(validator, answer, &asked),
            Promise::Nothing => assert!(answer.body.is_empty(), "{asked}"),
            Promise::Other(types) => {
                let given = answer.header(CONTENT_TYPE.as_str());
                assert!(types.iter().any(|kind| kind == given), "{types:?} are promised: {asked}");
            }
        }
    }
}

fn valid(validator: &Validator, answer: &Answer, asked: &str) {
    assert_eq!(answer.header(CONTENT_TYPE.as_str()), "application/json", "{asked}");
    let body = answer.json();
    let faults: Vec<String> = validator.iter_errors(&body).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?} in {asked}");
}

fn validator(schema: &Value, components: &Value) -> Validator {
    let whole = json!({ "allOf": [schema], "components": components, "unevaluatedProperties": false });
    jsonschema::options().should_validate_formats(true).build(&whole).expect("a schema")
}

/// The components with every object closed, so that a field that nobody documented is found; but not those that
/// others are made of.
fn closed(components: &Value) -> Value {
    let mut components = components.clone();
    let text = components.to_string();
    let schemas: &mut Map<String, Value> = components["schemas"].as_object_mut().expect("schemas");
    for (name, schema) in schemas {
        let part_of_another = text.contains(&format!("\"allOf\":[{{\"$ref\":\"#/components/schemas/{name}\"}}"));
        if schema["properties"].is_object() && !part_of_another {
            schema["additionalProperties"] = Value::Bool(false);
        }
    }
    components
}

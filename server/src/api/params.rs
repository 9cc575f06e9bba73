//! The parameters behind the question mark of an address.

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::ApiError;
use crate::state::Server;

/// The parameters of a call. Those that we do not know are passed over, since clients are older and newer than we.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Server> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, ApiError> {
        read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Reads a query.
///
/// # Errors
/// 400, code 25: with the name of the parameter, and without what it holds.
fn read<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let words = match error.path().iter().next() {
            Some(serde_path_to_error::Segment::Map { key }) => {
                format!("The parameter {key} is not of the form that it must have.")
            }
            _ => "A parameter is there twice, or missing.".to_owned(),
        };
        ApiError::new(StatusCode::BAD_REQUEST, 25, words)
    })
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::response::IntoResponse as _;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug, PartialEq)]
    struct Query {
        #[serde(default)]
        page_size: Option<usize>,
        #[serde(default)]
        name: Option<String>,
    }

    async fn refused(query: &str) -> String {
        let error = read::<Query>(query).expect_err("it is refused").into_response();
        assert_eq!(error.status(), StatusCode::BAD_REQUEST);
        let body = to_bytes(error.into_body(), 1000).await.expect("a body");
        String::from_utf8(body.to_vec()).expect("UTF-8")
    }

    #[tokio::test]
    async fn what_is_wrong_is_named_and_not_repeated() {
        let expected = Query { page_size: Some(5), name: Some("a b".to_owned()) };
        assert_eq!(read::<Query>("page_size=5&name=a+b&unknown=x").ok(), Some(expected));
        let wrong = refused("page_size=secret").await;
        assert!(wrong.contains("The parameter page_size is not") && !wrong.contains("secret"), "{wrong}");
        let twice = refused("name=secret&name=secret").await;
        assert!(twice.contains("twice") && !twice.contains("secret"), "{twice}");
    }
}

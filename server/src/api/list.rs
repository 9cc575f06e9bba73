//! Lists of any length as JSON: written while they are sent, so that a long one takes no memory for its text.

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;

/// A part is sent when it has so many bytes.
const PART: usize = 32 * 1024;

/// A JSON array of what an iterator gives.
pub(crate) struct JsonList<I>(pub(crate) I);

impl<I> IntoResponse for JsonList<I>
where
    I: Iterator<Item: Serialize> + Send + 'static,
{
    fn into_response(self) -> Response {
        let mut parts = Parts { items: Some(self.0), begun: false };
        // Most lists are short: they come with their length.
        let body = match (parts.next(), parts.next()) {
            (Some(Ok(all)), None) => Body::from(all),
            (first, second) => Body::from_stream(stream::iter(first.into_iter().chain(second).chain(parts))),
        };
        ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
    }
}

/// The text of a list, in parts.
struct Parts<I> {
    /// What is still to be written; `None` after the end.
    items: Option<I>,
    begun: bool,
}

impl<I: Iterator<Item: Serialize>> Iterator for Parts<I> {
    type Item = Result<Bytes, serde_json::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let items = self.items.as_mut()?;
        let mut part = Vec::with_capacity(PART + PART / 4);
        while part.len() < PART {
            let Some(item) = items.next() else {
                part.extend_from_slice(if self.begun { b"]" } else { b"[]" });
                self.items = None;
                break;
            };
            part.push(if self.begun { b',' } else { b'[' });
            self.begun = true;
            if let Err(error) = serde_json::to_writer(&mut part, &item) {
                self.items = None;
                return Some(Err(error));
            }
        }
        Some(Ok(part.into()))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{HttpBody as _, to_bytes};
    use http::header::CONTENT_LENGTH;

    use super::*;

    async fn sent(count: u64) -> (Response<()>, Vec<u8>, Option<u64>) {
        let (head, body) = JsonList(0..count).into_response().into_parts();
        let length = body.size_hint().exact();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        (Response::from_parts(head, ()), bytes, length)
    }

    #[tokio::test]
    async fn a_list_is_the_same_text_whatever_its_length() {
        for count in [0, 1, 2, 10_000, 100_000] {
            let (head, bytes, length) = sent(count).await;
            assert_eq!(bytes, serde_json::to_vec(&(0..count).collect::<Vec<_>>()).expect("JSON"), "{count}");
            assert_eq!(head.headers()[CONTENT_TYPE], "application/json");
            assert!(!head.headers().contains_key(CONTENT_LENGTH), "that is for the body to tell");
            assert_eq!(length, (count < 10_000).then_some(bytes.len() as u64), "{count}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_written_breaks_the_list_off() {
        let unwritable = std::iter::once(std::collections::HashMap::from([(vec![1], 1)]));
        let body = JsonList(unwritable).into_response().into_body();
        assert!(to_bytes(body, usize::MAX).await.is_err());
    }
}

//! The body of an upload: raw or in a form, of known length or in chunks, with a type or without.
//!
//! # Security
//! Uploads are streamed to the disk and are never whole in memory. Who sends them is asked before the first byte is
//! read, and again, with the rights of that moment, before the version is made.

use axum::body::Bytes;
use axum::extract::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Bundle, ContentRef};
use futures_util::{Stream, StreamExt as _};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};
use services::{Actor, Incoming, ServiceError, UploadFacts};
use tokio::time::timeout;

use crate::api::ApiError;
use crate::state::Server;
use crate::uploads::{ALL_WITHIN, NEXT_PIECE_WITHIN, Parts};

/// The limits of time in words.
const LIMITS: &str = "nothing for 30 seconds, or not all of it within an hour";
/// The most bytes of what is said beside an archive.
const MOST_METADATA: usize = 64 * 1024;

/// Takes an upload in, and makes a version of it.
pub(crate) async fn receive(
    server: &Server,
    actor: &Actor,
    address: ContentRef,
    request: Request,
) -> Result<Bundle, ApiError> {
    let services = server.services();
    services.managed_at(actor, address).await?.require_publisher()?;
    let mut facts = UploadFacts { md5: checksum(request.headers())?, metadata: None };
    let mut incoming = services.incoming().await?;
    let read = async {
        if is_form(request.headers()) {
            read_form(request, &mut incoming, &mut facts).await
        } else {
            write(request.into_body().into_data_stream(), &mut incoming).await
        }
    };
    timeout(ALL_WITHIN, read).await.map_err(|_| too_slow(LIMITS))??;
    Ok(services.managed_at(actor, address).await?.upload(incoming, facts).await?)
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// The MD5 that the header says an upload has.
pub(in super::super) fn checksum(headers: &HeaderMap) -> Result<Option<[u8; 16]>, ApiError> {
    let Some(value) = headers.get("x-content-checksum") else { return Ok(None) };
    let md5 = STANDARD.decode(value.as_bytes()).ok().and_then(|md5| md5.try_into().ok());
    let wrong =
        || ApiError::new(StatusCode::BAD_REQUEST, 104, "X-Content-Checksum must be the base64 of the upload's MD5.");
    md5.ok_or_else(wrong).map(Some)
}

/// Writes what comes in, piece by piece.
async fn write<E>(mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin, to: &mut Incoming) -> Result<(), ApiError> {
    loop {
        match timeout(NEXT_PIECE_WITHIN, pieces.next()).await {
            Err(_) => return Err(too_slow(LIMITS)),
            Ok(None) => return Ok(()),
            Ok(Some(Err(_))) => return Err(broken()),
            Ok(Some(Ok(piece))) => to.write(&piece).await?,
        }
    }
}

async fn read_form(request: Request, incoming: &mut Incoming, facts: &mut UploadFacts) -> Result<(), ApiError> {
    let mut parts = Parts::of(request).await.ok_or_else(broken)?;
    let mut archive = false;
    loop {
        let (form, between) = parts.next();
        let field = timeout(NEXT_PIECE_WITHIN, form.next_field()).await.map_err(|_| too_slow(LIMITS))?;
        let Some(mut field) = field.map_err(|_| broken())? else { break };
        match field.name() {
            Some("archive") if !archive => {
                archive = true;
                write(field.inspect(|_| between.reset()), incoming).await?;
            }
            Some("metadata") => {
                let mut text = Vec::new();
                while let Some(piece) = timeout(NEXT_PIECE_WITHIN, field.chunk())
                    .await
                    .map_err(|_| too_slow(LIMITS))?
                    .map_err(|_| broken())?
                {
                    text.extend_from_slice(&piece);
                    if text.len() > MOST_METADATA {
                        return Err(bad_metadata());
                    }
                }
                facts.metadata = Some(metadata(&text)?);
            }
            _ => {
                let words = "A form with a bundle has the fields archive, once, and metadata.";
                return Err(ApiError::new(StatusCode::BAD_REQUEST, 87, words));
            }
        }
    }
    if archive { Ok(()) } else { Err(ServiceError::from(services::Mistake::EmptyUpload).into()) }
}

/// What is said beside an archive: texts by name.
fn metadata(text: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let said: Map<String, Value> = serde_json::from_slice(text).map_err(|_| bad_metadata())?;
    if said.values().all(|value| value.is_string() || value.is_null()) { Ok(said) } else { Err(bad_metadata()) }
}

fn bad_metadata() -> ApiError {
    let words = "The field metadata is a JSON object of texts, at most 64 KiB.";
    ApiError::new(StatusCode::BAD_REQUEST, 121, words)
}

fn broken() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 126, "The upload broke off, or is not what its headers say.")
}

/// An upload of which nothing came for some time, or not all of it within some time.
pub(in super::super) fn too_slow(limits: &str) -> ApiError {
    let words = format!("The upload came too slowly: {limits}. Send it again.");
    ApiError::new(StatusCode::REQUEST_TIMEOUT, 126, words)
}

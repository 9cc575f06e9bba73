//! Files of a published version: types, tags, ranges, compressed twins, folders.
//!
//! # Security
//! Paths are [`BundlePath`]s, and a version's folder holds regular files and folders only, so no link leads out of it.

use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::response::Response;
use domain::BundlePath;
use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use services::{Served, ServiceError};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::address::{Address, Target};
use super::file_cache::{CachedFile, LARGEST, kind};
use super::moved_to;
use super::range::{Part, wanted};
use super::refusal::Refusal;
use crate::state::Server;

/// The compressed twins that a publisher may put beside a file, best first.
const CODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// Where the bytes of an answer are.
enum Source {
    Memory(Bytes),
    Disk(File, u64),
}

/// What is to be sent.
struct Found {
    source: Source,
    kind: HeaderValue,
    etag: HeaderValue,
    coding: Option<&'static str>,
}

/// Answers with the file that the address names.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none.
pub(super) async fn answer(
    server: &Server,
    served: &Served,
    address: &Address<'_>,
    parts: &Parts,
) -> Result<Response, Refusal> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::Method("GET, HEAD"));
    }
    let target = address.target().ok_or(Refusal::NotFound)?;
    let path = match &target {
        Target::Entry => served.content().entry.parse().map_err(|_| Refusal::NotFound)?,
        Target::Folder(folder) => index_of(folder).ok_or(Refusal::NotFound)?,
        Target::File(path) => path.clone(),
    };
    match find(server, served, &path, &parts.headers).await? {
        Some(found) => send(found, parts).await,
        None if is_folder(served, &target) => Ok(moved_to(parts)),
        None => Err(Refusal::NotFound),
    }
}

fn index_of(folder: &BundlePath) -> Option<BundlePath> {
    format!("{folder}/index.html").parse().ok()
}

fn is_folder(served: &Served, target: &Target) -> bool {
    match target {
        Target::File(path) => served.folder().join(path.as_str()).is_dir(),
        Target::Entry | Target::Folder(_) => false,
    }
}

async fn find(
    server: &Server,
    served: &Served,
    path: &BundlePath,
    headers: &HeaderMap,
) -> Result<Option<Found>, Refusal> {
    let found = match server.files().get(served.bundle(), path.as_str()) {
        Some(file) => Some((in_memory(&file), file.has_twin)),
        None => load(server, served, path).await?,
    };
    let Some((found, has_twin)) = found else { return Ok(None) };
    if has_twin && let Some(twin) = twin(served, path, headers).await? {
        return Ok(Some(twin));
    }
    Ok(Some(found))
}

fn in_memory(file: &CachedFile) -> Found {
    let source = Source::Memory(file.bytes.clone());
    Found { source, kind: file.kind.clone(), etag: file.etag.clone(), coding: None }
}

/// Opens a file, and keeps a small one; says whether compressed twins lie beside it.
async fn load(server: &Server, served: &Served, path: &BundlePath) -> Result<Option<(Found, bool)>, Refusal> {
    let on_disk = served.folder().join(path.as_str());
    let Some((mut file, size)) = open(&on_disk).await? else { return Ok(None) };
    let has_twin = CODINGS.iter().any(|(_, ending)| twin_path(&on_disk, ending).is_file());
    let (kind, etag) = (kind(&on_disk), etag(served, ""));
    if size > LARGEST {
        return Ok(Some((Found { source: Source::Disk(file, size), kind, etag, coding: None }, has_twin)));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.read_to_end(&mut bytes).await.map_err(failed)?;
    let cached = Arc::new(CachedFile { bytes: bytes.into(), kind, etag, has_twin });
    server.files().put(served.bundle(), path.as_str(), Arc::clone(&cached));
    Ok(Some((in_memory(&cached), has_twin)))
}

/// The compressed twin that the client takes. Not for ranges: those count the plain bytes.
async fn twin(served: &Served, path: &BundlePath, headers: &HeaderMap) -> Result<Option<Found>, Refusal> {
    if headers.contains_key(http::header::RANGE) {
        return Ok(None);
    }
    let on_disk = served.folder().join(path.as_str());
    for (coding, ending) in CODINGS {
        if accepts(headers, coding)
            && let Some((file, size)) = open(&twin_path(&on_disk, ending)).await?
        {
            let source = Source::Disk(file, size);
            return Ok(Some(Found { source, kind: kind(&on_disk), etag: etag(served, ending), coding: Some(coding) }));
        }
    }
    Ok(None)
}

fn twin_path(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Whether `Accept-Encoding` takes this coding; `q=0` means that it does not.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|part| {
            part.to_ascii_lowercase().strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty())
        });
        named && !refused
    })
}

/// A version never changes, so its number tags every file of it.
fn etag(served: &Served, coding: &str) -> HeaderValue {
    let text = format!("\"b{}{}{coding}\"", served.bundle(), if coding.is_empty() { "" } else { "-" });
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

async fn open(path: &Path) -> Result<Option<(File, u64)>, Refusal> {
    use std::io::ErrorKind;
    let file = match File::open(path).await {
        Ok(file) => file,
        Err(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(failed(error)),
    };
    let metadata = file.metadata().await.map_err(failed)?;
    Ok(metadata.is_file().then_some((file, metadata.len())))
}

async fn send(found: Found, parts: &Parts) -> Result<Response, Refusal> {
    let etag = found.etag.to_str().unwrap_or_default();
    let mut response = Response::new(Body::empty());
    response.headers_mut().insert(ETAG, found.etag.clone());
    if not_modified(&parts.headers, etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    let size = match &found.source {
        Source::Memory(bytes) => bytes.len() as u64,
        Source::Disk(_, size) => *size,
    };
    let headers = response.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let part = if parts.method == Method::GET { wanted(&parts.headers, size, etag) } else { Part::Whole };
    let (first, length) = match part {
        Part::Unsatisfiable => {
            headers.insert(CONTENT_RANGE, header(&format!("bytes */{size}")));
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            return Ok(response);
        }
        Part::Whole => (0, size),
        Part::Bytes(first, last) => {
            headers.insert(CONTENT_RANGE, header(&format!("bytes {first}-{last}/{size}")));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            (first, last - first + 1)
        }
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, found.kind);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(coding) = found.coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    if parts.method == Method::GET {
        *response.body_mut() = body(found.source, first, length).await?;
    }
    Ok(response)
}

async fn body(source: Source, first: u64, length: u64) -> Result<Body, Refusal> {
    match source {
        Source::Memory(bytes) => Ok(Body::from(bytes.slice(first as usize..(first + length) as usize))),
        Source::Disk(mut file, _) => {
            if first > 0 {
                file.seek(std::io::SeekFrom::Start(first)).await.map_err(failed)?;
            }
            Ok(Body::from_stream(ReaderStream::with_capacity(file.take(length), 64 * 1024)))
        }
    }
}

fn not_modified(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    tags.flat_map(|line| line.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == etag || tag == "*")
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

fn failed(error: std::io::Error) -> Refusal {
    Refusal::Failed(ServiceError::from(error))
}

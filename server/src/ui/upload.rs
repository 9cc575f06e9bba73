//! A form with files: an archive, a folder or loose files, after both checks against forgery.
//!
//! # Security
//! Files are streamed to the disk and are never whole in memory. Where the form comes from is asked before a byte of it
//! is read, and its token is its first field: without that nothing of the rest is taken. Who sends it is asked again,
//! with [`SignedInPage::still`], when all of it is there.

use std::collections::HashMap;

use axum::extract::Request;
use axum::extract::multipart::Field;
use axum::response::Response;
use services::{Incoming, Mistake, Parcel, ServiceError, Services};
use tokio::time::timeout;

use super::{SignedInPage, notice};
use crate::csrf::{self, Source};
use crate::uploads::{ALL_WITHIN, Between, NEXT_PIECE_WITHIN, Parts};

/// The most bytes of a field that is typed: a title.
const MOST_TYPED: usize = 8 * 1024;
/// The most fields that are typed.
const MOST_FIELDS: usize = 8;

/// The fields with files, which have names.
const FILES: [&str; 2] = ["files", "folder"];

const BROKEN: &str = "The upload broke off. Check the connection, and send it again.";
const SLOW: &str =
    "The upload came too slowly: nothing for 30 seconds, or not all of it within an hour. Send it again.";

/// What came with a form.
pub(super) struct Upload {
    fields: HashMap<String, String>,
    /// The files as one archive, or what is wrong with them.
    pub(super) files: Result<Incoming, ServiceError>,
}

impl Upload {
    /// The field as it was typed.
    pub(super) fn text(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }
}

/// Why a form with files was not taken.
pub(super) enum NotTaken {
    /// With this answer.
    Answer(Response),
    /// Not all of it came.
    Unfinished(&'static str),
}

/// Takes a form in, to its end even if something is wrong with its files: a browser that still sends would not see the
/// answer.
pub(super) async fn receive(page: &SignedInPage, request: Request) -> Result<Upload, NotTaken> {
    if csrf::source(request.headers(), page.server.url()) != Source::Ours {
        tracing::warn!(path = request.uri().path(), "A form from another place was refused.");
        return Err(NotTaken::Answer(notice::forged(&page.server)));
    }
    let Some(mut form) = Parts::of(request).await else { return Err(stale(page)) };
    let received = async {
        first_is_token(page, &mut form).await?;
        let mut fields = HashMap::new();
        let mut files = Files { services: page.server.services(), sort: Sort::None, wrong: None };
        loop {
            let (form, between) = form.next();
            let Some(field) = timely(form.next_field()).await? else { break };
            match (field.name(), field.file_name()) {
                (Some(name), None) if !FILES.contains(&name) && fields.len() < MOST_FIELDS => {
                    let name = name.to_owned();
                    let typed = typed(field).await?;
                    fields.entry(name).or_insert(typed);
                }
                (Some("files"), Some(name)) => {
                    let name = name.to_owned();
                    let archive = [".tar.gz", ".tgz"].into_iter().any(|end| name.to_lowercase().ends_with(end));
                    files.take(&name, archive, field, &between).await?;
                }
                (Some("folder"), Some(name)) => {
                    // Browsers begin with the name of the folder that was chosen.
                    let name = name.split_once('/').map_or(name, |(_, inside)| inside).to_owned();
                    files.take(&name, false, field, &between).await?;
                }
                _ => return Err(NotTaken::Unfinished(BROKEN)),
            }
        }
        Ok(Upload { fields, files: files.end().await })
    };
    timeout(ALL_WITHIN, received).await.unwrap_or(Err(NotTaken::Unfinished(SLOW)))
}

fn stale(page: &SignedInPage) -> NotTaken {
    tracing::warn!("A form with a foreign token was refused.");
    NotTaken::Answer(notice::stale(&page.server, &[]))
}

/// Reads the token, which comes before everything else.
async fn first_is_token(page: &SignedInPage, form: &mut Parts) -> Result<(), NotTaken> {
    let (form, _) = form.next();
    let Some(field) = timely(form.next_field()).await? else { return Err(stale(page)) };
    if field.name() != Some("csrf") || field.file_name().is_some() {
        return Err(stale(page));
    }
    let token = typed(field).await?;
    if page.server.services().form_token_matches(&page.inner.id, &token) { Ok(()) } else { Err(stale(page)) }
}

/// What was typed into a field.
async fn typed(mut field: Field<'_>) -> Result<String, NotTaken> {
    let mut text = Vec::new();
    while let Some(piece) = timely(field.chunk()).await? {
        text.extend_from_slice(&piece);
        if text.len() > MOST_TYPED {
            return Err(NotTaken::Unfinished("A field of this form is longer than it can be. Shorten what you typed."));
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// What comes next, unless that takes too long.
async fn timely<T, E>(next: impl Future<Output = Result<T, E>>) -> Result<T, NotTaken> {
    match timeout(NEXT_PIECE_WITHIN, next).await {
        Ok(Ok(next)) => Ok(next),
        Ok(Err(_)) => Err(NotTaken::Unfinished(BROKEN)),
        Err(_) => Err(NotTaken::Unfinished(SLOW)),
    }
}

/// The files of a form, as they come.
struct Files<'a> {
    services: &'a Services,
    sort: Sort,
    /// What was wrong first; from then on nothing is kept.
    wrong: Option<ServiceError>,
}

/// What the files are.
enum Sort {
    None,
    /// One archive, which stands for all files.
    Archive(Incoming),
    Parcel(Parcel),
}

impl Files<'_> {
    /// Takes a file; one that is an archive stands for all files when it is the first.
    async fn take(
        &mut self,
        name: &str,
        archive: bool,
        mut field: Field<'_>,
        between: &Between,
    ) -> Result<(), NotTaken> {
        // What nobody chose comes without a name, and empty.
        if !name.is_empty() && self.wrong.is_none() {
            self.wrong = self.begin(name, archive).await.err();
        }
        while let Some(piece) = timely(field.chunk()).await? {
            between.reset();
            if !name.is_empty() && self.wrong.is_none() {
                self.wrong = self.write(&piece).await.err();
            }
        }
        Ok(())
    }

    async fn begin(&mut self, name: &str, archive: bool) -> Result<(), ServiceError> {
        match &mut self.sort {
            Sort::None if archive => self.sort = Sort::Archive(self.services.incoming().await?),
            Sort::None => {
                let mut parcel = self.services.parcel().await?;
                parcel.begin_file(name).await?;
                self.sort = Sort::Parcel(parcel);
            }
            Sort::Archive(_) => return Err(Mistake::ArchiveAmongFiles.into()),
            Sort::Parcel(parcel) => parcel.begin_file(name).await?,
        }
        Ok(())
    }

    async fn write(&mut self, piece: &[u8]) -> Result<(), ServiceError> {
        match &mut self.sort {
            Sort::None => Ok(()),
            Sort::Archive(incoming) => incoming.write(piece).await,
            Sort::Parcel(parcel) => parcel.write(piece).await,
        }
    }

    async fn end(self) -> Result<Incoming, ServiceError> {
        match (self.wrong, self.sort) {
            (Some(wrong), _) => Err(wrong),
            (None, Sort::None) => Err(Mistake::NoFiles.into()),
            (None, Sort::Archive(incoming)) => Ok(incoming),
            (None, Sort::Parcel(parcel)) => self.services.sealed(parcel).await,
        }
    }
}

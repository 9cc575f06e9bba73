//! Published content: `/content/{guid or id}/...`, and under the vanity path that an item may have, on the dashboard's host for programs and on the content origin for
//! people.
//!
//! A request with a key is answered in place on either. Without one, on the dashboard's host: a browser that navigates
//! is sent to the content origin, any other request of a browser is refused, and a program is answered if the item is
//! public. On the content origin a browser needs the item's cookie, which it gets by way of the dashboard
//! ([`opening`]).
//!
//! # Security
//! Content is other people's code. Session cookies are never looked at here; on the dashboard's host, what a publisher
//! made is sandboxed and opaque to other origins; whether a private item exists is not told to who may not see it.

mod address;
mod asker;
mod boundary;
mod cookies;
mod file_cache;
mod opening;
mod page;
mod proxy;
mod range;
mod refusal;
mod static_files;
mod thumbnail;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use domain::{Access, ContentRef};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, SERVER, VARY, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use services::{KeyRefused, Mounted, Served, ServiceError, Visit, Visitor};

use self::address::Address;
use self::asker::{Asker, by_own_page, is_web_socket, reads};
use self::boundary::Told;
pub(crate) use self::file_cache::FileCache;
pub(crate) use self::opening::{arrival, inside, redirect};
use self::refusal::Refusal;
use crate::origins::Host;
use crate::state::Server;
use crate::{address as client_address, auth};

/// Answers a request for published content; for what lies below a vanity path, `at` says where that is.
pub(crate) async fn answer(server: &Server, host: Host, request: Request, at: Option<Mounted>) -> Response {
    let (mut parts, body) = request.into_parts();
    let asker = Asker::of(&parts.method, &parts.headers);
    let answered = admit(server, host, asker, at, &mut parts, body).await;
    finish(server, host, asker, answered)
}

/// The answer to a request of which nobody can say whether it is for published content.
pub(crate) fn failed(server: &Server, host: Host, request: &Request, error: ServiceError) -> Response {
    finish(server, host, Asker::of(request.method(), request.headers()), Err(Refusal::Failed(error)))
}

fn finish(server: &Server, host: Host, asker: Asker, answered: Result<Response, Refusal>) -> Response {
    let mut response = answered.unwrap_or_else(|refusal| unkept(refusal.answer(server, asker)));
    bound(response.headers_mut(), server, host);
    fence(response.headers_mut(), server);
    response
}

/// Finds out who asks, and answers him.
async fn admit(
    server: &Server,
    host: Host,
    asker: Asker,
    at: Option<Mounted>,
    parts: &mut Parts,
    body: Body,
) -> Result<Response, Refusal> {
    let uri = parts.uri.clone();
    let address = match at {
        Some(at) => Address::mounted(uri.path(), at),
        None => Address::parse(uri.path()),
    };
    let from = client_address::client(parts, server);
    let key = auth::by_key(&parts.headers, from, server).await.map_err(|refused| match refused {
        KeyRefused::Wrong => Refusal::WrongKey,
        KeyRefused::Failed(error) => Refusal::Failed(error),
    })?;
    if let Some(actor) = key {
        let call = Call { server, host, visitor: Visitor::from(&actor), counts: true };
        return call.serve(&address.ok_or(Refusal::NotFound)?, parts, body).await;
    }
    match (host, asker) {
        (Host::Dashboard, Asker::Subresource) => Err(Refusal::Subresource),
        (Host::Dashboard, Asker::Navigation) => {
            let address = address.ok_or(Refusal::KeyNeeded)?;
            Ok(opening::onward(server, address.item, address.after_item, parts))
        }
        (Host::Dashboard, Asker::Program) if is_web_socket(&parts.headers) => Err(Refusal::ForeignSocket),
        (Host::Dashboard, Asker::Program) => {
            let call = Call { server, host, visitor: Visitor::anyone(), counts: true };
            call.serve(&address.ok_or(Refusal::KeyNeeded)?, parts, body).await
        }
        (Host::SharedContent | Host::ContentOf(_), _) => {
            show(server, host, asker, &address.ok_or(Refusal::KeyNeeded)?, parts, body).await
        }
    }
}

/// Answers on the content origin, by the item's cookie.
async fn show(
    server: &Server,
    host: Host,
    asker: Asker,
    address: &Address<'_>,
    parts: &mut Parts,
    body: Body,
) -> Result<Response, Refusal> {
    let call = |visitor| Call { server, host, visitor, counts: asker != Asker::Subresource };
    let own = match address.item {
        ContentRef::Guid(item) if !address.by_vanity => by_own_page(parts, &server.origins().content(item)),
        ContentRef::Guid(_) | ContentRef::Id(_) => false,
    };
    refuse_foreign(server, host, address.item, own, parts)?;
    let item = match address.item {
        ContentRef::Guid(item) if !address.by_vanity => item,
        // The cookie fits another address.
        _ if asker == Asker::Navigation => {
            return Ok(opening::onward(server, address.item, address.after_item, parts));
        }
        _ => return call(Visitor::anyone()).serve(address, parts, body).await,
    };
    if address.after_item == opening::ARRIVAL {
        return opening::arrive(server, item, parts).await;
    }
    let session = if own { opening::session(server, item, parts).await? } else { None };
    let opens = asker == Asker::Navigation && reads(&parts.method) && session.is_none();
    match call(session.unwrap_or_else(Visitor::anyone)).serve(address, parts, body).await {
        Err(Refusal::KeyNeeded) if opens => opening::begin(server, item, address.after_item, parts),
        answered => answered,
    }
}

/// What no page may do on the content origin, whoever looks at it.
fn refuse_foreign(server: &Server, host: Host, item: ContentRef, own: bool, parts: &Parts) -> Result<(), Refusal> {
    let worker = parts.headers.get("service-worker").is_some_and(|value| value == "script");
    match (host, item) {
        (Host::ContentOf(other), ContentRef::Guid(item)) if other != item => Err(Refusal::NotFound),
        _ if worker && !server.origins().wildcard() => Err(Refusal::ServiceWorker),
        _ if is_web_socket(&parts.headers) && !own => Err(Refusal::ForeignSocket),
        _ => Ok(()),
    }
}

/// A request by somebody who is known as far as he wants to be.
struct Call<'a> {
    server: &'a Server,
    host: Host,
    visitor: Visitor,
    /// Whether it is a visit, and not what a page loads besides.
    counts: bool,
}

impl Call<'_> {
    async fn serve(&self, address: &Address<'_>, parts: &mut Parts, body: Body) -> Result<Response, Refusal> {
        let services = self.server.services();
        let served = match address.version {
            None => services.view_content(address.item, &self.visitor).await?,
            Some(version) => services.view_version(address.item, version, &self.visitor).await?,
        };
        if matches!(self.host, Host::ContentOf(item) if item != served.content().guid) {
            return Err(Refusal::NotFound);
        }
        let mut response = match address.is_bare() {
            true => moved_to(parts),
            false if address.after_item == thumbnail::PLACE => thumbnail::answer(self.server, &served, parts).await?,
            false if served.content().is_program() && served.content().locked => {
                return Err(Refusal::Locked(served.content().locked_message.clone()));
            }
            false if served.content().is_program() => {
                let told = self.told(&served, address, parts).await?;
                proxy::answer(self.server, &served, &told, address.inside, parts, body).await?
            }
            false => files(self.server, &served, address, parts).await?,
        };
        keep_private(response.headers_mut(), &served);
        let is_content = address.version.is_none() && address.after_item != thumbnail::PLACE;
        if self.counts && is_content && is_seen(response.status()) {
            let content = served.content().id;
            services.record_visit(Visit { content, visitor: &self.visitor, path: address.inside });
        }
        Ok(response)
    }

    async fn told(&self, served: &Served, address: &Address<'_>, parts: &Parts) -> Result<Told, Refusal> {
        let groups = self.server.services().groups_of(&self.visitor).await.map_err(Refusal::Failed)?;
        let origins = self.server.origins();
        let origin = match self.host {
            Host::Dashboard => origins.dashboard(),
            Host::SharedContent | Host::ContentOf(_) => origins.content(served.content().guid),
        };
        let https = origin.starts_with("https://");
        Ok(Told {
            host: origin.split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default(),
            scheme: if https { "https" } else { "http" },
            prefix: address.root.to_owned(),
            client: client_address::client(parts, self.server),
            user: self.visitor.username().map(|name| name.as_str().to_owned()),
            groups: groups.iter().map(|group| group.as_str().to_owned()).collect(),
        })
    }
}

async fn files(server: &Server, served: &Served, address: &Address<'_>, parts: &Parts) -> Result<Response, Refusal> {
    let mut response = static_files::answer(server, served, address, parts).await?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// Whether there is something to see; a redirect only leads there.
fn is_seen(status: StatusCode) -> bool {
    status.is_success() || matches!(status, StatusCode::NOT_MODIFIED | StatusCode::SWITCHING_PROTOCOLS)
}

/// What is not for everybody stays out of shared caches, whatever a program says.
fn keep_private(headers: &mut HeaderMap, served: &Served) {
    if served.content().access == Access::All && !served.is_draft() {
        return;
    }
    let lines = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
    let directives = lines.flat_map(|line| line.split(',')).map(str::trim);
    let shared = |directive: &str| ["public", "private", "s-maxage"].iter().any(|word| directive.starts_with(word));
    let others = directives.filter(|directive| !directive.is_empty() && !shared(&directive.to_ascii_lowercase()));
    let line = std::iter::once("private").chain(others).collect::<Vec<_>>().join(", ");
    headers.insert(CACHE_CONTROL, HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static("private")));
}

/// What a page of the content may be part of: on the dashboard's host it has no origin at all; elsewhere it shows in its
/// own frames and in the dashboard's.
fn bound(headers: &mut HeaderMap, server: &Server, host: Host) {
    let looked_at = match host {
        Host::Dashboard => HeaderValue::from_static(
            "Authorization, X-RSC-Authorization, Sec-Fetch-Mode, Sec-Fetch-Site, Sec-Fetch-Dest, Accept, Accept-Encoding",
        ),
        Host::SharedContent | Host::ContentOf(_) => HeaderValue::from_static(
            "Authorization, X-RSC-Authorization, Cookie, Origin, Sec-Fetch-Mode, Sec-Fetch-Site, Sec-Fetch-Dest, Accept, \
             Accept-Encoding",
        ),
    };
    headers.append(VARY, looked_at);
    let (policy, referrer) = match host {
        Host::Dashboard => (HeaderValue::from_static("sandbox"), "no-referrer"),
        Host::SharedContent | Host::ContentOf(_) => (server.frame_ancestors().clone(), "same-origin"),
    };
    headers.append(CONTENT_SECURITY_POLICY, policy);
    headers.entry(HeaderName::from_static("referrer-policy")).or_insert(HeaderValue::from_static(referrer));
}

/// An answer of ours, which nobody keeps.
pub(crate) fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The headers that every answer outside the dashboard carries.
pub(crate) fn fence(headers: &mut HeaderMap, server: &Server) {
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("sandbox"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let own = HeaderValue::from_static("same-origin");
    headers.entry(HeaderName::from_static("cross-origin-resource-policy")).or_insert(own);
    headers.entry(HeaderName::from_static("referrer-policy")).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(SERVER).or_insert(HeaderValue::from_static("Claviger"));
    if server.https() {
        headers
            .insert(HeaderName::from_static("strict-transport-security"), HeaderValue::from_static("max-age=31536000"));
    }
}

/// A redirect within content, for the slash that the address of an item or folder ends with.
fn moved_to(parts: &Parts) -> Response {
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    match HeaderValue::from_str(&format!("{}/{query}", parts.uri.path())) {
        Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

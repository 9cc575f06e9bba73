//! How a browser gets to see an item on the content origin, where the dashboard's cookie is never sent.
//!
//! The content host gives the browser a nonce and sends it to the dashboard with the nonce's digest, the state. The
//! dashboard knows who is signed in, and sends the browser back with a ticket. The content host takes the ticket only
//! together with the nonce, so that a ticket that was caught or planted is worth nothing in another browser.
//!
//! # Security
//! A content session lets one browser see one item, and never becomes an [`Actor`]. It counts for as long as the
//! dashboard's session that it came from: sign-out, lock, a new password and lost access act at the next request.

mod tickets;

use domain::{ContentRef, Guid};
use sha2::{Digest as _, Sha256};
use store::{ContentSessionRow, StoreError};
use subtle::ConstantTimeEq as _;

use self::tickets::Ticket;
pub(crate) use self::tickets::Tickets;
use crate::random::{hex, token, unhex};
use crate::{Actor, ServiceError, Services, SessionProof, Visitor};

/// Why a ticket gives no content session.
#[derive(Debug)]
pub enum TicketRefused {
    /// Unknown, used, older than 30 seconds, for another item or for another browser: which of these stays open.
    Wrong,
    /// A fault.
    Failed(ServiceError),
}

impl From<ServiceError> for TicketRefused {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

impl Services {
    /// What stands for a nonce in addresses: its SHA-256 in hexadecimal digits.
    pub fn state_of(nonce: &str) -> String {
        hex(&sha256(nonce))
    }

    /// A ticket with which the browser of this state gets to see an item, once and within 30 seconds.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the actor may see neither the item nor its drafts, or the state is none.
    pub async fn mint_ticket(
        &self,
        signed_in: &Actor,
        proof: &SessionProof,
        session: [u8; 32],
        content: Guid,
        state: &str,
    ) -> Result<String, ServiceError> {
        if proof.user_id() != signed_in.id() {
            return Err(ServiceError::SignedOut);
        }
        let state = unhex(state).and_then(|state| state.as_slice().try_into().ok()).ok_or(ServiceError::NotFound)?;
        let item = self.content_item(signed_in, ContentRef::Guid(content)).await?;
        if !item.may_see() {
            return Err(ServiceError::NotFound);
        }
        let ticket = token()?;
        let content_id = item.content.id;
        let minted = Ticket { content_id, content, session, proof: proof.clone(), state, minted_at: self.now() };
        self.0.tickets.put(sha256(&ticket), minted);
        Ok(ticket)
    }

    /// Uses a ticket up, and makes the content session that it is for; gives the value of its cookie.
    ///
    /// # Errors
    /// See [`TicketRefused`]; the ticket is used up all the same.
    pub async fn redeem_ticket(&self, ticket: &str, content: Guid, nonce: &str) -> Result<String, TicketRefused> {
        let now = self.now();
        let ticket = self.0.tickets.take(&sha256(ticket), now).ok_or(TicketRefused::Wrong)?;
        let (content_id, user_id) = (ticket.content_id, ticket.proof.user_id());
        if ticket.content != content || !bool::from(ticket.state.ct_eq(&sha256(nonce))) {
            tracing::warn!(content.id = content_id.0, user.id = user_id.0, "A ticket came from another browser.");
            return Err(TicketRefused::Wrong);
        }
        let cookie = token()?;
        let proof = serde_json::to_string(&ticket.proof).map_err(ServiceError::internal)?;
        let row = ContentSessionRow { digest: sha256(&cookie), content_id, session: ticket.session, proof, at: now };
        match self.0.store.insert_content_session(&row).await {
            Ok(()) => Ok(cookie),
            // The item was deleted meanwhile.
            Err(StoreError::NotFound) => Err(TicketRefused::Wrong),
            Err(error) => Err(TicketRefused::Failed(error.into())),
        }
    }

    /// Who looks at an item with the content session of this cookie.
    ///
    /// `None` when there is no such session, it is for another item, the dashboard's session has ended, or the account
    /// is locked or has another password. What the visitor may view is decided by [`Services::view_content`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn content_visitor(&self, cookie: &str, content: Guid) -> Result<Option<Visitor>, ServiceError> {
        let now = self.now();
        let Some((proof, user)) = self.0.store.find_content_session(sha256(cookie), content, now).await? else {
            return Ok(None);
        };
        let proof: SessionProof = serde_json::from_str(&proof).map_err(ServiceError::internal)?;
        Ok(proof.counts_for(&user, now).then(|| Visitor::by_content_session(user)))
    }

    /// Lets the content sessions of a dashboard session go on when that one gets a new id: call it once the session is
    /// stored under the new one.
    ///
    /// # Errors
    /// When the database fails; the browser then gets new ones by itself.
    pub async fn carry_content_sessions(&self, from: [u8; 32], to: [u8; 32]) -> Result<(), ServiceError> {
        self.0.tickets.carry(from, to);
        Ok(self.0.store.move_content_sessions(from, to).await?)
    }
}

fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

//! Signing people in, and what they find.

use std::net::{IpAddr, Ipv4Addr};

use domain::{Guid, PermissionRole, PlainPassword, Principal, Role};
use services::{
    Actor, FreshKey, Managed, Mistake, PrincipalName, ServiceError, SessionProof, SessionRow, SignInRefused,
};
use time::Duration;

use crate::house::{Fault, House, PASSWORD, wish};

pub(crate) const HERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
pub(crate) const THERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));

/// How a sign-in ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    Done,
    Wrong,
    Wait(u64),
}

pub(crate) fn password(text: &str) -> PlainPassword {
    PlainPassword::new(text.to_owned())
}

/// Lets an account view an item; its username.
pub(crate) async fn let_view(item: &Managed<'_>, name: &str) -> Result<String, ServiceError> {
    item.permit_by_name(PrincipalName::User(name), PermissionRole::Viewer).await
}

/// Takes away what an account may do with an item because it was named.
pub(crate) async fn take_out(item: &Managed<'_>, guid: Guid) -> Result<(), ServiceError> {
    let all = item.permissions().await?;
    let its = all.iter().find(|permission| permission.principal == Principal::User(guid));
    item.withdraw(its.ok_or(ServiceError::NotFound)?.id).await
}

fn outcome(result: Result<SessionProof, SignInRefused>) -> Result<(SignIn, Option<SessionProof>), Fault> {
    match result {
        Ok(proof) => Ok((SignIn::Done, Some(proof))),
        Err(SignInRefused::Wrong) => Ok((SignIn::Wrong, None)),
        Err(SignInRefused::TryLater(wait)) => Ok((SignIn::Wait(wait.as_secs()), None)),
        Err(SignInRefused::Failed(error)) => Err(error.into()),
    }
}

impl House {
    /// An empty house with an administrator `root` and an account `ada`.
    pub(crate) async fn with_ada(role: Role) -> Result<(Self, Actor), Fault> {
        let house = Self::open().await?;
        house.add("root", Role::Administrator).await?;
        house.add("ada", role).await?;
        let ada = house.services.console_actor("ada").await?;
        Ok((house, ada))
    }

    pub(crate) async fn try_sign_in(&self, name: &str, text: &str, from: Option<IpAddr>) -> Result<SignIn, Fault> {
        Ok(outcome(self.services.sign_in(name, password(text), from).await)?.0)
    }

    /// Signs in with [`PASSWORD`].
    pub(crate) async fn sign_in(&self, name: &str) -> Result<SessionProof, Fault> {
        let (_, proof) = outcome(self.services.sign_in(name, password(PASSWORD), None).await)?;
        proof.ok_or_else(|| "the sign-in was refused".into())
    }

    /// Gives the password again.
    pub(crate) async fn prove(
        &self,
        proof: &SessionProof,
        text: &str,
        from: Option<IpAddr>,
    ) -> Result<(SignIn, Option<SessionProof>), Fault> {
        let actor = self.services.resume(proof).await?;
        outcome(self.services.prove(&actor, proof, password(text), from).await)
    }

    /// A key of this account with its role.
    pub(crate) async fn key(&self, actor: &Actor) -> Result<FreshKey, Fault> {
        Ok(self.services.keys(actor).create(wish("key")).await?)
    }

    /// Stores a session of this account, named by a number.
    pub(crate) async fn session(&self, actor: &Actor, number: u8) -> Result<[u8; 32], Fault> {
        let row = SessionRow {
            digest: [number; 32],
            user_id: Some(actor.user().id),
            record: "{}".to_owned(),
            expires_at: self.clock.now() + Duration::hours(8),
        };
        assert!(self.services.insert_session(&row).await?);
        Ok(row.digest)
    }

    pub(crate) async fn is_live(&self, session: [u8; 32]) -> Result<bool, ServiceError> {
        Ok(self.services.load_session(session).await?.is_some())
    }
}

/// What was wrong, in the words of the program.
pub(crate) fn mistake<T>(result: Result<T, ServiceError>) -> Result<Mistake, Fault> {
    match result {
        Ok(_) => Err("it was accepted".into()),
        Err(ServiceError::Invalid(mistake)) => Ok(mistake),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn is_forbidden<T>(result: &Result<T, ServiceError>) -> bool {
    matches!(result, Err(ServiceError::Forbidden))
}

pub(crate) fn is_not_found<T>(result: &Result<T, ServiceError>) -> bool {
    matches!(result, Err(ServiceError::NotFound))
}

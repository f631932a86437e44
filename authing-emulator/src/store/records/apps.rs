//! The OAuth and OIDC apps of the pool, and what users have authorised them to.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::{Read, Records, StoreError, put, take_out};

pub(crate) const APPS: Records = Records::new("apps");
/// By user and app.
pub(crate) const AUTHORISATIONS: Records = Records::new("authorisations");

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) kind: AppKind,
    pub(crate) name: String,
    pub(crate) created_at: String,
}

/// By which protocol an app logs users in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum AppKind {
    /// OAuth 2.0.
    OAuth,
    /// OpenID Connect.
    Oidc,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Authorisation {
    pub(crate) id: String,
    pub(crate) app: String,
    pub(crate) user: String,
    pub(crate) scope: String,
    pub(crate) when: String,
}

pub(crate) fn by_id(transaction: &impl Read, id: &str) -> Result<Option<App>, StoreError> {
    transaction.record(APPS, id)
}

/// All apps, oldest first.
pub(crate) fn all(transaction: &impl Read) -> Result<Vec<App>, StoreError> {
    transaction.records_under(APPS, "")
}

pub(crate) fn save(transaction: &WriteTransaction, app: &App) -> Result<(), StoreError> {
    put(transaction, APPS, &app.id, app)
}

/// What a user has authorised, in the order in which the apps were made.
pub(crate) fn authorised_by(
    transaction: &impl Read,
    user: &str,
) -> Result<Vec<Authorisation>, StoreError> {
    transaction.records_under(AUTHORISATIONS, &key(user, ""))
}

pub(crate) fn authorisation(
    transaction: &impl Read,
    user: &str,
    app: &str,
) -> Result<Option<Authorisation>, StoreError> {
    transaction.record(AUTHORISATIONS, &key(user, app))
}

pub(crate) fn authorise(
    transaction: &WriteTransaction,
    authorisation: &Authorisation,
) -> Result<(), StoreError> {
    let key = key(&authorisation.user, &authorisation.app);
    put(transaction, AUTHORISATIONS, &key, authorisation)
}

pub(crate) fn revoke(
    transaction: &WriteTransaction,
    authorisation: &Authorisation,
) -> Result<(), StoreError> {
    let key = key(&authorisation.user, &authorisation.app);
    take_out(transaction, AUTHORISATIONS, &key)
}

pub(crate) fn forget(transaction: &WriteTransaction, user: &str) -> Result<(), StoreError> {
    for authorisation in authorised_by(transaction, user)? {
        revoke(transaction, &authorisation)?;
    }
    Ok(())
}

/// Ids have a fixed length and no colon, so that no two keys are the same.
fn key(user: &str, app: &str) -> String {
    format!("{user}:{app}")
}

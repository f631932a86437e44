//! The apps at the OAuth endpoints, and how they authenticate (RFC 6749, section 2.3).

use super::error::{ErrorCode, OAuthError};
use crate::crypto::secret;
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::apps::{self, APPS, AccessKey, App};

/// How a request names and proves its app. No `Debug`, because of the secret.
pub(crate) struct Credentials {
    pub(crate) id: String,
    pub(crate) secret: Option<String>,
}

/// An app that has authenticated.
pub(crate) struct Client {
    pub(crate) app: App,
    /// The pair with which it did, instead of its id and secret.
    pub(crate) access_key: Option<AccessKey>,
}

/// Returns the app that has these credentials. An app that can't keep a secret needs none.
pub(crate) fn authenticate(pool: &Pool, credentials: &Credentials) -> Result<Client, OAuthError> {
    let wrong = || ErrorCode::InvalidClient.saying("the client id or its secret is wrong");
    let read = pool.store.read()?;
    if let Some(app) = by_id(&read, &credentials.id)? {
        match (&credentials.secret, &app.secret) {
            (Some(presented), Some(right)) if secret::is_right(presented, right) => {}
            (None, _) if app.public_client => {}
            (None, _) => {
                return Err(ErrorCode::InvalidClient.saying("the client must authenticate"));
            }
            _ => return Err(wrong()),
        }
        return Ok(Client {
            app,
            access_key: None,
        });
    }
    let presented = credentials.secret.as_deref().ok_or_else(wrong)?;
    let app = apps::by_access_key(&read, &credentials.id)?.ok_or_else(wrong)?;
    let mut keys = app.access_keys.iter();
    let access_key = keys
        .find(|key| key.key == credentials.id)
        .filter(|key| !key.disabled && secret::is_right(presented, &key.secret))
        .cloned();
    match access_key {
        None => Err(wrong()),
        access_key => Ok(Client { app, access_key }),
    }
}

/// Returns the app of a user's tokens: a pair for programs is only good for the app's own.
pub(crate) fn authenticate_app(pool: &Pool, credentials: &Credentials) -> Result<App, OAuthError> {
    let client = authenticate(pool, credentials)?;
    match client.access_key {
        None => Ok(client.app),
        Some(_) => Err(ErrorCode::UnauthorizedClient
            .saying("an access key may only use the grant `client_credentials`")),
    }
}

/// Returns the app that a request names.
pub(crate) fn known(transaction: &impl Read, id: &str) -> Result<App, OAuthError> {
    let app = by_id(transaction, id)?;
    app.ok_or_else(|| ErrorCode::InvalidClient.saying("there is no such client"))
}

fn by_id(transaction: &impl Read, id: &str) -> Result<Option<App>, OAuthError> {
    Ok(APPS.get(transaction, &id.to_ascii_lowercase())?)
}

//! The sessions, logins in progress, codes and tokens of the OpenID provider.

use redb::WriteTransaction;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::table::Table;

/// By the value of the browser's cookie.
pub(crate) const SESSIONS: Table<Session> = Table::new("oidc_sessions");
/// By id.
pub(crate) const INTERACTIONS: Table<Interaction> = Table::new("oidc_interactions");
/// By id.
pub(crate) const GRANTS: Table<Grant> = Table::new("oidc_grants");
/// By the code itself.
pub(crate) const AUTHORIZATION_CODES: Table<AuthorizationCode> = Table::new("oidc_codes");
/// By the token itself, or by the `jti` of a JSON web token.
pub(crate) const TOKENS: Table<Token> = Table::new("oidc_tokens");

/// Expired records are deleted whenever a table has grown by this number of records.
const SWEEP: u64 = 1000;

/// A browser whose user has logged in. The user may use all apps.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    pub(crate) user: String,
    /// The number of the user's logouts at the login. A later logout ends the session.
    pub(crate) logouts: u32,
    pub(crate) auth_time: i64,
    /// Whether a second factor confirmed the login.
    pub(crate) confirmed: bool,
    pub(crate) expires_at: i64,
}

/// The dialog with a user before an authorization. No `Debug`, because tickets must not be logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interaction {
    /// The value of the cookie of the browser that started it: no other browser may continue it.
    pub(crate) browser: String,
    pub(crate) request: AuthorizationRequest,
    pub(crate) step: Step,
    /// The remaining attempts to confirm the login.
    pub(crate) tries_left: u8,
    pub(crate) expires_at: i64,
}

/// What an interaction waits for.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Step {
    Login,
    /// Holds the ticket of the login.
    SecondFactor(String),
    Consent(Session),
}

/// A valid authorization request, as far as it matters after its first check.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthorizationRequest {
    pub(crate) protocol: Protocol,
    pub(crate) app: String,
    pub(crate) redirect_uri: String,
    pub(crate) response_mode: ResponseMode,
    pub(crate) scope: String,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<Challenge>,
    /// Whether the user must be asked.
    pub(crate) consent: bool,
    /// The only user who may answer.
    pub(crate) subject: Option<String>,
    /// The account to suggest.
    pub(crate) login_hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Protocol {
    OAuth,
    Oidc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ResponseMode {
    Query,
    FormPost,
}

/// A challenge (RFC 7636), which only the holder of its verifier can answer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Challenge {
    Plain(String),
    S256(String),
}

/// What a user has allowed an app, or an app has taken for itself: the origin of tokens. Without it they are void.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grant {
    pub(crate) protocol: Protocol,
    pub(crate) app: String,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    /// `None` if the app acts for itself.
    pub(crate) holder: Option<Holder>,
    /// The key of the programmatic access account that acts for the app, if one does. Deleting it voids the grant.
    #[serde(default)]
    pub(crate) access_key: Option<String>,
    pub(crate) expires_at: i64,
}

/// The user of a grant.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Holder {
    pub(crate) user: String,
    pub(crate) logouts: u32,
    pub(crate) auth_time: i64,
    /// The id of the user's authorization of the app. Revoking it voids the grant.
    pub(crate) authorization: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthorizationCode {
    pub(crate) grant: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<Challenge>,
    /// It stays after its use, so that a second use is noticed.
    pub(crate) is_used: bool,
    pub(crate) expires_at: i64,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    pub(crate) grant: String,
    pub(crate) kind: TokenKind,
    pub(crate) scope: String,
    pub(crate) issued_at: i64,
    pub(crate) expires_at: i64,
    /// A refresh token stays after its use, so that a second use is noticed.
    pub(crate) is_used: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

/// A record that is worthless after some time.
pub(crate) trait Expiring: Serialize + DeserializeOwned {
    fn expires_at(&self) -> i64;
}

macro_rules! expiring {
    ($($record:ident)*) => {
        $(impl Expiring for $record {
            fn expires_at(&self) -> i64 {
                self.expires_at
            }
        })*
    };
}

expiring! { Session Interaction Grant AuthorizationCode Token }

/// Stores a record. Once in a while the expired ones are deleted, or a load test would fill the store.
pub(crate) fn save<T: Expiring>(
    table: &Table<T>,
    transaction: &WriteTransaction,
    key: &str,
    record: &T,
    now: i64,
) -> Result<(), StoreError> {
    table.put(transaction, key, record)?;
    if table.count(transaction)? % SWEEP == 0 {
        table.retain(transaction, |_, record| record.expires_at() > now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn expired_records_are_deleted_once_in_a_while() {
        let store = Store::in_memory().unwrap();
        let session = |expires_at| Session {
            user: "ada".to_owned(),
            logouts: 0,
            auth_time: 0,
            confirmed: false,
            expires_at,
        };
        let left = store.write(|transaction| {
            for number in 0..SWEEP {
                let expires_at = if number % 100 == 0 { 20 } else { 10 };
                let key = number.to_string();
                save(&SESSIONS, transaction, &key, &session(expires_at), 10)?;
            }
            SESSIONS.count(transaction)
        });
        assert_eq!(left.unwrap(), SWEEP / 100);
    }
}

//! Issuing tokens for a grant.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use redb::WriteTransaction;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::crypto::jwt::{self, Key};
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::scope::{self, OFFLINE_ACCESS, OPENID};
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::rules::tokens::signing;
use crate::rules::users::claims::claims_in_token;
use crate::store::apps::{App, GrantKind};
use crate::store::oidc::{self, GRANTS, Grant, Holder, Protocol, TOKENS, Token, TokenKind};
use crate::store::users::User;

/// How long tokens are valid by default: 14 days, in seconds.
const LIFETIME: i32 = 14 * 24 * 3600;

/// The response of the token endpoint. No `Debug`, because tokens must not be logged.
#[derive(Serialize)]
pub(crate) struct Issued {
    pub(crate) access_token: String,
    token_type: &'static str,
    expires_in: i32,
    #[serde(skip_serializing_if = "String::is_empty")]
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// The claims of an access token of OpenID Connect.
#[derive(Serialize, Deserialize)]
pub(super) struct AccessClaims {
    pub(super) jti: String,
    sub: String,
    aud: String,
    iss: String,
    scope: String,
    iat: i64,
    exp: i64,
}

/// What tokens are issued for.
pub(super) struct Issue<'a> {
    pub(super) app: &'a App,
    pub(super) grant_id: &'a str,
    pub(super) grant: Grant,
    /// The user of the grant.
    pub(super) user: Option<&'a User>,
    /// The grant's scope, or a part of it.
    pub(super) scope: String,
    /// The nonce of the authorization request: only the first ID token has it.
    pub(super) nonce: Option<String>,
    /// The lifetime of the access token, instead of the app's.
    pub(super) lifetime: Option<i32>,
}

/// Issues tokens. [`signing::rsa_key`] must have been called before: the store is open for writing.
pub(super) fn issue(
    pool: &Pool,
    transaction: &WriteTransaction,
    issue: Issue<'_>,
) -> Result<Issued, OAuthError> {
    let (app, now) = (issue.app, pool.now());
    let lifetime = issue.lifetime.or(app.lifetimes.access_token);
    let expires_in = lifetime.unwrap_or(LIFETIME);
    let record = Token {
        grant: issue.grant_id.to_owned(),
        kind: TokenKind::Access,
        scope: issue.scope.clone(),
        issued_at: now,
        expires_at: now.saturating_add(expires_in.into()),
        is_used: false,
    };
    let access_token = match issue.grant.protocol {
        Protocol::OAuth => {
            let token = pool.randomness.hex::<20>();
            oidc::save(&TOKENS, transaction, &token, &record, now)?;
            token
        }
        Protocol::Oidc => {
            let jti = pool.randomness.hex::<16>();
            oidc::save(&TOKENS, transaction, &jti_key(&jti), &record, now)?;
            access_jwt(pool, &issue, jti, &record)?
        }
    };
    let refresh_token = refresh_token(pool, transaction, &issue, &record)?;
    let id_token = match (issue.user, issue.grant.holder.as_ref()) {
        (Some(user), Some(holder))
            if issue.grant.protocol == Protocol::Oidc && scope::contains(&issue.scope, OPENID) =>
        {
            Some(id_token(pool, &issue, user, holder, &access_token)?)
        }
        _ => None,
    };
    let last = refresh_token
        .as_ref()
        .map_or(0, |(_, expires_at)| *expires_at);
    let expires_at = issue.grant.expires_at.max(record.expires_at).max(last);
    let grant = Grant {
        expires_at,
        ..issue.grant
    };
    oidc::save(&GRANTS, transaction, issue.grant_id, &grant, now)?;
    Ok(Issued {
        access_token,
        token_type: "Bearer",
        expires_in,
        scope: issue.scope,
        id_token,
        refresh_token: refresh_token.map(|(token, _)| token),
    })
}

/// Returns the key of an access token's record. No opaque token has this form.
pub(super) fn jti_key(jti: &str) -> String {
    format!("jti:{jti}")
}

fn access_jwt(
    pool: &Pool,
    issue: &Issue<'_>,
    jti: String,
    record: &Token,
) -> Result<String, OAuthError> {
    let claims = AccessClaims {
        jti,
        // An app that acts for itself is the subject (RFC 9068, section 2.2).
        sub: issue.user.map_or(&issue.app.id, |user| &user.id).clone(),
        aud: issue.app.id.clone(),
        iss: pool.issuer(),
        scope: record.scope.clone(),
        iat: record.issued_at,
        exp: record.expires_at,
    };
    let key = pool.signing_key.get().ok_or_else(failed)?;
    jwt::sign(&claims, Key::Rs256(key)).map_err(|_| failed())
}

/// Returns a refresh token and its expiry, if the user allows access without end.
fn refresh_token(
    pool: &Pool,
    transaction: &WriteTransaction,
    issue: &Issue<'_>,
    access: &Token,
) -> Result<Option<(String, i64)>, OAuthError> {
    let is_allowed = scope::contains(&issue.grant.scope, OFFLINE_ACCESS);
    if !is_allowed || !issue.app.may_use(GrantKind::RefreshToken) {
        return Ok(None);
    }
    let lifetime = issue.app.lifetimes.refresh_token.unwrap_or(LIFETIME);
    let record = Token {
        kind: TokenKind::Refresh,
        scope: issue.grant.scope.clone(),
        expires_at: access.issued_at.saturating_add(lifetime.into()),
        ..access.clone()
    };
    let token = pool.randomness.hex::<32>();
    oidc::save(&TOKENS, transaction, &token, &record, access.issued_at)?;
    Ok(Some((token, record.expires_at)))
}

fn id_token(
    pool: &Pool,
    issue: &Issue<'_>,
    user: &User,
    holder: &Holder,
    access_token: &str,
) -> Result<String, OAuthError> {
    let mut claims: Map<String, Value> = claims_in_token(user, &issue.scope);
    claims.insert("auth_time".to_owned(), holder.auth_time.into());
    claims.insert("at_hash".to_owned(), half_hash(access_token).into());
    if let Some(nonce) = &issue.nonce {
        claims.insert("nonce".to_owned(), nonce.as_str().into());
    }
    Ok(tokens::for_user(pool, user, Some(issue.app), claims)?.0)
}

/// Returns the hash that ties an ID token to its access token (OpenID Connect Core 1.0, section 3.1.3.6).
fn half_hash(token: &str) -> String {
    let hash = Sha256::digest(token);
    let (half, _) = hash.split_at(hash.len() / 2);
    URL_SAFE_NO_PAD.encode(half)
}

fn failed() -> OAuthError {
    ErrorCode::ServerError.saying("the emulator failed")
}

/// Makes sure that tokens of the app can be signed while the store is open for writing.
pub(super) fn ready(pool: &Pool, protocol: Protocol, app: &App) -> Result<(), OAuthError> {
    signing::ready(pool, app)?;
    if protocol == Protocol::Oidc {
        signing::rsa_key(pool)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_access_token_is_that_of_the_standard() {
        // OpenID Connect Core 1.0, appendix A.3.
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash(token), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}

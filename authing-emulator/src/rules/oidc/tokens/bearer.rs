//! What a token is good for: the user's data, introspection, revocation.

use redb::WriteTransaction;
use serde_json::{Map, Value, json};

use super::issuing::{AccessClaims, jti_key};
use crate::crypto::jwt::{self, Key};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::scope::{self, OPENID};
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::rules::tokens::signing;
use crate::rules::users::claims::{ALL_SCOPES, claims_of};
use crate::store::apps::App;
use crate::store::oidc::{GRANTS, Grant, Holder, Protocol, TOKENS, Token, TokenKind};
use crate::store::users::{self, User};
use crate::store::{Read, StoreError};

/// A valid token.
pub(crate) struct Active {
    key: String,
    token: Token,
    grant: Grant,
    /// `None` if the app acts for itself.
    user: Option<User>,
}

/// Returns a token that has neither expired nor been revoked.
pub(crate) fn find(pool: &Pool, presented: &str) -> Result<Option<Active>, OAuthError> {
    let key = match presented.contains('.') {
        true => {
            let Some(rsa) = signing::known_rsa_key(pool)? else {
                return Ok(None);
            };
            match jwt::verify::<AccessClaims>(presented, Key::Rs256(rsa), pool.now()) {
                Ok(claims) => jti_key(&claims.jti),
                Err(_) => return Ok(None),
            }
        }
        // The key of a JSON web token's record is not a token.
        false if presented.contains(':') => return Ok(None),
        false => presented.to_owned(),
    };
    let read = pool.store.read()?;
    let token = TOKENS.get(&read, &key)?;
    let token = token.filter(|token| token.expires_at > pool.now() && !token.is_used);
    let Some(token) = token else {
        return Ok(None);
    };
    let Some(grant) = GRANTS.get(&read, &token.grant)? else {
        return Ok(None);
    };
    let user = match &grant.holder {
        None => None,
        Some(holder) => match user_of(&read, holder)? {
            Some(user) => Some(user),
            None => return Ok(None),
        },
    };
    Ok(Some(Active {
        key,
        token,
        grant,
        user,
    }))
}

/// Returns the user of a grant, unless the user is gone, has logged out or has revoked the authorization.
pub(super) fn user_of(
    transaction: &impl Read,
    holder: &Holder,
) -> Result<Option<User>, StoreError> {
    let user = users::by_id(transaction, &holder.user)?;
    Ok(user.filter(|user| {
        let mut authorizations = user.authorizations.iter();
        user.logouts == holder.logouts
            && authorizations.any(|given| given.id == holder.authorization)
    }))
}

impl Active {
    pub(crate) fn is_user(&self) -> bool {
        self.user.is_some()
    }
}

/// Returns the claims about the user of an access token, as its scope allows.
pub(crate) fn user_info(
    pool: &Pool,
    protocol: Protocol,
    presented: &str,
) -> Result<Map<String, Value>, OAuthError> {
    let wrong =
        || ErrorCode::InvalidToken.saying("the access token is wrong, has expired or was revoked");
    let active = find(pool, presented)?.ok_or_else(wrong)?;
    if active.token.kind != TokenKind::Access || active.grant.protocol != protocol {
        return Err(wrong());
    }
    let without_user = || ErrorCode::InsufficientScope.saying("the access token is not a user's");
    let user = active.user.ok_or_else(without_user)?;
    let allowed = match protocol {
        Protocol::OAuth => ALL_SCOPES,
        Protocol::Oidc if scope::contains(&active.token.scope, OPENID) => &active.token.scope,
        Protocol::Oidc => {
            return Err(ErrorCode::InsufficientScope.saying("the scope `openid` is required"));
        }
    };
    let mut claims = claims_of(&user, allowed);
    claims.insert("sub".to_owned(), user.id.into());
    Ok(claims)
}

/// Returns what is known of a token (RFC 7662). Another app's token is unknown.
pub(crate) fn introspect(pool: &Pool, app: &App, presented: &str) -> Result<Value, OAuthError> {
    let active = find(pool, presented)?;
    let Some(active) = active.filter(|active| active.grant.app == app.id) else {
        return Ok(json!({"active": false}));
    };
    let subject = active.user.as_ref().map_or(&app.id, |user| &user.id);
    let mut known = json!({
        "active": true,
        "sub": subject,
        "client_id": app.id,
        "aud": app.id,
        "iss": pool.issuer(),
        "scope": active.token.scope,
        "iat": active.token.issued_at,
        "exp": active.token.expires_at,
        "token_type": match active.token.kind {
            TokenKind::Access => "Bearer",
            TokenKind::Refresh => "refresh_token",
        },
    });
    let username = active.user.and_then(|user| user.username);
    if let (Value::Object(known), Some(username)) = (&mut known, username) {
        known.insert("username".to_owned(), username.into());
    }
    if let (Value::Object(known), Some(jti)) = (&mut known, active.key.strip_prefix("jti:")) {
        known.insert("jti".to_owned(), jti.into());
    }
    Ok(known)
}

/// Revokes a token of the app (RFC 7009), a refresh token with its grant. An unknown token needs no revocation.
pub(crate) fn revoke(pool: &Pool, app: &App, presented: &str) -> Result<(), OAuthError> {
    let active = find(pool, presented)?;
    let Some(active) = active.filter(|active| active.grant.app == app.id) else {
        return Ok(());
    };
    let revoke = |transaction: &WriteTransaction| match active.token.kind {
        TokenKind::Access => TOKENS.delete(transaction, &active.key),
        TokenKind::Refresh => GRANTS.delete(transaction, &active.token.grant),
    };
    Ok(pool.store.write(revoke)?)
}

/// Returns the claims of a valid ID token.
pub(crate) fn id_token_claims(pool: &Pool, presented: &str) -> Result<Value, ApiError> {
    tokens::identify(pool, presented)?;
    let app = tokens::app_of(pool, presented)?.ok_or(Code::TokenWrong)?;
    let key = signing::key_of(pool, Some(&app))?;
    Ok(jwt::verify(presented, key, pool.now()).map_err(|_| Code::TokenWrong)?)
}

/// Returns the claims of a valid access token of OpenID Connect.
pub(crate) fn access_token_claims(pool: &Pool, presented: &str) -> Result<Value, OAuthError> {
    let wrong = || ErrorCode::InvalidToken.saying("the access token is wrong or has expired");
    if !presented.contains('.') {
        return Err(wrong());
    }
    find(pool, presented)?.ok_or_else(wrong)?;
    let key = Key::Rs256(signing::rsa_key(pool)?);
    jwt::verify(presented, key, pool.now()).map_err(|_| wrong())
}

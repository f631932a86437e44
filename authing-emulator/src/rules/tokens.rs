//! Issuing and verifying tokens.

use std::ops::Range;

use super::api_error::{ApiError, Code};
use super::caller::Caller;
use super::pool::Pool;
use crate::clock::js_date::js_date;
use crate::crypto::jwt::{self, Bearer, Claims, Invalid, Kind};
use crate::store::users::{self, User};

/// A verified token: its claims, and its bearer.
pub(crate) struct Identity {
    pub(crate) claims: Claims,
    pub(crate) caller: Caller,
}

/// Verifies a token. Besides the signature and the expiry, its pool must be this one, and its user must still exist and
/// not have logged out since.
pub(crate) fn identify(pool: &Pool, token: &str) -> Result<Identity, ApiError> {
    let claims = jwt::verify(token, &pool.secret, pool.now());
    let claims = claims.map_err(|invalid| match invalid {
        Invalid::Wrong => Code::TokenWrong,
        Invalid::Expired => Code::TokenExpired,
    })?;
    if claims.data.client_id != pool.user_pool_id {
        return Err(Code::TokenWrong.into());
    }
    let caller = match claims.data.kind {
        Some(Kind::Owner) => Caller::Owner,
        None => Caller::User(Box::new(user_of(pool, &claims)?)),
    };
    Ok(Identity { claims, caller })
}

fn user_of(pool: &Pool, claims: &Claims) -> Result<User, ApiError> {
    let user = users::by_id(&pool.store.read()?, &claims.data.id)?;
    let user = user.ok_or(Code::TokenWrong)?;
    if user.logouts != claims.session {
        return Err(Code::TokenExpired.into());
    }
    Ok(user)
}

/// Returns the claims of a valid token, or else the error that it would cause.
pub(crate) fn judge(
    pool: &Pool,
    token: Option<&str>,
) -> Result<Result<Claims, ApiError>, ApiError> {
    let Some(token) = token else {
        return Ok(Err(Code::NotLoggedIn.into()));
    };
    match identify(pool, token) {
        Ok(identity) => Ok(Ok(identity.claims)),
        // Any other error says nothing about the token.
        Err(error) if error.code == Code::Internal.number() => Err(error),
        Err(error) => Ok(Err(error)),
    }
}

/// Issues an owner's token in exchange for the pool's id and secret.
pub(crate) fn for_secret(
    pool: &Pool,
    id: Option<&str>,
    secret: Option<&str>,
) -> Result<String, ApiError> {
    match id {
        None | Some("") => return Err(Code::PoolMissing.into()),
        Some(id) if id == pool.user_pool_id => {}
        Some(_) => return Err(Code::UnknownPool.into()),
    }
    if !pool.is_secret(secret.unwrap_or_default()) {
        return Err(Code::NotAllowed.saying("the secret does not belong to this user pool"));
    }
    for_owner(pool)
}

/// Issues an owner's token.
fn for_owner(pool: &Pool) -> Result<String, ApiError> {
    let bearer = Bearer {
        email: None,
        id: pool.user_pool_id.clone(),
        client_id: pool.user_pool_id.clone(),
        unionid: None,
        kind: Some(Kind::Owner),
    };
    Ok(sign(pool, bearer, 0)?.0)
}

/// Issues a new token for the user, valid as long as the pool's settings say, and returns its validity.
pub(crate) fn issue(pool: &Pool, user: &mut User) -> Result<Range<i64>, ApiError> {
    let unionid = user.profile.get("unionid").cloned();
    let bearer = Bearer {
        email: user.email.clone(),
        id: user.id.clone(),
        client_id: pool.user_pool_id.clone(),
        unionid,
        kind: None,
    };
    let (token, validity) = sign(pool, bearer, user.logouts)?;
    user.token = Some(token);
    user.token_expired_at = Some(js_date(validity.end));
    Ok(validity)
}

/// Issues a new token for a user. The user's other tokens stay valid.
pub(crate) fn refresh(pool: &Pool, id: &str) -> Result<(User, Range<i64>), ApiError> {
    pool.store.write(|transaction| {
        let mut user = users::by_id(transaction, id)?.ok_or(Code::UnknownUser)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        let validity = issue(pool, &mut user)?;
        users::save(transaction, &user)?;
        Ok((user, validity))
    })
}

/// Voids all tokens of the user.
pub(crate) fn revoke(user: &mut User) {
    user.logouts = user.logouts.wrapping_add(1);
    user.token = None;
    user.token_expired_at = Some("0".to_owned());
}

fn sign(pool: &Pool, data: Bearer, session: u32) -> Result<(String, Range<i64>), ApiError> {
    let iat = pool.now();
    let lifetime = pool.record()?.jwt_expired.unwrap_or_default();
    let exp = iat.saturating_add(i64::from(lifetime));
    let claims = Claims {
        data,
        session,
        iat,
        exp,
    };
    let token = jwt::sign(&claims, &pool.secret).map_err(|_| Code::Internal)?;
    Ok((token, iat..exp))
}

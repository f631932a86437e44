//! Making tokens, and finding out whom a token stands for.

use std::ops::Range;

use crate::clock::js_date::js_date;
use crate::crypto::jwt::{self, Bearer, Claims, Kind};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Service;
use crate::store::users::{self, User};

/// Whom a token stands for.
pub(crate) enum Caller {
    /// Whoever knows the pool's secret.
    Owner,
    /// A user of the pool who has logged in.
    User(Box<User>),
}

impl Caller {
    pub(crate) fn is_user(&self, id: &str) -> bool {
        matches!(self, Self::User(user) if user.id == id)
    }

    pub(crate) fn is_owner(&self) -> bool {
        matches!(self, Self::Owner)
    }
}

/// A token that has passed every check: what it says, and who presents it.
pub(crate) struct Identity {
    pub(crate) claims: Claims,
    pub(crate) caller: Caller,
}

/// Judges a token. Besides the signature and the time, its pool must be this one, and its user must still exist and
/// not have been logged out since.
pub(crate) fn identify(service: &Service, token: &str) -> Result<Identity, ApiError> {
    let claims = jwt::verify(token, &service.secret, service.clock.seconds())?;
    if claims.data.client_id != service.user_pool_id {
        return Err(Code::TokenWrong.into());
    }
    let caller = match claims.data.kind {
        Some(Kind::Owner) => Caller::Owner,
        None => Caller::User(Box::new(user_of(service, &claims)?)),
    };
    Ok(Identity { claims, caller })
}

fn user_of(service: &Service, claims: &Claims) -> Result<User, ApiError> {
    let user = users::by_id(&service.store.read()?, &claims.data.id)?;
    let user = user.ok_or(Code::TokenWrong)?;
    if user.logouts != claims.session {
        return Err(Code::TokenExpired.into());
    }
    Ok(user)
}

/// A token for whoever knows the secret.
pub(crate) fn for_owner(service: &Service) -> Result<String, ApiError> {
    let bearer = Bearer {
        email: None,
        id: service.user_pool_id.clone(),
        client_id: service.user_pool_id.clone(),
        unionid: None,
        kind: Some(Kind::Owner),
    };
    Ok(sign(service, bearer, 0)?.0)
}

/// Gives the user a new token, valid as long as the pool's settings say: from when to when.
pub(crate) fn renew(service: &Service, user: &mut User) -> Result<Range<i64>, ApiError> {
    let unionid = user.profile.get("unionid").and_then(|id| id.as_str());
    let bearer = Bearer {
        email: user.email.clone(),
        id: user.id.clone(),
        client_id: service.user_pool_id.clone(),
        unionid: unionid.map(str::to_owned),
        kind: None,
    };
    let (token, validity) = sign(service, bearer, user.logouts)?;
    user.token = Some(token);
    user.token_expired_at = Some(js_date(validity.end));
    Ok(validity)
}

/// Voids all tokens that the user has.
pub(crate) fn revoke(user: &mut User) {
    user.logouts = user.logouts.wrapping_add(1);
    user.token = None;
    user.token_expired_at = Some("0".to_owned());
}

fn sign(service: &Service, data: Bearer, session: u32) -> Result<(String, Range<i64>), ApiError> {
    let iat = service.clock.seconds();
    let lifetime = service.settings()?.jwt_expired;
    let exp = iat.saturating_add(i64::from(lifetime));
    let claims = Claims {
        data,
        session,
        iat,
        exp,
    };
    let token = jwt::sign(&claims, &service.secret).map_err(|_| Code::Internal)?;
    Ok((token, iat..exp))
}

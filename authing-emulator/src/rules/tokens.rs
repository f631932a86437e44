//! Issuing and verifying tokens.

pub(crate) mod signing;
pub(crate) mod tickets;
pub(crate) mod uploads;

use std::ops::Range;

use serde_json::{Map, Value};

use crate::clock::js_date::js_date;
use crate::crypto::claims::{AppBearer, Bearer, Claims, IdToken, Kind};
use crate::crypto::jwt::{self, Invalid};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::pool::{Pool, arn};
use crate::rules::users::claims::{ALL_SCOPES, claims_in_token};
use crate::store::apps::{APPS, App};
use crate::store::pool::PoolRecord;
use crate::store::users::{self, User};

/// The pool of the users who own pools. It is not emulated.
const ROOT_POOL: &str = "000000000000000000000000";

/// A verified token: its claims, and its bearer.
pub(crate) struct Identity {
    pub(crate) claims: Claims,
    pub(crate) caller: Caller,
}

/// Verifies a token. Besides the signature and the expiry, its pool must be this one, and its user must still exist and
/// not have logged out since.
pub(crate) fn identify(pool: &Pool, token: &str) -> Result<Identity, ApiError> {
    let app = app_of(pool, token)?;
    let key = signing::key_of(pool, app.as_ref())?;
    let claims: Claims = jwt::verify(token, key, pool.now()).map_err(code)?;
    if claims.data.client_id != pool.user_pool_id {
        return Err(Code::TokenWrong.into());
    }
    let caller = match (claims.data.is_owner(), app) {
        (true, None) => Caller::Owner,
        // Whoever knows an app's secret can't act for the pool.
        (true, Some(_)) => return Err(Code::TokenWrong.into()),
        (false, _) => Caller::User(Box::new(user_of(pool, &claims)?)),
    };
    Ok(Identity { claims, caller })
}

/// Returns the app for which a token claims to be. It decides on the token's key.
pub(crate) fn app_of(pool: &Pool, token: &str) -> Result<Option<App>, ApiError> {
    let Some(id) = jwt::claimed_audience(token) else {
        return Ok(None);
    };
    let app = APPS.get(&pool.store.read()?, &id)?;
    if let Some(app) = &app {
        signing::ready(pool, app)?;
    }
    Ok(app)
}

pub(super) fn code(invalid: Invalid) -> Code {
    match invalid {
        Invalid::Wrong => Code::TokenWrong,
        Invalid::Expired => Code::TokenExpired,
    }
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
    check_secret(pool, id, secret)?;
    Ok(sign(pool, None, owner(pool), 0, Map::new())?.0)
}

/// Issues a management token in exchange for the pool's id and secret, and returns it with its validity.
pub(crate) fn for_management(
    pool: &Pool,
    id: &str,
    secret: &str,
) -> Result<(String, Range<i64>), ApiError> {
    check_secret(pool, Some(id), Some(secret))?;
    sign_for_management(pool)
}

/// Returns a new management token in exchange for a valid one.
pub(crate) fn refresh_for_management(
    pool: &Pool,
    token: &str,
) -> Result<(String, Range<i64>), ApiError> {
    match identify(pool, token)?.caller {
        Caller::Owner => sign_for_management(pool),
        Caller::User(_) => Err(Code::NotAllowed.into()),
    }
}

fn sign_for_management(pool: &Pool) -> Result<(String, Range<i64>), ApiError> {
    let bearer = owner(pool);
    let bearer = Bearer {
        kind: Some(Kind::User),
        user_pool_id: Some(ROOT_POOL.to_owned()),
        arn: Some(arn(ROOT_POOL, "user", &bearer.id)),
        ..bearer
    };
    sign(pool, None, bearer, 0, Map::new())
}

fn check_secret(pool: &Pool, id: Option<&str>, secret: Option<&str>) -> Result<(), ApiError> {
    match id {
        None | Some("") => return Err(Code::PoolMissing.into()),
        Some(id) if id == pool.user_pool_id => {}
        Some(_) => return Err(Code::UnknownPool.into()),
    }
    if !pool.is_secret(secret.unwrap_or_default()) {
        return Err(Code::NotAllowed.saying(
            "secret 与用户池不匹配",
            "the secret does not belong to this user pool",
        ));
    }
    Ok(())
}

/// The owner has no record, so that the pool's id stands for it.
fn owner(pool: &Pool) -> Bearer {
    Bearer {
        email: None,
        id: pool.user_pool_id.clone(),
        client_id: pool.user_pool_id.clone(),
        unionid: None,
        kind: Some(Kind::Owner),
        app: None,
        user_pool_id: None,
        arn: None,
    }
}

/// Issues a new token for the user, and returns its validity. With an app it is the app's ID token.
pub(crate) fn issue(
    pool: &Pool,
    user: &mut User,
    app: Option<&App>,
) -> Result<Range<i64>, ApiError> {
    let profile = match app {
        Some(_) => claims_in_token(user, ALL_SCOPES),
        None => Map::new(),
    };
    let (token, validity) = for_user(pool, user, app, profile)?;
    user.token = Some(token);
    user.token_expired_at = Some(js_date(validity.end));
    Ok(validity)
}

/// Returns a new token with these claims besides its own.
pub(crate) fn for_user(
    pool: &Pool,
    user: &User,
    app: Option<&App>,
    profile: Map<String, Value>,
) -> Result<(String, Range<i64>), ApiError> {
    let bearer = Bearer {
        email: user.email.clone(),
        id: user.id.clone(),
        client_id: pool.user_pool_id.clone(),
        unionid: user.profile.get("unionid").cloned(),
        kind: app.map(|_| Kind::User),
        app: app.map(|app| AppBearer {
            app_id: app.id.clone(),
            user_id: user.id.clone(),
            underscore_id: user.id.clone(),
            phone: user.phone.clone(),
            username: user.username.clone(),
            openid: user.profile.get("openid").cloned(),
        }),
        user_pool_id: app.map(|_| pool.user_pool_id.clone()),
        arn: None,
    };
    sign(pool, app, bearer, user.logouts, profile)
}

/// Issues a new token for a user. The user's other tokens stay valid.
pub(crate) fn refresh(
    pool: &Pool,
    id: &str,
    app: Option<&App>,
) -> Result<(User, Range<i64>), ApiError> {
    pool.store.write(|transaction| {
        let mut user = users::by_id(transaction, id)?.ok_or(Code::UnknownUser)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        let validity = issue(pool, &mut user, app)?;
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

/// Logs a user out.
pub(crate) fn log_out(pool: &Pool, id: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let mut user = users::by_id(transaction, id)?.ok_or(Code::UnknownUser)?;
        revoke(&mut user);
        Ok(users::save(transaction, &user)?)
    })
}

fn sign(
    pool: &Pool,
    app: Option<&App>,
    data: Bearer,
    session: u32,
    profile: Map<String, Value>,
) -> Result<(String, Range<i64>), ApiError> {
    let iat = pool.now();
    let (of_app, default) = match app {
        Some(app) => (app.lifetimes.id_token, PoolRecord::ID_TOKEN_LIFETIME),
        None => (None, PoolRecord::TOKEN_LIFETIME),
    };
    let lifetime = of_app.or(pool.record()?.jwt_expired).unwrap_or(default);
    let exp = iat.saturating_add(i64::from(lifetime));
    let id_token = app.map(|app| IdToken {
        iss: pool.issuer(),
        sub: data.id.clone(),
        aud: app.id.clone(),
        userpool_id: pool.user_pool_id.clone(),
    });
    let claims = Claims {
        id_token,
        data,
        session,
        iat,
        exp,
        profile,
    };
    let token = jwt::sign(&claims, signing::key_of(pool, app)?);
    Ok((token.map_err(|_| Code::Internal)?, iat..exp))
}

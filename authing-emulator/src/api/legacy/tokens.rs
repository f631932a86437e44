//! The owner's token, and questions about tokens.

use serde_json::json;

use super::pool::pool_object;
use crate::crypto::jwt::Claims;
use crate::engine::call::{Answer, Call, object_id};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::tokens;
use crate::store::users;

/// The owner's token, for whoever knows the secret.
pub(crate) fn access_token_by_app_secret(call: &Call<'_>) -> Answer {
    check_secret(call)?;
    Ok(tokens::for_owner(call.service)?.into())
}

/// The owner's token together with the pool's settings.
pub(crate) fn client_when_sdk_init(call: &Call<'_>) -> Answer {
    check_secret(call)?;
    let pool = pool_object(call.service)?;
    Ok(json!({"accessToken": tokens::for_owner(call.service)?, "clientInfo": pool}))
}

/// Whether the token given, or else the caller's own, is valid: the codes come as data, not as an error.
pub(crate) fn check_login_status(call: &Call<'_>) -> Answer {
    let (status, claims) = judge(call)?;
    Ok(json!({
        "status": status.code == Code::Valid.number(),
        "code": status.code,
        "message": status.message,
        "token": claims,
    }))
}

/// What a token says, and whether it is valid. Nothing is told of an invalid one.
pub(crate) fn decode_jwt_token(call: &Call<'_>) -> Answer {
    let (status, claims) = judge(call)?;
    let valid = status.code == Code::Valid.number();
    Ok(json!({
        "status": {"status": valid, "code": status.code, "message": status.message},
        "data": claims.as_ref().map(|claims| &claims.data),
        // The schema has it as a string here, and as an integer in checkLoginStatus.
        "iat": claims.as_ref().map(|claims| claims.iat.to_string()),
        "exp": claims.as_ref().map(|claims| claims.exp),
    }))
}

/// A new token for a user. Those that the user has stay valid.
pub(crate) fn refresh_token(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let id = object_id(call.args.text("user"))?;
    let service = call.service;
    service.store.write(|transaction| {
        let mut user = users::by_id(transaction, &id)?.ok_or(Code::UnknownUser)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        let validity = tokens::renew(service, &mut user)?;
        users::save(transaction, &user)?;
        Ok(json!({"token": user.token, "iat": validity.start, "exp": validity.end}))
    })
}

fn judge(call: &Call<'_>) -> Result<(ApiError, Option<Claims>), ApiError> {
    let Some(token) = call.args.text("token").or(call.token) else {
        return Ok((Code::NotLoggedIn.into(), None));
    };
    match tokens::identify(call.service, token) {
        Ok(identity) => Ok((Code::Valid.into(), Some(identity.claims))),
        // Anything else is no judgement on the token but a failure to judge.
        Err(error) if error.code == Code::Internal.number() => Err(error),
        Err(error) => Ok((error, None)),
    }
}

fn check_secret(call: &Call<'_>) -> Result<(), ApiError> {
    match call.args.text("clientId") {
        None | Some("") => return Err(Code::PoolMissing.into()),
        Some(id) if id == call.service.user_pool_id => {}
        Some(_) => return Err(Code::UnknownPool.into()),
    }
    let secret = call.args.text("secret").unwrap_or_default();
    if !call.service.is_secret(secret) {
        return Err(Code::NotAllowed.saying("the secret does not belong to this user pool"));
    }
    Ok(())
}

//! The owner's token, and questions about tokens.

use serde_json::json;

use super::pool::pool_object;
use crate::crypto::jwt::Claims;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::{tokens, well_formed};

/// The owner's token, for whoever knows the secret.
pub(super) fn access_token_by_app_secret(call: &Call<'_>) -> Answer {
    Ok(owner_token(call)?.into())
}

/// The owner's token together with the pool's settings.
pub(super) fn client_when_sdk_init(call: &Call<'_>) -> Answer {
    let token = owner_token(call)?;
    Ok(json!({"accessToken": token, "clientInfo": pool_object(call.pool)?}))
}

/// Whether the token given, or else the caller's own, is valid: the codes come as data, not as an error.
pub(super) fn check_login_status(call: &Call<'_>) -> Answer {
    let (status, claims) = judge(call)?;
    Ok(json!({
        "status": claims.is_some(),
        "code": status.code,
        "message": status.message,
        "token": claims,
    }))
}

/// What a token says, and whether it is valid. Nothing is told of an invalid one.
pub(super) fn decode_jwt_token(call: &Call<'_>) -> Answer {
    let (status, claims) = judge(call)?;
    Ok(json!({
        "status": {"status": claims.is_some(), "code": status.code, "message": status.message},
        "data": claims.as_ref().map(|claims| &claims.data),
        // The schema has it as a string here, and as an integer in checkLoginStatus.
        "iat": claims.as_ref().map(|claims| claims.iat.to_string()),
        "exp": claims.as_ref().map(|claims| claims.exp),
    }))
}

/// A new token for a user. Those that the user has stay valid.
pub(super) fn refresh_token(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    let id = well_formed::id(call.args.text("user"))?;
    let (user, validity) = tokens::refresh(call.pool, &id)?;
    Ok(json!({"token": user.token, "iat": validity.start, "exp": validity.end}))
}

fn judge(call: &Call<'_>) -> Result<(ApiError, Option<Claims>), ApiError> {
    let token = call.args.text("token").or(call.sender.token);
    Ok(match tokens::judge(call.pool, token)? {
        Ok(claims) => (Code::Valid.into(), Some(claims)),
        Err(error) => (error, None),
    })
}

fn owner_token(call: &Call<'_>) -> Result<String, ApiError> {
    let (id, secret) = (call.args.text("clientId"), call.args.text("secret"));
    tokens::for_secret(call.pool, id, secret)
}

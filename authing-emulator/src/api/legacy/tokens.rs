//! The owner's token, and checks of tokens.

use serde_json::json;

use super::pool::pool_object;
use crate::crypto::claims::Claims;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::{tokens, well_formed};

/// Returns the owner's token in exchange for the secret.
pub(super) fn access_token_by_app_secret(call: &Call<'_>) -> HandlerResult {
    Ok(owner_token(call)?.into())
}

/// Returns the owner's token and the pool's settings.
pub(super) fn client_when_sdk_init(call: &Call<'_>) -> HandlerResult {
    let token = owner_token(call)?;
    Ok(json!({"accessToken": token, "clientInfo": pool_object(call.pool)?}))
}

/// Checks the token in the argument, or else the caller's own. The codes are data, not errors.
pub(super) fn check_login_status(call: &Call<'_>) -> HandlerResult {
    let (status, claims) = judge(call)?;
    Ok(json!({
        "status": claims.is_some(),
        "code": status.code,
        "message": call.message(&status),
        "token": claims,
    }))
}

/// Returns a token's claims and its validity. Nothing is returned of an invalid token.
pub(super) fn decode_jwt_token(call: &Call<'_>) -> HandlerResult {
    let (status, claims) = judge(call)?;
    Ok(json!({
        "status": {"status": claims.is_some(), "code": status.code, "message": call.message(&status)},
        "data": claims.as_ref().map(|claims| &claims.data),
        // A string in the schema here, and an integer in checkLoginStatus.
        "iat": claims.as_ref().map(|claims| claims.iat.to_string()),
        "exp": claims.as_ref().map(|claims| claims.exp),
    }))
}

/// Issues a new token for a user. The user's other tokens stay valid.
pub(super) fn refresh_token(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let id = well_formed::id(call.args.text("user"))?;
    let (user, validity) = tokens::refresh(call.pool, &id, None)?;
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

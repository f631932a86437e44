//! The management token, and users' tokens.

use serde_json::json;

use crate::api::v2::input::{app, required};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::arn;
use crate::rules::tokens;
use crate::rules::tokens::uploads;

/// Returns the management token in exchange for the secret.
pub(in crate::api::v2) fn access_token(call: &Call<'_>) -> HandlerResult {
    let (id, secret) = (
        required(call.args, "userPoolId"),
        required(call.args, "secret"),
    );
    let (token, validity) = tokens::for_management(call.pool, id, secret)?;
    Ok(json!({"accessToken": token, "iat": validity.start, "exp": validity.end}))
}

/// Issues a new management token in exchange for the one in the argument, or else the caller's own.
pub(in crate::api::v2) fn refresh_access_token(call: &Call<'_>) -> HandlerResult {
    let token = call.args.text("accessToken").or(call.sender.token);
    let token = token.ok_or(Code::NotLoggedIn)?;
    let (token, validity) = tokens::refresh_for_management(call.pool, token)?;
    Ok(json!({"accessToken": token, "iat": validity.start, "exp": validity.end}))
}

/// Returns a token for an upload. The schema doesn't explain its argument.
pub(in crate::api::v2) fn upload_token(call: &Call<'_>) -> HandlerResult {
    Ok(uploads::make(call.pool)?.into())
}

/// Checks the token in the argument, or else the caller's own. The codes are data, not errors.
pub(in crate::api::v2) fn check_login_status(call: &Call<'_>) -> HandlerResult {
    let token = call.args.text("token").or(call.sender.token);
    let (status, claims) = match tokens::judge(call.pool, token)? {
        Ok(claims) => (ApiError::from(Code::Valid), Some(claims)),
        Err(error) => (error, None),
    };
    let data = claims.as_ref().map(|claims| {
        let data = &claims.data;
        let pool = data.user_pool_id.as_ref().unwrap_or(&data.client_id);
        json!({"id": data.id, "userPoolId": pool, "arn": arn(pool, "user", &data.id)})
    });
    Ok(json!({
        "code": status.code,
        "message": call.message(&status),
        "status": claims.is_some(),
        "iat": claims.as_ref().map(|claims| claims.iat),
        "exp": claims.as_ref().map(|claims| claims.exp),
        "data": data,
    }))
}

/// Issues a new token for the caller, or for the user whom the owner names. The user's other tokens stay valid.
pub(in crate::api::v2) fn refresh_token(call: &Call<'_>) -> HandlerResult {
    let (id, app) = (call.subject(call.args.text("id"))?, app(call)?);
    let (user, validity) = tokens::refresh(call.pool, &id, Some(&app))?;
    Ok(json!({"token": user.token, "iat": validity.start, "exp": validity.end}))
}

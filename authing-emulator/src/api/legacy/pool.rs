//! The settings of the user pool.

use serde_json::{Value, json};

use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;
use crate::rules::pool::checks::Check;
use crate::store::pool::PoolRecord;

pub(super) fn get_user_pool_settings(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    pool_object(call.pool)
}

/// Returns the pool as the service shows it, without its secret.
pub(super) fn pool_object(pool: &Pool) -> Result<Value, ApiError> {
    let record = pool.record()?;
    let check = |check: Check| check.shown(pool, &record, "enable");
    Ok(json!({
        "_id": pool.user_pool_id,
        "name": record.name,
        "descriptions": record.descriptions,
        "logo": record.logo,
        "allowedOrigins": record.allowed_origins,
        "createdAt": record.created_at,
        "isDeleted": record.is_deleted,
        "emailVerifiedDefault": record.email_verified_default,
        "enableEmail": record.enable_email,
        "registerDisabled": record.register_disabled,
        "showWXMPQRCode": record.show_wxmp_qr_code,
        "useMiniLogin": record.use_mini_login,
        "useSelfWxapp": record.use_self_wxapp,
        "jwtExpired": record.jwt_expired.unwrap_or(PoolRecord::TOKEN_LIFETIME),
        "loginFailCheck": check(Check::Logins),
        "frequentRegisterCheck": check(Check::Registrations),
    }))
}

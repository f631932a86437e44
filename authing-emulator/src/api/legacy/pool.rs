//! The settings of the user pool.

use serde_json::{Value, json};

use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Service;
use crate::store::attempts::WINDOW;

pub(crate) fn get_user_pool_settings(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("userPoolId"))?;
    pool_object(call.service)
}

/// The pool as the service shows it. Its secret is not in it.
pub(super) fn pool_object(service: &Service) -> Result<Value, ApiError> {
    let mut pool = serde_json::to_value(service.settings()?).map_err(|_| Code::Internal)?;
    if let Some(pool) = pool.as_object_mut() {
        pool.insert("_id".to_owned(), service.user_pool_id.clone().into());
        let limits = [
            ("loginFailCheck", service.limits.captcha_after),
            ("frequentRegisterCheck", service.limits.registrations),
        ];
        for (name, limit) in limits {
            let check = json!({"timeInterval": WINDOW, "limit": limit, "enable": limit.is_some()});
            pool.insert(name.to_owned(), check);
        }
    }
    Ok(pool)
}

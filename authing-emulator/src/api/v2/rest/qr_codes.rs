//! QR codes to log in with.

use serde_json::{Value, json};

use super::routes::routes;
use crate::api::v2::account::login::logged_in;
use crate::api::v2::input::{app, origin, required};
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::Code;
use crate::rules::login::qr_login;
use crate::rules::users::lookup;
use crate::store::qr_codes::QrState;

routes! {
    Post "/api/v2/qrcode/gene" PoolOrApp create(scene);
    Get "/api/v2/qrcode/check" PoolOrApp check(random);
    Post "/api/v2/qrcode/userinfo" PoolOrApp log_in(ticket);
}

fn create(call: &Call<'_>) -> HandlerResult {
    let scene = required(call.args, "scene");
    if !["APP_AUTH", "WXAPP_AUTH", "WECHATMP_AUTH"].contains(&scene) {
        return Err(Code::Internal.saying(
            "`scene` 只能是 APP_AUTH、WXAPP_AUTH 或 WECHATMP_AUTH",
            "`scene` must be APP_AUTH, WXAPP_AUTH or WECHATMP_AUTH",
        ));
    }
    let code = qr_login::create(call.pool)?;
    // What a device reads in the picture, which is not drawn.
    let url = format!("{}/qrcode/{}", call.pool.base_url, code.random);
    Ok(json!({"random": code.random, "url": url, "customLogo": null}))
}

fn check(call: &Call<'_>) -> HandlerResult {
    let (random, read) = (required(call.args, "random"), call.pool.store.read()?);
    let Some(code) = qr_login::find(call.pool, &read, random)? else {
        return Ok(json!({"random": random, "status": -1}));
    };
    let status = match code.state {
        QrState::New => 0,
        QrState::Scanned => 1,
        QrState::Allowed => 2,
        QrState::Canceled => 3,
        QrState::NeedsMfa => 4,
    };
    let user = code.user.map(|id| lookup::known(&read, &id)).transpose()?;
    let user = user.map(|user| {
        json!({
            "id": user.id,
            "nickname": user.profile.get("nickname"),
            "photo": user.profile.get("photo"),
        })
    });
    Ok(json!({
        "random": random,
        "status": status,
        "ticket": code.ticket,
        "userInfo": user.unwrap_or(Value::Null),
    }))
}

fn log_in(call: &Call<'_>) -> HandlerResult {
    let (ticket, app) = (required(call.args, "ticket"), app(call)?);
    let user = qr_login::log_in(call.pool, ticket, &origin(call, call.args, &app))?;
    Ok(logged_in(call, &user, false).into())
}

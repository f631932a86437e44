//! The user pool's settings, and its whitelists.

use serde_json::{Map, Value, json};

use super::input::{json as json_of, object};
use super::output::page;
use crate::api::members;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::pool::Pool;
use crate::rules::pool::checks::Check;
use crate::rules::pool::settings as rules;
use crate::store::pool::PoolRecord;
use crate::store::whitelist::{Entry, Kind};

/// The settings that the legacy API does not have.
const SETTINGS: [&str; 16] = [
    "domain",
    "sendWelcomeEmail",
    "appSsoEnabled",
    "frequentRegisterCheck",
    "loginFailCheck",
    "passwordUpdatePolicy",
    "loginFailStrategy",
    "loginPasswordFailCheck",
    "changePhoneStrategy",
    "changeEmailStrategy",
    "qrcodeLoginStrategy",
    "app2WxappLoginStrategy",
    "whitelist",
    "customSMSProvider",
    "loginRequireEmailVerified",
    "verifyCodeLength",
];

pub(super) fn userpool(call: &Call<'_>) -> HandlerResult {
    Ok(pool_object(call.pool, &call.pool.record()?))
}

/// Lists the pools of the owner, who has one.
pub(super) fn userpools(call: &Call<'_>) -> HandlerResult {
    page(call.args, vec![call.pool.record()?], |record| {
        Ok(pool_object(call.pool, &record))
    })
}

/// Changes the given settings. Members of a setting that are not given stay.
pub(super) fn update_userpool(call: &Call<'_>) -> HandlerResult {
    let input = object(call, "input")?;
    rules::check(&input.to_json())?;
    let given = SETTINGS.into_iter().chain(["verifyCodeMaxAttempts"]);
    let given = given.filter_map(|name| Some((name.to_owned(), json_of(input, name)?)));
    let given: Map<_, _> = given.collect();
    let record = rules::change(call.pool, |record| {
        change_shared(record, input);
        rules::merge(&mut record.settings, given);
    })?;
    Ok(pool_object(call.pool, &record))
}

fn change_shared(record: &mut PoolRecord, input: Args<'_>) {
    for (field, name) in [
        (&mut record.name, "name"),
        (&mut record.logo, "logo"),
        (&mut record.descriptions, "description"),
        (&mut record.allowed_origins, "allowedOrigins"),
    ] {
        if let Some(text) = input.owned_text(name) {
            *field = Some(text);
        }
    }
    for (field, name) in [
        (&mut record.email_verified_default, "emailVerifiedDefault"),
        (&mut record.register_disabled, "registerDisabled"),
    ] {
        if let Some(flag) = input.flag_if_given(name) {
            *field = Some(flag);
        }
    }
    let lifetime = input.int("tokenExpiresAfter");
    if let Some(lifetime) = lifetime.and_then(|seconds| i32::try_from(seconds).ok()) {
        record.jwt_expired = Some(lifetime);
    }
}

fn pool_object(pool: &Pool, record: &PoolRecord) -> Value {
    let mut object = record.settings.clone();
    for check in [Check::Logins, Check::Passwords, Check::Registrations] {
        let shown = check.shown(pool, record, "enabled");
        object.insert(check.name().to_owned(), shown);
    }
    let date = record.created_at.as_deref().map(iso_date);
    let flag = |name: &str| record.setting(name).as_bool().unwrap_or_default();
    let domain = record.setting("domain").as_str();
    object.extend(members(json!({
        "id": pool.user_pool_id,
        "name": record.name.as_deref().unwrap_or_default(),
        "domain": domain.unwrap_or("authing-emulator"),
        "description": record.descriptions,
        "secret": pool.secret,
        // The key of tokens without an app, which is the secret.
        "jwtSecret": pool.secret,
        "userpoolTypes": [],
        "logo": record.logo.as_deref().unwrap_or_default(),
        "createdAt": date,
        "updatedAt": date,
        "emailVerifiedDefault": record.email_verified_default.unwrap_or_default(),
        "sendWelcomeEmail": flag("sendWelcomeEmail"),
        "registerDisabled": record.register_disabled.unwrap_or_default(),
        "appSsoEnabled": flag("appSsoEnabled"),
        "allowedOrigins": record.allowed_origins,
        "tokenExpiresAfter": record.jwt_expired.unwrap_or(PoolRecord::ID_TOKEN_LIFETIME),
        "isDeleted": false,
    })));
    object.into()
}

fn kind(args: Args<'_>) -> Kind {
    match args.text("type") {
        Some("EMAIL") => Kind::Email,
        Some("PHONE") => Kind::Phone,
        _ => Kind::Username,
    }
}

fn entry_objects(entries: &[Entry]) -> Value {
    let entries = entries.iter().map(|entry| {
        let date = iso_date(&entry.created_at);
        json!({"value": entry.value, "createdAt": date, "updatedAt": date})
    });
    entries.collect()
}

pub(super) fn whitelist(call: &Call<'_>) -> HandlerResult {
    Ok(entry_objects(&rules::whitelisted(
        call.pool,
        kind(call.args),
    )?))
}

pub(super) fn add_whitelist(call: &Call<'_>) -> HandlerResult {
    change_whitelist(call, true)
}

pub(super) fn remove_whitelist(call: &Call<'_>) -> HandlerResult {
    change_whitelist(call, false)
}

fn change_whitelist(call: &Call<'_>, add: bool) -> HandlerResult {
    let names = call.args.texts("list");
    let entries = rules::change_whitelist(call.pool, kind(call.args), &names, add)?;
    Ok(entry_objects(&entries))
}

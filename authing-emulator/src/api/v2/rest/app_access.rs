//! Who may use an app, its agreements, and its accounts for programs.

use serde_json::{Value, json};

use super::routes::Kind::{List, Texts};
use super::routes::routes;
use crate::api::v2::input::{choice, json as json_of, namespace, required};
use crate::api::v2::output::{page, whole};
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::access::app_access::{self as rules, Change, Targets, known, update};
use crate::rules::api_error::{ApiError, Code};
use crate::store::app_parts::Agreement;
use crate::store::apps::{AccessKey, App};
use crate::store::numbers;

routes! {
    Get "/api/v2/applications/{id}/authorization/records" Owner records;
    Post "/api/v2/applications/{id}/authorization/allow" Owner allow(targetType, targetIdentifiers: Texts);
    Post "/api/v2/applications/{id}/authorization/deny" Owner deny(targetType, targetIdentifiers: Texts);
    Post "/api/v2/applications/{id}/authorization/enable-effect" Owner enable(targetType, targetIdentifiers: Texts);
    Post "/api/v2/applications/{id}/authorization/disable-effect" Owner disable(targetType, targetIdentifiers: Texts);
    Post "/api/v2/applications/{id}/authorization/revoke" Owner revoke(targetType, targetIdentifiers: Texts);
    Get "/api/v2/applications/{id}/agreements" Owner agreements;
    Post "/api/v2/applications/{id}/agreements" Owner create_agreement(title);
    Post "/api/v2/applications/{id}/agreements/sort" Owner sort_agreements(ids: List);
    Put "/api/v2/applications/{id}/agreements/{agreement}" Owner change_agreement;
    Delete "/api/v2/applications/{id}/agreements/{agreement}" Owner delete_agreement;
    Get "/api/v2/applications/{id}/programmatic-access-accounts" Owner accounts;
    Post "/api/v2/applications/{id}/programmatic-access-accounts" Owner create_account;
    Patch "/api/v2/applications/programmatic-access-accounts" Owner change_account(id);
    Delete "/api/v2/applications/programmatic-access-accounts" Owner delete_account(id);
}

fn id<'a>(call: &Call<'a>) -> &'a str {
    required(call.args, "id")
}

fn records(call: &Call<'_>) -> HandlerResult {
    let app = known(&call.pool.store.read()?, id(call))?;
    page(call.args, app.access, |rule| {
        Ok(json!({
            "targetType": rule.holder,
            "targetIdentifier": rule.id,
            "namespace": rule.namespace,
            "effect": if rule.denies { "DENY" } else { "ALLOW" },
            "enabled": !rule.disabled,
            "inheritByChildren": rule.inherit_by_children,
            "assignedAt": iso_date(&rule.created_at),
        }))
    })
}

fn change_access(call: &Call<'_>, change: Change) -> HandlerResult {
    let targets = Targets {
        holder: choice(call.args, "targetType")?,
        ids: call.args.texts("targetIdentifiers"),
        namespace: namespace(call.args),
        inherit_by_children: call.args.flag("inheritByChildren"),
    };
    rules::change(call.pool, id(call), &targets, change)?;
    Ok(Value::Null)
}

fn allow(call: &Call<'_>) -> HandlerResult {
    change_access(call, Change::Allow)
}

fn deny(call: &Call<'_>) -> HandlerResult {
    change_access(call, Change::Deny)
}

fn enable(call: &Call<'_>) -> HandlerResult {
    change_access(call, Change::Enable)
}

fn disable(call: &Call<'_>) -> HandlerResult {
    change_access(call, Change::Disable)
}

fn revoke(call: &Call<'_>) -> HandlerResult {
    change_access(call, Change::Remove)
}

fn agreement_object((order, agreement): (usize, &Agreement)) -> Value {
    json!({
        "id": agreement.id,
        "title": agreement.title,
        "required": agreement.required,
        "lang": agreement.lang,
        "order": order,
    })
}

fn agreements(call: &Call<'_>) -> HandlerResult {
    let app = known(&call.pool.store.read()?, id(call))?;
    let list = app.agreements.iter().enumerate().map(agreement_object);
    Ok(whole(list.collect()))
}

fn create_agreement(call: &Call<'_>) -> HandlerResult {
    let title = required(call.args, "title");
    update(call.pool, id(call), |transaction, app| {
        let ids = app.agreements.iter().map(|agreement| agreement.id);
        let id = numbers::next(transaction, &app.id, ids)?;
        app.agreements.push(Agreement {
            id,
            title: title.to_owned(),
            required: call.args.flag_if_given("required").unwrap_or(true),
            lang: call.args.text("lang").unwrap_or("zh-CN").to_owned(),
        });
        let added = app.agreements.iter().enumerate().next_back();
        Ok(added.map(agreement_object).unwrap_or_default())
    })
}

/// Returns the position of the agreement that the path names.
fn position(call: &Call<'_>, app: &App) -> Result<usize, ApiError> {
    let named = required(call.args, "agreement");
    let mut agreements = app.agreements.iter();
    let position = agreements.position(|agreement| agreement.id.to_string() == named);
    position.ok_or_else(|| Code::Internal.saying("应用没有此协议", "the app has no such agreement"))
}

fn change_agreement(call: &Call<'_>) -> HandlerResult {
    update(call.pool, id(call), |_, app| {
        let position = position(call, app)?;
        let changed = app.agreements.iter_mut().enumerate().nth(position);
        let (position, agreement) = changed.ok_or(Code::Internal)?;
        for (field, name) in [
            (&mut agreement.title, "title"),
            (&mut agreement.lang, "lang"),
        ] {
            if let Some(text) = call.args.text(name) {
                text.clone_into(field);
            }
        }
        let required = call.args.flag_if_given("required");
        agreement.required = required.unwrap_or(agreement.required);
        Ok(agreement_object((position, agreement)))
    })
}

fn delete_agreement(call: &Call<'_>) -> HandlerResult {
    update(call.pool, id(call), |_, app| {
        app.agreements.remove(position(call, app)?);
        Ok(Value::Null)
    })
}

/// Puts the agreements into the order of `ids`, which are numbers or texts. Those that it does not name come last.
fn sort_agreements(call: &Call<'_>) -> HandlerResult {
    let ids = json_of(call.args, "ids").unwrap_or_default();
    let text = |id: &Value| id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    let ids: Vec<_> = ids.as_array().into_iter().flatten().map(text).collect();
    update(call.pool, id(call), |_, app| {
        app.agreements.sort_by_key(|agreement| {
            let named = agreement.id.to_string();
            ids.iter().position(|id| *id == named).unwrap_or(usize::MAX)
        });
        Ok(Value::Null)
    })
}

/// Returns an account for programs, with its secret.
fn account_object(app: &str, account: &AccessKey) -> Value {
    json!({
        "id": account.key,
        "appId": app,
        "secret": account.secret,
        "remarks": account.remarks,
        "tokenLifetime": account.token_lifetime,
        "enabled": !account.disabled,
    })
}

fn accounts(call: &Call<'_>) -> HandlerResult {
    let app = known(&call.pool.store.read()?, id(call))?;
    page(call.args, app.access_keys, |account| {
        Ok(account_object(&app.id, &account))
    })
}

fn create_account(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let lifetime = args.int("tokenLifetime").map(i32::try_from).transpose();
    let lifetime = lifetime
        .ok()
        .filter(|lifetime| lifetime.is_none_or(|seconds| seconds > 0));
    let positive = || {
        Code::Internal.saying(
            "`tokenLifetime` 必须是正整数（秒）",
            "`tokenLifetime` must be a positive number of seconds",
        )
    };
    let account = AccessKey {
        key: call.pool.new_id(),
        secret: call.pool.randomness.hex::<16>(),
        disabled: false,
        token_lifetime: lifetime.ok_or_else(positive)?,
        // The SDKs do not agree on the name.
        remarks: args
            .owned_text("remarks")
            .or_else(|| args.owned_text("remark")),
    };
    update(call.pool, id(call), |_, app| {
        app.access_keys.push(account.clone());
        Ok(account_object(&app.id, &account))
    })
}

/// Enables or disables an account, or replaces its secret: by the given one, or by a new one.
fn change_account(call: &Call<'_>) -> HandlerResult {
    let (enabled, secret) = (
        call.args.flag_if_given("enabled"),
        call.args.owned_text("secret"),
    );
    rules::change_account(call.pool, id(call), |app, account| {
        match enabled {
            Some(enabled) => account.disabled = !enabled,
            None => account.secret = secret.unwrap_or_else(|| call.pool.randomness.hex::<16>()),
        }
        account_object(app, account)
    })
}

fn delete_account(call: &Call<'_>) -> HandlerResult {
    rules::delete_account(call.pool, id(call))?;
    Ok(Value::Null)
}

//! What users did: their logins, as they were recorded.

use serde_json::{Value, json};

use super::routes::routes;
use crate::api::v2::input::says;
use crate::api::v2::output::page;
use crate::clock::js_date::{iso_date, seconds_of};
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::api_error::ApiError;
use crate::store::logins::{self, Login};
use crate::store::users::{USERS, User};

routes! {
    Get "/api/v2/analysis/user-action" Owner user_actions;
    Get "/api/v2/analysis/audit" Owner audit;
}

/// Returns the values of a filter, which may be one or a list. Empty ones count as absent.
fn values<'a>(args: Args<'a>, name: &str) -> Vec<&'a str> {
    let mut values = args.texts(name);
    values.extend(args.text(name));
    values.retain(|value| !value.is_empty());
    values
}

fn allows(filter: &[&str], value: &str) -> bool {
    filter.is_empty() || filter.contains(&value)
}

/// Returns the recorded logins that the filters allow, newest first. `start` and `end` are milliseconds since 1970.
fn recorded(call: &Call<'_>) -> Result<Vec<(User, Login)>, ApiError> {
    let args = call.args;
    let operations = [values(args, "operation_name"), values(args, "eventType")].concat();
    let [ips, arns, apps, users] =
        ["clientip", "operator_arn", "app_id", "userId"].map(|name| values(args, name));
    let time = |name| {
        let number = args.int(name).or_else(|| args.text(name)?.parse().ok());
        number.map(|milliseconds: i64| milliseconds.div_euclid(1000))
    };
    let (start, end) = (time("start"), time("end"));
    let only_of_apps = says(args, "exclude_non_app_records");
    let read = call.pool.store.read()?;
    let mut found = Vec::new();
    for user in USERS.all(&read)? {
        let is_asked = allows(&arns, &call.pool.arn("user", &user.id)) && allows(&users, &user.id);
        if !is_asked || !allows(&operations, "login") {
            continue;
        }
        for login in logins::of_user(&read, &user.id)? {
            let at = seconds_of(&login.when);
            let is_in_time = start.is_none_or(|start| at.is_some_and(|at| at >= start))
                && end.is_none_or(|end| at.is_some_and(|at| at <= end));
            let app = login.app.as_deref().unwrap_or_default();
            let is_of_app = allows(&apps, app) && !(only_of_apps && login.app.is_none());
            if is_in_time && is_of_app && allows(&ips, &login.ip) {
                found.push((user.clone(), login));
            }
        }
    }
    found.sort_by(|(_, one), (_, other)| other.id.cmp(&one.id));
    Ok(found)
}

fn user_actions(call: &Call<'_>) -> HandlerResult {
    page(call.args, recorded(call)?, |(user, login)| {
        Ok(json!({
            "operator_arn": call.pool.arn("user", &user.id),
            "userpool_id": call.pool.user_pool_id,
            "operation_name": "login",
            "operation_desc": login.result,
            "clientip": login.ip,
            "app_id": login.app,
            "timestamp": iso_date(&login.when),
            "@timestamp": iso_date(&login.when),
            "request_id": login.id,
            "user": {
                "id": user.id,
                "userPoolId": call.pool.user_pool_id,
                "displayName": display_name(&user),
                "photo": user.profile.get("photo"),
            },
        }))
    })
}

fn audit(call: &Call<'_>) -> HandlerResult {
    page(call.args, recorded(call)?, |(user, login)| {
        Ok(json!({
            "timestamp": iso_date(&login.when),
            "userPoolId": call.pool.user_pool_id,
            "userId": user.id,
            "userName": display_name(&user),
            "photoUrl": user.profile.get("photo"),
            "clientIp": login.ip,
            "appId": login.app,
            "eventType": "login",
            "eventResultCode": if login.success { "success" } else { "fail" },
            "eventResultMsg": login.result,
        }))
    })
}

fn display_name(user: &User) -> Value {
    let names = [
        user.profile.get("nickname"),
        user.username.as_ref(),
        user.email.as_ref(),
    ];
    let name = names.into_iter().flatten().next();
    name.or(user.phone.as_ref()).cloned().into()
}

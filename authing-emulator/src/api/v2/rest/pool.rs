//! The user pool: its settings, environment variables and organizations.

use serde_json::{Value, json};

use super::routes::Kind::AnyText;
use super::routes::routes;
use crate::api::v2::account::tokens;
use crate::api::v2::input::required;
use crate::api::v2::orgs::{org_object, tree_object};
use crate::api::v2::output::page;
use crate::api::v2::settings;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::memberships::orgs;
use crate::rules::pool::settings as rules;
use crate::store::orgs::ORGS;
routes! {
    Get "/api/v2/userpools/accessToken" NotRequired tokens::access_token(secret);
    Get "/api/v2/userpools/detail" Owner settings::userpool;
    Get "/api/v2/env" Owner environment;
    Post "/api/v2/env" Owner set_variable(key, value: AnyText);
    Delete "/api/v2/env/{key}" Owner remove_variable;
    Get "/api/v2/orgs" Owner all_orgs;
    Get "/api/v2/orgs/count" Owner count_orgs;
    Get "/api/v2/orgs/export" Owner export_orgs;
}

fn environment(call: &Call<'_>) -> HandlerResult {
    let variables = call.pool.record()?.environment.into_iter();
    Ok(variables
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect())
}

fn set_variable(call: &Call<'_>) -> HandlerResult {
    let (key, value) = (required(call.args, "key"), required(call.args, "value"));
    rules::set_variable(call.pool, key, value)?;
    Ok(json!({"key": key, "value": value}))
}

fn remove_variable(call: &Call<'_>) -> HandlerResult {
    rules::remove_variable(call.pool, required(call.args, "key"))?;
    Ok(Value::Null)
}

/// Returns a page of the organizations, without their number.
fn all_orgs(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let found = page(call.args, ORGS.all(&read)?, |org| org_object(&read, &org))?;
    Ok(found.get("list").cloned().unwrap_or_default())
}

fn count_orgs(call: &Call<'_>) -> HandlerResult {
    Ok(json!({"count": ORGS.count(&call.pool.store.read()?)?}))
}

/// Returns one organization, or all, as trees of nodes with their `children`.
fn export_orgs(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    if let Some(id) = call.args.text("org_id") {
        return tree_object(&read, &orgs::known(&read, id)?);
    }
    let trees = ORGS.all(&read)?.into_iter();
    trees.map(|org| tree_object(&read, &org)).collect()
}

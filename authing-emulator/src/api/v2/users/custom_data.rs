//! Custom data, and its fields.

use serde_json::{Value, json};

use crate::api::v2::input::{borrowed, choice, pairs, required};
use crate::api::v2::output::done;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::custom_data::{self as rules, Valued};
use crate::rules::pool::Pool;
use crate::store::custom_data::{self, Field, Target};

fn value_object(valued: &Valued) -> Value {
    json!({
        "key": valued.field.key,
        "label": valued.field.label,
        "dataType": valued.field.data_type,
        "value": valued.text(),
    })
}

/// Returns the custom data of a user.
pub(in crate::api::v2) fn of_user(pool: &Pool, id: &str) -> HandlerResult {
    let values = rules::values(&pool.store.read()?, Target::User, id)?;
    Ok(value_objects(&values))
}

fn value_objects(values: &[Valued]) -> Value {
    values.iter().map(value_object).collect()
}

/// Returns the kind and the id of the target. Users may name only themselves.
fn target<'a>(call: &Call<'a>) -> Result<(Target, &'a str), ApiError> {
    let (target, id) = (
        choice(call.args, "targetType")?,
        required(call.args, "targetId"),
    );
    match &call.caller {
        Some(Caller::User(user)) if target != Target::User || user.id != id => {
            Err(Code::NotOwnData.into())
        }
        _ => Ok((target, id)),
    }
}

/// Returns the fields of a kind of target.
pub(in crate::api::v2) fn udf(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let fields = custom_data::fields(&read, choice(call.args, "targetType")?)?;
    Ok(json!(fields))
}

/// Defines a field.
pub(in crate::api::v2) fn set_udf(call: &Call<'_>) -> HandlerResult {
    let field = Field {
        target_type: choice(call.args, "targetType")?,
        key: required(call.args, "key").to_owned(),
        data_type: choice(call.args, "dataType")?,
        label: required(call.args, "label").to_owned(),
        options: call.args.owned_text("options"),
    };
    rules::define(call.pool, &field)?;
    Ok(json!(field))
}

pub(in crate::api::v2) fn remove_udf(call: &Call<'_>) -> HandlerResult {
    let target = choice(call.args, "targetType")?;
    rules::undefine(call.pool, target, required(call.args, "key"))?;
    Ok(done("removed"))
}

/// Returns the values of a target.
pub(in crate::api::v2) fn udv(call: &Call<'_>) -> HandlerResult {
    let (target, id) = target(call)?;
    let read = call.pool.store.read()?;
    rules::known(&read, target, id)?;
    Ok(value_objects(&rules::values(&read, target, id)?))
}

/// Returns the values of several targets.
pub(in crate::api::v2) fn udf_value_batch(call: &Call<'_>) -> HandlerResult {
    let target = choice(call.args, "targetType")?;
    let read = call.pool.store.read()?;
    let of = |id: &str| -> Result<Value, ApiError> {
        let data = value_objects(&rules::values(&read, target, id)?);
        Ok(json!({"targetId": id, "data": data}))
    };
    call.args.texts("targetIds").into_iter().map(of).collect()
}

pub(in crate::api::v2) fn set_udv(call: &Call<'_>) -> HandlerResult {
    let (target, id) = target(call)?;
    let change = (required(call.args, "key"), required(call.args, "value"));
    Ok(value_objects(&rules::set(
        call.pool,
        target,
        id,
        &[change],
    )?))
}

pub(in crate::api::v2) fn set_udv_batch(call: &Call<'_>) -> HandlerResult {
    let (target, id) = target(call)?;
    let changes = pairs(call.args, "udvList");
    let values = rules::set(call.pool, target, id, &borrowed(&changes))?;
    Ok(value_objects(&values))
}

/// Sets values of several targets.
pub(in crate::api::v2) fn set_udf_value_batch(call: &Call<'_>) -> HandlerResult {
    let target = choice(call.args, "targetType")?;
    for input in call.args.objects("input") {
        let change = (required(input, "key"), required(input, "value"));
        rules::set(call.pool, target, required(input, "targetId"), &[change])?;
    }
    Ok(done("set"))
}

pub(in crate::api::v2) fn remove_udv(call: &Call<'_>) -> HandlerResult {
    let (target, id) = target(call)?;
    let values = rules::remove(call.pool, target, id, required(call.args, "key"))?;
    Ok(value_objects(&values))
}

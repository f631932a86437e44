//! Groups.

use serde_json::{Value, json};

use crate::api::v2::input::required;
use crate::api::v2::output::{done, page, resources, sort};
use crate::api::v2::users::object::users_page;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult, Parent};
use crate::rules::access::permissions;
use crate::rules::memberships::groups as rules;
use crate::store::groups::{self, GROUPS, Group};
use crate::store::policies::Holder;

pub(in crate::api::v2) fn group_object(group: &Group) -> Value {
    json!({
        "code": group.code,
        "name": group.name,
        "description": group.description,
        "createdAt": iso_date(&group.created_at),
        "updatedAt": iso_date(&group.updated_at),
    })
}

pub(in crate::api::v2) fn group(call: &Call<'_>) -> HandlerResult {
    let group = groups::by_code(&call.pool.store.read()?, required(call.args, "code"))?;
    Ok(group.as_ref().map_or(Value::Null, group_object))
}

/// Returns a page of all groups, or of a user's.
pub(in crate::api::v2) fn groups(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let mut groups = match call.args.text("userId") {
        Some(user) => rules::of_user(&read, user)?,
        None => GROUPS.all(&read)?,
    };
    sort(call.args, &mut groups, |group| Some(&group.updated_at));
    page(call.args, groups, |group| Ok(group_object(&group)))
}

pub(in crate::api::v2) fn create_group(call: &Call<'_>) -> HandlerResult {
    let (code, name) = (required(call.args, "code"), required(call.args, "name"));
    let group = rules::create(call.pool, code, name, call.args.text("description"))?;
    Ok(group_object(&group))
}

pub(in crate::api::v2) fn update_group(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let (code, new_code) = (required(args, "code"), args.text("newCode"));
    let group = rules::change(call.pool, code, new_code, |group| {
        if let Some(name) = args.text("name") {
            name.clone_into(&mut group.name);
        }
        if let Some(description) = args.owned_text("description") {
            group.description = Some(description);
        }
    })?;
    Ok(group_object(&group))
}

pub(in crate::api::v2) fn delete_groups(call: &Call<'_>) -> HandlerResult {
    rules::delete(call.pool, &call.args.texts("codeList"))?;
    Ok(done("deleted"))
}

pub(in crate::api::v2) fn add_user_to_group(call: &Call<'_>) -> HandlerResult {
    rules::add(
        call.pool,
        required(call.args, "code"),
        &call.args.texts("userIds"),
    )?;
    Ok(done("added"))
}

pub(in crate::api::v2) fn remove_user_from_group(call: &Call<'_>) -> HandlerResult {
    rules::remove(
        call.pool,
        required(call.args, "code"),
        &call.args.texts("userIds"),
    )?;
    Ok(done("removed"))
}

/// Returns the members of a group, oldest first.
pub(in crate::api::v2) fn users_of(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let group = rules::known(&read, required(parent.object, "code"))?;
    users_page(parent, &read, rules::ids(&read, &group)?)
}

pub(in crate::api::v2) fn authorized_resources_of(parent: &Parent<'_>) -> HandlerResult {
    let holder = (Holder::Group, required(parent.object, "code").to_owned());
    let read = parent.pool.store.read()?;
    let namespace = parent.args.text("namespace");
    let allowed = permissions::of(parent.pool, &read, namespace, &[holder])?;
    Ok(resources(parent.args, allowed))
}

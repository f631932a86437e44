//! Roles.

use serde_json::{Value, json};

use crate::api::v2::input::required;
use crate::api::v2::output::{done, page, resources, sort, whole};
use crate::api::v2::users::object::users_page;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult, Parent};
use crate::rules::access::permissions;
use crate::rules::access::roles::coded::{self, Holders};
use crate::rules::pool::Pool;
use crate::store::policies::Holder;
use crate::store::roles::{ROLES, Role};
use crate::store::users;

pub(in crate::api::v2) fn role_object(pool: &Pool, role: &Role) -> Value {
    let date = |text: &Option<String>| text.as_deref().map(iso_date);
    json!({
        "id": role.id,
        "code": role.name,
        "namespace": coded::namespace_of(role),
        "arn": pool.arn("role", &role.id),
        "description": role.descriptions,
        "isSystem": false,
        "createdAt": date(&role.created_at),
        "updatedAt": date(&role.updated_at).or_else(|| date(&role.created_at)),
        // Not in the schema: for the handler of `parent`.
        "parentId": role.parent,
    })
}

/// Returns those of some roles that are in the namespace that the arguments name, or all.
pub(in crate::api::v2) fn roles_in(parent: &Parent<'_>, mut roles: Vec<Role>) -> Value {
    let namespace = parent.args.text("namespace");
    roles.retain(|role| namespace.is_none_or(|name| coded::namespace_of(role) == name));
    let roles = roles.iter().map(|role| role_object(parent.pool, role));
    whole(roles.collect())
}

pub(in crate::api::v2) fn role(call: &Call<'_>) -> HandlerResult {
    let namespace = call.args.text("namespace");
    let code = required(call.args, "code");
    let role = coded::by_code(&call.pool.store.read()?, namespace, code)?;
    Ok(role.map_or(Value::Null, |role| role_object(call.pool, &role)))
}

pub(in crate::api::v2) fn roles(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let mut roles = coded::all(&call.pool.store.read()?, args.text("namespace"))?;
    sort(args, &mut roles, |role| role.updated_at.as_deref());
    page(args, roles, |role| Ok(role_object(call.pool, &role)))
}

pub(in crate::api::v2) fn create_role(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let role = coded::create(
        call.pool,
        args.text("namespace"),
        required(args, "code"),
        args.text("description"),
        args.text("parent"),
    )?;
    Ok(role_object(call.pool, &role))
}

pub(in crate::api::v2) fn update_role(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let role = coded::change(
        call.pool,
        args.text("namespace"),
        required(args, "code"),
        args.text("description"),
        args.text("newCode"),
    )?;
    Ok(role_object(call.pool, &role))
}

pub(in crate::api::v2) fn delete_role(call: &Call<'_>) -> HandlerResult {
    delete(call, &[required(call.args, "code")])
}

pub(in crate::api::v2) fn delete_roles(call: &Call<'_>) -> HandlerResult {
    delete(call, &call.args.texts("codeList"))
}

fn delete(call: &Call<'_>, codes: &[&str]) -> HandlerResult {
    coded::delete(call.pool, call.args.text("namespace"), codes)?;
    Ok(done("deleted"))
}

pub(in crate::api::v2) fn assign_role(call: &Call<'_>) -> HandlerResult {
    assign(call, true)?;
    Ok(done("assigned"))
}

pub(in crate::api::v2) fn revoke_role(call: &Call<'_>) -> HandlerResult {
    assign(call, false)?;
    Ok(done("revoked"))
}

fn assign(call: &Call<'_>, give: bool) -> Result<(), crate::rules::api_error::ApiError> {
    let args = call.args;
    let mut codes = args.texts("roleCodes");
    codes.extend(args.text("roleCode"));
    let holders = Holders {
        users: args.texts("userIds"),
        groups: args.texts("groupCodes"),
        nodes: args.texts("nodeCodes"),
    };
    coded::assign(call.pool, args.text("namespace"), &codes, &holders, give)
}

/// Returns the users to whom a role was given, oldest first.
pub(in crate::api::v2) fn users_of(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let ids = users::with_role(&read, required(parent.object, "id"))?;
    users_page(parent, &read, ids)
}

pub(in crate::api::v2) fn parent_of(parent: &Parent<'_>) -> HandlerResult {
    let Some(id) = parent.object.text("parentId") else {
        return Ok(Value::Null);
    };
    let role = ROLES.get(&parent.pool.store.read()?, id)?;
    Ok(role.map_or(Value::Null, |role| role_object(parent.pool, &role)))
}

/// Returns the resources of a role in all namespaces: the argument has picked the role.
pub(in crate::api::v2) fn authorized_resources_of(parent: &Parent<'_>) -> HandlerResult {
    let holder = (Holder::Role, required(parent.object, "code").to_owned());
    let read = parent.pool.store.read()?;
    let namespace = Some(required(parent.object, "namespace"));
    let allowed = permissions::of(parent.pool, &read, namespace, &[holder])?;
    Ok(resources(parent.args, allowed))
}

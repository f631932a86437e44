//! Roles, which the service also calls groups: making and changing them.

use serde_json::{Value, json};

use crate::engine::call::{Answer, Call};
use crate::rules::roles;
use crate::store::roles::{ROLES, Role};

pub(super) fn create_role(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.pool.check_id(args.text("client"))?;
    let name = args.owned_text("name").unwrap_or_default();
    let role = roles::create(call.pool, name, args.owned_text("descriptions"))?;
    Ok(role_object(call, &role))
}

/// A page of all roles, oldest first.
pub(super) fn client_roles(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    let read = call.pool.store.read()?;
    let window = call.args.window("page", "count");
    let page = ROLES.page(&read, window.skip, window.take)?;
    let list: Vec<_> = page.iter().map(|role| role_object(call, role)).collect();
    Ok(json!({"totalCount": ROLES.count(&read)?, "list": list}))
}

/// Gives a role another name, and other descriptions and permissions if they are given.
pub(super) fn update_role(call: &Call<'_>) -> Answer {
    let args = call.args;
    change(call, args.text("_id"), |role| {
        role.name = args.owned_text("name").unwrap_or_default();
        if let Some(descriptions) = args.owned_text("descriptions") {
            role.descriptions = Some(descriptions);
        }
        if let Some(permissions) = args.owned_text("permissions") {
            role.permissions = Some(permissions);
        }
    })
}

/// Gives a role other permissions, or none.
pub(super) fn update_permissions(call: &Call<'_>) -> Answer {
    change(call, call.args.text("role"), |role| {
        role.permissions = call.args.owned_text("permissions");
    })
}

fn change(call: &Call<'_>, id: Option<&str>, change: impl FnOnce(&mut Role)) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    let role = roles::change(call.pool, id.unwrap_or_default(), change)?;
    Ok(role_object(call, &role))
}

pub(super) fn role_object(call: &Call<'_>, role: &Role) -> Value {
    json!({
        "_id": role.id,
        "name": role.name,
        "descriptions": role.descriptions,
        "permissions": role.permissions,
        "client": call.pool.user_pool_id,
        "createdAt": role.created_at,
    })
}

//! Roles, which the service also calls groups: making and changing them.

use serde_json::{Value, json};

use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::store::Read;
use crate::store::roles::{self, Role};

/// A new role. Several may have the same name.
pub(crate) fn create_role(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let role = Role {
        id: call.service.new_id(),
        name: call.args.owned_text("name").unwrap_or_default(),
        descriptions: call.args.owned_text("descriptions"),
        permissions: None,
        created_at: call.service.date(),
    };
    call.service
        .store
        .write(|transaction| roles::save(transaction, &role).map_err(ApiError::from))?;
    Ok(role_object(call, &role))
}

/// A page of all roles, oldest first.
pub(crate) fn client_roles(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let all = roles::all(&call.service.store.read()?)?;
    let total = all.len();
    let page = call.args.page("page", "count", all);
    let list: Vec<_> = page.iter().map(|role| role_object(call, role)).collect();
    Ok(json!({"totalCount": total, "list": list}))
}

/// Gives a role another name, and other descriptions and permissions if they are given.
pub(crate) fn update_role(call: &Call<'_>) -> Answer {
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
pub(crate) fn update_permissions(call: &Call<'_>) -> Answer {
    change(call, call.args.text("role"), |role| {
        role.permissions = call.args.owned_text("permissions");
    })
}

fn change(call: &Call<'_>, id: Option<&str>, change: impl FnOnce(&mut Role)) -> Answer {
    call.check_pool(call.args.text("client"))?;
    call.service.store.write(|transaction| {
        let mut role = known(transaction, id)?;
        change(&mut role);
        roles::save(transaction, &role)?;
        Ok(role_object(call, &role))
    })
}

/// The service has no code for an unknown role.
pub(super) fn known(transaction: &impl Read, id: Option<&str>) -> Result<Role, ApiError> {
    let role = roles::by_id(transaction, id.unwrap_or_default())?;
    role.ok_or_else(|| Code::Internal.saying("there is no such role"))
}

pub(super) fn role_object(call: &Call<'_>, role: &Role) -> Value {
    json!({
        "_id": role.id,
        "name": role.name,
        "descriptions": role.descriptions,
        "permissions": role.permissions,
        "client": call.service.user_pool_id,
        "createdAt": role.created_at,
    })
}

//! Roles, which the service also calls groups, and their members.

use serde_json::{Value, json};

use super::user_object::seen_by_caller;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::access::roles::{self, Member};
use crate::rules::users::lookup::known;
use crate::rules::well_formed;
use crate::store::Read;
use crate::store::roles::{ROLES, Role};
use crate::store::user_parts::Membership;
use crate::store::users::User;

pub(super) fn create_role(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("client"))?;
    let name = args.owned_text("name").unwrap_or_default();
    let role = roles::create(call.pool, name, args.owned_text("descriptions"))?;
    Ok(role_object(call, &role))
}

/// Returns a page of all roles, oldest first.
pub(super) fn client_roles(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let read = call.pool.store.read()?;
    let window = call.args.window("page", "count");
    let page = ROLES.page(&read, window.skip, window.take)?;
    let list: Vec<_> = page.iter().map(|role| role_object(call, role)).collect();
    Ok(json!({"totalCount": ROLES.count(&read)?, "list": list}))
}

/// Renames a role, and replaces its description and permissions if they are given.
pub(super) fn update_role(call: &Call<'_>) -> HandlerResult {
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

/// Replaces or clears a role's permissions.
pub(super) fn update_permissions(call: &Call<'_>) -> HandlerResult {
    change(call, call.args.text("role"), |role| {
        role.permissions = call.args.owned_text("permissions");
    })
}

fn change(call: &Call<'_>, id: Option<&str>, change: impl FnOnce(&mut Role)) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let role = roles::change(call.pool, id.unwrap_or_default(), change)?;
    Ok(role_object(call, &role))
}

fn role_object(call: &Call<'_>, role: &Role) -> Value {
    json!({
        "_id": role.id,
        "name": role.name,
        "descriptions": role.descriptions,
        "permissions": role.permissions,
        "client": call.pool.user_pool_id,
        "createdAt": role.created_at,
    })
}

/// Assigns a role to a user, and returns the first page of its members.
pub(super) fn assign_user_to_role(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("client"))?;
    let user = well_formed::id(args.text("user"))?;
    let role = roles::assign(call.pool, group(args), &user)?;
    listed(call, &call.pool.store.read()?, &role)
}

/// Removes a role from a user.
pub(super) fn remove_user_from_group(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    call.pool.check_id(args.text("client"))?;
    let user = well_formed::id(args.text("user"))?;
    let (role, member) = roles::remove(call.pool, group(args), &user)?;
    let Member { membership, user } = member;
    Ok(member_object(call, Some(&role), &user, &membership))
}

/// Returns a page of the users with a role.
pub(super) fn user_group(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let read = call.pool.store.read()?;
    let role = roles::known(&read, group(call.args))?;
    listed(call, &read, &role)
}

/// Returns all roles of a user. Users may read only their own.
pub(super) fn query_role_by_user_id(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("client"))?;
    let id = call.subject(call.args.text("user"))?;
    let read = call.pool.store.read()?;
    let user = known(&read, &id)?;
    let mut list = Vec::new();
    for membership in &user.roles {
        let role = ROLES.get(&read, &membership.role)?;
        list.push(member_object(call, role.as_ref(), &user, membership));
    }
    Ok(json!({"totalCount": list.len(), "list": list}))
}

/// Returns the role's id.
fn group(args: Args<'_>) -> &str {
    args.text("group").unwrap_or_default()
}

fn listed(call: &Call<'_>, transaction: &impl Read, role: &Role) -> HandlerResult {
    let window = call.args.window("page", "count");
    let (members, total) = roles::members(transaction, role, window.skip, window.take)?;
    let list = members
        .iter()
        .map(|member| member_object(call, Some(role), &member.user, &member.membership));
    Ok(json!({"totalCount": total, "list": list.collect::<Vec<_>>()}))
}

fn member_object(
    call: &Call<'_>,
    role: Option<&Role>,
    user: &User,
    membership: &Membership,
) -> Value {
    json!({
        "_id": membership.id,
        "group": role.map(|role| role_object(call, role)),
        "user": seen_by_caller(call, user),
        "client": {"_id": call.pool.user_pool_id},
        "createdAt": membership.created_at,
    })
}

//! Which users have which roles.

use serde_json::{Value, json};

use super::roles::role_object;
use super::user_object::seen_by_caller;
use crate::engine::call::{Answer, Call};
use crate::rules::roles::{self, Member};
use crate::rules::users::lookup::known;
use crate::rules::well_formed;
use crate::store::Read;
use crate::store::roles::{ROLES, Role};
use crate::store::user_parts::Membership;
use crate::store::users::User;

/// Gives a user a role, and answers the first page of all who have it.
pub(super) fn assign_user_to_role(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.pool.check_id(args.text("client"))?;
    let user = well_formed::id(args.text("user"))?;
    call.pool.store.write(|transaction| {
        let role = roles::known(transaction, args.text("group").unwrap_or_default())?;
        roles::assign(call.pool, transaction, &role, &user)?;
        listed(call, transaction, &role)
    })
}

/// Takes a role from a user.
pub(super) fn remove_user_from_group(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.pool.check_id(args.text("client"))?;
    let user = well_formed::id(args.text("user"))?;
    call.pool.store.write(|transaction| {
        let role = roles::known(transaction, args.text("group").unwrap_or_default())?;
        let Member { membership, user } = roles::remove(transaction, &role, &user)?;
        Ok(member_object(call, Some(&role), &user, &membership))
    })
}

/// A page of the users who have a role.
pub(super) fn user_group(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    let read = call.pool.store.read()?;
    let role = roles::known(&read, call.args.text("group").unwrap_or_default())?;
    listed(call, &read, &role)
}

/// All roles of a user. Users may ask for their own only.
pub(super) fn query_role_by_user_id(call: &Call<'_>) -> Answer {
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

fn listed(call: &Call<'_>, transaction: &impl Read, role: &Role) -> Answer {
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

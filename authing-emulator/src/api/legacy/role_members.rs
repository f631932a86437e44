//! Which users have which roles.

use serde_json::{Value, json};

use super::roles::{known, role_object};
use super::user_object::seen_by_caller;
use crate::engine::call::{Answer, Call, object_id};
use crate::rules::api_error::{ApiError, Code};
use crate::store::Read;
use crate::store::roles::{self, Member};
use crate::store::users;

/// Gives a user a role, and answers the first page of all who have it. Who has it already keeps it.
pub(crate) fn assign_user_to_role(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool(args.text("client"))?;
    let user = object_id(args.text("user"))?;
    call.service.store.write(|transaction| {
        let role = known(transaction, args.text("group"))?;
        users::by_id(transaction, &user)?.ok_or(Code::UnknownUser)?;
        if roles::member(transaction, &role.id, &user)?.is_none() {
            let member = Member {
                id: call.service.new_id(),
                role: role.id.clone(),
                user,
                created_at: call.service.date(),
            };
            roles::add(transaction, &member)?;
        }
        listed(call, transaction, roles::members(transaction, &role.id)?)
    })
}

/// Takes a role from a user.
pub(crate) fn remove_user_from_group(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool(args.text("client"))?;
    let user = object_id(args.text("user"))?;
    call.service.store.write(|transaction| {
        let role = known(transaction, args.text("group"))?;
        let member = roles::member(transaction, &role.id, &user)?;
        let member =
            member.ok_or_else(|| Code::UnknownUser.saying("the user does not have this role"))?;
        roles::remove(transaction, &member)?;
        member_object(call, transaction, &member)
    })
}

/// A page of the users who have a role.
pub(crate) fn user_group(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let read = call.service.store.read()?;
    let role = known(&read, call.args.text("group"))?;
    listed(call, &read, roles::members(&read, &role.id)?)
}

/// All roles of a user. Users may ask for their own only.
pub(crate) fn query_role_by_user_id(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let user = call.subject(call.args.text("user"))?;
    let read = call.service.store.read()?;
    users::by_id(&read, &user)?.ok_or(Code::UnknownUser)?;
    let members = roles::of_user(&read, &user)?;
    let list = members
        .iter()
        .map(|member| member_object(call, &read, member));
    let list = list.collect::<Result<Vec<_>, ApiError>>()?;
    Ok(json!({"totalCount": list.len(), "list": list}))
}

fn listed(call: &Call<'_>, transaction: &impl Read, members: Vec<Member>) -> Answer {
    let total = members.len();
    let page = call.args.page("page", "count", members);
    let list = page
        .iter()
        .map(|member| member_object(call, transaction, member));
    let list = list.collect::<Result<Vec<_>, ApiError>>()?;
    Ok(json!({"totalCount": total, "list": list}))
}

fn member_object(
    call: &Call<'_>,
    transaction: &impl Read,
    member: &Member,
) -> Result<Value, ApiError> {
    let role = roles::by_id(transaction, &member.role)?;
    let user = users::by_id(transaction, &member.user)?;
    Ok(json!({
        "_id": member.id,
        "group": role.map(|role| role_object(call, &role)),
        "user": user.map(|user| seen_by_caller(call, &user)),
        "client": {"_id": call.service.user_pool_id},
        "createdAt": member.created_at,
    }))
}

//! The fields of a user that are read from other records.

use serde_json::json;

use crate::api::v2::access::groups::group_object;
use crate::api::v2::access::roles::roles_in;
use crate::api::v2::orgs::node_object;
use crate::api::v2::output::{resources, whole};
use crate::clock::js_date::iso_date;
use crate::engine::call::{HandlerResult, Parent};
use crate::rules::access::permissions;
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::memberships::groups as groups_rules;
use crate::rules::memberships::orgs::people;
use crate::rules::users::lookup;
use crate::store::members::Member;
use crate::store::orgs::Node;
use crate::store::users::User;

fn user_of(parent: &Parent<'_>) -> Result<User, ApiError> {
    let id = parent.object.text("id").unwrap_or_default();
    lookup::known(&parent.pool.store.read()?, id)
}

/// Returns the roles of a user in a namespace, or in all.
pub(in crate::api::v2) fn roles(parent: &Parent<'_>) -> HandlerResult {
    let user = user_of(parent)?;
    let roles = coded::of_user(&parent.pool.store.read()?, &user)?;
    Ok(roles_in(parent, roles))
}

pub(in crate::api::v2) fn groups(parent: &Parent<'_>) -> HandlerResult {
    let id = parent.object.text("id").unwrap_or_default();
    let groups = groups_rules::of_user(&parent.pool.store.read()?, id)?;
    Ok(whole(groups.iter().map(group_object).collect()))
}

pub(in crate::api::v2) fn departments(parent: &Parent<'_>) -> HandlerResult {
    let org = parent.args.text("orgId");
    let read = parent.pool.store.read()?;
    let mut list = Vec::new();
    for (node, member) in departments_of(parent)? {
        if org.is_none_or(|org| node.org == org) {
            list.push(json!({
                "department": node_object(&read, &node)?,
                "isMainDepartment": member.is_main,
                "joinedAt": iso_date(&member.joined_at),
            }));
        }
    }
    Ok(whole(list))
}

fn departments_of(parent: &Parent<'_>) -> Result<Vec<(Node, Member)>, ApiError> {
    let id = parent.object.text("id").unwrap_or_default();
    people::departments(&parent.pool.store.read()?, id)
}

fn main_department(parent: &Parent<'_>) -> Result<Option<Node>, ApiError> {
    let departments = departments_of(parent)?.into_iter();
    let mut main = departments.filter(|(_, member)| member.is_main);
    Ok(main.next().map(|(node, _)| node))
}

pub(in crate::api::v2) fn main_department_id(parent: &Parent<'_>) -> HandlerResult {
    Ok(main_department(parent)?.map(|node| node.id).into())
}

pub(in crate::api::v2) fn main_department_code(parent: &Parent<'_>) -> HandlerResult {
    Ok(main_department(parent)?.and_then(|node| node.code).into())
}

pub(in crate::api::v2) fn authorized_resources(parent: &Parent<'_>) -> HandlerResult {
    let user = user_of(parent)?;
    let namespace = parent.args.text("namespace");
    let read = parent.pool.store.read()?;
    let allowed = permissions::of_user(parent.pool, &read, namespace, &user)?;
    Ok(resources(parent.args, allowed))
}

pub(in crate::api::v2) fn custom_data(parent: &Parent<'_>) -> HandlerResult {
    let id = parent.object.text("id").unwrap_or_default();
    super::custom_data::of_user(parent.pool, id)
}

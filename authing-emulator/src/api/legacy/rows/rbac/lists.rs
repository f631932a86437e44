//! Who has which roles, groups and permissions.

use std::collections::BTreeSet;

use redb::ReadTransaction;
use serde_json::json;

use super::kinds::{GROUPS, PERMISSIONS, ROLES};
use crate::api::legacy::objects::relations::Link;
use crate::api::legacy::objects::shape::Shape;
use crate::api::legacy::objects::{Kind, Object, text};
use crate::api::legacy::rows::{orgs, users_page};
use crate::api::set;
use crate::engine::call::{Call, HandlerResult, Parent};
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::memberships::groups as rules;
use crate::rules::users::lookup;
use crate::store::members;

/// Lists the groups; with `dissociative`, those that belong to no organization.
pub(super) fn groups(call: &Call<'_>) -> HandlerResult {
    call.pool.check_id(call.args.text("userPoolId"))?;
    let read = call.pool.store.read()?;
    let mut groups = GROUPS.all(&read)?;
    if call.args.flag("dissociative") {
        let nodes = orgs::all_nodes(&read)?;
        groups.retain(|group| !nodes.contains(text(group, "_id")));
    }
    Shape::Page(0).list(call.pool, call.args, &read, &GROUPS, groups)
}

pub(super) fn is_user_in_group(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let group = GROUPS.known(&read, call.args.text("groupId").unwrap_or_default())?;
    let user = call.args.text("userId").unwrap_or_default();
    Ok(members::get(&read, text(&group, "_id"), user)?
        .is_some()
        .into())
}

/// Lists the roles of a user, including those of the user's groups.
pub(super) fn roles_of_user(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let ids = role_ids(call, &read)?;
    named(call, &read, &ROLES, ids)
}

pub(super) fn groups_of_user(call: &Call<'_>) -> HandlerResult {
    let user = call.subject(call.args.text("_id"))?;
    let read = call.pool.store.read()?;
    let user = lookup::known(&read, &user)?;
    let groups = rules::of_user(&read, &user.id)?.into_iter();
    named(call, &read, &GROUPS, groups.map(|group| group.id).collect())
}

pub(super) fn permissions_of_user(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let roles = role_ids(call, &read)?;
    named(call, &read, &PERMISSIONS, permission_ids(&read, roles)?)
}

fn role_ids(call: &Call<'_>, read: &ReadTransaction) -> Result<Vec<String>, ApiError> {
    let user = call.subject(call.args.text("_id"))?;
    let roles = coded::of_user(read, &lookup::known(read, &user)?)?;
    Ok(roles.into_iter().map(|role| role.id).collect())
}

/// Returns the permissions of roles, each once.
fn permission_ids(read: &ReadTransaction, roles: Vec<String>) -> Result<Vec<String>, ApiError> {
    let mut ids = BTreeSet::new();
    for role in roles {
        ids.extend(Link::RolePermissions(&PERMISSIONS).of(read, &role)?);
    }
    Ok(ids.into_iter().collect())
}

/// Returns objects with a second list of their names.
fn named(call: &Call<'_>, read: &ReadTransaction, kind: &Kind, ids: Vec<String>) -> HandlerResult {
    let objects = existing(read, kind, ids)?;
    let names: Vec<_> = objects.iter().map(|object| object.get("name")).collect();
    let names = json!(names);
    let mut list = Shape::Whole.list(call.pool, call.args, read, kind, objects)?;
    set(&mut list, "rawList", names);
    Ok(list)
}

fn existing(
    read: &ReadTransaction,
    kind: &Kind,
    ids: Vec<String>,
) -> Result<Vec<Object>, ApiError> {
    let mut objects = Vec::new();
    for id in ids {
        objects.extend(kind.get(read, &id)?);
    }
    Ok(objects)
}

pub(super) fn permissions_of_role(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let ids = permission_ids(&read, vec![own_id(parent).to_owned()])?;
    whole(parent, &read, &PERMISSIONS, ids)
}

pub(super) fn permissions_of_group(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let ids = permission_ids(&read, Link::GroupRoles.of(&read, own_id(parent))?)?;
    whole(parent, &read, &PERMISSIONS, ids)
}

pub(super) fn roles_of_group(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let ids = Link::GroupRoles.of(&read, own_id(parent))?;
    whole(parent, &read, &ROLES, ids)
}

fn whole(
    parent: &Parent<'_>,
    read: &ReadTransaction,
    kind: &Kind,
    ids: Vec<String>,
) -> HandlerResult {
    let objects = existing(read, kind, ids)?;
    Shape::Whole.list(parent.pool, parent.args, read, kind, objects)
}

pub(super) fn users_of_role(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let ids = Link::RoleUsers.of(&read, own_id(parent))?;
    users_page(parent.pool, parent.args, &read, ids)
}

pub(super) fn users_of_group(parent: &Parent<'_>) -> HandlerResult {
    let read = parent.pool.store.read()?;
    let ids = Link::GroupUsers.of(&read, own_id(parent))?;
    users_page(parent.pool, parent.args, &read, ids)
}

fn own_id<'a>(parent: &Parent<'a>) -> &'a str {
    parent.object.text("_id").unwrap_or_default()
}

//! The members of departments, and what departments give them.

use super::node_object;
use crate::api::v2::access::roles::roles_in;
use crate::api::v2::input::required;
use crate::api::v2::output::{done, resources};
use crate::api::v2::users::object::users_page;
use crate::engine::call::{Args, Call, HandlerResult, Parent};
use crate::rules::access::permissions;
use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::memberships::orgs as rules;
use crate::rules::memberships::orgs::people::{self, Named};
use crate::store::orgs::Node;
use crate::store::policies::Holder;

fn named<'a>(args: Args<'a>) -> Named<'a> {
    Named {
        id: args.text("nodeId"),
        org: args.text("orgId"),
        code: args.text("nodeCode"),
    }
}

pub(in crate::api::v2) fn add_member(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let (users, is_leader) = (args.texts("userIds"), args.flag("isLeader"));
    let node = people::add(call.pool, &named(args), &users, is_leader)?;
    node_object(&call.pool.store.read()?, &node)
}

pub(in crate::api::v2) fn remove_member(call: &Call<'_>) -> HandlerResult {
    let node = people::remove(call.pool, &named(call.args), &call.args.texts("userIds"))?;
    node_object(&call.pool.store.read()?, &node)
}

pub(in crate::api::v2) fn move_members(call: &Call<'_>) -> HandlerResult {
    let (from, to) = ("sourceNodeId", "targetNodeId");
    let (from, to) = (required(call.args, from), required(call.args, to));
    people::transfer(call.pool, &call.args.texts("userIds"), from, to)?;
    Ok(done("moved"))
}

pub(in crate::api::v2) fn set_main_department(call: &Call<'_>) -> HandlerResult {
    let (user, node) = (
        required(call.args, "userId"),
        call.args.text("departmentId"),
    );
    people::set_main(call.pool, user, node)?;
    Ok(done("set"))
}

fn node_of(parent: &Parent<'_>) -> Result<Node, ApiError> {
    rules::known_node(&parent.pool.store.read()?, required(parent.object, "id"))
}

/// Returns the members of a node, and by default of those below it.
pub(in crate::api::v2) fn users_of(parent: &Parent<'_>) -> HandlerResult {
    let (node, read) = (node_of(parent)?, parent.pool.store.read()?);
    // A null counts as absent: the default is the schema's.
    let with_children = parent.args.flag_if_given("includeChildrenNodes") != Some(false);
    users_page(parent, &read, people::ids(&read, &node, with_children)?)
}

/// Returns the roles of a node, and of the nodes above it.
pub(in crate::api::v2) fn roles_of(parent: &Parent<'_>) -> HandlerResult {
    let (node, read) = (node_of(parent)?, parent.pool.store.read()?);
    let roles = coded::by_ids(&read, coded::of_node(&read, &node)?)?;
    Ok(roles_in(parent, roles))
}

pub(in crate::api::v2) fn authorized_resources_of(parent: &Parent<'_>) -> HandlerResult {
    let holder = (Holder::Org, required(parent.object, "id").to_owned());
    let (read, namespace) = (parent.pool.store.read()?, parent.args.text("namespace"));
    let allowed = permissions::of(parent.pool, &read, namespace, &[holder])?;
    Ok(resources(parent.args, allowed))
}

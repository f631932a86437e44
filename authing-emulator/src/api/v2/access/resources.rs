//! Resources, and who may do what with them.

use serde_json::{Value, json};

use crate::api::v2::input::{choice, missing, namespace, optional_choice, required};
use crate::api::v2::output::{done, resources, whole};
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::access::permissions::{self, Allowed};
use crate::rules::api_error::ApiError;
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::access::{self, Grant};
use crate::store::policies::Holder;

/// Allows users and roles an action with a resource.
pub(in crate::api::v2) fn allow(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let (mut users, mut roles) = (args.texts("userIds"), args.texts("roleCodes"));
    users.extend(args.text("userId"));
    roles.extend(args.text("roleCode"));
    let users = users.into_iter().map(|id| (Holder::User, id));
    let holders = users.chain(roles.into_iter().map(|code| (Holder::Role, code)));
    let grants = holders.map(|(holder, id)| Grant {
        namespace: namespace(args).to_owned(),
        resource: required(args, "resource").to_owned(),
        resource_type: None,
        holder,
        id: id.to_owned(),
        actions: vec![required(args, "action").to_owned()],
    });
    permissions::grant(call.pool, grants.collect())?;
    Ok(done("allowed"))
}

/// Allows several holders actions with a resource.
pub(in crate::api::v2) fn authorize_resource(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let resource = args.text("resource").ok_or_else(|| missing("resource"))?;
    let grant = |opts: Args<'_>| -> Result<Grant, ApiError> {
        let actions = opts.texts("actions").into_iter();
        Ok(Grant {
            namespace: namespace(args).to_owned(),
            resource: resource.to_owned(),
            resource_type: args.owned_text("resourceType"),
            holder: choice(opts, "targetType")?,
            id: required(opts, "targetIdentifier").to_owned(),
            actions: actions.map(str::to_owned).collect(),
        })
    };
    let grants = args.objects("opts").into_iter().map(grant);
    permissions::grant(call.pool, grants.collect::<Result<_, _>>()?)?;
    Ok(done("authorized"))
}

pub(in crate::api::v2) fn is_action_allowed(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let read = call.pool.store.read()?;
    let user = lookup::known(&read, required(args, "userId"))?;
    let (resource, action) = (required(args, "resource"), required(args, "action"));
    let allowed =
        permissions::is_allowed(call.pool, &read, namespace(args), &user, resource, action)?;
    Ok(allowed.into())
}

/// Returns the resources of a holder.
pub(in crate::api::v2) fn authorized_resources(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let holder: Holder = choice(args, "targetType")?;
    let id = args.text("targetIdentifier");
    let id = id.ok_or_else(|| missing("targetIdentifier"))?;
    let allowed = authorized(call.pool, args.text("namespace"), holder, id)?;
    Ok(resources(args, allowed))
}

/// Returns what a holder may do, in a namespace or in all.
pub(in crate::api::v2) fn authorized(
    pool: &Pool,
    namespace: Option<&str>,
    holder: Holder,
    id: &str,
) -> Result<Vec<Allowed>, ApiError> {
    let read = pool.store.read()?;
    match holder {
        Holder::User => {
            let user = lookup::known(&read, id)?;
            permissions::of_user(pool, &read, namespace, &user)
        }
        holder => permissions::of(pool, &read, namespace, &[(holder, id.to_owned())]),
    }
}

/// Returns who may do some actions with a resource.
pub(in crate::api::v2) fn authorized_targets(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let holder: Option<Holder> = optional_choice(args, "targetType")?;
    let kind = args.text("resourceType");
    let read = call.pool.store.read()?;
    let mut grants = access::on(&read, namespace(args), required(args, "resource"))?;
    grants.retain(|grant| {
        holder.is_none_or(|holder| grant.holder == holder)
            && (grant.resource_type.is_none() || grant.resource_type.as_deref() == kind)
            && has_actions(grant, args.object("actions"))
    });
    let list = grants.iter().map(|grant| {
        json!({
            "targetType": grant.holder,
            "targetIdentifier": grant.id,
            "actions": grant.actions,
        })
    });
    Ok(whole(list.collect::<Vec<Value>>()))
}

fn has_actions(grant: &Grant, wanted: Option<Args<'_>>) -> bool {
    let Some(wanted) = wanted else {
        return true;
    };
    let list = wanted.texts("list");
    let mut has = list
        .iter()
        .map(|action| grant.actions.iter().any(|granted| granted == action));
    match wanted.text("op") {
        Some("OR") => has.any(|has| has),
        _ => has.all(|has| has),
    }
}

//! Resources, their namespaces, and who may do what with them.

use serde_json::{Value, json};

use super::routes::Kind::{self, Objects, Text, Texts};
use super::routes::{check, routes};
use crate::api::v2::access::resources::{authorized, is_action_allowed};
use crate::api::v2::input::{choice, missing, namespace, required};
use crate::api::v2::output::{page, resources};
use crate::clock::js_date::iso_date;
use crate::engine::call::{Args, Call, HandlerResult};
use crate::rules::access::permissions;
use crate::rules::access::resources::{self as rules, Given, Named};
use crate::rules::api_error::{ApiError, Code};
use crate::store::access::Grant;
use crate::store::policies::Holder;
use crate::store::resources::{Action, NAMESPACES, Namespace, RESOURCES, Resource, key};

routes! {
    Post "/api/v2/acl/is-allowed" Owner is_allowed(userId, resource, action);
    Post "/api/v2/acl/list-authorized-resources-batch" Owner authorized_batch(targets: TARGETS);
    Post "/api/v2/acl/authorize-resources" Owner authorize(opts: GRANTS);
    Post "/api/v2/acl/revoke-resources" Owner revoke_several(opts: GRANTS);
    Post "/api/v2/acl/revoke-resource" Owner revoke(resource, opts: TARGETS);
    Get "/api/v2/resources" Owner list;
    Post "/api/v2/resources" Owner create(code);
    Post "/api/v2/resources/bulk" Owner create_several(bulk: Objects(&[("code", Text)]));
    Get "/api/v2/resources/detail" Owner detail;
    Post "/api/v2/resources/{code}" Owner change;
    Delete "/api/v2/resources/{code}" Owner delete;
    Get "/api/v2/resource-namespace/{pool}" Owner namespaces;
    Post "/api/v2/resource-namespace/{pool}" Owner create_namespace(code, name);
    Put "/api/v2/resource-namespace/{pool}/code/{code}" Owner change_namespace;
    Delete "/api/v2/resource-namespace/{pool}/code/{code}" Owner delete_namespace;
    Put "/api/v2/resource-namespace/{pool}/{id}" Owner change_namespace;
    Delete "/api/v2/resource-namespace/{pool}/{id}" Owner delete_namespace;
}

/// The targets of a request.
const TARGETS: Kind = Objects(&[("targetType", Text)]);

const GRANTS: Kind = Objects(&[
    ("targetType", Text),
    ("targetIdentifiers", Texts),
    ("resources", Objects(&[("code", Text)])),
]);

fn is_allowed(call: &Call<'_>) -> HandlerResult {
    Ok(json!({"allowed": is_action_allowed(call)?}))
}

/// Returns the ids of targets. The SDKs name one or several.
fn ids<'a>(target: Args<'a>) -> Result<Vec<&'a str>, ApiError> {
    match target.text("targetIdentifier") {
        Some(id) => Ok(vec![id]),
        None => {
            check(&[("targetIdentifiers", Texts)], target)?;
            Ok(target.texts("targetIdentifiers"))
        }
    }
}

/// Returns what each of some targets may do.
fn authorized_batch(call: &Call<'_>) -> HandlerResult {
    let mut list = Vec::new();
    for target in call.args.objects("targets") {
        let holder: Holder = choice(target, "targetType")?;
        for id in ids(target)? {
            let allowed = authorized(call.pool, call.args.text("namespace"), holder, id)?;
            list.push(resources(call.args, allowed));
        }
    }
    Ok(json!({ "list": list }))
}

/// Returns the grants that a body lists: the resources of each kind of target.
fn grants(call: &Call<'_>) -> Result<Vec<Grant>, ApiError> {
    let mut grants = Vec::new();
    for opts in call.args.objects("opts") {
        let holder: Holder = choice(opts, "targetType")?;
        for id in opts.texts("targetIdentifiers") {
            for resource in opts.objects("resources") {
                let actions = resource.texts("actions").into_iter();
                grants.push(Grant {
                    namespace: namespace(call.args).to_owned(),
                    resource: required(resource, "code").to_owned(),
                    resource_type: resource.owned_text("resourceType"),
                    holder,
                    id: id.to_owned(),
                    actions: actions.map(str::to_owned).collect(),
                });
            }
        }
    }
    Ok(grants)
}

fn authorize(call: &Call<'_>) -> HandlerResult {
    permissions::grant(call.pool, grants(call)?)?;
    Ok(Value::Null)
}

/// Takes back the actions that are named, or all of a resource's if none is.
fn revoke_several(call: &Call<'_>) -> HandlerResult {
    permissions::revoke(call.pool, &grants(call)?)?;
    Ok(Value::Null)
}

fn revoke(call: &Call<'_>) -> HandlerResult {
    let resource = required(call.args, "resource");
    let mut revoked = Vec::new();
    for opts in call.args.objects("opts") {
        let holder: Holder = choice(opts, "targetType")?;
        revoked.extend(ids(opts)?.into_iter().map(|id| Grant {
            namespace: namespace(call.args).to_owned(),
            resource: resource.to_owned(),
            resource_type: None,
            holder,
            id: id.to_owned(),
            actions: Vec::new(),
        }));
    }
    permissions::revoke(call.pool, &revoked)?;
    Ok(Value::Null)
}

fn resource_object(call: &Call<'_>, resource: &Resource) -> Value {
    json!({
        "id": resource.id,
        "userPoolId": call.pool.user_pool_id,
        "namespace": resource.namespace,
        "code": resource.code,
        "type": resource.kind,
        "description": resource.description,
        "apiIdentifier": resource.api_identifier,
        "actions": resource.actions,
        "createdAt": iso_date(&resource.created_at),
        "updatedAt": iso_date(&resource.updated_at),
    })
}

/// Returns the namespace of a request. The SDKs do not agree on its name.
fn space<'a>(args: Args<'a>) -> &'a str {
    args.text("namespaceCode")
        .unwrap_or_else(|| namespace(args))
}

/// Lists resources: of a namespace and a kind, if they are given.
fn list(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let wanted = args
        .text("namespace")
        .or_else(|| args.text("namespaceCode"));
    let kind = args.text("type");
    let namespace = wanted.map(|namespace| key(namespace, ""));
    let mut found = RESOURCES.under(&call.pool.store.read()?, &namespace.unwrap_or_default())?;
    found.retain(|resource| kind.is_none_or(|kind| resource.kind == kind));
    page(args, found, |resource| Ok(resource_object(call, &resource)))
}

/// Returns the resource with an id, or with a code in a namespace.
fn detail(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let found = match call.args.text("id") {
        Some(id) => {
            let mut all = RESOURCES.all(&read)?.into_iter();
            all.find(|resource| resource.id == id)
        }
        None => {
            let code = call.args.text("code").ok_or_else(|| missing("code"))?;
            Some(rules::known(&read, space(call.args), code)?)
        }
    };
    let unknown = || Code::Internal.saying("资源不存在", "there is no such resource");
    Ok(resource_object(call, &found.ok_or_else(unknown)?))
}

fn given<'a>(args: Args<'a>) -> Result<Given<'a>, ApiError> {
    let actions = crate::api::v2::input::json(args, "actions");
    let actions: Option<Vec<Action>> =
        actions
            .map(serde_json::from_value)
            .transpose()
            .map_err(|_| {
                Code::Internal.saying(
                    "`actions` 必须是数组，每项含 `name` 和 `description`",
                    "`actions` must be a list of objects with `name` and `description`",
                )
            })?;
    Ok(Given {
        kind: args.text("type"),
        description: args.text("description"),
        api_identifier: args.text("apiIdentifier"),
        actions,
    })
}

fn create(call: &Call<'_>) -> HandlerResult {
    let (code, given) = (required(call.args, "code"), given(call.args)?);
    let resource = rules::create(call.pool, space(call.args), code, given)?;
    Ok(resource_object(call, &resource))
}

/// Creates the resources of a list, until one of them can't be created.
fn create_several(call: &Call<'_>) -> HandlerResult {
    let mut created = Vec::new();
    for resource in call.args.objects("bulk") {
        let (code, given) = (required(resource, "code"), given(resource)?);
        let resource = rules::create(call.pool, space(resource), code, given)?;
        created.push(resource_object(call, &resource));
    }
    Ok(created.into())
}

fn change(call: &Call<'_>) -> HandlerResult {
    let (code, given) = (required(call.args, "code"), given(call.args)?);
    let resource = rules::change(call.pool, space(call.args), code, given)?;
    Ok(resource_object(call, &resource))
}

fn delete(call: &Call<'_>) -> HandlerResult {
    rules::delete(call.pool, space(call.args), required(call.args, "code"))?;
    Ok(Value::Null)
}

fn check_pool(call: &Call<'_>) -> Result<(), ApiError> {
    call.pool.check_id(Some(required(call.args, "pool")))
}

fn namespace_object(namespace: &Namespace) -> Value {
    json!({
        "id": namespace.id,
        "code": namespace.code,
        "name": namespace.name,
        "description": namespace.description,
        "status": 1,
    })
}

/// Lists the created namespaces. Their number has another name than in all other lists.
fn namespaces(call: &Call<'_>) -> HandlerResult {
    check_pool(call)?;
    let all = NAMESPACES.all(&call.pool.store.read()?)?;
    let total = all.len();
    let list = call.args.page("page", "limit", all);
    let list: Vec<_> = list.iter().map(namespace_object).collect();
    Ok(json!({"total": total, "list": list}))
}

fn create_namespace(call: &Call<'_>) -> HandlerResult {
    check_pool(call)?;
    let (code, name) = (required(call.args, "code"), required(call.args, "name"));
    let description = call.args.text("description");
    let namespace = rules::create_namespace(call.pool, code, name, description)?;
    Ok(namespace_object(&namespace))
}

/// Returns the namespace that the path names.
fn named<'a>(args: Args<'a>) -> Named<'a> {
    match args.text("id") {
        Some(id) => Named::Id(id),
        None => Named::Code(required(args, "code")),
    }
}

fn change_namespace(call: &Call<'_>) -> HandlerResult {
    check_pool(call)?;
    let (name, description) = (call.args.text("name"), call.args.text("description"));
    let changed = rules::change_namespace(call.pool, named(call.args), name, description)?;
    Ok(namespace_object(&changed))
}

fn delete_namespace(call: &Call<'_>) -> HandlerResult {
    check_pool(call)?;
    rules::delete_namespace(call.pool, named(call.args))?;
    Ok(Value::Null)
}

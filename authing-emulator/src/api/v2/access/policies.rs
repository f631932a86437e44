//! Policies, and their assignments.

use serde_json::{Value, json};

use crate::api::v2::input::{choice, json as json_of, namespace, optional_choice, required};
use crate::api::v2::output::{done, page};
use crate::clock::js_date::iso_date;
use crate::engine::call::{Args, Call, HandlerResult, Parent};
use crate::rules::access::policies as rules;
use crate::rules::api_error::ApiError;
use crate::store::policies::{self, Assignment, Holder, Policy, Statement};

fn policy_object(policy: &Policy) -> Value {
    let statements = policy.statements.iter().map(|statement| {
        json!({
            "resource": statement.resource,
            "actions": statement.actions,
            "effect": if statement.denies { "DENY" } else { "ALLOW" },
            "condition": statement.condition,
        })
    });
    json!({
        "namespace": policy.namespace,
        "code": policy.code,
        "isDefault": rules::is_built_in(policy),
        "description": policy.description,
        "statements": statements.collect::<Vec<_>>(),
        "createdAt": iso_date(&policy.created_at),
        "updatedAt": iso_date(&policy.updated_at),
    })
}

fn statements(args: Args<'_>) -> Option<Vec<Statement>> {
    args.0.get("statements").filter(|list| !list.is_null())?;
    let statements = args.objects("statements").into_iter();
    let statements = statements.map(|statement| Statement {
        resource: required(statement, "resource").to_owned(),
        actions: owned(statement.texts("actions")),
        denies: statement.text("effect") == Some("DENY"),
        condition: json_of(statement, "condition"),
    });
    Some(statements.collect())
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

pub(in crate::api::v2) fn policy(call: &Call<'_>) -> HandlerResult {
    let (read, namespace) = (call.pool.store.read()?, namespace(call.args));
    let policy = rules::by_code(call.pool, &read, namespace, required(call.args, "code"))?;
    Ok(policy.as_ref().map_or(Value::Null, policy_object))
}

pub(in crate::api::v2) fn policies(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let mut policies = rules::all(call.pool, &read, namespace(call.args))?;
    if call.args.flag("excludeDefault") {
        policies.retain(|policy| !rules::is_built_in(policy));
    }
    page(call.args, policies, |policy| Ok(policy_object(&policy)))
}

pub(in crate::api::v2) fn create_policy(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let policy = rules::create(
        call.pool,
        namespace(args),
        required(args, "code"),
        args.text("description"),
        statements(args).unwrap_or_default(),
    )?;
    Ok(policy_object(&policy))
}

pub(in crate::api::v2) fn update_policy(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let (code, new_code) = (required(args, "code"), args.text("newCode"));
    let policy = rules::change(call.pool, namespace(args), code, new_code, |policy| {
        if let Some(description) = args.owned_text("description") {
            policy.description = Some(description);
        }
        if let Some(statements) = statements(args) {
            policy.statements = statements;
        }
    })?;
    Ok(policy_object(&policy))
}

pub(in crate::api::v2) fn delete_policy(call: &Call<'_>) -> HandlerResult {
    rules::delete(
        call.pool,
        namespace(call.args),
        &[required(call.args, "code")],
    )?;
    Ok(done("deleted"))
}

pub(in crate::api::v2) fn delete_policies(call: &Call<'_>) -> HandlerResult {
    rules::delete(
        call.pool,
        namespace(call.args),
        &call.args.texts("codeList"),
    )?;
    Ok(done("deleted"))
}

pub(in crate::api::v2) fn add_policy_assignments(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let holder = choice(args, "targetType")?;
    let (policies, ids) = (args.texts("policies"), args.texts("targetIdentifiers"));
    rules::assign(call.pool, namespace(args), &policies, holder, &ids)?;
    Ok(done("assigned"))
}

pub(in crate::api::v2) fn remove_policy_assignments(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let holder = choice(args, "targetType")?;
    let (policies, ids) = (args.texts("policies"), args.texts("targetIdentifiers"));
    rules::unassign(call.pool, namespace(args), &policies, holder, &ids)?;
    Ok(done("removed"))
}

pub(in crate::api::v2) fn enable_policy_assignment(call: &Call<'_>) -> HandlerResult {
    enable(call, true)?;
    Ok(done("enabled"))
}

pub(in crate::api::v2) fn disable_policy_assignment(call: &Call<'_>) -> HandlerResult {
    enable(call, false)?;
    Ok(done("disabled"))
}

fn enable(call: &Call<'_>, is_enabled: bool) -> Result<(), ApiError> {
    let args = call.args;
    let holder = choice(args, "targetType")?;
    let (policy, id) = (required(args, "policy"), required(args, "targetIdentifier"));
    rules::enable(call.pool, namespace(args), policy, holder, id, is_enabled)
}

fn assignment_object(assignment: &Assignment) -> Value {
    json!({
        "code": assignment.code,
        "targetType": assignment.holder,
        "targetIdentifier": assignment.id,
    })
}

/// Returns a page of the assignments of a policy, of a holder, or of all.
pub(in crate::api::v2) fn policy_assignments(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let holder: Option<Holder> = optional_choice(args, "targetType")?;
    let id = args.text("targetIdentifier");
    let read = call.pool.store.read()?;
    let mut assignments = policies::assignments(&read, namespace(args), args.text("code"))?;
    assignments.retain(|assignment| {
        holder.is_none_or(|holder| assignment.holder == holder)
            && id.is_none_or(|id| assignment.id == id)
    });
    page(args, assignments, |assignment| {
        Ok(assignment_object(&assignment))
    })
}

fn of_policy(parent: &Parent<'_>) -> Result<Vec<Assignment>, ApiError> {
    let (namespace, code) = (namespace(parent.object), required(parent.object, "code"));
    let read = parent.pool.store.read()?;
    Ok(policies::assignments(&read, namespace, Some(code))?)
}

pub(in crate::api::v2) fn assignments_of(parent: &Parent<'_>) -> HandlerResult {
    let assignments = parent.args.page("page", "limit", of_policy(parent)?);
    Ok(assignments.iter().map(assignment_object).collect())
}

pub(in crate::api::v2) fn assignments_count(parent: &Parent<'_>) -> HandlerResult {
    Ok(of_policy(parent)?.len().into())
}

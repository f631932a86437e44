//! Tenants and their members.

use serde_json::{Value, json};

use super::apps::app_object;
use super::routes::Kind::{Flag, Texts};
use super::routes::routes;
use crate::api::set;
use crate::api::v2::input::{self, required};
use crate::api::v2::orgs::org_object;
use crate::api::v2::output::page;
use crate::api::v2::users::object::user_in;
use crate::clock::js_date::iso_date;
use crate::engine::call::{Call, HandlerResult};
use crate::rules::access::app_access;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::memberships::tenants::{self as rules, known};
use crate::rules::users::lookup;
use crate::store::Read;
use crate::store::orgs::ORGS;
use crate::store::tenants::{TENANTS, Tenant};
use crate::store::users;

routes! {
    Get "/api/v2/tenants" Owner list;
    Post "/api/v2/tenant" Owner create(name, appIds);
    Get "/api/v2/tenant/{id}" Owner find;
    Post "/api/v2/tenant/{id}" Owner change;
    Delete "/api/v2/tenant/{id}" Owner delete;
    Get "/api/v2/tenant/{id}/users" Owner members;
    Post "/api/v2/tenant/{id}/user" Owner add_members(userIds: Texts);
    Delete "/api/v2/tenant/{id}/user" Owner remove_member(userId);
    Put "/api/v2/tenant/{id}/admin" Owner add_admins(userIds: Texts);
    Delete "/api/v2/tenant/{id}/admin/{user}" Owner remove_admin;
    Put "/api/v2/tenant/{id}/{user}" Owner enable_member(isEnabled: Flag);
    Get "/api/v2/users/{id}/tenants" Owner of_user;
    Get "/api/v2/application/{id}/tenants" Owner of_app;
    Get "/api/v2/orgs/by-tenant" Owner org(tenant_id);
}

fn id<'a>(call: &Call<'a>) -> &'a str {
    required(call.args, "id")
}

fn tenant_object(call: &Call<'_>, tenant: &Tenant) -> Value {
    json!({
        "id": tenant.id,
        "userPoolId": call.pool.user_pool_id,
        "name": tenant.name,
        "logo": tenant.logo,
        "description": tenant.description,
        "css": tenant.css,
        "ssoPageCustomizationSettings": tenant.page,
        "appIds": tenant.apps,
        "createdAt": iso_date(&tenant.created_at),
        "updatedAt": iso_date(&tenant.updated_at),
    })
}

fn list(call: &Call<'_>) -> HandlerResult {
    let tenants = TENANTS.all(&call.pool.store.read()?)?;
    page(call.args, tenants, |tenant| {
        Ok(tenant_object(call, &tenant))
    })
}

/// `appIds` is a text with the apps' ids, separated by commas.
fn create(call: &Call<'_>) -> HandlerResult {
    let (args, pool) = (call.args, call.pool);
    let apps = app_ids(required(args, "appIds"));
    let tenant = Tenant {
        id: pool.new_id(),
        name: required(args, "name").to_owned(),
        logo: args.owned_text("logo"),
        description: args.owned_text("description"),
        css: None,
        page: None,
        apps,
        members: Vec::new(),
        created_at: pool.date(),
        updated_at: pool.date(),
    };
    pool.store.write(|transaction| {
        check_apps(transaction, &tenant)?;
        Ok::<_, ApiError>(TENANTS.put(transaction, &tenant.id, &tenant)?)
    })?;
    Ok(tenant_object(call, &tenant))
}

fn app_ids(text: &str) -> Vec<String> {
    text.split(',').map(|id| id.trim().to_owned()).collect()
}

fn check_apps(read: &impl Read, tenant: &Tenant) -> Result<(), ApiError> {
    for app in &tenant.apps {
        app_access::known(read, app)?;
    }
    Ok(())
}

/// Returns a tenant, or null if none has this id.
fn find(call: &Call<'_>) -> HandlerResult {
    let tenant = TENANTS.get(&call.pool.store.read()?, id(call))?;
    Ok(tenant.map_or(Value::Null, |tenant| tenant_object(call, &tenant)))
}

fn change(call: &Call<'_>) -> HandlerResult {
    let args = call.args;
    let tenant = rules::update(call.pool, id(call), |transaction, tenant| {
        if let Some(name) = args.text("name") {
            name.clone_into(&mut tenant.name);
        }
        for (field, name) in [
            (&mut tenant.logo, "logo"),
            (&mut tenant.description, "description"),
            (&mut tenant.css, "css"),
        ] {
            if let Some(text) = args.owned_text(name) {
                *field = Some(text);
            }
        }
        let page = input::json(args, "ssoPageCustomizationSettings");
        tenant.page = page.or_else(|| tenant.page.take());
        if let Some(apps) = args.text("appIds") {
            tenant.apps = app_ids(apps);
            check_apps(transaction, tenant)?;
        }
        Ok(())
    })?;
    Ok(tenant_object(call, &tenant))
}

fn delete(call: &Call<'_>) -> HandlerResult {
    rules::delete(call.pool, id(call))?;
    Ok(Value::Null)
}

/// Lists the members who still exist.
fn members(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let tenant = known(&read, id(call))?;
    let mut found = Vec::new();
    for member in &tenant.members {
        if let Some(user) = users::by_id(&read, &member.user)? {
            found.push((user, member));
        }
    }
    page(call.args, found, |(user, member)| {
        Ok(json!({
            "id": user.id,
            "tenantId": tenant.id,
            "user": user_in(call.pool, &user),
            "isEnabled": member.is_enabled,
            "isTenantAdmin": member.is_admin,
            "joinedAt": iso_date(&member.joined_at),
        }))
    })
}

fn add_members(call: &Call<'_>) -> HandlerResult {
    rules::add(call.pool, id(call), &call.args.texts("userIds"), false)?;
    Ok(Value::Null)
}

fn add_admins(call: &Call<'_>) -> HandlerResult {
    rules::add(call.pool, id(call), &call.args.texts("userIds"), true)?;
    Ok(Value::Null)
}

fn remove_member(call: &Call<'_>) -> HandlerResult {
    rules::remove(call.pool, id(call), required(call.args, "userId"))?;
    Ok(Value::Null)
}

fn remove_admin(call: &Call<'_>) -> HandlerResult {
    let user = required(call.args, "user");
    rules::change_member(call.pool, id(call), user, |member| member.is_admin = false)?;
    Ok(Value::Null)
}

fn enable_member(call: &Call<'_>) -> HandlerResult {
    let is_enabled = call.args.flag("isEnabled");
    let user = required(call.args, "user");
    rules::change_member(call.pool, id(call), user, |member| {
        member.is_enabled = is_enabled
    })?;
    Ok(Value::Null)
}

fn of_user(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let user = lookup::known(&read, id(call))?;
    let tenants = rules::of_user(&read, &user.id)?;
    let tenants: Vec<_> = tenants
        .iter()
        .map(|tenant| tenant_object(call, tenant))
        .collect();
    Ok(json!({"id": user.id, "tenants": tenants}))
}

fn of_app(call: &Call<'_>) -> HandlerResult {
    let read = call.pool.store.read()?;
    let app = app_access::known(&read, id(call))?;
    let mut tenants = TENANTS.all(&read)?;
    tenants.retain(|tenant| tenant.apps.contains(&app.id));
    let tenants: Vec<_> = tenants
        .iter()
        .map(|tenant| tenant_object(call, tenant))
        .collect();
    let mut object = app_object(call.pool, &app, false);
    set(&mut object, "tenants", tenants);
    Ok(object)
}

/// Returns the organization of a tenant.
fn org(call: &Call<'_>) -> HandlerResult {
    let (read, tenant) = (call.pool.store.read()?, required(call.args, "tenant_id"));
    let mut orgs = ORGS.all(&read)?.into_iter();
    let found = orgs.find(|org| org.tenant_id.as_deref() == Some(tenant));
    let none = || Code::Internal.saying("租户没有组织机构", "the tenant has no organization");
    org_object(&read, &found.ok_or_else(none)?)
}

//! Tenants and their members.

use redb::WriteTransaction;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::orgs::ORGS;
use crate::store::tenants::{TENANTS, Tenant, TenantMember};
use crate::store::{Read, StoreError};

pub(crate) fn known(transaction: &impl Read, id: &str) -> Result<Tenant, ApiError> {
    let tenant = TENANTS.get(transaction, id)?;
    tenant.ok_or_else(|| Code::Internal.saying("租户不存在", "there is no such tenant"))
}

/// Changes a tenant.
pub(crate) fn update(
    pool: &Pool,
    id: &str,
    change: impl FnOnce(&WriteTransaction, &mut Tenant) -> Result<(), ApiError>,
) -> Result<Tenant, ApiError> {
    pool.store.write(|transaction| {
        let mut tenant = known(transaction, id)?;
        change(transaction, &mut tenant)?;
        tenant.updated_at = pool.date();
        TENANTS.put(transaction, id, &tenant)?;
        Ok(tenant)
    })
}

/// Deletes a tenant. Its organizations stay, as those of no tenant.
pub(crate) fn delete(pool: &Pool, id: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        known(transaction, id)?;
        for mut org in ORGS.all(transaction)? {
            if org.tenant_id.take_if(|tenant| tenant == id).is_some() {
                ORGS.put(transaction, &org.id, &org)?;
            }
        }
        Ok(TENANTS.delete(transaction, id)?)
    })
}

/// Adds users to a tenant, or makes them its administrators: all of them, or none if one of them is unknown.
pub(crate) fn add(pool: &Pool, id: &str, users: &[&str], as_admins: bool) -> Result<(), ApiError> {
    update(pool, id, |transaction, tenant| {
        for id in users {
            let user = lookup::known(transaction, id)?;
            let mut members = tenant.members.iter_mut();
            match members.find(|member| member.user == user.id) {
                Some(member) => member.is_admin |= as_admins,
                None => tenant.members.push(TenantMember {
                    user: user.id,
                    is_enabled: true,
                    is_admin: as_admins,
                    joined_at: pool.date(),
                }),
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// Changes a member of a tenant.
pub(crate) fn change_member(
    pool: &Pool,
    id: &str,
    user: &str,
    change: impl FnOnce(&mut TenantMember),
) -> Result<(), ApiError> {
    update(pool, id, |_, tenant| {
        let mut members = tenant.members.iter_mut();
        let member = members.find(|member| member.user == user);
        change(member.ok_or_else(not_member)?);
        Ok(())
    })?;
    Ok(())
}

pub(crate) fn remove(pool: &Pool, id: &str, user: &str) -> Result<(), ApiError> {
    update(pool, id, |_, tenant| {
        let before = tenant.members.len();
        tenant.members.retain(|member| member.user != user);
        match tenant.members.len() == before {
            true => Err(not_member()),
            false => Ok(()),
        }
    })?;
    Ok(())
}

fn not_member() -> ApiError {
    Code::Internal.saying("用户不在此租户", "the user is no member of this tenant")
}

/// Returns the tenants of a user.
pub(crate) fn of_user(transaction: &impl Read, user: &str) -> Result<Vec<Tenant>, StoreError> {
    let mut tenants = TENANTS.all(transaction)?;
    tenants.retain(|tenant| tenant.members.iter().any(|member| member.user == user));
    Ok(tenants)
}

//! Who may use an app: what its access rules say, and else its default.

use redb::WriteTransaction;

use crate::rules::access::{holding, permissions};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::memberships::orgs::people;
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::access;
use crate::store::app_parts::AccessRule;
use crate::store::apps::{self, APPS, AccessKey, App};
use crate::store::oidc::GRANTS;
use crate::store::policies::Holder;
use crate::store::users::User;

/// Whose access is changed.
pub(crate) struct Targets<'a> {
    pub(crate) holder: Holder,
    pub(crate) ids: Vec<&'a str>,
    pub(crate) namespace: &'a str,
    pub(crate) inherit_by_children: bool,
}

impl Targets<'_> {
    fn include(&self, rule: &AccessRule) -> bool {
        rule.holder == self.holder
            && rule.namespace == self.namespace
            && self.ids.contains(&rule.id.as_str())
    }
}

/// A change of the targets' access rules.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    Allow,
    Deny,
    Enable,
    Disable,
    Remove,
}

pub(crate) fn known(transaction: &impl Read, id: &str) -> Result<App, ApiError> {
    let app = APPS.get(transaction, id)?;
    // The service has no code for it.
    app.ok_or_else(|| Code::Internal.saying("应用不存在", "there is no such app"))
}

/// Changes an app.
pub(crate) fn update<T>(
    pool: &Pool,
    id: &str,
    change: impl FnOnce(&WriteTransaction, &mut App) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    pool.store.write(|transaction| {
        let mut app = known(transaction, id)?;
        let changed = change(transaction, &mut app)?;
        app.updated_at = Some(pool.date());
        apps::save(transaction, &app)?;
        Ok(changed)
    })
}

pub(crate) fn change(
    pool: &Pool,
    app: &str,
    targets: &Targets<'_>,
    change: Change,
) -> Result<(), ApiError> {
    update(pool, app, |transaction, app| {
        let denies = match change {
            Change::Allow => false,
            Change::Deny => true,
            Change::Enable | Change::Disable => {
                let rules = app.access.iter_mut();
                for rule in rules.filter(|rule| targets.include(rule)) {
                    rule.disabled = matches!(change, Change::Disable);
                }
                return Ok(());
            }
            Change::Remove => {
                app.access.retain(|rule| !targets.include(rule));
                return Ok(());
            }
        };
        for id in &targets.ids {
            holding::check(transaction, targets.namespace, targets.holder, id)?;
        }
        app.access.retain(|rule| !targets.include(rule));
        let added = targets.ids.iter().map(|id| AccessRule {
            holder: targets.holder,
            id: (*id).to_owned(),
            namespace: targets.namespace.to_owned(),
            inherit_by_children: targets.inherit_by_children,
            denies,
            disabled: false,
            created_at: pool.date(),
        });
        app.access.extend(added);
        Ok(())
    })
}

/// Changes the programmatic access account with this key, given its app's id.
pub(crate) fn change_account<T>(
    pool: &Pool,
    key: &str,
    change: impl FnOnce(&str, &mut AccessKey) -> T,
) -> Result<T, ApiError> {
    pool.store.write(|transaction| {
        let mut app = app_of_account(transaction, key)?;
        let mut accounts = app.access_keys.iter_mut();
        let account = accounts.find(|account| account.key == key);
        let changed = change(&app.id, account.ok_or(Code::Internal)?);
        app.updated_at = Some(pool.date());
        apps::save(transaction, &app)?;
        Ok(changed)
    })
}

/// Deletes a programmatic access account with its tokens, and what it may do.
pub(crate) fn delete_account(pool: &Pool, key: &str) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        // First, because it changes apps, too.
        access::forget(transaction, Holder::AccessKey, key)?;
        GRANTS.retain(transaction, |_, grant| {
            grant.access_key.as_deref() != Some(key)
        })?;
        let mut app = app_of_account(transaction, key)?;
        app.access_keys.retain(|account| account.key != key);
        app.updated_at = Some(pool.date());
        Ok(apps::save(transaction, &app)?)
    })
}

fn app_of_account(transaction: &impl Read, key: &str) -> Result<App, ApiError> {
    apps::by_access_key(transaction, key)?.ok_or_else(|| {
        Code::Internal.saying(
            "编程访问账号不存在",
            "there is no such programmatic access account",
        )
    })
}

/// Returns whether a user may use an app. Logins do not depend on it.
pub(crate) fn may_use(transaction: &impl Read, app: &App, user: &User) -> Result<bool, ApiError> {
    let mut may_use = !app.denies_by_default;
    for rule in app.access.iter().filter(|rule| !rule.disabled) {
        let holders = permissions::holders(transaction, &rule.namespace, user)?;
        let is_meant = |(holder, id): &(Holder, String)| *holder == rule.holder && *id == rule.id;
        let departments = people::departments(transaction, &user.id)?;
        let is_direct = || departments.iter().any(|(node, _)| node.id == rule.id);
        let is_near = rule.holder != Holder::Org || rule.inherit_by_children || is_direct();
        if is_near && holders.iter().any(is_meant) {
            if rule.denies {
                return Ok(false);
            }
            may_use = true;
        }
    }
    Ok(may_use)
}

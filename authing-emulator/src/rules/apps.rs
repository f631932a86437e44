//! The apps of the pool, and those that users have authorized.

use redb::WriteTransaction;

use crate::rules::access::app_access;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::oidc::redirect;
use crate::rules::pool::Pool;
use crate::rules::tokens::signing;
use crate::rules::users::lookup::known;
use crate::store::access;
use crate::store::apps::{APPS, App, OTHER_FIELDS};
use crate::store::custom_data::{self, Target};
use crate::store::numbers::NUMBERS;
use crate::store::objects::{self, CONNECTOR_USES, PROVIDER};
use crate::store::oidc::GRANTS;
use crate::store::policies::Holder;
use crate::store::tenants::TENANTS;
use crate::store::user_parts::Authorization;
use crate::store::users::{self, USERS};
use crate::store::{Read, StoreError};

/// Returns the app that a request names, if it names one.
pub(crate) fn named(pool: &Pool, id: Option<&str>) -> Result<Option<App>, ApiError> {
    let Some(id) = id else {
        return Ok(None);
    };
    let app = app_access::known(&pool.store.read()?, id)?;
    signing::ready(pool, &app)?;
    Ok(Some(app))
}

/// Returns the app of v2 clients that name none.
pub(crate) fn announced(pool: &Pool) -> Result<App, ApiError> {
    // It may have changed since the start.
    let app = APPS.get(&pool.store.read()?, &pool.app.id)?;
    let app = app.unwrap_or_else(|| pool.app.clone());
    signing::ready(pool, &app)?;
    Ok(app)
}

/// Adds redirect URIs that an argument has.
pub(crate) fn add_redirect_uris(
    app: &mut App,
    argument: &str,
    uris: &[&str],
) -> Result<(), ApiError> {
    for uri in uris {
        redirect::check(uri).map_err(|reason| {
            Code::Internal.saying(
                format!("`{argument}` 中的地址不正确：{uri}"),
                format!("a URI in `{argument}` {reason}"),
            )
        })?;
        app.add_redirect_uri(uri);
    }
    Ok(())
}

/// Returns whether another app has this identifier.
pub(crate) fn is_taken(
    transaction: &impl Read,
    identifier: &str,
    app: &App,
) -> Result<bool, StoreError> {
    let mut others = APPS.all(transaction)?.into_iter();
    Ok(others.any(|other| other.id != app.id && other.identifier.as_deref() == Some(identifier)))
}

/// Deletes an app with its tokens, the users' authorizations and its place in tenants.
pub(crate) fn delete(
    pool: &Pool,
    transaction: &WriteTransaction,
    id: &str,
) -> Result<(), ApiError> {
    if id == pool.app.id {
        return Err(Code::NotAllowed.saying(
            "不能删除启动时公布的应用",
            "the app that is announced at the start can't be deleted",
        ));
    }
    for mut user in USERS.all(transaction)? {
        if user.authorizations.iter().any(|has| has.app == id) {
            user.authorizations.retain(|has| has.app != id);
            users::save(transaction, &user)?;
        }
    }
    for mut tenant in TENANTS.all(transaction)? {
        tenant.apps.retain(|app| app != id);
        TENANTS.put(transaction, &tenant.id, &tenant)?;
    }
    for key in APPS
        .get(transaction, id)?
        .into_iter()
        .flat_map(|app| app.access_keys)
    {
        access::forget(transaction, Holder::AccessKey, &key.key)?;
    }
    custom_data::forget(transaction, Target::Application, id)?;
    NUMBERS.delete(transaction, id)?;
    GRANTS.retain(transaction, |_, grant| grant.app != id)?;
    objects::delete(transaction, OTHER_FIELDS, id)?;
    objects::delete_of(transaction, CONNECTOR_USES, PROVIDER, id)?;
    Ok(APPS.delete(transaction, id)?)
}

/// Revokes a user's authorization of an app.
pub(crate) fn revoke(pool: &Pool, user: &str, app: &str) -> Result<(App, Authorization), ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, user)?;
        let app = APPS.get(transaction, app)?.ok_or(Code::UnknownApp)?;
        let mut authorizations = user.authorizations.iter();
        let index = authorizations.position(|authorization| authorization.app == app.id);
        let index = index.ok_or_else(|| {
            Code::UnknownApp.saying("用户未授权此应用", "the user has not authorized this app")
        })?;
        let authorization = user.authorizations.remove(index);
        users::save(transaction, &user)?;
        Ok((app, authorization))
    })
}

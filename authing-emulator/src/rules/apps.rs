//! What users have authorized apps to.

use super::api_error::{ApiError, Code};
use super::pool::Pool;
use super::users::lookup::known;
use crate::store::apps::{APPS, App};
use crate::store::user_parts::Authorization;
use crate::store::users;

/// Takes back what a user has authorized an app to.
pub(crate) fn revoke(pool: &Pool, user: &str, app: &str) -> Result<(App, Authorization), ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, user)?;
        let app = APPS.get(transaction, app)?.ok_or(Code::UnknownApp)?;
        let mut authorizations = user.authorizations.iter();
        let place = authorizations.position(|authorization| authorization.app == app.id);
        let place =
            place.ok_or_else(|| Code::UnknownApp.saying("the user has not authorised this app"))?;
        let authorization = user.authorizations.remove(place);
        users::save(transaction, &user)?;
        Ok((app, authorization))
    })
}

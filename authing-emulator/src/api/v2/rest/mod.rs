//! The REST paths of the v2 API: the handler of each, and the token it requires.
//!
//! The arguments of a call are the parameters of the path and of the query string, and the members of the body.

mod account;
mod acl;
mod analysis;
mod app_access;
mod apps;
mod form;
mod mfa;
mod pool;
mod qr_codes;
mod routes;
mod tenants;
mod users;

use serde_json::{Value, json};

pub(crate) use self::form::in_rest_form;
pub(crate) use self::routes::{Method, Route};
use crate::api::set;

/// The paths that are not emulated, and yet would match another one's parameter.
pub(crate) const OTHERS: [&str; 2] = [
    "/api/v2/users/is-user-exists",
    "/api/v2/users/principal_authentication",
];

/// A path, and the member of its data that the envelope has as well.
const BESIDE: (&str, &str) = ("/api/v2/mfa/totp/recovery", "recoveryCode");

/// Returns the response with this data.
pub(crate) fn envelope(route: &Route, data: Value) -> Value {
    let (path, member) = BESIDE;
    let beside = data.get(member).filter(|_| route.path == path).cloned();
    let mut envelope = json!({"code": 200, "message": "success", "data": data});
    if let Some(beside) = beside {
        set(&mut envelope, member, beside);
    }
    envelope
}

/// Returns all paths.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    let areas = [
        account::ROUTES,
        acl::ROUTES,
        analysis::ROUTES,
        app_access::ROUTES,
        apps::ROUTES,
        mfa::ROUTES,
        pool::ROUTES,
        qr_codes::ROUTES,
        tenants::ROUTES,
        users::ROUTES,
    ];
    areas.into_iter().flatten()
}

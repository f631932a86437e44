//! Authorization codes.

use redb::WriteTransaction;

use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::{pkce, scope};
use crate::rules::pool::Pool;
use crate::store::StoreError;
use crate::store::apps::App;
use crate::store::oidc::{
    self, AUTHORIZATION_CODES, AuthorizationCode, AuthorizationRequest, GRANTS, Grant, Holder,
    Protocol, Session,
};
use crate::store::user_parts::Authorization;
use crate::store::users::{self, User};

/// How long a code is valid by default, in seconds.
const LIFETIME: i32 = 600;

/// Records that the user has authorized the app, and returns a code for it.
pub(in crate::rules::oidc) fn issue(
    pool: &Pool,
    transaction: &WriteTransaction,
    request: &AuthorizationRequest,
    app: &App,
    session: &Session,
    mut user: User,
) -> Result<String, StoreError> {
    let now = pool.now();
    let lifetime = app.lifetimes.code.unwrap_or(LIFETIME);
    let expires_at = now.saturating_add(lifetime.into());
    let grant = Grant {
        protocol: request.protocol,
        nonce: request.nonce.clone(),
        expires_at,
        ..granted(pool, &mut user, app, &request.scope, session.auth_time)
    };
    users::save(transaction, &user)?;
    let id = pool.new_id();
    oidc::save(&GRANTS, transaction, &id, &grant, now)?;
    let record = AuthorizationCode {
        grant: id,
        redirect_uri: request.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        is_used: false,
        expires_at,
    };
    let code = pool.randomness.hex::<32>();
    oidc::save(&AUTHORIZATION_CODES, transaction, &code, &record, now)?;
    Ok(code)
}

/// Adds the scope to the user's authorization of the app, and returns a grant of OpenID Connect for it.
pub(super) fn granted(
    pool: &Pool,
    user: &mut User,
    app: &App,
    scope: &str,
    auth_time: i64,
) -> Grant {
    Grant {
        protocol: Protocol::Oidc,
        app: app.id.clone(),
        scope: scope.to_owned(),
        nonce: None,
        holder: Some(Holder {
            user: user.id.clone(),
            logouts: user.logouts,
            auth_time,
            authorization: authorize(pool, user, app, scope),
        }),
        access_key: None,
        expires_at: auth_time,
    }
}

/// Adds the scope to the user's authorization of the app, and returns the authorization's id.
fn authorize(pool: &Pool, user: &mut User, app: &App, allowed: &str) -> String {
    let mut known = user.authorizations.iter_mut();
    if let Some(known) = known.find(|known| known.app == app.id) {
        let both = format!("{} {allowed}", known.scope);
        known.scope = scope::filtered(&both, |_| true);
        return known.id.clone();
    }
    let authorization = Authorization {
        id: pool.new_id(),
        app: app.id.clone(),
        scope: allowed.to_owned(),
        when: Some(pool.date()),
    };
    let id = authorization.id.clone();
    user.authorizations.push(authorization);
    user.sort_lists();
    id
}

/// Exchanges a code for its grant, once. A second use voids the grant with all its tokens, which is an outcome to keep,
/// not a failure to roll back.
pub(in crate::rules::oidc) fn redeem(
    pool: &Pool,
    transaction: &WriteTransaction,
    protocol: Protocol,
    app: &App,
    code: &str,
    redirect_uri: &str,
    verifier: Option<&str>,
) -> Result<Result<(String, Grant), OAuthError>, OAuthError> {
    let invalid = |reason: &str| Ok(Err(ErrorCode::InvalidGrant.saying(reason)));
    let unknown = "the code is wrong, or has expired";
    let Some(mut record) = AUTHORIZATION_CODES.get(transaction, code)? else {
        return invalid(unknown);
    };
    let grant = GRANTS.get(transaction, &record.grant)?;
    let is_foreign = |grant: &Grant| grant.app != app.id || grant.protocol != protocol;
    // Another client does not learn that the code is right, and can't use it up.
    if grant.as_ref().is_some_and(is_foreign) || record.expires_at <= pool.now() {
        return invalid(unknown);
    }
    if record.is_used {
        GRANTS.delete(transaction, &record.grant)?;
        return invalid("the code has already been used: its tokens are revoked");
    }
    let Some(grant) = grant else {
        return invalid(unknown);
    };
    if record.redirect_uri != redirect_uri {
        return invalid("`redirect_uri` is not the one of the authorization request");
    }
    if let Err(reason) = pkce::check(record.challenge.as_ref(), verifier) {
        return invalid(reason);
    }
    record.is_used = true;
    AUTHORIZATION_CODES.put(transaction, code, &record)?;
    Ok(Ok((record.grant, grant)))
}

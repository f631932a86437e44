//! Tokens of OpenID Connect for a user who has logged in by the API, without a browser.

use super::codes;
use super::exchange::by_refresh_token;
pub(crate) use super::issuing::Issued;
use super::issuing::{self, Issue};
use crate::rules::api_error::text::Text;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::scope;
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::apps::App;
use crate::store::oidc::Protocol;
use crate::store::users::{self, User};

/// Records that the user has authorized the app, with all scopes, and returns tokens for it.
pub(crate) fn for_login(pool: &Pool, app: &App, user: &User) -> Result<Issued, ApiError> {
    issuing::ready(pool, Protocol::Oidc, app).map_err(reported)?;
    let scope = scope::OIDC.join(" ");
    pool.store.write(|transaction| {
        let mut user = lookup::known(transaction, &user.id)?;
        let grant = codes::granted(pool, &mut user, app, &scope, pool.now());
        users::save(transaction, &user)?;
        let issue = Issue {
            app,
            grant_id: &pool.new_id(),
            grant,
            user: Some(&user),
            scope,
            nonce: None,
            lifetime: None,
        };
        issuing::issue(pool, transaction, issue).map_err(reported)
    })
}

/// Returns new tokens for a refresh token, which is good for one use.
pub(crate) fn refreshed(pool: &Pool, app: &App, refresh_token: &str) -> Result<Issued, ApiError> {
    issuing::ready(pool, Protocol::Oidc, app).map_err(reported)?;
    let exchanged = pool.store.write(|transaction| {
        by_refresh_token(pool, transaction, Protocol::Oidc, app, refresh_token, None)
    });
    exchanged.and_then(|issued| issued).map_err(reported)
}

/// The service's own codes for these errors are not known.
fn reported(error: OAuthError) -> ApiError {
    let code = match error.code {
        ErrorCode::InvalidGrant => Code::TokenWrong,
        _ => Code::Internal,
    };
    code.with_message(Text::verbatim(error.description))
}

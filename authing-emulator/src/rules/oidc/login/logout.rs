//! Ending a browser's session (OpenID Connect RP-Initiated Logout 1.0).

use super::sessions::{self, Browser};
use crate::crypto::claims::Claims;
use crate::crypto::jwt;
use crate::rules::oidc::clients;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::redirect;
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::rules::tokens::signing;
use crate::store::apps::{APPS, App};
use crate::store::oidc::SESSIONS;

/// Returns the user of an ID token, which may have expired.
pub(super) fn subject_of(pool: &Pool, hint: &str) -> Result<String, OAuthError> {
    Ok(hinted(pool, hint)?.1)
}

/// Returns the app and the user of an ID token, which may have expired.
fn hinted(pool: &Pool, hint: &str) -> Result<(App, String), OAuthError> {
    let wrong =
        || ErrorCode::InvalidRequest.saying("`id_token_hint` is not an ID token of this provider");
    let app = tokens::app_of(pool, hint)?.ok_or_else(wrong)?;
    let key = signing::key_of(pool, Some(&app))?;
    let claims: Claims = jwt::verify_signature(hint, key).map_err(|_| wrong())?;
    let id_token = claims.id_token.ok_or_else(wrong)?;
    Ok((app, id_token.sub))
}

/// Ends the session, and returns the URI to continue at: one of the app's, exactly.
pub(crate) fn end(
    pool: &Pool,
    browser: &Browser,
    parameters: &Parameters,
) -> Result<Option<String>, OAuthError> {
    parameters.check_unique(&[
        "id_token_hint",
        "client_id",
        "post_logout_redirect_uri",
        "state",
    ])?;
    let hint = parameters.get("id_token_hint");
    let hinted = hint.map(|hint| hinted(pool, hint)).transpose()?;
    let named = match parameters.get("client_id") {
        None => None,
        Some(id) => Some(clients::known(&pool.store.read()?, id)?),
    };
    if let (Some((hinted, _)), Some(named)) = (&hinted, &named)
        && hinted.id != named.id
    {
        let other = "`id_token_hint` is an ID token of another client than `client_id`";
        return Err(ErrorCode::InvalidRequest.saying(other));
    }
    let subject = hinted.as_ref().map(|(_, subject)| subject.clone());
    let app = named.or(hinted.map(|(app, _)| app));
    let next = match (parameters.get("post_logout_redirect_uri"), app) {
        (None, _) => None,
        (Some(_), None) => {
            let missing = "`post_logout_redirect_uri` requires `id_token_hint` or `client_id`";
            return Err(ErrorCode::InvalidRequest.saying(missing));
        }
        (Some(uri), Some(app)) if app.logout_redirect_uris.iter().any(|known| known == uri) => {
            let state = parameters
                .get("state")
                .map(|state| ("state", state.to_owned()));
            Some(redirect::with(uri, state.as_slice()))
        }
        (Some(_), Some(_)) => return Err(unknown("post_logout_redirect_uri")),
    };
    end_session(pool, browser, subject.as_deref())?;
    Ok(next)
}

/// The same without an app: the URI must be one of any app's.
pub(crate) fn leave(
    pool: &Pool,
    browser: &Browser,
    redirect_uri: Option<&str>,
) -> Result<Option<String>, OAuthError> {
    if let Some(uri) = redirect_uri {
        let apps = APPS.all(&pool.store.read()?)?;
        let mut known = apps.iter().flat_map(|app| &app.logout_redirect_uris);
        if !known.any(|known| known == uri) {
            return Err(unknown("redirect_uri"));
        }
    }
    end_session(pool, browser, None)?;
    Ok(redirect_uri.map(str::to_owned))
}

fn unknown(parameter: &str) -> OAuthError {
    let text = format!("`{parameter}` is not one of the client's logout redirect URIs");
    ErrorCode::InvalidRequest.saying(text)
}

fn end_session(pool: &Pool, browser: &Browser, subject: Option<&str>) -> Result<(), OAuthError> {
    let Some(cookie) = &browser.session else {
        return Ok(());
    };
    pool.store.write(|transaction| {
        let session = sessions::of(pool, transaction, browser)?;
        if let (Some((session, _)), Some(subject)) = (&session, subject)
            && session.user != subject
        {
            let other = "`id_token_hint` is another user's: log out without it";
            return Err(ErrorCode::InvalidRequest.saying(other));
        }
        Ok(SESSIONS.delete(transaction, cookie)?)
    })
}

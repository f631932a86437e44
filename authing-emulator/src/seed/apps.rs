//! Validation of a seed's apps.

use super::error::SeedError;
use super::seen::Seen;
use crate::rules::oidc::redirect;
use crate::store::apps::{AccessKey, App};

pub(super) fn check_apps(seen: &mut Seen, apps: &[App]) -> Result<(), SeedError> {
    for (index, app) in apps.iter().enumerate() {
        check_app(seen, app, &format!("apps[{index}]"))?;
    }
    Ok(())
}

fn check_app(seen: &mut Seen, app: &App, at: &str) -> Result<(), SeedError> {
    seen.id("app", &app.id, format!("{at}.id"))?;
    for (name, text) in [("secret", &app.secret), ("identifier", &app.identifier)] {
        not_empty(text.as_deref(), &format!("{at}.{name}"))?;
    }
    if let Some(identifier) = &app.identifier {
        seen.claim("app identifier", identifier, format!("{at}.identifier"))?;
    }
    for (name, uris) in [
        ("redirectUris", &app.redirect_uris),
        ("logoutRedirectUris", &app.logout_redirect_uris),
    ] {
        for (index, uri) in uris.iter().enumerate() {
            redirect::check(uri)
                .map_err(|reason| SeedError::invalid(format!("{at}.{name}[{index}]"), reason))?;
        }
    }
    let lifetimes = &app.lifetimes;
    for (name, lifetime) in [
        ("code", lifetimes.code),
        ("accessToken", lifetimes.access_token),
        ("idToken", lifetimes.id_token),
        ("refreshToken", lifetimes.refresh_token),
    ] {
        positive(lifetime, format!("{at}.lifetimes.{name}"))?;
    }
    for (index, key) in app.access_keys.iter().enumerate() {
        check_key(seen, key, &format!("{at}.accessKeys[{index}]"))?;
    }
    Ok(())
}

fn check_key(seen: &mut Seen, key: &AccessKey, at: &str) -> Result<(), SeedError> {
    not_empty(Some(&key.key), &format!("{at}.key"))?;
    not_empty(Some(&key.secret), &format!("{at}.secret"))?;
    positive(key.token_lifetime, format!("{at}.tokenLifetime"))?;
    // A client is named by its id or by a key.
    seen.claim("app", &key.key, format!("{at}.key"))
}

fn not_empty(text: Option<&str>, at: &str) -> Result<(), SeedError> {
    match text {
        Some("") => Err(SeedError::invalid(at, "must not be empty")),
        _ => Ok(()),
    }
}

fn positive(seconds: Option<i32>, at: String) -> Result<(), SeedError> {
    match seconds {
        Some(seconds) if seconds <= 0 => Err(SeedError::invalid(at, "must be greater than zero")),
        _ => Ok(()),
    }
}

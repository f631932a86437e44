//! Validation of a seed's apps.

use super::document::Document;
use super::error::SeedError;
use super::references::has_holder;
use super::seen::Seen;
use crate::rules::oidc::redirect;
use crate::store::app_parts::AccessRule;
use crate::store::apps::{AccessKey, App};
use crate::store::policies::Holder;

pub(super) fn check_apps(seen: &mut Seen, document: &Document) -> Result<(), SeedError> {
    for (index, app) in document.apps.iter().enumerate() {
        let at = format!("apps[{index}]");
        check_app(seen, app, &at)?;
        for (index, rule) in app.access.iter().enumerate() {
            if !has_holder(document, rule) {
                return Err(without_holder(rule, &format!("{at}.access[{index}]")));
            }
        }
    }
    Ok(())
}

fn without_holder(rule: &AccessRule, at: &str) -> SeedError {
    match rule.holder {
        Holder::Group | Holder::Org => SeedError::invalid(
            format!("{at}.holder"),
            "can't be a group or an organization, because a seed has none: remove the rule, and add it by the API",
        ),
        Holder::Role => SeedError::invalid(
            format!("{at}.id"),
            "is not the name of a role in the seed, in this namespace or `default`",
        ),
        Holder::User | Holder::AccessKey => {
            SeedError::invalid(format!("{at}.id"), "is not the id of a user in the seed")
        }
    }
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

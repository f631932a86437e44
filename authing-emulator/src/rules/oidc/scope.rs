//! Scopes: sets of words.

use super::error::{ErrorCode, OAuthError};
use crate::store::oidc::Protocol;

pub(crate) const OPENID: &str = "openid";
pub(crate) const OFFLINE_ACCESS: &str = "offline_access";

/// The scopes that a user can allow.
pub(crate) const OIDC: [&str; 6] = [
    OPENID,
    "profile",
    "email",
    "phone",
    "address",
    OFFLINE_ACCESS,
];

/// The only scope of OAuth 2.0.
pub(crate) const USER: &str = "user";

pub(crate) fn contains(scope: &str, word: &str) -> bool {
    scope.split(' ').any(|known| known == word)
}

/// Returns the known ones of the requested scopes. The others are ignored, as RFC 6749 allows.
pub(crate) fn known(requested: Option<&str>, protocol: Protocol) -> Result<String, OAuthError> {
    let requested = requested.unwrap_or_default();
    check(requested)?;
    match protocol {
        Protocol::OAuth => Ok(USER.to_owned()),
        Protocol::Oidc if contains(requested, OPENID) => {
            Ok(filtered(requested, |word| OIDC.contains(&word)))
        }
        Protocol::Oidc => Err(ErrorCode::InvalidScope.saying("`scope` must contain `openid`")),
    }
}

/// Returns a part of what was allowed: the requested scopes, or else all.
pub(crate) fn part_of(allowed: &str, requested: Option<&str>) -> Result<String, OAuthError> {
    let Some(requested) = requested else {
        return Ok(allowed.to_owned());
    };
    check(requested)?;
    match requested.split(' ').find(|word| !contains(allowed, word)) {
        None => Ok(filtered(requested, |_| true)),
        Some(_) => Err(ErrorCode::InvalidScope.saying("`scope` has more than the user allowed")),
    }
}

/// Returns the requested scopes of an app that acts for itself, without those that need a user.
pub(crate) fn of_app(requested: Option<&str>) -> Result<String, OAuthError> {
    let requested = requested.unwrap_or_default();
    check(requested)?;
    Ok(filtered(requested, |word| {
        ![OPENID, OFFLINE_ACCESS].contains(&word)
    }))
}

/// Returns the chosen words, each once.
pub(crate) fn filtered(scope: &str, choose: impl Fn(&str) -> bool) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in scope.split(' ').filter(|word| !word.is_empty()) {
        if choose(word) && !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

/// Rejects the characters that a scope must not have (RFC 6749, section 3.3).
fn check(scope: &str) -> Result<(), OAuthError> {
    let is_allowed = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
    match scope.bytes().all(is_allowed) {
        true => Ok(()),
        false => Err(ErrorCode::InvalidScope.saying("`scope` has a character that is not allowed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_scopes_are_ignored() {
        let known = |scope| known(Some(scope), Protocol::Oidc);
        assert_eq!(known("email openid openid x").unwrap(), "email openid");
        assert!(known("email").is_err() && known("openid \u{e9}").is_err());
        assert_eq!(super::known(None, Protocol::OAuth).unwrap(), "user");
    }

    #[test]
    fn a_part_has_nothing_else() {
        assert_eq!(part_of("openid email", None).unwrap(), "openid email");
        assert_eq!(part_of("openid email", Some("email")).unwrap(), "email");
        assert!(part_of("openid email", Some("email phone")).is_err());
        assert_eq!(of_app(Some("openid orders:read")).unwrap(), "orders:read");
    }
}

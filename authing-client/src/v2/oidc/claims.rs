//! The claims of an ID token.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::error::TokenError;
use crate::token::checks::{LEEWAY, check_times, seconds, time};

/// The claims of a verified ID token.
///
/// A test of a handler can set the fields of a default:
///
/// ```
/// use authing_client::v2::oidc::IdTokenClaims;
///
/// let mut claims = IdTokenClaims::default();
/// claims.user_id = "5e4cdd055df3df65dc58b97d".to_owned();
/// assert_eq!(claims.get("nickname"), None);
/// ```
///
/// They are serialized with their names on the wire, such as `sub` and `exp`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// The user's id: `sub`.
    pub user_id: String,
    /// The email address, if the scope has `email`.
    pub email: Option<String>,
    /// The phone number, if the scope has `phone`.
    pub phone_number: Option<String>,
    /// The display name, if the scope has `profile`.
    pub name: Option<String>,
    /// The time of the login: `auth_time`.
    pub authenticated_at: Option<SystemTime>,
    /// The time of issue: `iat`.
    pub issued_at: Option<SystemTime>,
    /// The time of expiry: `exp`.
    pub expires_at: SystemTime,
    all: Map<String, Value>,
}

impl Default for IdTokenClaims {
    /// Returns claims without a user, which expired in 1970.
    fn default() -> Self {
        Self {
            user_id: String::new(),
            email: None,
            phone_number: None,
            name: None,
            authenticated_at: None,
            issued_at: None,
            expires_at: UNIX_EPOCH,
            all: Map::new(),
        }
    }
}

impl IdTokenClaims {
    /// Returns a claim by its name on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all.get(name)
    }
}

impl Serialize for IdTokenClaims {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = self.all.clone();
        let mut set = |name: &str, value: Option<Value>| {
            // A claim that is not set may have another type on the wire.
            if let Some(value) = value {
                all.insert(name.to_owned(), value);
            }
        };
        let text = |text: &Option<String>| text.clone().map(Value::from);
        let seconds = |time: SystemTime| {
            let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
            Value::from(since.as_secs())
        };
        set("sub", Some(self.user_id.clone().into()));
        set("email", text(&self.email));
        set("phone_number", text(&self.phone_number));
        set("name", text(&self.name));
        set("auth_time", self.authenticated_at.map(seconds));
        set("iat", self.issued_at.map(seconds));
        set("exp", Some(seconds(self.expires_at)));
        all.serialize(serializer)
    }
}

/// Checks the claims of a token with a valid signature.
pub(super) fn check(
    payload: Map<String, Value>,
    issuer: &str,
    app_id: &str,
    now: SystemTime,
) -> Result<IdTokenClaims, TokenError> {
    let text = |name: &str| payload.get(name)?.as_str().map(str::to_owned);
    if text("iss").as_deref() != Some(issuer) {
        return Err(TokenError::Issuer);
    }
    if !is_for(&payload, app_id) {
        return Err(TokenError::Audience);
    }
    let expiry = payload.get("exp").and_then(seconds);
    let expiry = expiry.ok_or(TokenError::Malformed)?;
    check_times(&payload, expiry, now, LEEWAY)?;
    let at = |name| payload.get(name).and_then(seconds).map(time);
    Ok(IdTokenClaims {
        user_id: text("sub")
            .filter(|id| !id.trim().is_empty())
            .ok_or(TokenError::Malformed)?,
        email: text("email"),
        phone_number: text("phone_number"),
        name: text("name"),
        authenticated_at: at("auth_time"),
        issued_at: at("iat"),
        expires_at: time(expiry),
        all: payload,
    })
}

/// Returns whether a token is for the app. One for several apps must name it as the one that it was issued to.
fn is_for(payload: &Map<String, Value>, app_id: &str) -> bool {
    let names = |value: &Value| value.as_str() == Some(app_id);
    let authorized = payload.get("azp").is_none_or(names);
    authorized
        && match payload.get("aud") {
            Some(Value::Array(audience)) => {
                let is_only = audience.len() == 1 || payload.contains_key("azp");
                is_only && audience.iter().any(names)
            }
            Some(audience) => names(audience),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://my-app.authing.cn/oidc";

    fn checked(changed: &str, value: Value) -> Result<IdTokenClaims, TokenError> {
        let mut payload = json!({
            "iss": ISSUER, "aud": "app", "sub": "user", "exp": 1000, "iat": 500, "email": "a@b.cn",
        });
        payload[changed] = value;
        let Value::Object(payload) = payload else {
            unreachable!("an object")
        };
        check(
            payload,
            ISSUER,
            "app",
            UNIX_EPOCH + Duration::from_secs(900),
        )
    }

    #[test]
    fn the_claims_are_those_of_the_payload() {
        let claims = checked("custom", json!([1])).unwrap();
        assert_eq!(claims.user_id, "user");
        assert_eq!(claims.email.as_deref(), Some("a@b.cn"));
        assert_eq!(claims.expires_at, UNIX_EPOCH + Duration::from_secs(1000));
        assert_eq!(claims.get("custom"), Some(&json!([1])));
    }

    #[test]
    fn claims_are_serialized_as_on_the_wire() {
        let claims = checked("custom", json!([1])).unwrap();
        let payload = json!({
            "iss": ISSUER, "aud": "app", "sub": "user", "exp": 1000, "iat": 500, "email": "a@b.cn",
            "custom": [1],
        });
        assert_eq!(serde_json::to_value(&claims).unwrap(), payload);

        let changed = IdTokenClaims {
            name: Some("Ada".to_owned()),
            ..IdTokenClaims::default()
        };
        let payload = json!({"sub": "", "name": "Ada", "exp": 0});
        assert_eq!(serde_json::to_value(&changed).unwrap(), payload);
    }

    #[test]
    fn a_token_for_others_is_rejected() {
        for issuer in [
            json!(null),
            json!(""),
            json!("https://my-app.authing.cn/oidc/"),
            json!("https://my-app.authing.cn"),
            json!([ISSUER]),
        ] {
            assert_eq!(
                checked("iss", issuer.clone()),
                Err(TokenError::Issuer),
                "{issuer}"
            );
        }
        for audience in [
            json!(null),
            json!("app2"),
            json!([]),
            json!(["app2"]),
            json!(["app", "app2"]),
            json!({"app": 1}),
        ] {
            assert_eq!(
                checked("aud", audience.clone()),
                Err(TokenError::Audience),
                "{audience}"
            );
        }
        assert!(checked("aud", json!(["app"])).is_ok());
        assert_eq!(checked("azp", json!("app2")), Err(TokenError::Audience));
        assert!(checked("azp", json!("app")).is_ok());
    }

    #[test]
    fn a_token_out_of_time_or_without_user_is_rejected() {
        assert_eq!(checked("exp", json!(840)), Err(TokenError::Expired));
        assert!(checked("exp", json!(841)).is_ok());
        assert_eq!(checked("exp", json!("1000")), Err(TokenError::Malformed));
        assert_eq!(checked("nbf", json!(961)), Err(TokenError::NotYetValid));
        for subject in [json!(null), json!(" "), json!(5)] {
            assert_eq!(checked("sub", subject), Err(TokenError::Malformed));
        }
    }
}

//! JSON web tokens, signed with HMAC-SHA256 and the secret of the pool or of an app.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The claims of a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// Only an app's tokens have these, which are OpenID Connect ID tokens.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub(crate) id_token: Option<IdToken>,
    pub(crate) data: Bearer,
    /// The number of the user's logouts when the token was issued. A later logout voids it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) session: u32,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

/// The bearer of a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bearer {
    pub(crate) email: Option<String>,
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) unionid: Option<String>,
    /// The service's samples of legacy users' tokens don't have it.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<Kind>,
    /// Only in an app's tokens.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub(crate) app: Option<AppBearer>,
}

/// The claims that make a token an ID token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IdToken {
    pub(crate) iss: String,
    pub(crate) sub: String,
    /// The app's id.
    pub(crate) aud: String,
    pub(crate) userpool_id: String,
}

/// What an app's token says about its bearer, besides the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppBearer {
    pub(crate) user_pool_id: String,
    pub(crate) app_id: String,
    pub(crate) user_id: String,
    #[serde(rename = "_id")]
    pub(crate) underscore_id: String,
    pub(crate) phone: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) openid: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Owner,
    User,
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

pub(crate) fn sign<T: Serialize>(claims: &T, secret: &str) -> Result<String, serde_json::Error> {
    let header = Header {
        alg: "HS256".to_owned(),
        typ: Some("JWT".to_owned()),
    };
    let header = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header)?);
    let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
    let signed = format!("{header}.{claims}");
    let signature = mac(&signed, secret).map(|mac| mac.finalize().into_bytes());
    // HMAC accepts a key of any length, so this can't fail.
    let signature = URL_SAFE_NO_PAD.encode(signature.unwrap_or_default());
    Ok(format!("{signed}.{signature}"))
}

/// Why a token is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    Wrong,
    Expired,
}

/// Returns the claims of a token that was signed with this secret and has not expired.
pub(crate) fn verify<T: DeserializeOwned>(
    token: &str,
    secret: &str,
    now: i64,
) -> Result<T, Invalid> {
    #[derive(Deserialize)]
    struct Expiry {
        exp: i64,
    }
    let claims = signed_claims(token, secret).ok_or(Invalid::Wrong)?;
    let expiry: Expiry = serde_json::from_slice(&claims).map_err(|_| Invalid::Wrong)?;
    let claims = serde_json::from_slice(&claims).map_err(|_| Invalid::Wrong)?;
    if expiry.exp <= now {
        return Err(Invalid::Expired);
    }
    Ok(claims)
}

/// Returns the audience that a token claims. Nothing is verified: it only selects the secret to verify the token with.
pub(crate) fn claimed_audience(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Audience {
        aud: String,
    }
    let claims = token.split('.').nth(1)?;
    let audience: Audience = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    Some(audience.aud)
}

fn signed_claims(token: &str, secret: &str) -> Option<Vec<u8>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    // Only the algorithm that we sign with: a token must not choose its own verification.
    if header.alg != "HS256" {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    mac(signed, secret)?.verify_slice(&signature).ok()?;
    URL_SAFE_NO_PAD.decode(claims).ok()
}

fn mac(signed: &str, secret: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn claims() -> Claims {
        Claims {
            id_token: None,
            data: Bearer {
                email: Some("a@b.cn".to_owned()),
                id: "5aec1ea610ecb800018db176".to_owned(),
                client_id: "pool".to_owned(),
                unionid: None,
                kind: None,
                app: None,
            },
            session: 0,
            iat: 1000,
            exp: 2000,
        }
    }

    #[test]
    fn the_payload_is_the_documented_one() {
        let token = sign(&claims(), "secret").unwrap();
        let parts: Vec<_> = token.split('.').collect();
        assert_eq!(parts.len(), 3);
        let payload: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        let data = json!({"email": "a@b.cn", "id": "5aec1ea610ecb800018db176", "clientId": "pool", "unionid": null});
        assert_eq!(payload, json!({"data": data, "iat": 1000, "exp": 2000}));
    }

    #[test]
    fn a_sample_signed_elsewhere_is_accepted() {
        // Created with Python's hmac and base64 modules.
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
        let payload = URL_SAFE_NO_PAD
            .encode(r#"{"data":{"email":null,"id":"x","clientId":"p"},"iat":1,"exp":9}"#);
        let token = format!("{header}.{payload}.wRA_ZnXCzPqhe9X5Com61nisAVLd7mjd8cwkbTaku7s");
        assert_eq!(verify::<Claims>(&token, "k", 5).unwrap().data.id, "x");
    }

    #[test]
    fn a_token_expires_at_its_second() {
        let token = sign(&claims(), "secret").unwrap();
        assert_eq!(verify(&token, "secret", 1999), Ok(claims()));
        assert_eq!(
            verify::<Claims>(&token, "secret", 2000),
            Err(Invalid::Expired)
        );
    }

    #[test]
    fn a_forged_token_is_wrong() {
        let token = sign(&claims(), "secret").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let payload = signed.split_once('.').unwrap().1;
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let other_payload = encode(
            &serde_json::to_string(&Claims {
                exp: 9999,
                ..claims()
            })
            .unwrap(),
        );
        let hs512 = encode(r#"{"alg":"HS512","typ":"JWT"}"#);
        let none = encode(r#"{"alg":"none"}"#);
        for forged in [
            sign(&claims(), "another secret").unwrap(),
            format!("{none}.{payload}."),
            format!("{none}.{payload}.{signature}"),
            format!("{hs512}.{payload}.{signature}"),
            format!(
                "{}.{other_payload}.{signature}",
                encode(r#"{"alg":"HS256"}"#)
            ),
            format!("{signed}."),
            format!("{signed}.{}", &signature[1..]),
            format!("{token}="),
            "undefined".to_owned(),
            String::new(),
        ] {
            assert_eq!(
                verify::<Claims>(&forged, "secret", 1500),
                Err(Invalid::Wrong),
                "{forged}"
            );
        }
        let none_signed = format!("{none}.{payload}");
        let mac = mac(&none_signed, "secret").unwrap().finalize().into_bytes();
        let token = format!("{none_signed}.{}", URL_SAFE_NO_PAD.encode(mac));
        assert_eq!(
            verify::<Claims>(&token, "secret", 1500),
            Err(Invalid::Wrong)
        );
    }
}

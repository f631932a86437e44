//! JSON web tokens, signed with HMAC-SHA256 and the pool's secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The claims of a token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Claims {
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
    /// Only the owner's tokens have it; the service's samples of users' tokens don't.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Owner,
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

pub(crate) fn sign(claims: &Claims, secret: &str) -> Result<String, serde_json::Error> {
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
pub(crate) fn verify(token: &str, secret: &str, now: i64) -> Result<Claims, Invalid> {
    let claims = signed_claims(token, secret).ok_or(Invalid::Wrong)?;
    if claims.exp <= now {
        return Err(Invalid::Expired);
    }
    Ok(claims)
}

fn signed_claims(token: &str, secret: &str) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    // Only the algorithm that we sign with: a token must not choose its own verification.
    if header.alg != "HS256" {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    mac(signed, secret)?.verify_slice(&signature).ok()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
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
            data: Bearer {
                email: Some("a@b.cn".to_owned()),
                id: "5aec1ea610ecb800018db176".to_owned(),
                client_id: "pool".to_owned(),
                unionid: None,
                kind: None,
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
        assert_eq!(verify(&token, "k", 5).unwrap().data.id, "x");
    }

    #[test]
    fn a_token_expires_at_its_second() {
        let token = sign(&claims(), "secret").unwrap();
        assert_eq!(verify(&token, "secret", 1999), Ok(claims()));
        assert_eq!(verify(&token, "secret", 2000), Err(Invalid::Expired));
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
                verify(&forged, "secret", 1500),
                Err(Invalid::Wrong),
                "{forged}"
            );
        }
        let none_signed = format!("{none}.{payload}");
        let mac = mac(&none_signed, "secret").unwrap().finalize().into_bytes();
        let token = format!("{none_signed}.{}", URL_SAFE_NO_PAD.encode(mac));
        assert_eq!(verify(&token, "secret", 1500), Err(Invalid::Wrong));
    }
}

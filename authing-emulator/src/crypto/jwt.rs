//! JSON web tokens (RFC 7515, RFC 7519), signed with HMAC-SHA256 and a secret, or with RSA and the pool's signing key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::signing_key::SigningKey;

/// A key with its only algorithm: a token must not choose its own verification.
#[derive(Clone, Copy)]
pub(crate) enum Key<'a> {
    Hs256(&'a str),
    Rs256(&'a SigningKey),
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
}

impl Key<'_> {
    const fn algorithm(self) -> &'static str {
        match self {
            Self::Hs256(_) => "HS256",
            Self::Rs256(_) => "RS256",
        }
    }

    fn sign(self, signed: &str) -> Option<Vec<u8>> {
        match self {
            Self::Hs256(secret) => Some(mac(signed, secret)?.finalize().into_bytes().to_vec()),
            Self::Rs256(key) => key.sign(signed),
        }
    }

    fn has_signed(self, signed: &str, signature: &[u8]) -> bool {
        match self {
            Self::Hs256(secret) => {
                mac(signed, secret).is_some_and(|mac| mac.verify_slice(signature).is_ok())
            }
            Self::Rs256(key) => key.has_signed(signed, signature),
        }
    }
}

/// A token could not be signed, which no input causes.
#[derive(Debug)]
pub(crate) struct Unsigned;

pub(crate) fn sign<T: Serialize>(claims: &T, key: Key<'_>) -> Result<String, Unsigned> {
    let header = Header {
        alg: key.algorithm().to_owned(),
        typ: Some("JWT".to_owned()),
        kid: match key {
            Key::Hs256(_) => None,
            Key::Rs256(key) => Some(key.kid().to_owned()),
        },
    };
    let header = serde_json::to_vec(&header).map_err(|_| Unsigned)?;
    let claims = serde_json::to_vec(claims).map_err(|_| Unsigned)?;
    let parts = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = parts.join(".");
    let signature = URL_SAFE_NO_PAD.encode(key.sign(&signed).ok_or(Unsigned)?);
    Ok(format!("{signed}.{signature}"))
}

/// Why a token is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    Wrong,
    Expired,
}

/// Returns the claims of a token that was signed with this key and has not expired.
pub(crate) fn verify<T: DeserializeOwned>(
    token: &str,
    key: Key<'_>,
    now: i64,
) -> Result<T, Invalid> {
    #[derive(Deserialize)]
    struct Expiry {
        exp: i64,
    }
    let claims = signed_claims(token, key).ok_or(Invalid::Wrong)?;
    let expiry: Expiry = serde_json::from_slice(&claims).map_err(|_| Invalid::Wrong)?;
    let claims = serde_json::from_slice(&claims).map_err(|_| Invalid::Wrong)?;
    if expiry.exp <= now {
        return Err(Invalid::Expired);
    }
    Ok(claims)
}

/// The same for a token that may have expired.
pub(crate) fn verify_signature<T: DeserializeOwned>(
    token: &str,
    key: Key<'_>,
) -> Result<T, Invalid> {
    let claims = signed_claims(token, key).ok_or(Invalid::Wrong)?;
    serde_json::from_slice(&claims).map_err(|_| Invalid::Wrong)
}

/// Returns the audience that a token claims. Nothing is verified: it only selects the key to verify the token with.
pub(crate) fn claimed_audience(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Audience {
        aud: String,
    }
    let claims = token.split('.').nth(1)?;
    let audience: Audience = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    Some(audience.aud)
}

fn signed_claims(token: &str, key: Key<'_>) -> Option<Vec<u8>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.alg != key.algorithm() {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let is_signed = key.has_signed(signed, &signature);
    is_signed.then(|| URL_SAFE_NO_PAD.decode(claims).ok())?
}

fn mac(signed: &str, secret: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::claims::{Bearer, Claims};
    use crate::crypto::randomness::Randomness;
    use serde_json::{Map, Value, json};

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
                user_pool_id: None,
                arn: None,
            },
            session: 0,
            iat: 1000,
            exp: 2000,
            profile: Map::new(),
        }
    }

    #[test]
    fn the_payload_is_the_documented_one() {
        let token = sign(&claims(), Key::Hs256("secret")).unwrap();
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
        assert_eq!(
            verify::<Claims>(&token, Key::Hs256("k"), 5)
                .unwrap()
                .data
                .id,
            "x"
        );
    }

    #[test]
    fn a_token_expires_at_its_second() {
        let token = sign(&claims(), Key::Hs256("secret")).unwrap();
        assert_eq!(verify(&token, Key::Hs256("secret"), 1999), Ok(claims()));
        assert_eq!(
            verify::<Claims>(&token, Key::Hs256("secret"), 2000),
            Err(Invalid::Expired)
        );
    }

    #[test]
    fn a_forged_token_is_wrong() {
        let token = sign(&claims(), Key::Hs256("secret")).unwrap();
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
            sign(&claims(), Key::Hs256("another secret")).unwrap(),
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
                verify::<Claims>(&forged, Key::Hs256("secret"), 1500),
                Err(Invalid::Wrong),
                "{forged}"
            );
        }
        let none_signed = format!("{none}.{payload}");
        let mac = mac(&none_signed, "secret").unwrap().finalize().into_bytes();
        let token = format!("{none_signed}.{}", URL_SAFE_NO_PAD.encode(mac));
        assert_eq!(
            verify::<Claims>(&token, Key::Hs256("secret"), 1500),
            Err(Invalid::Wrong)
        );
    }

    #[test]
    fn a_token_does_not_choose_its_algorithm() {
        let rsa = SigningKey::generate(&Randomness::seeded(1)).unwrap();
        let other = SigningKey::generate(&Randomness::seeded(2)).unwrap();
        let token = sign(&claims(), Key::Rs256(&rsa)).unwrap();
        assert_eq!(verify(&token, Key::Rs256(&rsa), 1999), Ok(claims()));
        let header: Value = serde_json::from_slice(
            &URL_SAFE_NO_PAD
                .decode(token.split('.').next().unwrap())
                .unwrap(),
        )
        .unwrap();
        assert_eq!(
            header,
            json!({"alg": "RS256", "typ": "JWT", "kid": rsa.kid()})
        );
        // The attack of RFC 8725, section 2.1: an HMAC whose secret is the public key.
        let public = rsa.jwk().to_string();
        let forged = sign(&claims(), Key::Hs256(&public)).unwrap();
        for (token, key) in [
            (&forged, Key::Rs256(&rsa)),
            (&token, Key::Rs256(&other)),
            (&token, Key::Hs256("secret")),
        ] {
            assert_eq!(verify::<Claims>(token, key, 1500), Err(Invalid::Wrong));
        }
    }

    #[test]
    fn the_signature_counts_even_if_the_expiry_does_not() {
        let token = sign(&claims(), Key::Hs256("secret")).unwrap();
        assert_eq!(verify_signature(&token, Key::Hs256("secret")), Ok(claims()));
        assert_eq!(
            verify_signature::<Claims>(&token, Key::Hs256("another secret")),
            Err(Invalid::Wrong)
        );
    }
}

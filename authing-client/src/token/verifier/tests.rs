use std::time::UNIX_EPOCH;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::*;

const POOL: &str = "5e4cdd055df3df65dc58b97d";
const SECRET: &str = "xyzzy-pool-secret";
const EXPIRES: i64 = 1_600_000_000;

fn verifier() -> TokenVerifier {
    TokenVerifier::new(POOL, SECRET).unwrap()
}

fn at(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap())
}

fn sign(signed: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn token_of(header: &str, payload: &str, secret: &str) -> String {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = sign(&signed, secret);
    format!("{signed}.{signature}")
}

fn token(payload: &Value) -> String {
    token_of(
        r#"{"alg":"HS256","typ":"JWT"}"#,
        &payload.to_string(),
        SECRET,
    )
}

fn payload() -> Value {
    json!({
        "data": {"email": "test@testmail.com", "id": "5aec1ea610ecb800018db176", "clientId": POOL},
        "iat": EXPIRES - 1_296_000,
        "exp": EXPIRES,
    })
}

fn verdict(token: &str) -> Result<TokenClaims, TokenError> {
    verifier().verify_at(token, at(EXPIRES - 10))
}

#[test]
fn returns_the_claims_of_the_services_token() {
    let claims = verdict(&token(&payload())).unwrap();
    assert_eq!(
        claims,
        TokenClaims {
            user_id: "5aec1ea610ecb800018db176".to_owned(),
            email: Some("test@testmail.com".to_owned()),
            user_pool_id: Some(POOL.to_owned()),
            unionid: None,
            iat: Some(EXPIRES - 1_296_000),
            exp: EXPIRES,
        }
    );
    assert_eq!(claims.expires_at(), at(EXPIRES));
    assert_eq!(claims.issued_at(), Some(at(EXPIRES - 1_296_000)));
    // A signature made with another tool.
    let elsewhere = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    let other = TokenVerifier::new(POOL, "your-256-bit-secret").unwrap();
    assert_eq!(
        other.verify(elsewhere).unwrap_err(),
        TokenError::Malformed,
        "rightly signed, and names no user"
    );
    assert_eq!(
        verifier().verify(elsewhere).unwrap_err(),
        TokenError::Signature
    );
}

#[test]
fn optional_claims_may_be_missing() {
    let least = json!({"data": {"id": "1"}, "exp": EXPIRES});
    let claims = verdict(&token(&least)).unwrap();
    assert_eq!((claims.email, claims.user_pool_id), (None, None));
    let nulls = json!({"data": {"id": "1", "email": null, "clientId": null, "unionid": 5}, "iat": "x", "exp": 1.6e9});
    assert_eq!(verdict(&token(&nulls)).unwrap().exp, EXPIRES);
}

#[test]
fn expires_after_the_leeway() {
    let token = token(&payload());
    let verdict = |verifier: &TokenVerifier, seconds| {
        verifier
            .verify_at(token.as_str(), at(EXPIRES + seconds))
            .map(drop)
    };
    assert_eq!(verdict(&verifier(), 59), Ok(()));
    assert_eq!(verdict(&verifier(), 60), Err(TokenError::Expired));
    let strict = verifier().leeway(Duration::ZERO);
    assert_eq!(verdict(&strict, -1), Ok(()));
    assert_eq!(verdict(&strict, 0), Err(TokenError::Expired));
    let generous = verifier().leeway(Duration::MAX);
    assert_eq!(verdict(&generous, 1_000_000_000), Ok(()));
    // Now, years later.
    assert_eq!(verifier().verify(token.as_str()), Err(TokenError::Expired));
}

#[test]
fn extreme_timestamps_are_handled() {
    for (exp, verdict_of_it) in [
        (json!(u64::MAX), Ok(())),
        (json!(f64::MAX), Ok(())),
        (json!(i64::MIN), Err(TokenError::Expired)),
        (json!(-f64::MAX), Err(TokenError::Expired)),
        (json!(0), Err(TokenError::Expired)),
        (json!("1600000000"), Err(TokenError::Malformed)),
        (json!(true), Err(TokenError::Malformed)),
        (Value::Null, Err(TokenError::Malformed)),
    ] {
        let token = token(&json!({"data": {"id": "1"}, "exp": exp}));
        assert_eq!(verdict(&token).map(drop), verdict_of_it, "{exp}");
    }
    let long_ago = UNIX_EPOCH - Duration::from_secs(1);
    assert!(verifier().verify_at(token(&payload()), long_ago).is_ok());
}

#[test]
fn another_pools_token_is_rejected() {
    for pool in [json!("5e4cdd055df3df65dc58b97e"), json!(""), json!(17)] {
        let mut payload = payload();
        payload["data"]["clientId"] = pool;
        assert_eq!(verdict(&token(&payload)), Err(TokenError::OtherPool));
    }
    let forged = token_of(
        r#"{"alg":"HS256"}"#,
        &payload().to_string(),
        "another secret",
    );
    assert_eq!(verdict(&forged), Err(TokenError::Signature));
}

#[test]
fn the_token_does_not_choose_the_algorithm() {
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"hs256"}"#,
        r#"{"alg":"HS384"}"#,
        r#"{"alg":"HS512"}"#,
        r#"{"alg":"RS256"}"#,
        r#"{"alg":"ES256"}"#,
        r#"{"alg":""}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["HS256"]}"#,
        r#"{"typ":"JWT"}"#,
    ] {
        let token = token_of(header, &payload().to_string(), SECRET);
        assert_eq!(verdict(&token), Err(TokenError::Algorithm), "{header}");
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert_eq!(
            verdict(&format!("{signed}.")),
            Err(TokenError::Algorithm),
            "{header}"
        );
    }
    let critical = token_of(
        r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
        &payload().to_string(),
        SECRET,
    );
    assert_eq!(verdict(&critical), Err(TokenError::Malformed));
}

#[test]
fn a_change_of_any_character_is_rejected() {
    let token = token(&payload());
    for index in 0..token.len() {
        let cut = format!("{}{}", &token[..index], &token[index + 1..]);
        assert!(verdict(&cut).is_err(), "{cut}");
        for other in ['A', 'B', '_', '-', '.', '=', ' ', '+', '/', '\0', '字'] {
            if token[index..].starts_with(other) {
                continue;
            }
            let changed = format!("{}{other}{}", &token[..index], &token[index + 1..]);
            assert!(verdict(&changed).is_err(), "{changed}");
            let longer = format!("{}{other}{}", &token[..index], &token[index..]);
            // What is invisible in front of a token is not part of it.
            let around = index == 0 && matches!(other, ' ' | '\0');
            assert_eq!(verdict(&longer).is_ok(), around, "{longer}");
        }
    }
    for end in 0..token.len() {
        assert!(verdict(&token[..end]).is_err());
    }
}

#[test]
fn text_that_is_not_a_token_is_malformed() {
    let signed = |payload: &str| token_of(r#"{"alg":"HS256"}"#, payload, SECRET);
    let whole = token(&payload());
    for token in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        "a.b.c".to_owned(),
        "eyJ9.e30.".to_owned(),
        "字.字.字".to_owned(),
        format!("{whole}\n{whole}"),
        token_of("[]", "{}", SECRET),
        token_of("", "{}", SECRET),
        token_of(&"[".repeat(100_000), "{}", SECRET),
        signed(""),
        signed("null"),
        signed("[]"),
        signed("{}"),
        signed(&"[".repeat(100_000)),
        signed(r#"{"exp":1600000000}"#),
        signed(r#"{"data":null,"exp":1600000000}"#),
        signed(r#"{"data":"1","exp":1600000000}"#),
        signed(r#"{"data":{},"exp":1600000000}"#),
        signed(r#"{"data":{"id":1},"exp":1600000000}"#),
        signed(r#"{"data":{"id":""},"exp":1600000000}"#),
        signed(r#"{"data":{"id":" "},"exp":1600000000}"#),
        signed(r#"{"data":{"id":"1"}}"#),
    ] {
        assert_eq!(verdict(&token), Err(TokenError::Malformed), "{token}");
    }
}

#[test]
fn a_truncated_signature_is_invalid() {
    let token = token(&payload());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    for length in 0..bytes.len() {
        let signature = URL_SAFE_NO_PAD.encode(&bytes[..length]);
        let shorter = format!("{signed}.{signature}");
        assert_eq!(verdict(&shorter), Err(TokenError::Signature));
    }
    let longer = URL_SAFE_NO_PAD.encode([bytes.as_slice(), &[0]].concat());
    assert_eq!(
        verdict(&format!("{signed}.{longer}")),
        Err(TokenError::Signature)
    );
}

#[test]
fn debug_is_redacted() {
    let shown = format!("{:?}", verifier());
    assert!(shown.contains(POOL) && !shown.contains(SECRET), "{shown}");
}

#[test]
fn an_empty_secret_is_rejected() {
    for secret in ["", " ", "\n", "\0", "\0\0", "\u{feff}", "\u{200b} "] {
        let error = TokenVerifier::new(POOL, secret).unwrap_err();
        assert_eq!(error.to_string(), "`secret` must not be empty");
    }
    for (pool, secret, reason) in [
        (
            POOL,
            "\"xyzzy\"",
            "`secret` has quotes around it, which are part of its value: remove them",
        ),
        (
            POOL,
            "xy\nzzy",
            "`secret` contains a line break or another invisible character: remove it",
        ),
        (
            "'xyzzy'",
            SECRET,
            "`user_pool_id` has quotes around it, which are part of its value: remove them",
        ),
        (
            " ",
            SECRET,
            "`user_pool_id` is not a user pool id: it is empty, or has no letter and no digit",
        ),
    ] {
        let error = TokenVerifier::new(pool, secret).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn what_is_invisible_around_id_secret_and_token_is_removed() {
    let around = |text: &str| format!("\u{feff} {text}\u{200b}\r\n");
    let verifier = TokenVerifier::new(around(POOL), around(SECRET)).unwrap();
    let claims = verifier.verify_at(around(&token(&payload())), at(EXPIRES - 10));
    assert!(claims.is_ok(), "{claims:?}");
}

#[test]
fn quotes_and_padding_of_a_token_are_named() {
    let token = token(&payload());
    let (start, signature) = token.rsplit_once('.').unwrap();
    for (given, expected) in [
        (format!("\"{token}\""), TokenError::Quoted),
        (format!("'{token}'\n"), TokenError::Quoted),
        (format!("“{token}”"), TokenError::Quoted),
        (format!("\"Bearer {token}\""), TokenError::Scheme),
        (format!("Authorization: Bearer {token}"), TokenError::Scheme),
        (format!("{token}="), TokenError::Padded),
        (format!("{start}=.{signature}"), TokenError::Padded),
        (format!("{start}\n.{signature}"), TokenError::Malformed),
    ] {
        let error = verdict(&given).unwrap_err();
        assert_eq!(error, expected, "{given}");
        assert!(!error.to_string().contains(signature));
    }
}

#[test]
fn a_token_is_rejected_before_its_start_time() {
    let now = EXPIRES - 10;
    let verdict_of = |verifier: &TokenVerifier, nbf: Value| {
        let mut payload = payload();
        payload["nbf"] = nbf;
        verifier.verify_at(token(&payload), at(now)).map(drop)
    };
    let strict = verifier().leeway(Duration::ZERO);
    let generous = verifier().leeway(Duration::MAX);
    for (verifier, nbf, expected) in [
        (verifier(), json!(now + 60), Ok(())),
        (verifier(), json!(now + 61), Err(TokenError::NotYetValid)),
        (strict.clone(), json!(now), Ok(())),
        (strict.clone(), json!(now + 1), Err(TokenError::NotYetValid)),
        (strict, json!(u64::MAX), Err(TokenError::NotYetValid)),
        (generous, json!(now + 1_000_000_000), Ok(())),
        (verifier(), json!(i64::MIN), Ok(())),
        (verifier(), json!("1600000000"), Err(TokenError::Malformed)),
        (verifier(), Value::Null, Err(TokenError::Malformed)),
    ] {
        assert_eq!(verdict_of(&verifier, nbf.clone()), expected, "{nbf}");
    }
}

#[test]
fn a_scheme_in_front_of_a_token_is_named() {
    let token = token(&payload());
    for scheme in ["Bearer ", "bearer ", " BEARER  "] {
        let error = verdict(&format!("{scheme}{token}")).unwrap_err();
        assert_eq!(error, TokenError::Scheme);
        assert_eq!(
            error.to_string(),
            "the token begins with `Bearer `: pass only what follows"
        );
    }
}

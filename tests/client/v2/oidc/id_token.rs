//! The verification of ID tokens: what is accepted, and the known attacks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_client::TokenError;
use authing_client::v2::AuthenticationClient;
use authing_tests::fake::Requests;
use data_encoding::BASE64URL_NOPAD;
use rsa::pkcs8::{EncodePublicKey as _, LineEnding};
use serde_json::{Value, json};

use super::{
    APP, HOST, ISSUER, SECRET, changed, claims, client, hmac_token, hs256, is_key_set, key_set,
    modulus, provider_key, rejection, rs256, rsa_token, signed_part,
};

/// A client of a provider whose key has the id `a`.
fn with_keys() -> (AuthenticationClient, Requests) {
    client(|request| {
        assert!(is_key_set(request), "{}", request.uri());
        key_set(&["a"])
    })
}

#[tokio::test]
async fn tokens_of_both_algorithms_verify_and_keys_are_fetched_once() {
    let (client, requests) = with_keys();
    let verified = client.verify_id_token(hs256(&claims())).await.unwrap();
    assert_eq!(verified.user_id, "user-1");
    assert!(requests.all().is_empty());
    for _ in 0..3 {
        let verified = client.verify_id_token(rs256("a", &claims())).await.unwrap();
        assert_eq!(verified.get("email"), Some(&json!("a@b.cn")));
    }
    // A clone shares the keys.
    let token = rsa_token(r#"{"alg":"RS256"}"#, &claims().to_string());
    client.clone().verify_id_token(token).await.unwrap();
    assert_eq!(requests.all().len(), 1);
}

#[tokio::test]
async fn a_token_without_signature_or_of_another_algorithm_is_rejected() {
    let (client, requests) = with_keys();
    let payload = claims().to_string();
    for algorithm in [
        "none", "None", "NONE", "", "HS384", "hs256", "PS256", "ES256", "RS512",
    ] {
        let header = json!({"alg": algorithm, "kid": "a"}).to_string();
        let unsigned = format!("{}.", signed_part(&header, &payload));
        for token in [
            unsigned,
            hmac_token(SECRET.as_bytes(), &header, &payload),
            rsa_token(&header, &payload),
        ] {
            assert_eq!(
                rejection(&client, &token).await,
                TokenError::Algorithm,
                "{algorithm}"
            );
        }
    }
    for header in [r#"{"alg":"HS256"}"#, r#"{"alg":"RS256","kid":"a"}"#] {
        let unsigned = format!("{}.", signed_part(header, &payload));
        assert_eq!(rejection(&client, &unsigned).await, TokenError::Signature);
    }
    for header in [
        r#"{"typ":"JWT"}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["HS256"]}"#,
    ] {
        let token = hmac_token(SECRET.as_bytes(), header, &payload);
        assert_eq!(rejection(&client, &token).await, TokenError::Algorithm);
    }
    assert_eq!(requests.all().len(), 1);
}

#[tokio::test]
async fn the_public_key_is_no_hmac_secret() {
    let public = provider_key().to_public_key();
    let pem = public.to_public_key_pem(LineEnding::LF).unwrap();
    let der = public.to_public_key_der().unwrap();
    let n = modulus();
    let keys = [
        pem.as_bytes(),
        pem.trim_end().as_bytes(),
        der.as_bytes(),
        n.as_bytes(),
        &BASE64URL_NOPAD.decode(n.as_bytes()).unwrap(),
        b"",
    ];
    let payload = claims().to_string();
    let (with_secret, _) = with_keys();
    let without_secret = AuthenticationClient::builder(APP)
        .host(HOST)
        .transport(Requests::default().transport(|_| key_set(&["a"])))
        .build()
        .unwrap();
    // The keys are there before the attack.
    for client in [&with_secret, &without_secret] {
        client.verify_id_token(rs256("a", &claims())).await.unwrap();
    }
    for key in keys {
        let hs256 = hmac_token(key, r#"{"alg":"HS256","kid":"a"}"#, &payload);
        assert_eq!(rejection(&with_secret, &hs256).await, TokenError::Signature);
        assert_eq!(
            rejection(&without_secret, &hs256).await,
            TokenError::NoAppSecret
        );
        let rs256 = hmac_token(key, r#"{"alg":"RS256","kid":"a"}"#, &payload);
        for client in [&with_secret, &without_secret] {
            assert_eq!(rejection(client, &rs256).await, TokenError::Signature);
        }
    }
}

#[tokio::test]
async fn a_modified_token_is_rejected() {
    let (client, _) = with_keys();
    for token in [hs256(&claims()), rs256("a", &claims())] {
        let parts: Vec<&str> = token.split('.').collect();
        let evil = BASE64URL_NOPAD.encode(changed("sub", json!("user-2")).to_string().as_bytes());
        let forged = [parts[0], &evil, parts[2]].join(".");
        assert_eq!(rejection(&client, &forged).await, TokenError::Signature);
        for (token, reason) in [
            (format!("{token}."), TokenError::Signature),
            (format!("{token}.x"), TokenError::Malformed),
            (parts[..2].join("."), TokenError::Malformed),
            (format!("{token}="), TokenError::Padded),
            (format!("Bearer {token}"), TokenError::Scheme),
            (format!("\"{token}\""), TokenError::Quoted),
            (String::new(), TokenError::Malformed),
        ] {
            assert_eq!(rejection(&client, &token).await, reason, "{token}");
        }
    }
}

#[tokio::test]
async fn critical_extensions_and_duplicate_names_are_malformed() {
    let (client, _) = with_keys();
    let payload = claims().to_string();
    let twice = payload.replacen('{', r#"{"sub":"user-2","#, 1);
    for (header, payload) in [
        (r#"{"alg":"HS256","crit":["exp"],"exp":1}"#, &payload),
        (r#"{"alg":"HS256","crit":[]}"#, &payload),
        (r#"{"alg":"HS256","alg":"HS256"}"#, &payload),
        (r#"{"alg":"none","alg":"HS256"}"#, &payload),
        (r#"{"alg":"HS256"}"#, &twice),
    ] {
        let token = hmac_token(SECRET.as_bytes(), header, payload);
        assert_eq!(
            rejection(&client, &token).await,
            TokenError::Malformed,
            "{header}"
        );
        let header = header.replace("HS256\"", "RS256\",\"kid\":\"a\"");
        if header.matches("kid").count() == 1 {
            let token = rsa_token(&header, payload);
            assert_eq!(
                rejection(&client, &token).await,
                TokenError::Malformed,
                "{header}"
            );
        }
    }
}

#[tokio::test]
async fn claims_of_others_and_of_other_times_are_rejected() {
    let (client, _) = with_keys();
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let cases = [
        (
            "iss",
            json!("https://evil.example/oidc"),
            TokenError::Issuer,
        ),
        ("iss", json!(format!("{ISSUER}/")), TokenError::Issuer),
        (
            "iss",
            json!("http://my-app.authing.cn/oidc"),
            TokenError::Issuer,
        ),
        ("iss", Value::Null, TokenError::Issuer),
        ("aud", json!("another-app"), TokenError::Audience),
        ("aud", json!([APP, "another-app"]), TokenError::Audience),
        ("aud", json!([]), TokenError::Audience),
        ("azp", json!("another-app"), TokenError::Audience),
        ("exp", json!(now - 61), TokenError::Expired),
        ("exp", Value::Null, TokenError::Malformed),
        ("exp", json!((now + 600).to_string()), TokenError::Malformed),
        ("nbf", json!(now + 120), TokenError::NotYetValid),
        ("sub", json!(""), TokenError::Malformed),
        ("sub", json!(5), TokenError::Malformed),
    ];
    for (name, value, reason) in cases {
        let claims = changed(name, value);
        for token in [hs256(&claims), rs256("a", &claims)] {
            assert_eq!(rejection(&client, &token).await, reason, "{claims}");
        }
    }
    for (name, value) in [
        ("aud", json!([APP])),
        ("exp", json!(now - 30)),
        ("nbf", json!(now + 30)),
    ] {
        client
            .verify_id_token(hs256(&changed(name, value)))
            .await
            .unwrap();
    }
    let mut of_two_apps = changed("aud", json!([APP, "another-app"]));
    of_two_apps["azp"] = json!(APP);
    client.verify_id_token(hs256(&of_two_apps)).await.unwrap();
}

#[tokio::test]
async fn a_token_verifies_as_of_another_time() {
    let (client, _) = with_keys();
    let token = hs256(&claims());
    let at = |seconds| SystemTime::now() + Duration::from_secs(seconds);
    client.verify_id_token_at(&*token, at(600)).await.unwrap();
    client
        .verify_id_token_at(&*token, at(700))
        .await
        .unwrap_err();
}

#[tokio::test]
async fn a_token_verifies_by_the_clients_clock() {
    let seconds = Arc::new(AtomicU64::new(600));
    let moved = Arc::clone(&seconds);
    let client = AuthenticationClient::builder(APP)
        .app_secret(SECRET)
        .host(HOST)
        .clock(move || SystemTime::now() + Duration::from_secs(moved.load(Ordering::Relaxed)))
        .build()
        .unwrap();
    let token = hs256(&claims());
    client.verify_id_token(&*token).await.unwrap();
    seconds.store(700, Ordering::Relaxed);
    assert_eq!(rejection(&client, &token).await, TokenError::Expired);
}

#[tokio::test]
async fn another_issuer_can_be_set() {
    let client = AuthenticationClient::builder(APP)
        .app_secret(SECRET)
        .host(HOST)
        .issuer("https://core.authing.cn/oidc")
        .transport(Requests::default().transport(|_| "unused"))
        .build()
        .unwrap();
    let token = hs256(&changed("iss", json!("https://core.authing.cn/oidc")));
    client.verify_id_token(token).await.unwrap();
    assert_eq!(
        rejection(&client, &hs256(&claims())).await,
        TokenError::Issuer
    );
}

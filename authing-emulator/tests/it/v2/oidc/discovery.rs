//! Discovery and the public keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::{BoxedUint, Pkcs1v15Sign, PublicKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Oidc, app, part, seeded, text};

async fn json_of(oidc: &Oidc, url: &str) -> Value {
    let response = oidc.browser.http.get(url).send().await.unwrap();
    assert_eq!(response.status(), 200, "{url}");
    response.json().await.unwrap()
}

async fn jwks(oidc: &Oidc) -> Value {
    json_of(oidc, &oidc.url("/oidc/.well-known/jwks.json")).await
}

#[tokio::test]
async fn the_configuration_names_endpoints_that_exist() {
    let oidc = Oidc::new().await;
    let issuer = oidc.emulator.issuer();
    let url = format!("{issuer}/.well-known/openid-configuration");
    let configuration = json_of(&oidc, &url).await;
    assert_eq!(configuration["issuer"], issuer);
    assert_eq!(configuration["response_types_supported"], json!(["code"]));
    assert_eq!(configuration["subject_types_supported"], json!(["public"]));
    for scope in [
        "openid",
        "profile",
        "email",
        "phone",
        "address",
        "offline_access",
    ] {
        let scopes = configuration["scopes_supported"].as_array().unwrap();
        assert!(scopes.contains(&json!(scope)), "{scope}");
    }
    for claim in [
        "sub",
        "nonce",
        "name",
        "email_verified",
        "phone_number",
        "address",
    ] {
        let claims = configuration["claims_supported"].as_array().unwrap();
        assert!(claims.contains(&json!(claim)), "{claim}");
    }
    for (endpoint, status) in [
        ("authorization_endpoint", 400),
        ("userinfo_endpoint", 401),
        ("jwks_uri", 200),
        ("end_session_endpoint", 200),
        ("token_endpoint", 405),
        ("introspection_endpoint", 405),
        ("revocation_endpoint", 405),
    ] {
        let url = text(&configuration[endpoint]);
        assert!(url.starts_with(&issuer), "{url}");
        let response = oidc.browser.http.get(url).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{endpoint}");
    }
}

#[tokio::test]
async fn the_public_key_verifies_access_tokens() {
    let oidc = Oidc::new().await;
    let tokens = oidc.tokens(&[]).await;
    let token = &tokens["access_token"];
    let header = part(token, 0);
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&json!("RS256"), &json!("JWT"))
    );
    let jwks = jwks(&oidc).await;
    let keys = jwks["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["kid"] == header["kid"]).unwrap();
    assert_eq!(
        (&key["kty"], &key["use"], &key["alg"]),
        (&json!("RSA"), &json!("sig"), &json!("RS256"))
    );
    // No part of the private key.
    assert_eq!(key.as_object().unwrap().len(), 6, "{key}");
    let number = |name: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(text(&key[name])).unwrap();
        assert_ne!(bytes[0], 0);
        BoxedUint::from_be_slice_vartime(&bytes)
    };
    assert_eq!(URL_SAFE_NO_PAD.decode(text(&key["n"])).unwrap().len(), 256);
    let public = PublicKey::new(number("n"), number("e")).unwrap();
    let (signed, signature) = text(token).rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let padding = Pkcs1v15Sign::new::<Sha256>();
    let verified = public.verify(padding, &Sha256::digest(signed), &signature);
    assert!(verified.is_ok());
}

#[tokio::test]
async fn the_key_stays_until_the_file_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let builder = || seeded(json!([app(json!({}))])).data_file(&path);
    let oidc = Oidc::with(builder()).await;
    let key = jwks(&oidc).await;
    oidc.emulator.reset().unwrap();
    assert_eq!(jwks(&oidc).await, key);
    let export = oidc.emulator.export().unwrap();
    oidc.emulator.shut_down().await;
    let again = Oidc::with(builder()).await;
    assert_eq!(jwks(&again).await, key);
    let copy = Oidc::with(authing_emulator::Emulator::builder().seed(export)).await;
    assert_eq!(jwks(&copy).await, key);
    let other = Oidc::new().await;
    assert_ne!(jwks(&other).await, key);
}

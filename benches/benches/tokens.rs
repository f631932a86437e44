//! The local verification of tokens, compared with the `jsonwebtoken` crate: `cargo bench -p authing-benches --bench tokens`.
//!
//! `jsonwebtoken` checks the same: signature, algorithm, expiry, issuer and audience. It has the parsed key.

#![allow(missing_docs, clippy::expect_used, clippy::unwrap_used)]

use authing_benches::responses::{APP_ID, EMAIL, SECRET, USER_ID, USER_POOL_ID};
use authing_client::v2::AuthenticationClient;
use authing_client::{TokenVerifier, transport_fn};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use divan::{AllocProfiler, Bencher, black_box};
use futures_util::FutureExt;
use http::Response;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData, SigningKey};
use rsa::PublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Map, Value, json};
use tokio::runtime::Builder;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const HOST: &str = "https://my-app.authing.cn";
const ISSUER: &str = "https://my-app.authing.cn/oidc";
const KEY_ID: &str = "a-key";

fn main() {
    divan::main();
}

/// The claims of an ID token.
fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": APP_ID, "sub": USER_ID, "iat": 1_600_000_000, "exp": 4_102_444_800_u32, "email": EMAIL,
        "email_verified": true, "name": "张三", "nonce": "n-0S6_WzA2Mj",
    })
}

/// The claims of the legacy API's token.
fn legacy_claims() -> Value {
    json!({
        "data": {"id": USER_ID, "email": EMAIL, "clientId": USER_POOL_ID, "unionid": null},
        "iat": 1_600_000_000, "exp": 4_102_444_800_u32,
    })
}

/// Returns a token that is signed with the secret.
fn hs256(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes()).unwrap();
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).unwrap()
}

/// A provider's key.
struct Provider {
    key: KeyPair,
    modulus: String,
    exponent: String,
}

impl Provider {
    fn new() -> Self {
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        let public = PublicKey::from_public_key_der(&key.subject_public_key_info()).unwrap();
        let text =
            |number: &rsa::BoxedUint| URL_SAFE_NO_PAD.encode(number.to_be_bytes_trimmed_vartime());
        Self {
            modulus: text(public.n()),
            exponent: text(public.e()),
            key,
        }
    }

    /// Returns a token that is signed with the key.
    fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "RS256", "typ": "JWT", "kid": KEY_ID});
        let parts = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = parts.join(".");
        let signature = self.key.sign(signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn key_set(&self) -> Bytes {
        let (n, e) = (&self.modulus, &self.exponent);
        let key =
            json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID, "n": n, "e": e});
        json!({"keys": [key]}).to_string().into()
    }
}

/// Returns a client that has the app's secret, and whose host serves this key set.
fn client(key_set: Bytes) -> AuthenticationClient {
    let transport = transport_fn(move |_: http::Request<Bytes>| {
        let response = Response::new(key_set.clone());
        async move { Ok(response) }
    });
    AuthenticationClient::builder(APP_ID)
        .host(HOST)
        .app_secret(SECRET)
        .transport(transport)
        .build()
        .unwrap()
}

/// Verifies a token whose key has been fetched.
fn by_this_client(bencher: Bencher<'_, '_>, key_set: Bytes, token: String) {
    let client = client(key_set);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime
        .block_on(client.verify_id_token(token.as_str()))
        .expect("valid");
    let _inside = runtime.enter();
    bencher.bench_local(|| {
        let claims = client
            .verify_id_token(black_box(token.as_str()))
            .now_or_never();
        claims.expect("at once").expect("valid")
    });
}

/// Verifies a token with the crate alone, as its documentation shows.
fn by_jsonwebtoken(
    bencher: Bencher<'_, '_>,
    key: &DecodingKey,
    validation: &Validation,
    token: &str,
) {
    let verify = || jsonwebtoken::decode::<Map<String, Value>>(black_box(token), key, validation);
    verify().expect("valid");
    bencher.bench_local(|| verify().expect("valid"));
}

/// Returns what is checked of an ID token.
fn validation(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[APP_ID]);
    validation.validate_nbf = true;
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation
}

#[divan::bench]
fn hs256_by_verify_id_token(bencher: Bencher<'_, '_>) {
    by_this_client(bencher, Bytes::new(), hs256(&claims()));
}

#[divan::bench]
fn hs256_by_jsonwebtoken(bencher: Bencher<'_, '_>) {
    let key = DecodingKey::from_secret(SECRET.as_bytes()).unwrap();
    let validation = validation(Algorithm::HS256);
    by_jsonwebtoken(bencher, &key, &validation, &hs256(&claims()));
}

#[divan::bench]
fn rs256_by_verify_id_token(bencher: Bencher<'_, '_>) {
    let provider = Provider::new();
    by_this_client(bencher, provider.key_set(), provider.sign(&claims()));
}

#[divan::bench]
fn rs256_by_jsonwebtoken(bencher: Bencher<'_, '_>) {
    let provider = Provider::new();
    let key = DecodingKey::from_rsa_components(&provider.modulus, &provider.exponent).unwrap();
    let token = provider.sign(&claims());
    by_jsonwebtoken(bencher, &key, &validation(Algorithm::RS256), &token);
}

#[divan::bench]
fn legacy_hs256_by_token_verifier(bencher: Bencher<'_, '_>) {
    let verifier = TokenVerifier::new(USER_POOL_ID, SECRET).unwrap();
    let token = hs256(&legacy_claims());
    bencher.bench_local(|| verifier.verify(black_box(token.as_str())).expect("valid"));
}

#[divan::bench]
fn legacy_hs256_by_jsonwebtoken(bencher: Bencher<'_, '_>) {
    let key = DecodingKey::from_secret(SECRET.as_bytes()).unwrap();
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_nbf = true;
    let token = hs256(&legacy_claims());
    by_jsonwebtoken(bencher, &key, &validation, &token);
}

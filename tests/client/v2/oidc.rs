//! OpenID Connect, against a provider in memory.

mod authorize;
mod callback;
mod id_token;
mod key_set;
mod oauth;
mod protected_routes;
mod secrets;
mod token_endpoint;
mod unverified;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::PendingLogin;
use authing_client::{Error, RetryPolicy, TokenError};
use authing_tests::fake::{Reply, Requests};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use reqwest::Url;
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, PrivateKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const APP: &str = "5f4cdd055df3df65dc58b97d";
const SECRET: &str = "xyzzy-app-secret";
const HOST: &str = "https://my-app.authing.cn";
const ISSUER: &str = "https://my-app.authing.cn/oidc";
const CALLBACK: &str = "https://app.example.com/callback";

/// A client of a provider that responds with `respond`, without retries.
fn client<R: Into<Reply>>(
    respond: impl Fn(&Request<Bytes>) -> R + Send + Sync + 'static,
) -> (AuthenticationClient, Requests) {
    let requests = Requests::default();
    let client = AuthenticationClient::builder(APP)
        .app_secret(SECRET)
        .host(HOST)
        .transport(requests.transport(respond))
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    (client, requests)
}

/// A client whose requests fail the test.
fn unreachable() -> AuthenticationClient {
    client(|request| -> Reply { panic!("sent: {}", request.uri()) }).0
}

fn is_key_set(request: &Request<Bytes>) -> bool {
    request.uri().path() == "/oidc/.well-known/jwks.json"
}

/// Returns the parameters of a form or a query string, each of which occurs once.
fn parameters(text: &str) -> BTreeMap<String, String> {
    let url = Url::parse(&format!("http://a/?{text}")).unwrap();
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let parameters: BTreeMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(parameters.len(), pairs.len(), "{text}");
    parameters
}

fn form(request: &Request<Bytes>) -> BTreeMap<String, String> {
    parameters(std::str::from_utf8(request.body()).unwrap())
}

/// Returns the query string of a callback with the pending login's state.
fn callback(pending: &PendingLogin, more: &str) -> String {
    format!("{more}&state={}", pending.state.expose())
}

/// The claims of a valid ID token.
fn claims() -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    json!({
        "iss": ISSUER, "aud": APP, "sub": "user-1", "iat": now.as_secs(),
        "exp": (now + Duration::from_secs(600)).as_secs(), "email": "a@b.cn",
    })
}

fn changed(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn signed_part(header: &str, payload: &str) -> String {
    [header, payload]
        .map(|part| BASE64URL_NOPAD.encode(part.as_bytes()))
        .join(".")
}

/// Returns a token signed with HMAC, whatever its header says.
fn hmac_token(key: &[u8], header: &str, payload: &str) -> String {
    let signed = signed_part(header, payload);
    let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    let signature = mac.chain_update(&signed).finalize().into_bytes();
    format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature))
}

/// Returns a token signed with HS256 and the app's secret.
fn hs256(claims: &Value) -> String {
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    hmac_token(SECRET.as_bytes(), header, &claims.to_string())
}

/// The provider's key. The same seed makes the same key.
fn provider_key() -> &'static PrivateKey {
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::new(&mut ChaCha20Rng::seed_from_u64(2020), 2048).unwrap())
}

/// Returns a token signed with the provider's key, whatever its header says.
fn rsa_token(header: &str, payload: &str) -> String {
    let signed = signed_part(header, payload);
    let digest = Sha256::digest(&signed);
    let signature = provider_key().sign(Pkcs1v15Sign::new::<Sha256>(), &digest);
    format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature.unwrap()))
}

/// Returns a token signed with RS256 by the provider's key, which has this id.
fn rs256(kid: &str, claims: &Value) -> String {
    let header = json!({"alg": "RS256", "kid": kid});
    rsa_token(&header.to_string(), &claims.to_string())
}

/// Returns the modulus of the provider's key as it stands in a key set.
fn modulus() -> String {
    BASE64URL_NOPAD.encode(&provider_key().to_public_key().n_bytes())
}

/// Returns a key set with the provider's key under these ids.
fn key_set(ids: &[&str]) -> Value {
    let keys = ids.iter().map(|id| {
        json!({"kty": "RSA", "kid": id, "alg": "RS256", "use": "sig", "n": modulus(), "e": "AQAB"})
    });
    json!({"keys": keys.collect::<Vec<_>>()})
}

/// Returns why a token is not trusted.
async fn rejection(client: &AuthenticationClient, token: &str) -> TokenError {
    match client.verify_id_token(token).await {
        Err(Error::InvalidToken { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

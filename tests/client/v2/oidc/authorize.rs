//! The URL of the login page, and what is kept until the browser returns.

use std::collections::BTreeMap;

use authing_client::Error;
use authing_client::v2::oidc::{AuthorizationRequest, PendingLogin};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use super::{APP, CALLBACK, HOST, parameters, unreachable};

/// Begins a login; returns the parameters of its URL, and what is pending.
fn begin(request: AuthorizationRequest<'_>) -> (BTreeMap<String, String>, PendingLogin) {
    let login = request.begin().unwrap();
    let (page, query) = login.url.split_once('?').unwrap();
    assert_eq!(page, format!("{HOST}/oidc/auth"));
    (parameters(query), login.pending)
}

/// The field of an invalid request.
fn invalid_field(request: AuthorizationRequest<'_>) -> &'static str {
    match request.begin() {
        Err(Error::InvalidInput {
            operation: "oidc_authorize",
            field,
            ..
        }) => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_url_has_the_parameters_of_the_code_flow_with_pkce() {
    let oidc = unreachable().oidc();
    let (mut query, pending) = begin(oidc.authorize(CALLBACK));
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(pending.code_verifier.expose()));
    let nonce = pending.nonce.as_ref().unwrap().expose();
    for (name, expected) in [
        ("client_id", APP),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid profile email phone address"),
        ("state", pending.state.expose()),
        ("nonce", nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(query.remove(name).as_deref(), Some(expected), "{name}");
    }
    assert!(query.is_empty(), "{query:?}");
}

#[test]
fn state_nonce_and_verifier_are_long_and_differ_in_every_login() {
    let oidc = unreachable().oidc();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..50 {
        let (_, pending) = begin(oidc.authorize(CALLBACK));
        for secret in [
            Some(pending.state),
            pending.nonce,
            Some(pending.code_verifier),
        ] {
            let secret = secret.unwrap().expose().to_owned();
            // 256 bits; RFC 7636 allows 43 to 128 characters.
            assert_eq!(BASE64URL_NOPAD.decode(secret.as_bytes()).unwrap().len(), 32);
            assert!(seen.insert(secret), "a value was repeated");
        }
    }
}

#[test]
fn hostile_values_stay_in_their_parameter() {
    let oidc = unreachable().oidc();
    for hostile in crate::injection::HOSTILE {
        let (query, _) = begin(oidc.authorize(CALLBACK).parameter("login_hint", hostile));
        assert_eq!(query["login_hint"], hostile);
        let (query, _) = begin(oidc.authorize(CALLBACK).parameter(hostile, "x"));
        assert_eq!(query[hostile], "x");
    }
    let uri = "https://app.example.com/a%20b/?x=1&state=2&redirect_uri=https://evil.example";
    let (query, pending) = begin(oidc.authorize(uri).scope("openid a&b=c").prompt("login&x"));
    assert_eq!(query["redirect_uri"], uri);
    assert_eq!(pending.redirect_uri, uri);
    assert_eq!(query["scope"], "openid a&b=c");
    assert_eq!(query["prompt"], "login&x");
}

#[test]
fn scopes_are_separated_by_one_space() {
    let oidc = unreachable().oidc();
    let (query, _) = begin(oidc.authorize(CALLBACK).scope(" openid  email\n\tphone "));
    assert_eq!(query["scope"], "openid email phone");
}

#[test]
fn offline_access_asks_for_consent_unless_another_prompt_is_set() {
    let oidc = unreachable().oidc();
    let request = || oidc.authorize(CALLBACK).scope("openid offline_access");
    assert_eq!(begin(request()).0["prompt"], "consent");
    let both = begin(request().prompt("login consent")).0;
    assert_eq!(both["prompt"], "login consent");
    let similar = oidc.authorize(CALLBACK).scope("openid offline_access2");
    assert!(!begin(similar).0.contains_key("prompt"));
}

#[test]
fn without_openid_there_is_no_nonce() {
    let oidc = unreachable().oidc();
    let (query, pending) = begin(oidc.authorize(CALLBACK).scope("profile"));
    assert!(!query.contains_key("nonce") && pending.nonce.is_none());
}

#[test]
fn a_parameter_of_the_client_or_a_second_one_is_rejected() {
    let oidc = unreachable().oidc();
    for name in [
        "client_id",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ] {
        let request = oidc.authorize(CALLBACK).parameter(name, "x");
        assert_eq!(invalid_field(request), "parameter", "{name}");
    }
    let nameless = oidc.authorize(CALLBACK).parameter("", "x");
    assert_eq!(invalid_field(nameless), "parameter");
    let no_prompt = oidc.authorize(CALLBACK).prompt(" ");
    assert_eq!(invalid_field(no_prompt), "prompt");
    let twice = oidc.authorize(CALLBACK);
    let twice = twice.parameter("max_age", "1").parameter("max_age", "2");
    assert_eq!(invalid_field(twice), "parameter");
    let prompt = oidc.authorize(CALLBACK).prompt("login");
    assert_eq!(
        invalid_field(prompt.parameter("prompt", "none")),
        "parameter"
    );
}

#[test]
fn an_unusable_redirect_uri_or_scope_is_rejected() {
    let oidc = unreachable().oidc();
    for uri in [
        "",
        " ",
        "/callback",
        "app.example.com/callback",
        "https://app.example.com/#x",
        " https://app.example.com",
        "https://app.example.com/\n",
        "https://app.example.com/a b",
        "\u{1}https://app.example.com/",
    ] {
        let field = invalid_field(oidc.authorize(uri));
        assert_eq!(field, "redirect_uri", "{uri:?}");
    }
    for scope in ["", "  "] {
        assert_eq!(
            invalid_field(oidc.authorize(CALLBACK).scope(scope)),
            "scope"
        );
    }
    // Of a native app.
    begin(oidc.authorize("com.example.app:/callback"));
}

#[test]
fn a_pending_login_survives_its_text_and_nothing_else_is_restored() {
    let oidc = unreachable().oidc();
    for scope in ["openid", "profile"] {
        let (_, pending) = begin(oidc.authorize(CALLBACK).scope(scope));
        assert_eq!(PendingLogin::restore(&pending.expose()), Some(pending));
    }
    let (_, pending) = begin(oidc.authorize(CALLBACK));
    let text = pending.expose();
    for secret in [
        &pending.state,
        &pending.code_verifier,
        &pending.nonce.unwrap(),
    ] {
        let emptied = text.replace(secret.expose(), "");
        assert_eq!(PendingLogin::restore(&emptied), None);
    }
    for other in ["", "{}", "null", &text[1..]] {
        assert_eq!(PendingLogin::restore(other), None, "{other}");
    }
}

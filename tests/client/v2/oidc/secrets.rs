//! No code, verifier, secret or token is exposed, even if the provider repeats the request.

use authing_client::Error;
use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_client::v2::oidc::{ClientAuthentication, PendingLogin};
use authing_tests::fake::authorization;
use data_encoding::BASE64;
use serde_json::json;

use super::{APP, CALLBACK, SECRET, callback, claims, client, hs256};
use crate::secrets::forms;

const CODE: &str = "xyzzy-code /+&é";
const ACCESS_SECRET: &str = "xyzzy key +%";

/// Everything that a program may log of an error.
fn all_output(error: &Error) -> String {
    format!("{}\n{}", forms::all_output(error), error.report())
}

fn assert_hidden(shown: &str, pending: Option<&PendingLogin>) {
    let mut secrets = vec!["xyzzy".to_owned()];
    for pair in [format!("{APP}:{SECRET}"), "key:xyzzy+key+%2B%25".to_owned()] {
        secrets.push(BASE64.encode(pair.as_bytes())[..20].to_owned());
    }
    secrets.extend(pending.map(|pending| pending.code_verifier.expose().to_owned()));
    for secret in secrets {
        assert!(!shown.contains(&secret), "{secret} is in {shown}");
    }
}

/// Responses that repeat the form and the header of a request.
fn echoes(request: &Request<Bytes>) -> Vec<(u16, String)> {
    let form = String::from_utf8(request.body().to_vec()).unwrap();
    let header = authorization(request).unwrap_or_default();
    let values: Vec<_> = super::form(request).into_values().collect();
    let mut texts = vec![form, header.to_owned(), values.join(" ")];
    texts.extend(header.split(' ').map(str::to_owned));
    let mut echoes = Vec::new();
    for text in texts {
        let error = json!({"error": "invalid_request", "error_description": text, "form": {&*text: [text]}});
        echoes.push((400, error.to_string()));
        echoes.push((200, json!({"error": text}).to_string()));
        echoes.push((502, format!("<p>{text}</p>")));
        echoes.push((200, text.clone()));
        echoes.push((
            200,
            json!({"echo": text, "access_token": [text]}).to_string(),
        ));
    }
    echoes
}

#[tokio::test]
async fn errors_hide_a_form_that_the_provider_repeats() {
    let count = echoes(&Request::default()).len() + 5;
    for at in 0..count {
        let (client, requests) = client(move |request| {
            let echoes = echoes(request);
            echoes[at % echoes.len()].clone()
        });
        for authentication in [ClientAuthentication::Post, ClientAuthentication::Basic] {
            let oidc = client.oidc().client_authentication(authentication);
            let pending = oidc.authorize(CALLBACK).begin().unwrap().pending;
            let query = callback(&pending, "code=xyzzy-code+/%2B%26%C3%A9");
            let error = oidc.complete(&pending, &query).await.unwrap_err();
            assert_eq!(super::form(&requests.last().unwrap())["code"], CODE);
            assert_hidden(&all_output(&error), Some(&pending));
            let error = oidc.refresh("xyzzy-refresh").await.unwrap_err();
            assert_hidden(&all_output(&error), None);
            let error = oidc
                .client_credentials("key", ACCESS_SECRET, "s")
                .await
                .unwrap_err();
            assert_hidden(&all_output(&error), None);
            let error = oidc.introspect("xyzzy-token").await.unwrap_err();
            assert_hidden(&all_output(&error), None);
            if let Err(error) = oidc.revoke("xyzzy-token").await {
                assert_hidden(&all_output(&error), None);
            }
        }
    }
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let (client, _) = client(
        |_| json!({"access_token": "xyzzy-access", "refresh_token": "xyzzy-refresh", "id_token": hs256(&claims())}),
    );
    let oidc = client.oidc();
    let request = oidc
        .authorize(CALLBACK)
        .parameter("id_token_hint", "xyzzy-hint");
    let shown = format!("{request:?}");
    assert!(
        shown.contains(CALLBACK) && shown.contains("id_token_hint"),
        "{shown}"
    );
    assert_hidden(&shown, None);
    let login = request.begin().unwrap();
    let shown = format!("{login:?} {login:#?}");
    assert_hidden(&shown, Some(&login.pending));
    for secret in [&login.pending.state, login.pending.nonce.as_ref().unwrap()] {
        assert!(!shown.contains(secret.expose()), "{shown}");
    }
    let tokens = oidc.refresh("xyzzy-refresh").await.unwrap();
    let id_token = tokens.id_token.as_ref().unwrap().expose();
    let shown = format!("{tokens:?} {:?} {oidc:?}", tokens.session());
    assert_hidden(&shown, None);
    assert!(!shown.contains(id_token), "{shown}");
}

//! The log lines of OpenID Connect and CAS, over real HTTP.

use authing_client::RetryPolicy;
use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::ClientAuthentication;
use authing_tests::sockets::{listen, read_request, respond};
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use tokio::net::TcpStream;

use crate::logs::Captured;

const CALLBACK: &str = "https://app.example.com/callback";

/// A provider that succeeds, but repeats a refused request.
async fn provider(mut stream: TcpStream) {
    let request = read_request(&mut stream).await.unwrap_or_default();
    let (status, body) = match request.split(' ').nth(1).unwrap_or_default() {
        "/oidc/token" if !request.contains("refresh_token") => (
            "200 OK",
            r#"{"access_token":"xyzzy-access","refresh_token":"xyzzy-refresh"}"#.to_owned(),
        ),
        "/oidc/me" => ("200 OK", r#"{"sub":"xyzzy-user"}"#.to_owned()),
        "/oidc/token/introspection" => {
            ("200 OK", r#"{"active":true,"sub":"xyzzy-user"}"#.to_owned())
        }
        "/oidc/token/revocation" => ("200 OK", String::new()),
        path if path.starts_with("/cas-idp") => ("200 OK", "yes\nxyzzy-user\n".to_owned()),
        _ => {
            let error = json!({"error": "invalid_grant", "error_description": request});
            ("400 Bad Request", error.to_string())
        }
    };
    respond(&mut stream, status, &body).await;
}

#[tokio::test]
async fn logs_of_openid_connect_have_no_secret() {
    let (captured, guard) = Captured::start();
    let client = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
        .app_secret("xyzzy-app-secret")
        .host(format!("http://{}", listen(provider).await))
        .retry_policy(RetryPolicy::none())
        .build()
        .unwrap();
    let mut secrets = vec!["xyzzy".to_owned()];
    for authentication in [ClientAuthentication::Post, ClientAuthentication::Basic] {
        let oidc = client.oidc().client_authentication(authentication);
        let login = oidc.authorize(CALLBACK).scope("email").begin().unwrap();
        let pending = &login.pending;
        let query = format!("code=xyzzy-code&state={}", pending.state.expose());
        let tokens = oidc.complete(pending, &query).await.unwrap();
        for secret in [&pending.state, &pending.code_verifier] {
            secrets.push(secret.expose().to_owned());
        }
        oidc.user_info(&tokens.access_token).await.unwrap();
        oidc.introspect(&tokens.access_token).await.unwrap();
        let refresh_token = tokens.refresh_token.unwrap();
        oidc.refresh(&refresh_token).await.unwrap_err();
        oidc.revoke(&refresh_token).await.unwrap();
        oidc.client_credentials("key", "xyzzy-key", "s")
            .await
            .unwrap();
    }
    let token = [r#"{"alg":"RS256","kid":"xyzzy"}"#, "{}", "xyzzy"];
    let token = token.map(|part| BASE64URL_NOPAD.encode(part.as_bytes()));
    secrets.extend(token[2..].iter().cloned());
    client.verify_id_token(token.join(".")).await.unwrap_err();
    let ticket = client.validate_cas_ticket_v1("ST-xyzzy", CALLBACK).await;
    assert_eq!(ticket.unwrap(), "xyzzy-user");
    drop(guard);

    // The header of `client_secret_basic`.
    let pair = "5f4cdd055df3df65dc58b97d:xyzzy-app-secret";
    secrets.push(data_encoding::BASE64.encode(pair.as_bytes())[..40].to_owned());
    let logged = captured.text();
    for secret in secrets {
        let line = logged.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret}");
    }
    for operation in [
        "oidc_token",
        "oidc_user_info",
        "oidc_introspect",
        "oidc_refresh",
        "oidc_revoke",
        "oidc_client_credentials",
        "oidc_jwks",
        "cas_validate_ticket_v1",
    ] {
        let expected = format!("operation=\"{operation}\"");
        assert!(logged.contains(&expected), "{operation}: {logged}");
    }
    assert!(
        logged.contains(r#"service="oidc" attempts=1 status=400"#),
        "{logged}"
    );
}

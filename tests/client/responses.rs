//! Outputs and errors for responses. Malformed responses are tested in `sockets/faults`.

use authing_client::{Authing, Error, ErrorCode};
use authing_tests::fake::{
    LOGIN, OWNER, Requests, api_error, every_request, operation, responding,
};
use authing_tests::{PASSWORD, POOL_SECRET, USER_POOL, USER_TOKEN};
use serde_json::json;

#[tokio::test]
async fn an_unknown_user_is_none() {
    for body in [
        r#"{"data":{"user":null}}"#,
        r#"{"data":{"user":null},"errors":[]}"#,
    ] {
        assert!(
            responding(200, body)
                .get_user("5e4cdd055df3df65dc58b97e")
                .await
                .unwrap()
                .is_none()
        );
    }
}

#[tokio::test]
async fn an_unknown_operation_has_a_hint_if_the_urls_can_be_swapped() {
    const HINT: &str = "; check that `users_url` (AUTHING_USERS_URL) and `oauth_url` (AUTHING_OAUTH_URL) are not \
                        swapped";
    let error_of = async |users: &str, oauth: &str, message: &str| {
        let body = json!({"errors": [{"message": message}]}).to_string();
        Authing::builder(USER_POOL, POOL_SECRET)
            .users_url(users)
            .oauth_url(oauth)
            .transport(Requests::default().transport(move |_| (400, body.clone())))
            .connect()
            .await
            .unwrap_err()
            .to_string()
    };
    let (users, oauth) = (
        "https://users.example.com/graphql",
        "https://oauth.example.com/graphql",
    );
    let unknown = "Cannot query field \"getAccessTokenByAppSecret\" on type \"Query\".";
    let error = error_of(oauth, users, unknown).await;
    assert!(error.ends_with(&format!("{unknown}{HINT}")), "{error}");
    for (users, oauth, message) in [
        (users, users, unknown),
        (
            "https://users.authing.cn/graphql",
            "https://oauth.authing.cn/graphql",
            unknown,
        ),
        (
            oauth,
            users,
            "Cannot query field \"metadata\" on type \"User\".",
        ),
        (oauth, users, "Syntax Error"),
    ] {
        let error = error_of(users, oauth, message).await;
        assert!(error.ends_with(message), "{error}");
    }
}

#[tokio::test]
async fn a_login_without_a_token_names_the_field() {
    for token in ["", r#","token":null"#, r#","token":"""#] {
        let authing = responding(
            200,
            &format!(r#"{{"data":{{"login":{{"_id":"1"{token}}}}}}}"#),
        );
        let error = authing
            .login_by_email("a@b.cn", PASSWORD)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "LoginByEmail: unexpected response at `login.token`: the service returned no token"
        );
    }
    let login = responding(200, LOGIN)
        .login_by_phone_code("138", "0042")
        .await
        .unwrap();
    assert_eq!(login.into_user().token.unwrap().expose(), USER_TOKEN);
}

#[tokio::test]
async fn an_error_has_the_captchas_url_and_whether_mfa_is_needed() {
    let body =
        r#"{"errors":[{"message":{"code":2000,"message":"m","data":{"url":"https://x/c.png"}}}]}"#;
    let error = responding(200, body)
        .login_by_email("a@b.cn", PASSWORD)
        .await
        .unwrap_err();
    assert_eq!(error.captcha_url(), Some("https://x/c.png"));
    let error = responding(200, &api_error(1635, "m"))
        .login_by_email("a@b.cn", PASSWORD)
        .await
        .unwrap_err();
    assert!(error.needs_mfa());
}

#[tokio::test]
async fn a_rest_error_with_status_200_is_an_api_error() {
    let error = responding(200, r#"{"code":500,"message":"too many"}"#)
        .send_login_code("138")
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("send_smscode: the service returned an error: too many (code 500"),
        "{error}"
    );
    assert_eq!(error.code(), Some(ErrorCode::INTERNAL));
    let error = responding(404, "no such page as /1380013800")
        .send_register_code("1380013800")
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "send_register_smscode: HTTP 404 Not Found, with a body that is withheld because it repeats part of the request"
    );
}

#[tokio::test]
async fn a_wrong_secret_has_an_error_of_its_own() {
    let (authing, _) = every_request(|_| (200, api_error(2011, "应用不存在")));
    let error = authing
        .get_user("5e4cdd055df3df65dc58b97e")
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::CredentialsRejected { user_pool_id, .. } if user_pool_id == USER_POOL)
    );
    assert_eq!(error.code(), Some(ErrorCode::APP_UNKNOWN));
    assert_eq!(
        error.to_string(),
        "the service rejected the user pool id and secret: 应用不存在 (code 2011: no such app)"
    );
}

#[tokio::test]
async fn other_failures_of_the_token_fetch_do_not_blame_the_secret() {
    for (status, body, text) in [
        (
            200,
            api_error(1000, "busy"),
            "GetOwnerToken: the service returned an error: busy (code 1000: server busy)",
        ),
        (
            400,
            r#"{"errors":[{"message":"Cannot query field"}]}"#.to_owned(),
            "GetOwnerToken: the service returned an error: Cannot query field",
        ),
        (
            502,
            String::new(),
            "GetOwnerToken: HTTP 502 Bad Gateway, with an empty body",
        ),
        (
            200,
            r#"{"data":{"getAccessTokenByAppSecret":null}}"#.to_owned(),
            "GetOwnerToken: unexpected response at `getAccessTokenByAppSecret`: the service returned null",
        ),
        (
            200,
            r#"{"data":{"getAccessTokenByAppSecret":"a\nb"}}"#.to_owned(),
            "GetOwnerToken: unexpected response at `getAccessTokenByAppSecret`: the token is empty, or has characters that are not \
             allowed in an HTTP header",
        ),
    ] {
        let (authing, _) = every_request(move |_| (status, body.clone()));
        let error = authing
            .get_user("5e4cdd055df3df65dc58b97e")
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn a_login_needs_no_owner_token() {
    let (authing, _) = every_request(|request| match operation(request).as_str() {
        "GetOwnerToken" => (200, OWNER.replace("xyzzy", "")),
        _ => (200, LOGIN.to_owned()),
    });
    assert!(
        authing
            .login_by_phone_password("138", PASSWORD)
            .await
            .is_ok()
    );
}

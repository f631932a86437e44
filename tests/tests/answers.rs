//! What realistic answers of the service are read into: typed outputs, and errors.

#![allow(missing_docs, clippy::unwrap_used)]

use authing_client::operations::{CheckLoginStatus, LoginByEmail, Register, User};
use authing_client::{Authing, Error, Operation};
use authing_tests::{PASSWORD, Recorder, SECRET_WORD, USER_TOKEN, client};

fn answered(answer: &'static str) -> Authing {
    client(Recorder::default().answering(answer)).unwrap()
}

async fn output<O>(operation: O, answer: &'static str) -> O::Output
where
    O: Operation<Token: authing_client::AcceptsOwner>,
{
    answered(answer).execute(operation).await.unwrap()
}

/// The error's text, its source chain and what `Debug` shows, none of which has a secret in it.
async fn error(answer: &'static str) -> String {
    let error: Error = answered(answer)
        .login_by_email("test@testmail.com", PASSWORD)
        .await
        .unwrap_err();
    let mut text = format!("{error}\n{error:#?}");
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        text += &format!("\ncaused by: {inner}");
        source = inner.source();
    }
    assert!(!text.contains(SECRET_WORD), "{text}");
    text
}

#[tokio::test]
async fn a_login() {
    let user = output(
        LoginByEmail::new("test@testmail.com", PASSWORD),
        r#"{"data":{"login":{
            "_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","emailVerified":false,"unionid":null,
            "openid":null,"oauth":null,"registerMethod":"default:username-password","username":"test","nickname":"",
            "company":"","photo":"https://usercontents.authing.cn/authing-avatar.png",
            "token":"xyzzy.xyzzy.xyzzy","tokenExpiredAt":"Sun Feb 11 2018 13:55:25 GMT+0800 (CST)","loginsCount":7,
            "lastLogin":"Sat Jan 27 2018 13:55:25 GMT+0800 (CST)","lastIP":"203.0.113.7",
            "signedUp":"Sat Jan 13 2018 11:40:37 GMT+0800 (CST)","blocked":false,"isDeleted":false,"metadata":"{}"
        }}}"#,
    )
    .await;
    assert_eq!(user.token.as_ref().unwrap().expose(), "xyzzy.xyzzy.xyzzy");
    insta::assert_debug_snapshot!(user);
}

#[tokio::test]
async fn a_registration() {
    let user = output(
        Register::new("test@testmail.com", PASSWORD),
        r#"{"data":{"register":{
            "_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","emailVerified":false,"username":"",
            "nickname":"","company":"","photo":"https://usercontents.authing.cn/authing-avatar.png","browser":"",
            "token":"","blocked":false,"aFieldOfALaterVersion":1
        }},"extensions":{}}"#,
    )
    .await;
    insta::assert_debug_snapshot!(user);
}

#[tokio::test]
async fn a_user_and_nobody() {
    let lookup = || User::new("5a597f35085a2000144a10ed");
    let user = output(
        lookup(),
        r#"{"data":{"user":{"_id":"5a597f35085a2000144a10ed","loginsCount":0}}}"#,
    )
    .await;
    insta::assert_debug_snapshot!(user);
    assert!(
        output(lookup(), r#"{"data":{"user":null}}"#)
            .await
            .is_none()
    );
}

#[tokio::test]
async fn the_state_of_a_login() {
    for (name, answer) in [
        (
            "valid",
            r#"{"data":{"checkLoginStatus":{"status":true,"code":200,"message":"已登录","token":{
                "data":{"email":"test@testmail.com","id":"5a597f35085a2000144a10ed",
                    "clientId":"5a9fa26cf8635a000185528c","unionid":null},
                "iat":1517032525,"exp":1518328525}}}}"#,
        ),
        (
            "expired",
            r#"{"data":{"checkLoginStatus":{"status":false,"code":2206,"message":"登录信息已过期","token":null}}}"#,
        ),
    ] {
        let session = answered(answer).session(USER_TOKEN);
        let status = session.execute(CheckLoginStatus::new()).await.unwrap();
        let state = session.login_status().await.unwrap();
        insta::assert_debug_snapshot!(format!("login_status_{name}"), (status, state));
    }
}

/// A test of the error that an answer becomes; its snapshot has the test's name.
macro_rules! error {
    ($name:ident, $answer:expr) => {
        #[tokio::test]
        async fn $name() {
            let text = error($answer).await;
            insta::assert_snapshot!(stringify!($name), text);
        }
    };
}

error!(
    a_wrong_password,
    r#"{"errors":[{"message":{"code":2006,"message":"密码错误","data":{"url":"https://users.authing.cn/captcha/1"}},
        "locations":[{"line":2,"column":3}],"path":["login"]}],"data":{"login":null}}"#
);
error!(
    an_mfa_code_is_needed,
    r#"{"errors":[{"message":{"code":1635,"message":"请输入 MFA 验证码","data":null},"path":["login"]}],"data":null}"#
);
error!(
    an_unknown_code,
    r#"{"errors":[{"message":{"code":9999,"message":"未知错误"}}]}"#
);
error!(
    a_string_message,
    r#"{"errors":[{"message":"Cannot query field \"x\" on type \"Query\".","locations":[]}]}"#
);
error!(
    two_errors,
    r#"{"errors":[{"message":{"code":2004,"message":"用户不存在"}},{"message":"and more"}],"data":null}"#
);
error!(null_data, r#"{"data":null}"#);
error!(a_null_root_field, r#"{"data":{"login":null}}"#);
error!(
    a_field_of_another_type,
    r#"{"data":{"login":{"_id":"1","loginsCount":"xyzzy"}}}"#
);
error!(
    a_missing_id,
    r#"{"data":{"login":{"email":"test@testmail.com"}}}"#
);
error!(no_token, r#"{"data":{"login":{"_id":"1"}}}"#);
error!(an_empty_body, "");
error!(no_json, "<html><body>It works!</body></html>");

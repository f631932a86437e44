//! API errors, and responses that can't be decoded.

use authing_client::Error;
use authing_tests::{PASSWORD, SECRET_WORD};

use super::responding;

/// Returns the error's message, `Debug` output and sources, after checking that they have no secret.
async fn error(body: &'static str) -> String {
    let error: Error = responding(body)
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

/// A test of a login's error for this body. Its snapshot has the test's name.
macro_rules! error {
    ($name:ident, $body:expr) => {
        #[tokio::test]
        async fn $name() {
            let text = error($body).await;
            snapshot!(assert_snapshot, stringify!($name), text);
        }
    };
}

error!(
    a_wrong_password,
    r#"{"errors":[{"message":{"code":2006,"message":"密码错误","data":{"url":"https://users.authing.cn/captcha/1"}},
        "locations":[{"line":2,"column":3}],"path":["login"]}],"data":{"login":null}}"#
);
error!(
    a_required_mfa_code,
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
error!(a_missing_token, r#"{"data":{"login":{"_id":"1"}}}"#);
error!(an_empty_body, "");
error!(a_page, "<html><body>It works!</body></html>");

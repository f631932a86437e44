//! Email, phone, password reset, multi-factor authentication.

use authing_client::operations::{
    ChangeMfa, ChangePassword, GetMfa, SendChangeEmailCode, SendResetPasswordEmail, UnbindEmail,
    UpdatePhone,
};
use authing_tests::PASSWORD;

use super::output;

// In the documentation's samples, the `code` of a success is null.
response!(
    a_sent_email,
    SendResetPasswordEmail::new("test@testmail.com"),
    "sendResetPasswordEmail": r#"{"message":"重置密码邮件发送成功","code":null,"status":true}"#
);
response!(
    a_sent_email_with_code_200,
    session: SendChangeEmailCode::new("new@testmail.com"),
    "sendChangeEmailVerifyCode": r#"{"message":"发送成功","code":200,"status":null}"#
);
response!(
    an_unbound_email,
    session: UnbindEmail::new(),
    "unbindEmail": r#"{"_id":"5a597f35085a2000144a10ed","email":null,"emailVerified":false,"phone":"13800138000"}"#
);
response!(
    an_updated_phone,
    session: UpdatePhone::new("13900139000", "xyzzy"),
    "updatePhone": r#"{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","phone":"13900139000"}"#
);
response!(
    a_changed_password,
    ChangePassword::new("test@testmail.com", "xyzzy", PASSWORD),
    "changePassword": r#"{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","token":""}"#
);

#[tokio::test]
async fn null_for_mfa_is_none() {
    let query = || GetMfa::new("5a597f35085a2000144a10ed");
    let body = r#"{"data":{"queryMFA":{"_id":"5dd77e6efa26f000d18101ca","userId":"5a597f35085a2000144a10ed",
        "userPoolId":"5a9fa26cf8635a000185528c","enable":true,"shareKey":"xyzzy"}}}"#;
    let mfa = output(query(), body).await.unwrap();
    assert_eq!(mfa.shared_key.as_ref().unwrap().expose(), "xyzzy");
    snapshot!(assert_debug_snapshot, "mfa", mfa);
    let none = output(query(), r#"{"data":{"queryMFA":null}}"#).await;
    assert!(none.is_none());
}
response!(
    a_changed_mfa,
    session: ChangeMfa::new("5a597f35085a2000144a10ed", false),
    "changeMFA": r#"{"_id":"5dd77e6efa26f000d18101ca","userId":"5a597f35085a2000144a10ed",
        "userPoolId":"5a9fa26cf8635a000185528c","shareKey":"xyzzy","enable":false}"#
);

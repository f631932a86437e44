//! Email, phone, forgotten passwords, multi-factor authentication.

use authing_client::operations::{
    ChangeMfa, ChangePassword, GetMfa, SendChangeEmailCode, SendResetPasswordEmail, UnbindEmail,
    UpdatePhone,
};
use authing_tests::PASSWORD;

use super::output;

// Mails: the code is null where all went well, in the samples of the documentation.
answer!(
    a_mail_that_was_sent,
    SendResetPasswordEmail::new("test@testmail.com"),
    "sendResetPasswordEmail": r#"{"message":"重置密码邮件发送成功","code":null,"status":true}"#
);
answer!(
    a_mail_with_a_code,
    session: SendChangeEmailCode::new("new@testmail.com"),
    "sendChangeEmailVerifyCode": r#"{"message":"发送成功","code":200,"status":null}"#
);
answer!(
    an_unbound_email,
    session: UnbindEmail::new(),
    "unbindEmail": r#"{"_id":"5a597f35085a2000144a10ed","email":null,"emailVerified":false,"phone":"13800138000"}"#
);
answer!(
    an_updated_phone,
    session: UpdatePhone::new("13900139000", "xyzzy"),
    "updatePhone": r#"{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","phone":"13900139000"}"#
);
answer!(
    a_changed_password,
    ChangePassword::new("test@testmail.com", "xyzzy", PASSWORD),
    "changePassword": r#"{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","token":""}"#
);

#[tokio::test]
async fn mfa_and_none() {
    let query = || GetMfa::new("5a597f35085a2000144a10ed");
    let answer = r#"{"data":{"queryMFA":{"_id":"5dd77e6efa26f000d18101ca","userId":"5a597f35085a2000144a10ed",
        "userPoolId":"5a9fa26cf8635a000185528c","enable":true,"shareKey":"xyzzy"}}}"#;
    let mfa = output(query(), answer).await.unwrap();
    assert_eq!(mfa.shared_key.as_ref().unwrap().expose(), "xyzzy");
    snapshot!(assert_debug_snapshot, "mfa", mfa);
    let none = output(query(), r#"{"data":{"queryMFA":null}}"#).await;
    assert!(none.is_none());
}
answer!(
    a_changed_mfa,
    session: ChangeMfa::new("5a597f35085a2000144a10ed", false),
    "changeMFA": r#"{"_id":"5dd77e6efa26f000d18101ca","userId":"5a597f35085a2000144a10ed",
        "userPoolId":"5a9fa26cf8635a000185528c","shareKey":"xyzzy","enable":false}"#
);

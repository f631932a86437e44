//! The variables and documents of operations of the v2 API.

use authing_core::v2::operations::{
    GetManagementToken, GetMfa, ListCustomData, ListUsersByIds, LoginByEmail, RegisterByPhoneCode,
    ResetPasswordByEmailCode, SetCustomData, SetCustomDataBatch, UpdatePhone, UpdateProfile,
};
use authing_core::v2::types::{
    CustomDataInput, CustomDataTarget, RegistrationCustomDataInput, RegistrationProfileInput,
    UpdateUserInput, UserStatus,
};
use authing_core::v2::{CustomDataParams, PipelineContext};
use authing_core::{BindError, Binder, Operation, Secret, response};
use serde_json::json;

use crate::{Fixed, variables};

/// The client of an app has no user pool's id.
struct OfAnApp;

impl Binder for OfAnApp {
    fn user_pool_id(&self) -> &str {
        ""
    }

    fn encrypt(&self, _: &'static str, _: &Secret) -> Result<String, BindError> {
        Ok(String::new())
    }
}

#[test]
fn an_unknown_user_pool_is_left_out_or_rejected() {
    let sent = serde_json::to_value(GetMfa::new("id").bind(&OfAnApp).unwrap()).unwrap();
    assert_eq!(sent, json!({"userId": "id"}));
    let error = GetManagementToken::new("secret").bind(&OfAnApp).map(drop);
    assert!(
        error
            .unwrap_err()
            .to_string()
            .starts_with("`user_pool_id` is required")
    );
}

#[test]
fn a_list_of_ids_that_is_too_long_is_rejected() {
    let bind = |count: usize| ListUsersByIds::new(vec!["id"; count]).bind(&Fixed);
    assert!(bind(80).is_ok());
    assert_eq!(
        bind(81).map(drop).unwrap_err().to_string(),
        "`ids` must not contain more than 80 elements"
    );
}

#[test]
fn the_fields_of_a_login_are_variables_and_what_is_not_set_is_left_out() {
    assert_eq!(
        variables(LoginByEmail::new("a@b.c", "pw")),
        json!({"email": "a@b.c", "password": "RSA(password: pw)"})
    );
    assert!(
        LoginByEmail::DOCUMENT.contains("loginByEmail(input: {email: $email, password: $password,")
    );
    let login = LoginByEmail::new("a@b.c", "pw")
        .captcha_code("x7")
        .auto_register(true)
        .client_ip("192.0.2.1")
        .custom_data(CustomDataParams::new().set("age", 18))
        .context(PipelineContext::new().set("source", "app"));
    assert_eq!(
        variables(login),
        json!({
            "email": "a@b.c",
            "password": "RSA(password: pw)",
            "captchaCode": "x7",
            "autoRegister": true,
            "clientIp": "192.0.2.1",
            "params": r#"[{"key":"age","value":18}]"#,
            "context": r#"{"source":"app"}"#,
        })
    );
}

#[test]
fn an_empty_password_of_a_login_is_rejected() {
    let rejected = LoginByEmail::new("a@b.c", "").bind(&Fixed).err().unwrap();
    assert_eq!(rejected.to_string(), "`password` must not be empty");
}

#[test]
fn a_password_inside_an_input_object_is_encrypted() {
    let profile = UpdateUserInput::new().nickname("n").password("pw");
    assert!(!format!("{profile:?}").contains("pw"));
    assert_eq!(
        variables(UpdateProfile::new("u", profile)),
        json!({"id": "u", "input": {"nickname": "n", "password": "RSA(password: pw)"}})
    );
}

#[test]
fn custom_data_is_sent_as_the_text_of_its_json() {
    let target = || CustomDataTarget::User;
    assert_eq!(
        variables(SetCustomData::new(target(), "u", "age", 18.into())),
        json!({"targetType": "USER", "targetId": "u", "key": "age", "value": "18"})
    );
    let batch = SetCustomDataBatch::new(
        target(),
        "u",
        [
            CustomDataInput::new("age").value(18.into()),
            CustomDataInput::new("plan").value("gold".into()),
        ],
    );
    assert_eq!(
        variables(batch),
        json!({"targetType": "USER", "targetId": "u", "udvList": [
            {"key": "age", "value": "18"},
            {"key": "plan", "value": "\"gold\""},
        ]})
    );
    let profile = RegistrationProfileInput::new()
        .custom_data([RegistrationCustomDataInput::new("plan", "gold".into())]);
    assert_eq!(
        variables(RegisterByPhoneCode::new("13800000000", "1234").profile(profile)),
        json!({
            "phone": "13800000000",
            "code": "1234",
            "profile": {"udf": [{"key": "plan", "value": "\"gold\""}]},
        })
    );
}

#[test]
fn codes_are_secrets_and_new_passwords_are_encrypted() {
    let reset = ResetPasswordByEmailCode::new("a@b.c", "1234", "new pw");
    let shown = format!("{reset:?}");
    assert!(
        !shown.contains("1234") && !shown.contains("new pw"),
        "{shown}"
    );
    assert_eq!(
        variables(reset),
        json!({"email": "a@b.c", "code": "1234", "newPassword": "RSA(new_password: new pw)"})
    );
}

#[test]
fn the_code_of_the_old_phone_number_requires_that_number() {
    let update = UpdatePhone::new("13800000000", "1234").old_phone_code("4321");
    let rejected = update.bind(&Fixed).err().unwrap();
    assert_eq!(
        rejected.to_string(),
        "`old_phone` must be given together with `old_phone_code`"
    );
}

#[test]
fn values_of_custom_data_are_read_by_their_type() {
    let body = json!({"data": {"udv": [
        {"key": "age", "dataType": "NUMBER", "value": "18", "label": null},
        {"key": "plan", "dataType": "STRING", "value": "gold", "label": "Plan"},
        {"key": "new", "dataType": "A_NEW_ONE", "value": "[1]", "label": null},
    ]}});
    let body = serde_json::to_vec(&body).unwrap();
    let data = response::read::<ListCustomData>(&body).unwrap();
    let values: Vec<_> = data.iter().map(|one| one.json()).collect();
    assert_eq!(values, [json!(18), json!("gold"), json!([1])]);
}

#[test]
fn a_login_returns_the_user_with_the_token() {
    let user = json!({
        "id": "u",
        "arn": "arn:cn:authing:p:user:u",
        "userPoolId": "p",
        "status": "Activated",
        "token": "t0ken",
        "registerSource": ["basic:email"],
        "password": "5f4dcc3b5aa765d61d8327deb882cf99",
        "lastLogin": "2021-04-24T02:36:23+00:00",
    });
    let body = serde_json::to_vec(&json!({"data": {"loginByEmail": user}})).unwrap();
    let user = response::read::<LoginByEmail>(&body).unwrap();
    assert_eq!(user.token, Some("t0ken".into()));
    assert_eq!(user.status, Some(UserStatus::Activated));
    assert!(user.identities.is_empty() && user.custom_data.is_empty());
    let shown = format!("{user:?}");
    assert!(
        !shown.contains("t0ken") && !shown.contains("5f4dcc"),
        "{shown}"
    );
}

//! Passwords, email addresses and phone numbers.

use serde_json::{Value, json};

use super::{V2, code, error, only, text};
use crate::client::PASSWORD;

const NEW: &str = "another password";

impl V2 {
    async fn mutate(
        &self,
        token: &str,
        field: &str,
        arguments: Value,
    ) -> crate::client::GraphQlResponse {
        let names = arguments.as_object().unwrap().keys();
        let declared: String = names
            .clone()
            .map(|name| format!("${name}: String!, "))
            .collect();
        let passed: String = names.map(|name| format!("{name}: ${name}, ")).collect();
        let query = match arguments.as_object().unwrap().is_empty() {
            true => format!("mutation {{ {field} {{ ...U }} }}"),
            false => format!("mutation({declared}) {{ {field}({passed}) {{ ...U }} }}"),
        };
        self.by(token, &query, arguments).await
    }
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let (old, new) = (v2.0.encrypt(PASSWORD), v2.0.encrypt(NEW));
    let missing = v2
        .mutate(&token, "updatePassword", json!({"newPassword": new}))
        .await;
    assert_eq!(code(&missing), 2201);
    let wrong = json!({"newPassword": new, "oldPassword": new});
    assert_eq!(
        code(&v2.mutate(&token, "updatePassword", wrong).await),
        2203
    );
    let right = json!({"newPassword": new, "oldPassword": old});
    only(v2.mutate(&token, "updatePassword", right).await);
    assert_eq!(
        code(&v2.login("Username", json!({"username": "ada"})).await),
        2006
    );
    only(
        v2.login("Username", json!({"username": "ada", "password": new}))
            .await,
    );
}

#[tokio::test]
async fn a_password_is_reset_with_a_code() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let info = json!({"email": "ada@b.cn", "phone": phone, "password": v2.0.encrypt(PASSWORD)});
    let query = "mutation($info: CreateUserInput!) { createUser(userInfo: $info) { id } }";
    v2.managed(query, json!({"info": info})).await;
    let query = "mutation($email: String, $phone: String, $code: String!, $p: String!) {
        resetPassword(email: $email, phone: $phone, code: $code, newPassword: $p) { code message } }";
    let new = v2.0.encrypt(NEW);
    let sent = v2.mail_code("ada@b.cn", "RESET_PASSWORD").await;
    for (change, expected) in [
        (json!({"email": "ada@b.cn", "code": "0", "p": new}), 2001),
        (json!({"email": "bob@b.cn", "code": sent, "p": new}), 2004),
        (json!({"code": sent, "p": new}), 2231),
        (
            json!({"email": "ada@b.cn", "code": sent, "p": v2.0.encrypt("short")}),
            2029,
        ),
    ] {
        assert_eq!(code(&v2.app(query, change).await), expected);
    }
    let right = json!({"email": "ada@b.cn", "phone": null, "code": sent, "p": new});
    assert_eq!(only(v2.app(query, right.clone()).await)["code"], 200);
    assert_eq!(code(&v2.app(query, right).await), 2001);
    only(
        v2.login("Email", json!({"email": "ada@b.cn", "password": new}))
            .await,
    );

    let right =
        json!({"phone": phone, "code": v2.phone_code(phone).await, "p": v2.0.encrypt(PASSWORD)});
    only(v2.app(query, right).await);
    only(v2.login("PhonePassword", json!({"phone": phone})).await);
}

#[tokio::test]
async fn a_first_login_can_require_a_password() {
    let v2 = V2::new().await;
    let query = "mutation($info: CreateUserInput!) { createUser(userInfo: $info, resetPasswordOnFirstLogin: true) { id } }";
    let info = json!({"username": "ada", "password": v2.0.encrypt(PASSWORD)});
    v2.managed(query, json!({"info": info})).await;
    let required = error(&v2.login("Username", json!({"username": "ada"})).await);
    assert_eq!(required["code"], 1639);
    let query = "mutation($t: String!, $p: String!) { resetPasswordByFirstLoginToken(token: $t, password: $p) { code } }";
    let change = json!({"t": required["data"]["token"], "p": v2.0.encrypt(NEW)});
    let forged = json!({"t": v2.session("bob").await.1, "p": v2.0.encrypt(NEW)});
    assert_eq!(code(&v2.app(query, forged).await), 2207);
    only(v2.app(query, change.clone()).await);
    // Once.
    assert_eq!(code(&v2.app(query, change).await), 2207);
    only(
        v2.login(
            "Username",
            json!({"username": "ada", "password": v2.0.encrypt(NEW)}),
        )
        .await,
    );
    // It is no user's token.
    let token = text(&required["data"]["token"]);
    assert_eq!(
        code(&v2.by(&token, "{ user { id } }", json!({})).await),
        2207
    );
}

#[tokio::test]
async fn a_password_gets_out_of_date() {
    let v2 = V2::new().await;
    v2.user("ada").await;
    let query = "mutation { updateUserpool(input: {passwordUpdatePolicy: {enabled: true, forcedCycle: 30}}) {
        passwordUpdatePolicy { enabled forcedCycle differenceCycle } } }";
    let policy = v2.managed(query, json!({})).await;
    let expected = json!({"enabled": true, "forcedCycle": 30, "differenceCycle": null});
    assert_eq!(policy["passwordUpdatePolicy"], expected);
    only(v2.login("Username", json!({"username": "ada"})).await);
    v2.0.advance(30 * 86_400);
    let required = error(&v2.login("Username", json!({"username": "ada"})).await);
    assert_eq!(required["code"], 2058);
    let query = "mutation($t: String!, $o: String!, $p: String!) {
        resetPasswordByForceResetToken(token: $t, oldPassword: $o, newPassword: $p) { code } }";
    let change = |old: &str| json!({"t": required["data"]["token"], "o": v2.0.encrypt(old), "p": v2.0.encrypt(NEW)});
    assert_eq!(code(&v2.app(query, change("wrong one")).await), 2203);
    only(v2.app(query, change(PASSWORD)).await);
    only(
        v2.login(
            "Username",
            json!({"username": "ada", "password": v2.0.encrypt(NEW)}),
        )
        .await,
    );
    v2.0.advance(360);
    assert_eq!(code(&v2.app(query, change(NEW)).await), 2206);
}

#[tokio::test]
async fn the_strength_of_a_password_is_judged() {
    let v2 = V2::new().await;
    let query = "query($p: String!) { checkPasswordStrength(password: $p) { valid message } }";
    let weak = only(v2.app(query, json!({"p": "short"})).await);
    assert_eq!(
        (&weak["valid"], weak["message"].is_string()),
        (&json!(false), true)
    );
    let strong = only(v2.app(query, json!({"p": PASSWORD})).await);
    assert_eq!(strong, json!({"valid": true, "message": null}));
}

#[tokio::test]
async fn a_phone_is_bound_changed_and_unbound() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let (first, second) = ("13800000001", "13800000002");
    let wrong = json!({"phone": first, "phoneCode": "0"});
    assert_eq!(code(&v2.mutate(&token, "bindPhone", wrong).await), 2001);
    let bind = json!({"phone": first, "phoneCode": v2.phone_code(first).await});
    let user = only(v2.mutate(&token, "bindPhone", bind).await);
    assert_eq!(
        (&user["phone"], &user["phoneVerified"]),
        (&json!(first), &json!(true))
    );
    assert_eq!(user["token"], token);
    let again = json!({"phone": second, "phoneCode": v2.phone_code(second).await});
    assert_eq!(
        code(&v2.mutate(&token, "bindPhone", again.clone()).await),
        500
    );

    // The old one must be proven.
    assert_eq!(
        code(&v2.mutate(&token, "updatePhone", again.clone()).await),
        500
    );
    let mut change = again;
    change["oldPhone"] = "13800000003".into();
    change["oldPhoneCode"] = v2.phone_code(first).await.into();
    assert_eq!(
        code(&v2.mutate(&token, "updatePhone", change.clone()).await),
        2038
    );
    change["oldPhone"] = first.into();
    let same = json!({"phone": first, "phoneCode": "0", "oldPhone": first, "oldPhoneCode": "0"});
    assert_eq!(code(&v2.mutate(&token, "updatePhone", same).await), 2230);
    let user = only(v2.mutate(&token, "updatePhone", change).await);
    assert_eq!(user["phone"], second);

    let (_, bob) = v2.session("bob").await;
    let taken = json!({"phone": second, "phoneCode": v2.phone_code(second).await});
    assert_eq!(code(&v2.mutate(&bob, "bindPhone", taken).await), 2035);
    let user = only(v2.mutate(&token, "unbindPhone", json!({})).await);
    assert_eq!(
        (&user["phone"], &user["phoneVerified"]),
        (&json!(null), &json!(false))
    );
    assert_eq!(
        code(&v2.mutate(&token, "unbindPhone", json!({})).await),
        2028
    );
}

#[tokio::test]
async fn a_phones_country_code_comes_and_goes_with_it() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let (first, second) = ("13800000001", "13800000002");
    let mut bind = json!({"phone": first, "phoneCode": v2.phone_code(first).await});
    bind["phoneCountryCode"] = "+86".into();
    let user = only(v2.mutate(&token, "bindPhone", bind).await);
    assert_eq!(user["phoneCountryCode"], "+86");
    let mut change = json!({"phone": second, "phoneCode": v2.phone_code(second).await});
    change["oldPhone"] = first.into();
    change["oldPhoneCode"] = v2.phone_code(first).await.into();
    change["phoneCountryCode"] = "+1".into();
    let user = only(v2.mutate(&token, "updatePhone", change).await);
    assert_eq!(
        (&user["phone"], &user["phoneCountryCode"]),
        (&json!(second), &json!("+1"))
    );
    let query = "mutation { bindEmail(email: \"ada@b.cn\", emailCode: \"$\") { id } }";
    let query = query.replace('$', &v2.mail_code("ada@b.cn", "CHANGE_EMAIL").await);
    only(v2.by(&token, &query, json!({})).await);
    let user = only(v2.mutate(&token, "unbindPhone", json!({})).await);
    assert_eq!(user["phoneCountryCode"], json!(null));
}

#[tokio::test]
async fn an_email_is_bound_changed_and_unbound() {
    let v2 = V2::new().await;
    let (_, token) = v2.session("ada").await;
    let sent = v2.mail_code("ada@b.cn", "EMAIL_BIND_VERIFY_CODE").await;
    let bind = json!({"email": "ADA@b.cn", "emailCode": sent});
    let user = only(v2.mutate(&token, "bindEmail", bind).await);
    assert_eq!(
        (&user["email"], &user["emailVerified"]),
        (&json!("ada@b.cn"), &json!(true))
    );
    let change = json!({
        "email": "ada@c.cn", "emailCode": v2.mail_code("ada@c.cn", "CHANGE_EMAIL").await,
        "oldEmail": "Ada@b.cn", "oldEmailCode": v2.mail_code("ada@b.cn", "CHANGE_EMAIL").await,
    });
    let user = only(v2.mutate(&token, "updateEmail", change).await);
    assert_eq!(user["email"], "ada@c.cn");
    let same = json!({"email": "ada@c.cn", "emailCode": "0"});
    assert_eq!(code(&v2.mutate(&token, "updateEmail", same).await), 2229);

    // Unless the pool's settings say otherwise.
    let query =
        "mutation { updateUserpool(input: {changeEmailStrategy: {verifyOldEmail: false}}) { id } }";
    v2.managed(query, json!({})).await;
    let change =
        json!({"email": "ada@d.cn", "emailCode": v2.mail_code("ada@d.cn", "CHANGE_EMAIL").await});
    only(v2.mutate(&token, "updateEmail", change).await);
    let user = only(v2.mutate(&token, "unbindEmail", json!({})).await);
    assert_eq!(user["email"], json!(null));
    assert_eq!(
        code(&v2.mutate(&token, "unbindEmail", json!({})).await),
        2219
    );
}

#[tokio::test]
async fn the_last_way_to_log_in_can_not_be_unbound() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let login = json!({"phone": phone, "code": v2.phone_code(phone).await});
    let user = only(v2.login("PhoneCode", login).await);
    let token = text(&user["token"]);
    assert_eq!(
        code(&v2.mutate(&token, "unbindPhone", json!({})).await),
        2217
    );
}

#[tokio::test]
async fn a_mail_verifies_the_email() {
    let v2 = V2::new().await;
    let user = only(v2.register("Email", json!({"email": "ada@b.cn"})).await);
    let query = "mutation { updateUserpool(input: {loginRequireEmailVerified: true}) { loginRequireEmailVerified } }";
    v2.managed(query, json!({})).await;
    let login = json!({"email": "ada@b.cn"});
    assert_eq!(code(&v2.login("Email", login.clone()).await), 2042);
    let query = "mutation($u: String!, $a: String!) { sendFirstLoginVerifyEmail(userId: $u, appId: $a) { code } }";
    let variables = json!({"u": user["id"], "a": v2.0.emulator.app_id()});
    assert_eq!(v2.managed(query, variables).await["code"], 200);
    let link = v2.0.emulator.messages().pop().unwrap().link.unwrap();
    assert!(
        v2.0.http
            .get(link)
            .send()
            .await
            .unwrap()
            .status()
            .is_success()
    );
    assert_eq!(only(v2.login("Email", login).await)["emailVerified"], true);
    let query = "mutation { sendEmail(email: \"bob@b.cn\", scene: VERIFY_EMAIL) { code } }";
    assert_eq!(code(&v2.app(query, json!({})).await), 2004);
}

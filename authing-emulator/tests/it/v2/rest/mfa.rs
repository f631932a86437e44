//! The second factor.

use authing_emulator::MfaPolicy;
use serde_json::json;

use super::{By, NONE, totp};
use crate::v2::{V2, error, only, text};

const ASSOCIATE: &str = "POST /api/v2/mfa/totp/associate";
const CONFIRM: &str = "POST /api/v2/mfa/totp/associate/confirm";
const VERIFY: &str = "POST /api/v2/mfa/totp/verify";
const RECOVER: &str = "POST /api/v2/mfa/totp/recovery";
const SMS: &str = "POST /api/v2/applications/mfa/sms/verify";
const EMAIL: &str = "POST /api/v2/applications/mfa/email/verify";
const CHECK: &str = "POST /api/v2/applications/mfa/check";
const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const LIST: &str = "GET /api/v2/mfa/authenticator?type=totp&source=SELF";

/// Logs in, which is a challenge with this code, and returns the MFA token.
async fn challenge(v2: &V2, username: &str, code: i64) -> String {
    let challenge = error(&v2.login("Username", json!({"username": username})).await);
    assert_eq!(challenge["code"], code, "{challenge}");
    text(&challenge["data"]["mfaToken"])
}

#[tokio::test]
async fn an_authenticator_app_is_associated_confirmed_and_used() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let by = By::Token(&token);
    assert_eq!(v2.ok(by, LIST, NONE).await, json!([]));
    assert_eq!(
        v2.rejected(
            by,
            CONFIRM,
            json!({"authenticator_type": "totp", "totp": "1"})
        )
        .await,
        500
    );

    let app = v2
        .ok(by, ASSOCIATE, json!({"authenticator_type": "totp"}))
        .await;
    let secret = text(&app["secret"]);
    assert!(
        text(&app["qrcode_uri"]).contains(&format!("secret={secret}")),
        "{app}"
    );
    // Not confirmed yet: a login is no challenge.
    only(v2.login("Username", json!({"username": "ada"})).await);
    let confirm = |code: &str| json!({"authenticator_type": "totp", "totp": code});
    assert_eq!(v2.rejected(by, CONFIRM, confirm("000000")).await, 6001);
    assert_eq!(
        v2.rejected(by, CONFIRM, json!({"authenticator_type": "totp"}))
            .await,
        6003
    );
    let code = crate::legacy::login::mfa::totp(&secret, crate::legacy::login::mfa::START);
    assert_eq!(v2.0.emulator.mfa_code(&id).unwrap(), code);
    v2.ok(by, CONFIRM, confirm(&code)).await;

    let listed = v2.ok(by, LIST, NONE).await;
    assert_eq!(
        (&listed[0]["userId"], &listed[0]["enable"]),
        (&json!(id), &json!(true))
    );
    assert_eq!(listed[0].get("secret"), None);
    let ticket = challenge(&v2, "ada", 1635).await;
    let by = By::Token(&ticket);
    // The password alone does not replace the app.
    let another = json!({"authenticator_type": "totp"});
    assert_eq!(v2.rejected(by, ASSOCIATE, another).await, 1001);
    assert_eq!(v2.rejected(by, CONFIRM, confirm(&code)).await, 1001);
    assert_eq!(v2.rejected(by, VERIFY, totp("000000")).await, 6001);
    // The code that confirmed the app works once more, and then no more.
    let user = v2.ok(by, VERIFY, totp(&code)).await;
    assert_eq!(user["id"], id);
    let new = text(&user["token"]);
    let me = v2.ok(
        By::Token(&new),
        "GET /api/v2/mfa/authenticator?type=totp",
        NONE,
    );
    assert_eq!(me.await.as_array().unwrap().len(), 1);
    assert_eq!(v2.rejected(by, VERIFY, totp(&code)).await, 6001);
    v2.0.advance(31);
    let next = v2.0.emulator.mfa_code(&id).unwrap();
    v2.ok(by, VERIFY, totp(&next)).await;

    v2.ok(By::Token(&token), "DELETE /api/v2/mfa/totp/associate", NONE)
        .await;
    only(v2.login("Username", json!({"username": "ada"})).await);
    assert_eq!(v2.rejected(by, VERIFY, totp(&next)).await, 1001);
}

#[tokio::test]
async fn a_recovery_code_is_replaced_by_its_use() {
    let v2 = V2::new().await;
    let id = v2.user("ada").await;
    let import = json!({"userId": id, "secret": KEY, "recoveryCode": "one"});
    v2.ok(By::Owner, "POST /api/v2/mfa/totp/import", import)
        .await;
    let bound = format!("/api/v2/users/{id}/mfa-bound");
    let status = v2.ok(By::Owner, &format!("GET {bound}"), NONE).await;
    assert_eq!(status, json!({"OTP": true, "FACE": false}));

    let ticket = challenge(&v2, "ada", 1635).await;
    let by = By::Token(&ticket);
    let recover = |code: &str| json!({"recoveryCode": code});
    assert_eq!(v2.rejected(by, RECOVER, recover("two")).await, 6002);
    assert_eq!(v2.rejected(by, RECOVER, json!({})).await, 2231);
    let envelope = v2.rest(by, RECOVER, recover("one")).await;
    assert!(envelope["data"]["token"].is_string(), "{envelope}");
    let new = text(&envelope["recoveryCode"]);
    assert_eq!(envelope["data"]["recoveryCode"], *new);
    assert_eq!(v2.rejected(by, RECOVER, recover("one")).await, 6002);
    v2.ok(by, RECOVER, recover(&new)).await;

    for (kind, code) in [("LUCK", 500), ("", 2231)] {
        let endpoint = format!("DELETE {bound}?type={kind}");
        assert_eq!(v2.rejected(By::Owner, &endpoint, NONE).await, code);
    }
    v2.ok(By::Owner, &format!("DELETE {bound}?type=FACE"), NONE)
        .await;
    v2.ok(By::Owner, &format!("DELETE {bound}?type=OTP"), NONE)
        .await;
    let status = v2.ok(By::Owner, &format!("GET {bound}"), NONE).await;
    assert_eq!(status["OTP"], false);
    for key in ["short", "JBSWY3DPEHPK3PXP"] {
        let import = json!({"userId": id, "secret": key});
        let endpoint = "POST /api/v2/mfa/totp/import";
        assert_eq!(v2.rejected(By::Owner, endpoint, import).await, 500);
    }
}

#[tokio::test]
async fn an_app_is_confirmed_by_sms_and_email_also_with_new_contacts() {
    let v2 = V2::new().await;
    let id = v2.user("ada").await;
    v2.user("eve").await;
    let app = v2.0.emulator.app_id();
    v2.0.emulator
        .set_app_mfa(app, &[MfaPolicy::Sms, MfaPolicy::Email])
        .unwrap();
    let ticket = challenge(&v2, "ada", 1636).await;
    let by = By::Token(&ticket);
    let phone = "13800000000";
    assert_eq!(v2.ok(by, CHECK, json!({"phone": phone})).await, true);
    assert_eq!(v2.rejected(by, CHECK, json!({})).await, 2231);
    let sms = |phone: &str, code: &str| json!({"phone": phone, "code": code});
    let code = v2.phone_code(phone).await;
    let wrong = if code == "1111" { "2222" } else { "1111" };
    assert_eq!(v2.rejected(by, SMS, sms(phone, wrong)).await, 2001);
    let user = v2.ok(by, SMS, sms(phone, &code)).await;
    assert_eq!(
        (&user["id"], &user["phone"], &user["phoneVerified"]),
        (&json!(id), &json!(phone), &json!(true))
    );
    assert!(user["token"].is_string());

    // The phone is taken now, for others and for a second one of this user.
    let other = challenge(&v2, "eve", 1636).await;
    assert_eq!(
        v2.ok(By::Token(&other), CHECK, json!({"phone": phone}))
            .await,
        false
    );
    assert_eq!(v2.ok(by, CHECK, json!({"phone": phone})).await, true);
    assert_eq!(
        v2.ok(by, CHECK, json!({"phone": "13800000001"})).await,
        false
    );
    let code = v2.phone_code(phone).await;
    assert_eq!(
        v2.rejected(By::Token(&other), SMS, sms(phone, &code)).await,
        1001
    );

    let email = "ada@example.com";
    let code = v2.mail_code(email, "MFA_VERIFY").await;
    let user = v2
        .ok(by, EMAIL, json!({"email": email, "code": code}))
        .await;
    assert_eq!(
        (&user["email"], &user["emailVerified"]),
        (&json!(email), &json!(true))
    );
    v2.0.emulator.set_app_mfa(app, &[MfaPolicy::Email]).unwrap();
    assert_eq!(v2.rejected(by, SMS, sms(phone, "1111")).await, 1001);
}

#[tokio::test]
async fn a_challenge_expires() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let import = json!({"userId": id, "secret": KEY});
    v2.ok(By::Owner, "POST /api/v2/mfa/totp/import", import)
        .await;
    let ticket = challenge(&v2, "ada", 1635).await;
    v2.0.advance(361);
    let code = v2.0.emulator.mfa_code(&id).unwrap();
    assert_eq!(
        v2.rejected(By::Token(&ticket), VERIFY, totp(&code)).await,
        2021
    );
    // A user's own token confirms as well.
    v2.ok(By::Token(&token), VERIFY, totp(&code)).await;
}

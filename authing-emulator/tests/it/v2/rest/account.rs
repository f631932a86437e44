//! Users' own accounts, and the logins that GraphQL does not have.

use authing_emulator::{AppKind, MfaPolicy};
use serde_json::{Value, json};

use super::{By, NONE};
use crate::v2::{V2, code, only, text};

const ME: &str = "GET /api/v2/users/me";
const LINK: &str = "POST /api/v2/users/link";
const UNLINK: &str = "POST /api/v2/users/unlink";
const QR_CHECK: &str = "GET /api/v2/qrcode/check?random=";

#[tokio::test]
async fn users_see_themselves_and_log_out() {
    let v2 = V2::new().await;
    let (id, token) = v2.session("ada").await;
    let me = v2.ok(By::Token(&token), ME, NONE).await;
    assert_eq!((&me["id"], &me["token"]), (&json!(id), &json!(token)));
    let level = v2
        .ok(
            By::Token(&token),
            "GET /api/v2/users/me/security-level",
            NONE,
        )
        .await;
    let expected = json!({"score": 25, "email": false, "phone": false, "password": true,
        "passwordSecurityLevel": null, "mfa": false});
    assert_eq!(level, expected);

    v2.ok(By::Token(&token), "GET /api/v2/logout?app_id=x", NONE)
        .await;
    assert_eq!(v2.rejected(By::Token(&token), ME, NONE).await, 2206);
    assert_eq!(
        code(&v2.by(&token, "{ user { id } }", json!({})).await),
        2206
    );

    let token = text(&only(v2.login("Username", json!({"username": "ada"})).await)["token"]);
    let (_, eve) = v2.session("eve").await;
    let named = format!("GET /logout?userId={id}");
    assert_eq!(v2.rejected(By::Token(&eve), &named, NONE).await, 2202);
    v2.ok(By::Token(&token), ME, NONE).await;
    v2.ok(By::Owner, &named, NONE).await;
    assert_eq!(v2.rejected(By::Token(&token), ME, NONE).await, 2206);
    v2.ok(By::Token(&eve), "GET /logout?deviceId=current", NONE)
        .await;
    assert_eq!(v2.rejected(By::Token(&eve), ME, NONE).await, 2206);
}

#[tokio::test]
async fn an_email_address_registers_and_logs_in_with_codes() {
    let v2 = V2::new().await;
    let (email, register) = ("ada@example.com", "POST /api/v2/register/email-code");
    let body = |code: &str| {
        json!({"email": email, "code": code, "password": "testpassword",
        "profile": {"nickname": "Ada"}, "forceLogin": true})
    };
    assert_eq!(
        v2.rejected(By::App, register, json!({"email": email}))
            .await,
        2231
    );
    assert_eq!(v2.rejected(By::App, register, body("0")).await, 2001);
    let sent = v2.mail_code(email, "REGISTER_VERIFY_CODE").await;
    let user = v2.ok(By::App, register, body(&sent)).await;
    let verified = (
        &user["emailVerified"],
        &user["nickname"],
        &user["registerSource"],
    );
    assert_eq!(
        verified,
        (&json!(true), &json!("Ada"), &json!(["basic:email-code"]))
    );
    v2.ok(By::Token(&text(&user["token"])), ME, NONE).await;
    only(v2.login("Email", json!({"email": email})).await);

    let login = "POST /api/v2/login/email-code";
    let sent = v2.mail_code(email, "LOGIN_VERIFY_CODE").await;
    let body = |code: &str| json!({"email": email, "code": code});
    assert_eq!(v2.rejected(By::App, login, body("0")).await, 2001);
    let again = v2.ok(By::App, login, body(&sent)).await;
    assert_eq!(again["id"], user["id"]);
    assert_eq!(v2.rejected(By::App, login, body(&sent)).await, 2001);
    let unknown = json!({"email": "eve@example.com", "code": "1111"});
    assert_eq!(v2.rejected(By::App, login, unknown).await, 2004);
}

#[tokio::test]
async fn accounts_of_the_directory_log_in() {
    let v2 = V2::new().await;
    v2.0.emulator
        .add_ldap_account("tesla", "hunter2", Some("tesla@example.com"))
        .unwrap();
    for kind in ["ldap", "ad"] {
        let endpoint = format!("POST /api/v2/{kind}/verify-user");
        let body = json!({"username": "tesla", "password": "hunter2", "withCustomData": true});
        let user = v2.ok(By::App, &endpoint, body).await;
        assert_eq!(
            (&user["username"], &user["customData"]),
            (&json!("tesla"), &json!([]))
        );
        v2.ok(By::Token(&text(&user["token"])), ME, NONE).await;
        let wrong = json!({"username": "tesla", "password": "password"});
        assert_eq!(v2.rejected(By::App, &endpoint, wrong).await, 2006);
    }
}

#[tokio::test]
async fn social_accounts_move_to_the_primary_user() {
    let v2 = V2::new().await;
    let (id, primary) = v2.session("ada").await;
    let (other, secondary) = v2.session("eve").await;
    let identity = json!({"userId": other, "userIdInIdp": "1", "isSocial": true, "type": "github"});
    v2.ok(
        By::Owner,
        "POST /api/v2/users/identity/link",
        identity.clone(),
    )
    .await;
    let taken = json!({"userId": id, "userIdInIdp": "1", "isSocial": true, "type": "github"});
    assert_eq!(
        v2.rejected(By::Owner, "POST /api/v2/users/identity/link", taken)
            .await,
        2215
    );

    let another = json!({"userId": other, "userIdInIdp": "2", "isSocial": true, "type": "github"});
    assert_eq!(
        v2.rejected(By::Owner, "POST /api/v2/users/identity/unlink", another)
            .await,
        2216
    );

    let tokens = json!({"primaryUserToken": primary, "secondaryUserToken": secondary});
    let forged = json!({"primaryUserToken": primary, "secondaryUserToken": "a.b.c"});
    assert_eq!(v2.rejected(By::App, LINK, forged).await, 2207);
    v2.ok(By::App, LINK, tokens.clone()).await;
    let me = v2.ok(By::Token(&primary), ME, NONE).await;
    assert_eq!(me["identities"][0]["provider"], "github");
    assert_eq!(v2.rejected(By::App, LINK, tokens).await, 2216);
    let unlink = json!({"primaryUserToken": primary, "provider": "github"});
    v2.ok(By::App, UNLINK, unlink.clone()).await;
    assert_eq!(v2.rejected(By::App, UNLINK, unlink).await, 2216);
    let unlink = json!({"userId": other, "userIdInIdp": "1", "isSocial": true, "type": "github"});
    assert_eq!(
        v2.rejected(By::Owner, "POST /api/v2/users/identity/unlink", unlink)
            .await,
        2216
    );
}

async fn use_code(v2: &V2, random: &str, user: &str, step: &str) -> u16 {
    let url = format!("{}/operator/qr_codes", v2.0.emulator.base_url());
    let body = json!({"random": random, "user": user, "step": step});
    v2.0.http
        .post(url)
        .json(&body)
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

async fn new_code(v2: &V2) -> String {
    let code = v2
        .ok(
            By::App,
            "POST /api/v2/qrcode/gene",
            json!({"scene": "APP_AUTH"}),
        )
        .await;
    text(&code["random"])
}

async fn status(v2: &V2, random: &str) -> Value {
    v2.ok(By::App, &format!("{QR_CHECK}{random}"), NONE).await
}

#[tokio::test]
async fn a_qr_code_is_scanned_allowed_and_exchanged_once() {
    let v2 = V2::new().await;
    let (id, _) = v2.session("ada").await;
    let scene = json!({"scene": "LUCK"});
    assert_eq!(
        v2.rejected(By::App, "POST /api/v2/qrcode/gene", scene)
            .await,
        500
    );
    let random = new_code(&v2).await;
    assert_eq!(status(&v2, &random).await["status"], 0);
    assert_eq!(use_code(&v2, &random, &id, "ALLOW").await, 400);
    assert_eq!(use_code(&v2, &random, &id, "SCAN").await, 200);
    let scanned = status(&v2, &random).await;
    assert_eq!(
        (&scanned["status"], &scanned["userInfo"]["id"]),
        (&json!(1), &json!(id))
    );
    assert_eq!(scanned["ticket"], Value::Null);
    assert_eq!(use_code(&v2, &random, &id, "ALLOW").await, 200);
    let allowed = status(&v2, &random).await;
    assert_eq!(allowed["status"], 2);
    let exchange = "POST /api/v2/qrcode/userinfo";
    assert_eq!(
        v2.rejected(By::App, exchange, json!({"ticket": "luck"}))
            .await,
        500
    );
    let ticket = json!({"ticket": allowed["ticket"]});
    // Another app may require a second factor.
    let other = v2.0.emulator.add_app(AppKind::Oidc, "Other").unwrap();
    v2.0.emulator
        .set_app_mfa(&other, &[MfaPolicy::Sms])
        .unwrap();
    let url = v2.0.emulator.base_url() + "/api/v2/qrcode/userinfo";
    let request = v2.0.http.post(url).json(&ticket);
    let request = request.header("x-authing-app-id", &other);
    let challenge: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(challenge["code"], 1636, "{challenge}");
    let user = v2.ok(By::App, exchange, ticket.clone()).await;
    assert_eq!(user["id"], id);
    v2.ok(By::Token(&text(&user["token"])), ME, NONE).await;
    assert_eq!(v2.rejected(By::App, exchange, ticket).await, 500);
    assert_eq!(status(&v2, &random).await["status"], -1);

    let random = new_code(&v2).await;
    use_code(&v2, &random, &id, "SCAN").await;
    assert_eq!(use_code(&v2, &random, &id, "CANCEL").await, 200);
    assert_eq!(status(&v2, &random).await["status"], 3);
    // The app's second factors count, also if they were set after the start.
    let random = new_code(&v2).await;
    use_code(&v2, &random, &id, "SCAN").await;
    let app = v2.0.emulator.app_id();
    v2.0.emulator.set_app_mfa(app, &[MfaPolicy::Sms]).unwrap();
    use_code(&v2, &random, &id, "ALLOW").await;
    assert_eq!(status(&v2, &random).await["status"], 4);
    v2.0.emulator.delete_user(&id).unwrap();
    assert_eq!(status(&v2, &random).await["status"], -1);
    let id = v2.user("eve").await;
    let random = new_code(&v2).await;
    v2.0.advance(180);
    assert_eq!(use_code(&v2, &random, &id, "SCAN").await, 400);
    assert_eq!(status(&v2, &random).await["status"], -1);
}

#[tokio::test]
async fn a_form_is_read_like_json() {
    let v2 = V2::new().await;
    let phone = "13800000000";
    let send = async |path: &str, fields: &[(&str, &str)]| {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let url = format!("{}{path}", v2.0.emulator.base_url());
        let request = v2.0.http.post(url).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("x-authing-app-id", v2.0.emulator.app_id());
        let response: Value = request.send().await.unwrap().json().await.unwrap();
        response["code"].clone()
    };
    let sms = "/api/v2/sms/send";
    assert_eq!(send(sms, &[("phone", phone)]).await, 200);
    let input = json!({"phone": phone, "code": v2.0.last_code(phone)});
    only(v2.register("PhoneCode", input).await);

    let scene = ("scene", "RESET_PASSWORD_VERIFY_CODE");
    assert_eq!(send(sms, &[("phone", phone), scene]).await, 200);
    let (code, password) = (v2.0.last_code(phone), v2.0.encrypt("a new password"));
    let change = "/api/v2/users/password/change-by-phonecode";
    let fields = [
        ("phone", phone),
        ("phoneCode", &code),
        ("password", &password),
    ];
    assert_eq!(send(change, &fields[..2]).await, 2231);
    assert_eq!(send(change, &fields).await, 200);
    let input = json!({"phone": phone, "password": password});
    only(v2.login("PhonePassword", input).await);

    let account = [("username", "ada"), ("password", "whatever")];
    assert_eq!(send("/api/v2/ldap/verify-user", &account).await, 2004);
}

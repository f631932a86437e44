//! Connecting, logins, registrations, tokens.

use authing_client::operations::{
    CheckLoginStatus, DecodeToken, GetClientInfo, LogOut, LoginByEmail, RefreshToken, Register,
};
use authing_tests::{PASSWORD, USER_TOKEN};

use super::{output, responding};

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
    snapshot!(assert_debug_snapshot, "a_login", user);
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
    snapshot!(assert_debug_snapshot, "a_registration", user);
}

#[tokio::test]
async fn a_login_status_becomes_a_login_state() {
    for (name, body) in [
        (
            "responses__login_status_valid",
            r#"{"data":{"checkLoginStatus":{"status":true,"code":200,"message":"已登录","token":{
                "data":{"email":"test@testmail.com","id":"5a597f35085a2000144a10ed",
                    "clientId":"5a9fa26cf8635a000185528c","unionid":null},
                "iat":1517032525,"exp":1518328525}}}}"#,
        ),
        (
            "responses__login_status_expired",
            r#"{"data":{"checkLoginStatus":{"status":false,"code":2206,"message":"登录信息已过期","token":null}}}"#,
        ),
    ] {
        let session = responding(body).session(USER_TOKEN);
        let status = session.execute(CheckLoginStatus::new()).await.unwrap();
        let state = session.login_status().await.unwrap();
        insta::with_settings!({snapshot_path => "../../snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_debug_snapshot!(name, (status, state));
        });
    }
}

response!(
    a_decoded_token,
    DecodeToken::new("xyzzy"),
    "decodeJwtToken": r#"{
        "data":{"email":"test@testmail.com","id":"5a597f35085a2000144a10ed","clientId":"5a9fa26cf8635a000185528c",
            "unionid":null},
        "status":{"message":"token 解析正常","code":200,"status":true},"iat":"1517032525","exp":1518328525}"#
);
response!(
    a_decoded_expired_token,
    DecodeToken::new("xyzzy"),
    "decodeJwtToken": r#"{"data":null,"status":{"message":"登录信息已过期","code":2206,"status":false},"iat":null,"exp":null}"#
);
response!(
    a_refreshed_token,
    RefreshToken::new("5a597f35085a2000144a10ed"),
    "refreshToken": r#"{"token":"xyzzy.xyzzy.xyzzy","iat":1517032525,"exp":1518328525}"#
);
response!(
    a_logged_out_user,
    session: LogOut::new("5a597f35085a2000144a10ed"),
    "updateUser": r#"{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","token":"xyzzy.xyzzy.xyzzy",
        "tokenExpiredAt":"Thu Jan 01 1970 08:00:00 GMT+0800 (CST)"}"#
);
response!(
    client_info,
    GetClientInfo::new("xyzzy"),
    "getClientWhenSdkInit": r#"{
        "accessToken":"xyzzy.xyzzy.xyzzy",
        "clientInfo":{"_id":"5a9fa26cf8635a000185528c","name":"测试用户池","descriptions":"","jwtExpired":1296000,
            "createdAt":"Sat Jan 13 2018 11:40:37 GMT+0800 (CST)","isDeleted":false,
            "logo":"https://usercontents.authing.cn/client/logo.png","emailVerifiedDefault":false,
            "registerDisabled":false,"allowedOrigins":"http://localhost:8080","clientType":{
                "_id":"5a9fa26cf8635a000185528d","name":"Web","description":"网站","image":"","example":null}}}"#
);

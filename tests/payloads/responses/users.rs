//! Getting, updating and removing users.

use authing_client::operations::{
    GetLoginHistoryOfUser, GetOpenidProfile, GetThirdPartyIdentity, GetUploadToken, GetUser,
    ListUsers, ListUsersByIds, RemoveUsers, UpdateUser,
};

use super::output;

#[tokio::test]
async fn null_for_a_user_is_none() {
    let lookup = || GetUser::new("5a597f35085a2000144a10ed");
    let user = output(
        lookup(),
        r#"{"data":{"user":{"_id":"5a597f35085a2000144a10ed","loginsCount":0}}}"#,
    )
    .await;
    snapshot!(assert_debug_snapshot, "a_user", user);
    assert!(
        output(lookup(), r#"{"data":{"user":null}}"#)
            .await
            .is_none()
    );
}

response!(
    a_profile,
    GetOpenidProfile::new("5a597f35085a2000144a10ed"),
    "user": r#"{"_id":"5a597f35085a2000144a10ed","name":"Ada Lovelace","givenName":"Ada","gender":"female",
        "birthdate":"1815-12-10","zoneinfo":"Europe/London","streetAddress":"12 St James's Square","country":null,
        "updatedAt":"Sat Jan 27 2018 13:55:25 GMT+0800 (CST)"}"#
);
response!(
    a_page_of_users,
    ListUsers::new(),
    "users": r#"{"totalCount":37,"list":[
        {"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","emailVerified":true,"username":"test",
            "token":"xyzzy.xyzzy.xyzzy","loginsCount":7,"blocked":false,"isDeleted":false},
        {"_id":"5a597f35085a2000144a10ee","email":null,"phone":"13800138000","loginsCount":0,"blocked":true},
        null]}"#
);
response!(
    users_by_ids,
    ListUsersByIds::new(["5a597f35085a2000144a10ed", "5a597f35085a2000144a10ee"]),
    "userPatch": r#"{"totalCount":1,"list":[{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com"}]}"#
);
response!(
    no_users,
    ListUsersByIds::new(["5a597f35085a2000144a10ed"]),
    "userPatch": r#"{"totalCount":0,"list":[]}"#
);
response!(
    a_login_history,
    GetLoginHistoryOfUser::new("5a597f35085a2000144a10ed"),
    "user": r#"{"_id":"5a597f35085a2000144a10ed",
        "userLocation":[{"_id":"5a5dbeaa085a2000144a1135","when":"2018-01-16T08:58:18.000Z","where":"北京市"}],
        "userLoginHistory":{"totalCount":2,"list":[
            {"_id":"5a5dbeaa085a2000144a1136","when":"Tue Jan 16 2018 16:58:18 GMT+0800 (CST)","success":true,
                "ip":"203.0.113.7","result":"登录成功","device":"desk","browser":"Firefox"},
            {"_id":"5a5dbeaa085a2000144a1137","when":"Tue Jan 16 2018 16:57:01 GMT+0800 (CST)","success":false,
                "ip":"203.0.113.7","result":null}]}}"#
);
response!(
    no_login_history,
    GetLoginHistoryOfUser::new("5a597f35085a2000144a10ed"),
    "user": "null"
);
response!(
    a_third_party_identity,
    GetThirdPartyIdentity::new("5a597f35085a2000144a10ed"),
    "user": r#"{"_id":"5a597f35085a2000144a10ed","thirdPartyIdentity":{"provider":"github","accessToken":"xyzzy",
        "refreshToken":"plugh","expiresIn":7200,"updatedAt":"Sat Jan 27 2018 13:55:25 GMT+0800 (CST)"}}"#
);
response!(
    no_third_party_identity,
    GetThirdPartyIdentity::new("5a597f35085a2000144a10ed"),
    "user": r#"{"_id":"5a597f35085a2000144a10ed","thirdPartyIdentity":null}"#
);
response!(
    an_updated_user,
    UpdateUser::new("5a597f35085a2000144a10ed").clear_photo().nickname("测试"),
    "updateUser": r#"{"_id":"5a597f35085a2000144a10ed","email":"test@testmail.com","nickname":"测试","photo":null,
        "token":"xyzzy.xyzzy.xyzzy","blocked":false,"isDeleted":false,"metadata":"{\"plan\":\"pro\"}"}"#
);
response!(
    removed_users,
    RemoveUsers::new(["5a597f35085a2000144a10ed", "5a597f35085a2000144a10ee"]),
    "removeUsers": r#"[{"_id":"5a597f35085a2000144a10ed"},{"_id":"5a597f35085a2000144a10ee"}]"#
);

#[tokio::test]
async fn an_upload_token() {
    let body = r#"{"data":{"qiNiuUploadToken":"xyzzy:xyzzy:xyzzy"}}"#;
    let token = output(GetUploadToken::new(), body).await;
    assert_eq!(token.expose(), "xyzzy:xyzzy:xyzzy");
    snapshot!(assert_debug_snapshot, "an_upload_token", token);
}

//! Social logins and authorized apps.

use authing_client::operations::{
    BindSocialLogin, ListAuthorizedApps, ListSocialBindings, ListSocialProviders,
    RevokeAuthorizedApp,
};

response!(
    social_providers,
    ListSocialProviders::new(),
    "ReadOauthList": r#"[
        {"_id":"5a9fa26cf8635a000185528f","name":"GitHub","alias":"github","image":"https://usercontents.authing.cn/github.svg",
            "description":"GitHub 登录","enabled":true,"client":"5a9fa26cf8635a000185528c","user":null,
            "url":"https://oauth.authing.cn/oauth/github/url/5a9fa26cf8635a000185528c","oAuthUrl":null},
        {"_id":"5a9fa26cf8635a0001855290","name":"微信","alias":"wechat","enabled":false}]"#
);
response!(
    social_bindings,
    ListSocialBindings::new("5a597f35085a2000144a10ed"),
    "notBindOAuthList": r#"[
        {"type":"github","oAuthUrl":"https://oauth.authing.cn/oauth/github/url","image":"https://usercontents.authing.cn/g.svg",
            "name":"GitHub","binded":true},
        {"type":"qq","oAuthUrl":null,"image":null,"name":"QQ","binded":false}]"#
);
response!(
    a_social_binding,
    session: BindSocialLogin::new("github", "u-1", "{}"),
    "bindOtherOAuth": r#"{"_id":"5cce4ac5aa1b8d2d9b0e2c4f","user":"5a597f35085a2000144a10ed",
        "client":"5a9fa26cf8635a000185528c","type":"github","userInfo":"{\"login\":\"test\"}","unionid":"u-1",
        "createdAt":"Sun May 05 2019 10:30:29 GMT+0800 (CST)"}"#
);
response!(
    authorized_apps,
    ListAuthorizedApps::new("5a597f35085a2000144a10ed"),
    "GetUserAuthorizedApps": r#"{"totalCount":2,
        "OAuthApps":[{"_id":"5c9b079883e333d55a101082","name":"示例","domain":"example","clientId":"5c9b079883e333d55a101083",
            "description":null,"isDeleted":false,"grants":["authorization_code"],
            "redirectUris":["https://example.com/callback"],"when":"Wed Mar 27 2019 13:18:16 GMT+0800 (CST)"}],
        "OIDCApps":[{"_id":"5d3a46bdf0e6d1b3a6a0a1f4","name":"OIDC 示例","client_id":"5d3a46bdf0e6d1b3a6a0a1f5",
            "domain":"oidc-example","description":"","authorization_code_expire":"600",
            "when":"Fri Jul 26 2019 08:18:05 GMT+0800 (CST)","isDeleted":false,"id_token_signed_response_alg":"HS256",
            "response_types":["code"],"grant_types":["authorization_code","refresh_token"],
            "token_endpoint_auth_method":"client_secret_post","redirect_uris":["https://example.com/oidc"],
            "image":"https://usercontents.authing.cn/app.png","access_token_expire":"3600","id_token_expire":"3600",
            "cas_expire":"3600"}]}"#
);
response!(
    no_authorized_apps,
    ListAuthorizedApps::new("5a597f35085a2000144a10ed"),
    "GetUserAuthorizedApps": r#"{"totalCount":0,"OAuthApps":[],"OIDCApps":null}"#
);
response!(
    a_revoked_app,
    RevokeAuthorizedApp::new("5a597f35085a2000144a10ed", "5c9b079883e333d55a101082"),
    "RevokeUserAuthorizedApp": r#"{"isRevoked":"true","_id":"5d3a46bdf0e6d1b3a6a0a1f6","scope":"user",
        "appId":"5c9b079883e333d55a101082","userId":"5a597f35085a2000144a10ed","type":"OAuth",
        "when":"Fri Jul 26 2019 08:18:05 GMT+0800 (CST)"}"#
);

//! Connecting, logins, registrations, tokens.

use authing_client::operations::{
    CheckLoginStatus, DecodeToken, GetClientInfo, GetOwnerToken, LogOut, LoginByEmail, LoginByLdap,
    LoginByPhoneCode, LoginByPhonePassword, LoginByUnionid, LoginByUsername, RefreshToken,
    Register, RegisterByPhone, RegisterByUnionid, RegisterByUsername,
};
use authing_tests::PASSWORD;

payload!(get_owner_token, GetOwnerToken::new("the secret goes here"));
payload!(get_client_info, GetClientInfo::new("the secret goes here"));
payload!(
    get_client_info_full,
    GetClientInfo::new("the secret goes here")
        .return_user_id(true)
        .timestamp("1517032525")
        .signature("the signature goes here")
        .nonce(7)
);

payload!(
    login_by_email,
    LoginByEmail::new("test@testmail.com", PASSWORD)
);
payload!(
    login_by_email_full,
    LoginByEmail::new("test@testmail.com", PASSWORD)
        .verify_code("a8fk")
        .mfa_code("246810")
        .last_ip("203.0.113.7")
        .browser("Firefox")
        .device("desk")
);
payload!(login_by_username, LoginByUsername::new("test", PASSWORD));
payload!(login_by_unionid, LoginByUnionid::new("o6_bmas"));
payload!(
    login_by_unionid_full,
    LoginByUnionid::new("o6_bmas")
        .openid("OPENID")
        .verify_code("a8fk")
        .mfa_code("246810")
        .last_ip("203.0.113.7")
        .browser("Firefox")
        .device("desk")
);
payload!(
    register_by_username,
    RegisterByUsername::new("test", PASSWORD)
);
payload!(
    register_by_unionid,
    RegisterByUnionid::new("o6_bmas").openid("OPENID")
);
payload!(
    login_by_phone_password,
    LoginByPhonePassword::new("13800138000", PASSWORD)
);
payload!(
    login_by_phone_code,
    LoginByPhoneCode::new("13800138000", "012345")
);
payload!(
    login_by_phone_code_full,
    LoginByPhoneCode::new("13800138000", "012345")
        .mfa_code("246810")
        .last_ip("203.0.113.7")
        .browser("Firefox")
        .device("desk")
);
// The service takes this password unencrypted.
payload!(
    login_by_ldap,
    LoginByLdap::new("test", "the password goes here")
);
payload!(
    login_by_ldap_full,
    LoginByLdap::new("test", "the password goes here").browser("Firefox")
);

payload!(register, Register::new("test@testmail.com", PASSWORD));
payload!(
    register_full,
    Register::new("test@testmail.com", PASSWORD)
        .username("test")
        .phone("13800138000")
        .force_login(true)
        .nickname("测试")
        .company("Authing")
        .photo("https://usercontents.authing.cn/a.png")
        .browser("Firefox")
        .device("desk")
        .last_ip("203.0.113.7")
        .oauth("{}")
        .unionid("u")
        .openid("o")
        .register_method("default:username-password")
        .name("n")
        .given_name("g")
        .family_name("f")
        .middle_name("m")
        .profile("p")
        .preferred_username("pu")
        .website("w")
        .gender("female")
        .birthdate("1990-12-31")
        .zoneinfo("Asia/Shanghai")
        .locale("zh-CN")
        .address("a")
        .formatted("fo")
        .street_address("s")
        .locality("l")
        .region("r")
        .postal_code("100000")
        .country("CN")
        .signed_up_at("Sat Jan 27 2018 13:55:25 GMT+0800 (CST)")
        .last_login_at("Sun Jan 28 2018 13:55:25 GMT+0800 (CST)")
        .keep_password(true)
        .invitation_code("i")
);
payload!(
    register_by_phone,
    RegisterByPhone::new("13800138000", PASSWORD, "012345")
);

payload!(check_login_status, session: CheckLoginStatus::new());
payload!(check_login_status_full, session: CheckLoginStatus::new().token("another token"));
payload!(decode_token, DecodeToken::new("the token goes here"));
payload!(refresh_token, RefreshToken::new("5e4cdd055df3df65dc58b97e"));
payload!(log_out, LogOut::new("5e4cdd055df3df65dc58b97e"));
payload!(log_out_by_session, session: LogOut::new("5e4cdd055df3df65dc58b97e"));

payload!(send_login_code, async |authing| authing
    .send_login_code("+86 138/0013 8000")
    .await);
payload!(send_register_code, async |authing| authing
    .send_register_code("13800138000")
    .await);

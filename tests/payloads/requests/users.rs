//! Getting, updating and removing users.

use authing_client::operations::{
    GetLoginHistoryOfUser, GetUploadToken, GetUser, ListUsers, ListUsersByIds, RemoveUsers,
    UpdateOpenidProfile, UpdateUser,
};
use authing_tests::PASSWORD;

payload!(get_user, GetUser::new("5e4cdd055df3df65dc58b97e"));
payload!(get_user_by_session, session: GetUser::new("5e4cdd055df3df65dc58b97e"));
payload!(
    get_login_history_of_user,
    GetLoginHistoryOfUser::new("5e4cdd055df3df65dc58b97e")
);

payload!(list_users, ListUsers::new());
payload!(list_users_full, ListUsers::new().page(3).count(50));
payload!(
    list_users_by_ids,
    ListUsersByIds::new(["5e4cdd055df3df65dc58b97e", "5e4cdd055df3df65dc58b97f"])
);

payload!(update_user, UpdateUser::new("5e4cdd055df3df65dc58b97e"));
payload!(
    update_user_full,
    UpdateUser::new("5e4cdd055df3df65dc58b97e")
        .email("test@testmail.com")
        .email_verified(true)
        .username("test")
        .nickname("测试")
        .phone("13800138000")
        .company("Authing")
        .photo("https://usercontents.authing.cn/a.png")
        .oauth("{}")
        .browser("Firefox")
        .password(PASSWORD)
        .old_password(PASSWORD)
        .token("the token goes here")
        .token_expired_at("Sun Feb 11 2018 13:55:25 GMT+0800 (CST)")
        .logins_count(7)
        .last_login_at("Sat Jan 27 2018 13:55:25 GMT+0800 (CST)")
        .last_ip("203.0.113.7")
        .signed_up_at("Sat Jan 13 2018 11:40:37 GMT+0800 (CST)")
        .blocked(false)
        .is_deleted(false)
);
payload!(
    update_user_cleared,
    UpdateUser::new("5e4cdd055df3df65dc58b97e")
        .clear_email()
        .clear_username()
        .clear_nickname()
        .clear_phone()
        .clear_company()
        .clear_photo()
        .clear_oauth()
        .clear_browser()
        .clear_token()
        .clear_token_expired_at()
        .clear_last_login_at()
        .clear_last_ip()
        .clear_signed_up_at()
);
payload!(update_user_by_session, session: UpdateUser::new("5e4cdd055df3df65dc58b97e").nickname("测试"));
payload!(
    update_openid_profile_cleared,
    UpdateOpenidProfile::new("5e4cdd055df3df65dc58b97e")
        .name("测试")
        .clear_country()
);
payload!(get_upload_token, session: GetUploadToken::new());

payload!(
    remove_users,
    RemoveUsers::new(["5e4cdd055df3df65dc58b97e", "5e4cdd055df3df65dc58b97f"])
);
payload!(
    remove_users_full,
    RemoveUsers::new(["5e4cdd055df3df65dc58b97e"]).operator("5e4cdd055df3df65dc58b97f")
);

//! Social logins and authorized apps.

use authing_client::operations::{
    BindSocialLogin, ListAuthorizedApps, ListSocialBindings, ListSocialProviders,
    RevokeAuthorizedApp, UnbindSocialLogin,
};

payload!(list_social_providers, ListSocialProviders::new());
payload!(
    list_social_providers_full,
    ListSocialProviders::new().use_guard(true)
);
payload!(
    list_social_bindings,
    ListSocialBindings::new("5e4cdd055df3df65dc58b97e")
);
payload!(bind_social_login, session: BindSocialLogin::new("github", "u-1", r#"{"login":"test"}"#));
payload!(
    bind_social_login_full,
    session: BindSocialLogin::new("github", "u-1", r#"{"login":"test"}"#).user_id("5e4cdd055df3df65dc58b97e")
);
payload!(unbind_social_login, session: UnbindSocialLogin::new("github"));
payload!(
    unbind_social_login_full,
    session: UnbindSocialLogin::new("github").user_id("5e4cdd055df3df65dc58b97e")
);

payload!(
    list_authorized_apps,
    ListAuthorizedApps::new("5e4cdd055df3df65dc58b97e")
);
payload!(
    list_authorized_apps_full,
    session: ListAuthorizedApps::new("5e4cdd055df3df65dc58b97e").page(2).count(20)
);
payload!(
    revoke_authorized_app,
    RevokeAuthorizedApp::new("5e4cdd055df3df65dc58b97e", "5e4cdd055df3df65dc58b980")
);

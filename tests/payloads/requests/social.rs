//! Social logins, and the apps that users have authorized.

use authing_client::operations::{
    AuthorizedApps, BindSocialLogin, RevokeAuthorizedApp, SocialBindings, SocialProviders,
    UnbindSocialLogin,
};

payload!(social_providers, SocialProviders::new());
payload!(
    social_providers_full,
    SocialProviders::new().use_guard(true)
);
payload!(
    social_bindings,
    SocialBindings::new("5e4cdd055df3df65dc58b97e")
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
    authorized_apps,
    AuthorizedApps::new("5e4cdd055df3df65dc58b97e")
);
payload!(
    authorized_apps_full,
    session: AuthorizedApps::new("5e4cdd055df3df65dc58b97e").page(2).count(20)
);
payload!(
    revoke_authorized_app,
    RevokeAuthorizedApp::new("5e4cdd055df3df65dc58b97e", "5e4cdd055df3df65dc58b980")
);

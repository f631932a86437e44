//! The social logins that a user pool has.

pub(crate) struct SocialLogin {
    pub(crate) id: &'static str,
    /// How bindings call it.
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    pub(crate) enabled: bool,
}

pub(crate) const SOCIAL_LOGINS: &[SocialLogin] = &[
    social_login("5e0000000000000000000001", "github", "GitHub", true),
    social_login("5e0000000000000000000002", "wechat", "WeChat", true),
    social_login("5e0000000000000000000003", "qq", "QQ", true),
    social_login("5e0000000000000000000004", "weibo", "Weibo", true),
    social_login("5e0000000000000000000005", "google", "Google", true),
    social_login("5e0000000000000000000006", "alipay", "Alipay", false),
];

const fn social_login(
    id: &'static str,
    kind: &'static str,
    name: &'static str,
    enabled: bool,
) -> SocialLogin {
    SocialLogin {
        id,
        kind,
        name,
        enabled,
    }
}

impl SocialLogin {
    pub(crate) fn image(&self) -> String {
        format!("https://usercontents.authing.cn/social/{}.svg", self.kind)
    }
}

//! The form of a seed. Nothing in it has a `Debug`: it is full of secrets.

mod user;

use serde::{Deserialize, Serialize};

pub(crate) use self::user::{Authorization, Membership, Mfa, SocialAccount, User};
use crate::store::apps::AppKind;
use crate::store::pool::PoolSettings;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Document {
    pub(crate) pool: Pool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<Role>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) apps: Vec<App>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) social_logins: Option<Vec<SocialLogin>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) users: Vec<User>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) ldap_accounts: Vec<LdapAccount>,
}

/// Settings have the names that the schema gives them.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Pool {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) private_key: Option<String>,
    #[serde(rename = "jwtExpired", skip_serializing_if = "Option::is_none")]
    pub(crate) token_lifetime: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) descriptions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allowed_origins: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_deleted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email_verified_default: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enable_email: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) register_disabled: Option<bool>,
    #[serde(rename = "showWXMPQRCode", skip_serializing_if = "Option::is_none")]
    pub(crate) show_wxmp_qr_code: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) use_mini_login: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) use_self_wxapp: Option<bool>,
}

impl Pool {
    /// The settings of a pool that has these where nothing else is said.
    pub(crate) fn settings(&self, new: PoolSettings) -> PoolSettings {
        let text = |said: &Option<String>, otherwise| said.clone().unwrap_or(otherwise);
        PoolSettings {
            name: text(&self.name, new.name),
            descriptions: text(&self.descriptions, new.descriptions),
            logo: text(&self.logo, new.logo),
            allowed_origins: text(&self.allowed_origins, new.allowed_origins),
            created_at: text(&self.created_at, new.created_at),
            is_deleted: self.is_deleted.unwrap_or(new.is_deleted),
            email_verified_default: self
                .email_verified_default
                .unwrap_or(new.email_verified_default),
            enable_email: self.enable_email.unwrap_or(new.enable_email),
            register_disabled: self.register_disabled.unwrap_or(new.register_disabled),
            show_wxmp_qr_code: self.show_wxmp_qr_code.unwrap_or(new.show_wxmp_qr_code),
            use_mini_login: self.use_mini_login.unwrap_or(new.use_mini_login),
            use_self_wxapp: self.use_self_wxapp.unwrap_or(new.use_self_wxapp),
            jwt_expired: new.jwt_expired,
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Role {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) descriptions: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) permissions: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct App {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) kind: AppKind,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SocialLogin {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) enabled: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct LdapAccount {
    pub(crate) username: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// The id of the user that the account's first login has made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
}

impl Document {
    /// All ids that are given.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        let logins = self.social_logins.iter().flatten();
        let of_the_pool = [self.pool.id.as_ref()].into_iter();
        let ids = of_the_pool
            .chain(self.roles.iter().map(|role| role.id.as_ref()))
            .chain(self.apps.iter().map(|app| app.id.as_ref()))
            .chain(logins.map(|login| login.id.as_ref()))
            .chain(self.users.iter().flat_map(User::ids));
        ids.flatten().map(String::as_str)
    }
}

/// Whether a member need not be written, because it is the same when it is left out.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

//! The form of a seed. Nothing in it has a `Debug`: it is full of secrets.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

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

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct User {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) email_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) phone_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_hash: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) blocked: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) ldap: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) register_method: Option<String>,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) logins_count: u32,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) logouts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_login: Option<String>,
    #[serde(rename = "lastIP", skip_serializing_if = "Option::is_none")]
    pub(crate) last_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_expired_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signed_up: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated_at: Option<String>,
    #[serde(
        deserialize_with = "each_once",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub(crate) profile: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mfa: Option<Mfa>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) social_accounts: Vec<SocialAccount>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<Membership>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) authorizations: Vec<Authorization>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Mfa {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) enable: bool,
    /// In base 32.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) share_key: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) last_step: i64,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SocialAccount {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) unionid: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) user_info: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Membership {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// The role's id, or its name.
    pub(crate) role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Authorization {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// The app's id, or its name.
    pub(crate) app: String,
    pub(crate) scope: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<String>,
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

impl User {
    fn ids(&self) -> impl Iterator<Item = Option<&String>> {
        let accounts = self.social_accounts.iter();
        [
            self.id.as_ref(),
            self.mfa.as_ref().and_then(|mfa| mfa.id.as_ref()),
        ]
        .into_iter()
        .chain(accounts.map(|account| account.id.as_ref()))
        .chain(self.roles.iter().map(|role| role.id.as_ref()))
        .chain(self.authorizations.iter().map(|wish| wish.id.as_ref()))
    }
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

fn is_zero<T: Default + PartialEq>(number: &T) -> bool {
    *number == T::default()
}

/// Texts under names of which none is there twice, as it is with the members of structs.
fn each_once<'de, D: Deserializer<'de>>(reader: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Texts;

    impl<'de> Visitor<'de> for Texts {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of texts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut read: A) -> Result<Self::Value, A::Error> {
            let mut texts = BTreeMap::new();
            while let Some((name, text)) = read.next_entry::<String, String>()? {
                if texts.contains_key(&name) {
                    return Err(A::Error::custom(format!("duplicate field `{name}`")));
                }
                texts.insert(name, text);
            }
            Ok(texts)
        }
    }

    reader.deserialize_map(Texts)
}

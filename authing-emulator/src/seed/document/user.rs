//! The form of a user in a seed.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::is_default;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct User {
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) email_verified: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) phone_verified: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) username: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) password: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) password_hash: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) blocked: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) ldap: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) register_method: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) logins_count: u32,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) logouts: u32,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) last_login: Option<String>,
    #[serde(rename = "lastIP", skip_serializing_if = "is_default")]
    pub(crate) last_ip: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) token: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) token_expired_at: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) signed_up: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) updated_at: Option<String>,
    #[serde(deserialize_with = "each_once", skip_serializing_if = "is_default")]
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
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
    pub(crate) enable: bool,
    /// In base 32.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) share_key: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) last_step: i64,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SocialAccount {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) unionid: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) user_info: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Membership {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
    /// The role's id, or its name.
    pub(crate) role: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) created_at: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Authorization {
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) id: Option<String>,
    /// The app's id, or its name.
    pub(crate) app: String,
    pub(crate) scope: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) when: Option<String>,
}

impl User {
    /// All ids that are given.
    pub(super) fn ids(&self) -> impl Iterator<Item = Option<&String>> {
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

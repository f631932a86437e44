//! Users, and the index of their names.

use std::collections::BTreeMap;

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::access;
use super::custom_data::{self, Target};
use super::fields::{each_once, id, is_default};
use super::objects::{COLLABORATIONS, COLLABORATOR};
use super::policies::Holder;
use super::user_parts::{Authorization, Membership, Mfa, SocialAccount};
use super::{logins, members, objects, tenants};
use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By id, which sorts by creation: oldest first.
pub(crate) const USERS: Table<User> = Table::paged("users", "users_ranks");
/// The users' ids, by all other names that they are found by.
pub(crate) const INDEX: Table<String> = Table::paged("users_index", "users_index_ranks");

/// A user. No `Debug`, because hashes and tokens must not be logged.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct User {
    #[serde(deserialize_with = "id", skip_serializing_if = "is_default")]
    pub(crate) id: String,
    /// In lower case: email addresses that differ only in case are the same.
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
    /// Only in a seed: it is hashed before the record is stored.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) password: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) password_hash: Option<String>,
    /// When the password was last set, in seconds since 1970. `None` if it is not known.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) password_set_at: Option<i64>,
    /// Whether the first login must set a password.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) must_reset_password: bool,
    /// The id in another system.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) external_id: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) blocked: bool,
    /// Whether the user was created by an LDAP login, and may log in through LDAP.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) ldap: bool,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) register_method: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) logins_count: u32,
    /// Tokens issued before the last logout are void.
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
    /// The fields that no rule reads, under the schema's names; and the unionid.
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
    /// Saving a deleted user removes it from the store.
    #[serde(skip)]
    pub(crate) is_deleted: bool,
}

/// A name by which a user can be found, besides the id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name<'a> {
    Email(&'a str),
    Phone(&'a str),
    Username(&'a str),
    External(&'a str),
    /// The id at a social login provider.
    Unionid(&'a str),
}

impl<'a> Name<'a> {
    /// Returns the name without its kind.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Email(name)
            | Self::Phone(name)
            | Self::Username(name)
            | Self::External(name)
            | Self::Unionid(name) => name,
        }
    }

    fn key(self) -> String {
        match self {
            Self::Email(email) => format!("email:{email}"),
            Self::Phone(phone) => format!("phone:{phone}"),
            Self::Username(username) => format!("username:{username}"),
            Self::External(id) => format!("external:{id}"),
            Self::Unionid(unionid) => format!("unionid:{unionid}"),
        }
    }
}

impl User {
    /// Sets the hash of a new password.
    pub(crate) fn set_password(&mut self, hash: String, now: i64) {
        self.password_hash = Some(hash);
        self.password_set_at = Some(now);
        self.must_reset_password = false;
    }

    /// Returns the names that must be unique.
    pub(crate) fn names(&self) -> impl Iterator<Item = Name<'_>> {
        [
            self.email.as_deref().map(Name::Email),
            self.phone.as_deref().map(Name::Phone),
            self.username.as_deref().map(Name::Username),
            self.external_id.as_deref().map(Name::External),
            self.unionid().map(Name::Unionid),
        ]
        .into_iter()
        .flatten()
    }

    /// Returns the user's own unionid, which is not that of a bound social account.
    pub(crate) fn unionid(&self) -> Option<&str> {
        let unionid = self.profile.get("unionid").map(String::as_str);
        unionid.filter(|unionid| !unionid.is_empty())
    }

    /// Sorts the lists in the order in which they are shown.
    pub(crate) fn sort_lists(&mut self) {
        self.social_accounts
            .sort_by(|one, other| one.kind.cmp(&other.kind));
        self.roles.sort_by(|one, other| one.role.cmp(&other.role));
        self.authorizations
            .sort_by(|one, other| one.app.cmp(&other.app));
    }

    /// Returns the keys of this user in the index.
    fn keys(&self) -> Vec<String> {
        let accounts = self.social_accounts.iter();
        let roles = self.roles.iter();
        self.names()
            .map(Name::key)
            .chain(self.mfa.iter().map(|mfa| mfa_key(&mfa.id)))
            .chain(accounts.map(|account| account_key(&account.kind, &account.unionid)))
            .chain(roles.map(|membership| role_key(&membership.role, &self.id)))
            .collect()
    }
}

pub(crate) fn by_id(transaction: &impl Read, id: &str) -> Result<Option<User>, StoreError> {
    USERS.get(transaction, id)
}

pub(crate) fn by_name(transaction: &impl Read, name: Name<'_>) -> Result<Option<User>, StoreError> {
    by_key(transaction, &name.key())
}

/// Returns the user whose second factor has this id.
pub(crate) fn by_mfa(transaction: &impl Read, id: &str) -> Result<Option<User>, StoreError> {
    by_key(transaction, &mfa_key(id))
}

/// Returns the user with a social account.
pub(crate) fn by_social_account(
    transaction: &impl Read,
    kind: &str,
    unionid: &str,
) -> Result<Option<User>, StoreError> {
    by_key(transaction, &account_key(kind, unionid))
}

/// Returns the ids of the users with a role, oldest first.
pub(crate) fn with_role(transaction: &impl Read, role: &str) -> Result<Vec<String>, StoreError> {
    INDEX.under(transaction, &role_key(role, ""))
}

/// Returns at most `take` ids of users with a role after the first `skip`, oldest first, and the number of all of them.
pub(crate) fn page_with_role(
    transaction: &impl Read,
    role: &str,
    skip: usize,
    take: usize,
) -> Result<(Vec<String>, u64), StoreError> {
    INDEX.page_under(transaction, &role_key(role, ""), skip, take)
}

/// Stores the user, or, if it is deleted, removes it with its other records.
pub(crate) fn save(transaction: &WriteTransaction, user: &User) -> Result<(), StoreError> {
    let before = by_id(transaction, &user.id)?;
    let before = before.map(|before| before.keys()).unwrap_or_default();
    let now = if user.is_deleted {
        Vec::new()
    } else {
        user.keys()
    };
    for key in before.iter().filter(|key| !now.contains(key)) {
        INDEX.delete(transaction, key)?;
    }
    for key in now.iter().filter(|key| !before.contains(key)) {
        INDEX.put(transaction, key, &user.id)?;
    }
    if user.is_deleted {
        logins::forget(transaction, &user.id)?;
        custom_data::forget(transaction, Target::User, &user.id)?;
        members::forget(transaction, &user.id)?;
        tenants::forget(transaction, &user.id)?;
        objects::delete_of(transaction, COLLABORATIONS, COLLABORATOR, &user.id)?;
        access::forget(transaction, Holder::User, &user.id)?;
        return USERS.delete(transaction, &user.id);
    }
    USERS.put(transaction, &user.id, user)
}

fn by_key(transaction: &impl Read, key: &str) -> Result<Option<User>, StoreError> {
    match INDEX.get(transaction, key)? {
        Some(id) => by_id(transaction, &id),
        None => Ok(None),
    }
}

fn mfa_key(id: &str) -> String {
    format!("mfa:{id}")
}

/// The length prevents ambiguity if the parts contain colons.
fn account_key(kind: &str, unionid: &str) -> String {
    format!("account:{}:{kind}:{unionid}", kind.len())
}

/// Ids have a fixed length and no colon, so keys are unique.
fn role_key(role: &str, user: &str) -> String {
    format!("role:{role}:{user}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const ID: &str = "5aec1ea610ecb800018db176";

    #[test]
    fn a_user_is_found_by_its_current_names() {
        let store = Store::in_memory().unwrap();
        let mut user = User {
            id: ID.to_owned(),
            email: Some("a@b.cn".to_owned()),
            ..User::default()
        };
        let save = |user: &User| store.write(|transaction| save(transaction, user)).unwrap();
        let id = |name| {
            by_name(&store.read().unwrap(), name)
                .unwrap()
                .map(|user| user.id)
        };
        save(&user);
        assert_eq!(id(Name::Email("a@b.cn")).as_deref(), Some(ID));
        assert_eq!(id(Name::Username("a@b.cn")), None);

        user.email = None;
        user.username = Some("anna".to_owned());
        save(&user);
        assert_eq!(id(Name::Email("a@b.cn")), None);
        assert_eq!(id(Name::Username("anna")).as_deref(), Some(ID));

        user.is_deleted = true;
        save(&user);
        assert_eq!(id(Name::Username("anna")), None);
        assert!(by_id(&store.read().unwrap(), ID).unwrap().is_none());
    }
}

//! The form of a seed: the records of a store, some of whose members may be missing. Nothing here implements `Debug`,
//! because seeds contain secrets.

use serde::{Deserialize, Serialize};

use crate::store::apps::App;
use crate::store::directory::Account;
use crate::store::pool::PoolRecord;
use crate::store::roles::Role;
use crate::store::social_logins::SocialLogin;
use crate::store::users::User;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Document {
    /// The location of the schema, for editors.
    #[serde(rename = "$schema", skip_serializing)]
    pub(super) _schema: Option<String>,
    pub(super) pool: PoolRecord,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<Role>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) apps: Vec<App>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) social_logins: Option<Vec<SocialLogin>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) users: Vec<User>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) ldap_accounts: Vec<Account>,
}

impl Document {
    /// Returns all ids in the seed.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let logins = self.social_logins.iter().flatten();
        let ids = (self.pool.id.iter())
            .chain(self.roles.iter().map(|role| &role.id))
            .chain(self.apps.iter().map(|app| &app.id))
            .chain(logins.map(|login| &login.id))
            .chain(self.users.iter().flat_map(ids_of));
        ids.map(String::as_str).filter(|id| !id.is_empty())
    }
}

fn ids_of(user: &User) -> impl Iterator<Item = &String> {
    std::iter::once(&user.id)
        .chain(user.mfa.iter().map(|mfa| &mfa.id))
        .chain(user.social_accounts.iter().map(|account| &account.id))
        .chain(user.roles.iter().map(|membership| &membership.id))
        .chain(user.authorizations.iter().map(|given| &given.id))
}

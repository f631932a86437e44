//! Exporting a store as a seed.

use std::collections::HashSet;

use redb::ReadTransaction;

use super::document::Document;
use super::references::has_holder;
use crate::store::apps::APPS;
use crate::store::directory::ACCOUNTS;
use crate::store::roles::ROLES;
use crate::store::social_logins::SOCIAL_LOGINS;
use crate::store::users::USERS;
use crate::store::{StoreError, pool};

pub(super) fn export(read: &ReadTransaction) -> Result<Document, StoreError> {
    let users = USERS.all(read)?;
    let ids: HashSet<_> = users.iter().map(|user| &user.id).collect();
    let mut ldap_accounts = ACCOUNTS.all(read)?;
    for account in &mut ldap_accounts {
        // The user may have been deleted since; then the account's next login creates another.
        account.user.take_if(|id| !ids.contains(id));
    }
    let mut document = Document {
        _schema: None,
        pool: pool::load(read)?,
        roles: ROLES.all(read)?,
        apps: Vec::new(),
        social_logins: Some(SOCIAL_LOGINS.all(read)?),
        users,
        ldap_accounts,
    };
    let mut apps = APPS.all(read)?;
    for app in &mut apps {
        app.access.retain(|rule| has_holder(&document, rule));
    }
    document.apps = apps;
    Ok(document)
}

//! Importing a seed into a new store: missing fields of its records are filled in.

use redb::WriteTransaction;

use super::document::Document;
use super::error::SeedError;
use super::references::{self, Reference};
use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::randomness::Randomness;
use crate::crypto::{password_hash, totp};
use crate::store::users::User;
use crate::store::{StoreError, apps, directory, roles, social_logins, users};

/// Everything that an import requires besides the seed.
pub(crate) struct SeedContext<'a> {
    pub(crate) clock: &'a Clock,
    pub(crate) randomness: &'a Randomness,
    pub(crate) ids: &'a ObjectIds,
}

impl SeedContext<'_> {
    fn fill_id(&self, id: &mut String) {
        if id.is_empty() {
            *id = self.ids.next(self.clock);
        }
    }

    fn fill_date(&self, date: &mut Option<String>) {
        date.get_or_insert_with(|| js_date(self.clock.seconds()));
    }

    /// Replaces a password by its hash.
    fn hash(
        &self,
        password: &mut Option<String>,
        hash: &mut Option<String>,
    ) -> Result<(), SeedError> {
        if let Some(password) = password.take() {
            let hashed = password_hash::hash(&password, self.randomness);
            *hash = Some(hashed.map_err(SeedError::internal)?);
        }
        Ok(())
    }
}

/// Imports a validated seed into a new store, except the pool and its settings.
pub(super) fn import(
    document: &Document,
    transaction: &WriteTransaction,
    context: &SeedContext<'_>,
) -> Result<(), SeedError> {
    let mut roles = document.roles.clone();
    for role in &mut roles {
        context.fill_id(&mut role.id);
        context.fill_date(&mut role.created_at);
        roles::save(transaction, role)?;
    }
    let mut apps = document.apps.clone();
    for app in &mut apps {
        context.fill_id(&mut app.id);
        (app.secret).get_or_insert_with(|| context.randomness.hex::<16>());
        context.fill_date(&mut app.created_at);
        apps::save(transaction, app)?;
    }
    let logins = document.social_logins.clone();
    let mut logins = logins.unwrap_or_else(social_logins::of_a_new_pool);
    for login in &mut logins {
        context.fill_id(&mut login.id);
    }
    social_logins::save(transaction, &logins)?;
    for mut user in document.users.iter().cloned() {
        fill_user(&mut user, context)?;
        // Resolved in the seed, not in the completed records: a name could be equal to a generated id.
        for membership in &mut user.roles {
            let found = references::role(&document.roles, &membership.role);
            membership.role.clone_from(&referred(found, &roles)?.id);
        }
        for authorization in &mut user.authorizations {
            let found = references::app(&document.apps, &authorization.app);
            authorization.app.clone_from(&referred(found, &apps)?.id);
        }
        user.sort_lists();
        users::save(transaction, &user)?;
    }
    for mut account in document.ldap_accounts.iter().cloned() {
        context.hash(&mut account.password, &mut account.password_hash)?;
        directory::save(transaction, &account)?;
    }
    Ok(())
}

fn fill_user(user: &mut User, context: &SeedContext<'_>) -> Result<(), SeedError> {
    let method = match user {
        _ if user.ldap => "ldap",
        _ if user.phone.is_some() && user.email.is_none() => "default:phone-password",
        _ => "default:username-password",
    };
    context.fill_id(&mut user.id);
    context.hash(&mut user.password, &mut user.password_hash)?;
    user.register_method
        .get_or_insert_with(|| method.to_owned());
    context.fill_date(&mut user.signed_up);
    if user.updated_at.is_none() {
        user.updated_at.clone_from(&user.signed_up);
    }
    if let Some(mfa) = &mut user.mfa {
        context.fill_id(&mut mfa.id);
        // An authenticator app that has not been confirmed has its own key.
        if mfa.pending.is_none() {
            mfa.share_key
                .get_or_insert_with(|| totp::key_text(&context.randomness.bytes()));
        }
    }
    for account in &mut user.social_accounts {
        context.fill_id(&mut account.id);
        context.fill_date(&mut account.created_at);
    }
    for membership in &mut user.roles {
        context.fill_id(&mut membership.id);
        context.fill_date(&mut membership.created_at);
    }
    for authorization in &mut user.authorizations {
        context.fill_id(&mut authorization.id);
        context.fill_date(&mut authorization.when);
    }
    Ok(())
}

/// Returns the record that a reference means, from the records created for a list of the seed, in its order. The
/// validation has ensured that it exists.
fn referred<T>(found: Reference, made: &[T]) -> Result<&T, StoreError> {
    let thing = match found {
        Reference::To(index) => made.get(index),
        Reference::Unknown | Reference::Ambiguous => None,
    };
    thing.ok_or(StoreError::Missing("a record that the seed refers to"))
}

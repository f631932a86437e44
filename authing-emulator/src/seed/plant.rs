//! What becomes of a seed in a new store.

use redb::WriteTransaction;
use serde_json::Value;

use super::check::share_key;
use super::document::{self, Document};
use super::references::{self, Reference};
use crate::builder::start_error::StartError;
use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::password_hash;
use crate::crypto::randomness::Randomness;
use crate::store::StoreError;
use crate::store::apps::{self, App, Authorisation};
use crate::store::bindings::{self, Binding};
use crate::store::directory::{self, Account};
use crate::store::mfa::{self, Mfa};
use crate::store::roles::{self, Member, Role};
use crate::store::social_logins::{self, SocialLogin};
use crate::store::users::{self, User};

/// What a seed needs besides itself.
pub(crate) struct Soil<'a> {
    pub(crate) clock: &'a Clock,
    pub(crate) randomness: &'a Randomness,
    pub(crate) ids: &'a ObjectIds,
}

impl Soil<'_> {
    fn id(&self, given: &Option<String>) -> String {
        given.clone().unwrap_or_else(|| self.ids.next(self.clock))
    }

    fn date(&self, given: &Option<String>) -> String {
        given
            .clone()
            .unwrap_or_else(|| js_date(self.clock.seconds()))
    }

    /// The hash of a password, if there is one.
    fn hash(
        &self,
        password: &Option<String>,
        hash: &Option<String>,
    ) -> Result<Option<String>, StartError> {
        let hashed = password.as_deref().map(|password| {
            password_hash::hash(password, self.randomness).map_err(StartError::internal)
        });
        Ok(hashed.transpose()?.or_else(|| hash.clone()))
    }
}

/// Puts all of a seed that has been checked into a new store, but for the pool and its settings.
pub(super) fn plant(
    document: &Document,
    transaction: &WriteTransaction,
    soil: &Soil<'_>,
) -> Result<(), StartError> {
    let roles: Vec<_> = document
        .roles
        .iter()
        .map(|role| new_role(role, soil))
        .collect();
    for role in &roles {
        roles::save(transaction, role)?;
    }
    let apps: Vec<_> = document.apps.iter().map(|app| new_app(app, soil)).collect();
    for app in &apps {
        apps::save(transaction, app)?;
    }
    let logins = match &document.social_logins {
        Some(seeded) => seeded
            .iter()
            .map(|login| new_social_login(login, soil))
            .collect(),
        None => social_logins::of_a_new_pool(),
    };
    social_logins::save(transaction, &logins)?;
    for seeded in &document.users {
        let user = new_user(seeded, soil)?;
        users::save(transaction, &user)?;
        if let Some(seeded) = &seeded.mfa {
            mfa::save(transaction, &new_mfa(seeded, &user, soil))?;
        }
        for account in &seeded.social_accounts {
            bindings::add(transaction, &new_binding(account, &user, soil))?;
        }
        for wish in &seeded.roles {
            let found = references::role(&document.roles, &wish.role);
            let role = referred(found, &roles)?;
            let member = Member {
                id: soil.id(&wish.id),
                role: role.id.clone(),
                user: user.id.clone(),
                created_at: soil.date(&wish.created_at),
            };
            roles::add(transaction, &member)?;
        }
        for wish in &seeded.authorizations {
            let found = references::app(&document.apps, &wish.app);
            let app = referred(found, &apps)?;
            let authorisation = Authorisation {
                id: soil.id(&wish.id),
                app: app.id.clone(),
                user: user.id.clone(),
                scope: wish.scope.clone(),
                when: soil.date(&wish.when),
            };
            apps::authorise(transaction, &authorisation)?;
        }
    }
    for seeded in &document.ldap_accounts {
        let hash = soil.hash(&seeded.password, &seeded.password_hash)?;
        let account = Account {
            username: seeded.username.clone(),
            password_hash: hash.unwrap_or_default(),
            email: seeded.email.clone(),
            user: seeded.user.clone(),
        };
        directory::save(transaction, &account)?;
    }
    Ok(())
}

fn new_role(seeded: &document::Role, soil: &Soil<'_>) -> Role {
    Role {
        id: soil.id(&seeded.id),
        name: seeded.name.clone(),
        descriptions: seeded.descriptions.clone(),
        permissions: seeded.permissions.clone(),
        created_at: soil.date(&seeded.created_at),
    }
}

fn new_app(seeded: &document::App, soil: &Soil<'_>) -> App {
    App {
        id: soil.id(&seeded.id),
        kind: seeded.kind,
        name: seeded.name.clone(),
        created_at: soil.date(&seeded.created_at),
    }
}

fn new_social_login(seeded: &document::SocialLogin, soil: &Soil<'_>) -> SocialLogin {
    SocialLogin {
        id: soil.id(&seeded.id),
        kind: seeded.kind.clone(),
        name: seeded.name.clone(),
        enabled: seeded.enabled,
    }
}

fn new_user(seeded: &document::User, soil: &Soil<'_>) -> Result<User, StartError> {
    let method = match seeded {
        _ if seeded.ldap => "ldap",
        _ if seeded.phone.is_some() && seeded.email.is_none() => "default:phone-password",
        _ => "default:username-password",
    };
    let profile = seeded.profile.iter();
    let profile = profile.map(|(field, text)| (field.clone(), Value::from(text.as_str())));
    let signed_up = soil.date(&seeded.signed_up);
    Ok(User {
        id: soil.id(&seeded.id),
        email: seeded.email.clone(),
        phone: seeded.phone.clone(),
        username: seeded.username.clone(),
        password_hash: soil.hash(&seeded.password, &seeded.password_hash)?,
        email_verified: seeded.email_verified,
        phone_verified: seeded.phone_verified,
        register_method: seeded.register_method.clone().unwrap_or(method.to_owned()),
        blocked: seeded.blocked,
        in_ldap: seeded.ldap,
        is_deleted: false,
        logins_count: seeded.logins_count,
        logouts: seeded.logouts,
        token: seeded.token.clone(),
        token_expired_at: seeded.token_expired_at.clone(),
        last_login: seeded.last_login.clone(),
        last_ip: seeded.last_ip.clone(),
        updated_at: seeded.updated_at.clone().unwrap_or(signed_up.clone()),
        signed_up,
        profile: profile.collect(),
    })
}

fn new_mfa(seeded: &document::Mfa, user: &User, soil: &Soil<'_>) -> Mfa {
    let key = seeded.share_key.as_deref().and_then(share_key);
    Mfa {
        id: soil.id(&seeded.id),
        user: user.id.clone(),
        enable: seeded.enable,
        key: key.unwrap_or_else(|| soil.randomness.bytes()),
        last_step: seeded.last_step,
    }
}

fn new_binding(seeded: &document::SocialAccount, user: &User, soil: &Soil<'_>) -> Binding {
    Binding {
        id: soil.id(&seeded.id),
        user: user.id.clone(),
        kind: seeded.kind.clone(),
        unionid: seeded.unionid.clone(),
        user_info: seeded.user_info.clone(),
        created_at: soil.date(&seeded.created_at),
    }
}

/// What a reference means among the things that were made of a seed's list, in its order. The check has seen that there
/// is one.
fn referred<T>(found: Reference, made: &[T]) -> Result<&T, StoreError> {
    let thing = match found {
        Reference::To(place) => made.get(place),
        Reference::Unknown | Reference::Ambiguous => None,
    };
    thing.ok_or(StoreError::Missing("what the seed refers to"))
}

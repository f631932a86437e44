//! The seed that would make what is in a store.

use std::collections::HashMap;

use data_encoding::BASE32_NOPAD;
use redb::ReadTransaction;

use super::document::{
    App, Authorization, Document, LdapAccount, Membership, Mfa, Pool, Role, SocialAccount,
    SocialLogin, User,
};
use crate::store::pool::{self, PoolSettings};
use crate::store::roles::Member;
use crate::store::{StoreError, apps, bindings, directory, mfa, roles, social_logins, users};

pub(super) fn gather(read: &ReadTransaction) -> Result<Document, StoreError> {
    let mut memberships = memberships(read)?;
    let users = users::page(read, 0, usize::MAX)?.into_iter().map(|kept| {
        let roles = memberships.remove(&kept.id).unwrap_or_default();
        user(read, kept, roles)
    });
    let users = users.collect::<Result<Vec<_>, _>>()?;
    let mut ldap_accounts: Vec<_> = directory::all(read)?.into_iter().map(account).collect();
    for account in &mut ldap_accounts {
        // The user may have been deleted since; then the account's next login makes another.
        account
            .user
            .take_if(|id| !users.iter().any(|user| user.id.as_ref() == Some(id)));
    }
    Ok(Document {
        pool: pool(read)?,
        roles: roles::all(read)?.into_iter().map(role).collect(),
        apps: apps::all(read)?.into_iter().map(app).collect(),
        social_logins: Some(social_logins::all(read)?.into_iter().map(login).collect()),
        users,
        ldap_accounts,
    })
}

fn pool(read: &ReadTransaction) -> Result<Pool, StoreError> {
    let identity = pool::identity(read)?;
    let PoolSettings {
        name,
        descriptions,
        logo,
        allowed_origins,
        created_at,
        is_deleted,
        email_verified_default,
        enable_email,
        register_disabled,
        show_wxmp_qr_code,
        use_mini_login,
        use_self_wxapp,
        jwt_expired,
    } = pool::settings(read)?;
    Ok(Pool {
        id: Some(identity.user_pool_id),
        secret: Some(identity.secret),
        private_key: Some(identity.private_key_pem),
        token_lifetime: Some(jwt_expired),
        name: Some(name),
        descriptions: Some(descriptions),
        logo: Some(logo),
        allowed_origins: Some(allowed_origins),
        created_at: Some(created_at),
        is_deleted: Some(is_deleted),
        email_verified_default: Some(email_verified_default),
        enable_email: Some(enable_email),
        register_disabled: Some(register_disabled),
        show_wxmp_qr_code: Some(show_wxmp_qr_code),
        use_mini_login: Some(use_mini_login),
        use_self_wxapp: Some(use_self_wxapp),
    })
}

/// By user.
fn memberships(read: &ReadTransaction) -> Result<HashMap<String, Vec<Membership>>, StoreError> {
    let mut of_users: HashMap<_, Vec<_>> = HashMap::new();
    for Member {
        id,
        role,
        user,
        created_at,
    } in roles::all_members(read)?
    {
        of_users.entry(user).or_default().push(Membership {
            id: Some(id),
            role,
            created_at: Some(created_at),
        });
    }
    Ok(of_users)
}

fn user(
    read: &ReadTransaction,
    kept: users::User,
    roles: Vec<Membership>,
) -> Result<User, StoreError> {
    let accounts = bindings::of_user(read, &kept.id)?;
    let authorizations = apps::authorised_by(read, &kept.id)?;
    let profile = kept.profile.into_iter().filter_map(|(field, value)| {
        let text = value.as_str()?.to_owned();
        Some((field, text))
    });
    Ok(User {
        mfa: mfa::of_user(read, &kept.id)?.map(mfa),
        id: Some(kept.id),
        email: kept.email,
        email_verified: kept.email_verified,
        phone: kept.phone,
        phone_verified: kept.phone_verified,
        username: kept.username,
        password: None,
        password_hash: kept.password_hash,
        blocked: kept.blocked,
        ldap: kept.in_ldap,
        register_method: Some(kept.register_method),
        logins_count: kept.logins_count,
        logouts: kept.logouts,
        last_login: kept.last_login,
        last_ip: kept.last_ip,
        token: kept.token,
        token_expired_at: kept.token_expired_at,
        signed_up: Some(kept.signed_up),
        updated_at: Some(kept.updated_at),
        profile: profile.collect(),
        social_accounts: accounts.into_iter().map(social_account).collect(),
        roles,
        authorizations: authorizations.into_iter().map(authorization).collect(),
    })
}

fn mfa(kept: mfa::Mfa) -> Mfa {
    Mfa {
        id: Some(kept.id),
        enable: kept.enable,
        share_key: Some(BASE32_NOPAD.encode(&kept.key)),
        last_step: kept.last_step,
    }
}

fn social_account(kept: bindings::Binding) -> SocialAccount {
    SocialAccount {
        id: Some(kept.id),
        kind: kept.kind,
        unionid: kept.unionid,
        user_info: kept.user_info,
        created_at: Some(kept.created_at),
    }
}

fn authorization(kept: apps::Authorisation) -> Authorization {
    Authorization {
        id: Some(kept.id),
        app: kept.app,
        scope: kept.scope,
        when: Some(kept.when),
    }
}

fn role(kept: roles::Role) -> Role {
    Role {
        id: Some(kept.id),
        name: kept.name,
        descriptions: kept.descriptions,
        permissions: kept.permissions,
        created_at: Some(kept.created_at),
    }
}

fn app(kept: apps::App) -> App {
    App {
        id: Some(kept.id),
        kind: kept.kind,
        name: kept.name,
        created_at: Some(kept.created_at),
    }
}

fn login(kept: social_logins::SocialLogin) -> SocialLogin {
    SocialLogin {
        id: Some(kept.id),
        kind: kept.kind,
        name: kept.name,
        enabled: kept.enabled,
    }
}

fn account(kept: directory::Account) -> LdapAccount {
    LdapAccount {
        username: kept.username,
        password: None,
        password_hash: Some(kept.password_hash),
        email: kept.email,
        user: kept.user,
    }
}

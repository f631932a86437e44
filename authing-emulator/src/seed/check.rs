//! Validation of a seed beyond its form, so that its import can't fail halfway.

use super::apps::check_apps;
use super::document::Document;
use super::error::SeedError;
use super::references::{self, Reference};
use super::seen::Seen;
use crate::crypto::password_hash::is_hash;
use crate::crypto::password_key::PasswordKey;
use crate::crypto::signing_key::SigningKey;
use crate::crypto::totp;
use crate::rules::pool::settings;
use crate::rules::users::{profile, sizes};
use crate::rules::well_formed;
use crate::store::policies::Holder;
use crate::store::pool::PoolRecord;
use crate::store::user_parts::SocialAccount;
use crate::store::users::User;

/// Validates a seed, and normalizes its email addresses.
pub(super) fn check(document: &mut Document) -> Result<(), SeedError> {
    let mut seen = Seen::default();
    check_pool(&document.pool)?;
    for (index, role) in document.roles.iter().enumerate() {
        seen.id("role", &role.id, format!("roles[{index}].id"))?;
        let mut roles = document.roles.iter();
        if let Some(parent) = &role.parent
            && !roles.any(|known| known.id == *parent)
        {
            let at = format!("roles[{index}].parent");
            return Err(SeedError::invalid(
                at,
                "is not the id of a role in the seed",
            ));
        }
    }
    let rules = document.apps.iter_mut().flat_map(|app| &mut app.access);
    for rule in rules.filter(|rule| rule.holder == Holder::User) {
        rule.id.make_ascii_lowercase();
    }
    check_apps(&mut seen, document)?;
    for (index, login) in document.social_logins.iter().flatten().enumerate() {
        let at = format!("socialLogins[{index}]");
        seen.id("social login", &login.id, format!("{at}.id"))?;
        seen.claim("social login's type", &login.kind, format!("{at}.type"))?;
    }
    let mut users = std::mem::take(&mut document.users);
    for (index, user) in users.iter_mut().enumerate() {
        check_user(&mut seen, document, user, &format!("users[{index}]"))?;
    }
    document.users = users;
    check_ldap_accounts(&mut seen, document)
}

fn check_pool(pool: &PoolRecord) -> Result<(), SeedError> {
    for (name, text) in [("id", &pool.id), ("secret", &pool.secret)] {
        if text.as_ref().is_some_and(String::is_empty) {
            return Err(SeedError::invalid(
                format!("pool.{name}"),
                "must not be empty",
            ));
        }
    }
    settings::check(&pool.settings)
        .map_err(|error| SeedError::invalid("pool.settings", error.message.english().to_owned()))?;
    if pool.jwt_expired.is_some_and(i32::is_negative) {
        return Err(SeedError::invalid(
            "pool.jwtExpired",
            "must not be less than zero",
        ));
    }
    let key = pool.private_key.as_deref().map(PasswordKey::from_pem);
    key.transpose().map_err(|why| {
        SeedError::invalid(
            "pool.privateKey",
            format!("is not a valid private key: {why}"),
        )
    })?;
    let key = pool.signing_key.as_deref().map(SigningKey::from_pem);
    key.transpose().map_err(|why| {
        SeedError::invalid(
            "pool.signingKey",
            format!("is not a valid private key: {why}"),
        )
    })?;
    Ok(())
}

fn check_user(
    seen: &mut Seen,
    document: &Document,
    user: &mut User,
    at: &str,
) -> Result<(), SeedError> {
    seen.id("user", &user.id, format!("{at}.id"))?;
    normal_email(&mut user.email, at)?;
    if let Some(phone) = &user.phone {
        well_formed::phone(phone)
            .map_err(|error| SeedError::invalid(format!("{at}.phone"), error.message.english()))?;
    }
    for (name, value) in [
        ("username", &user.username),
        ("externalId", &user.external_id),
    ] {
        if value.as_ref().is_some_and(String::is_empty) {
            return Err(SeedError::invalid(
                format!("{at}.{name}"),
                "must not be empty",
            ));
        }
    }
    for (name, value) in [
        ("email", &user.email),
        ("phone", &user.phone),
        ("username", &user.username),
        ("externalId", &user.external_id),
    ] {
        if let Some(value) = value {
            seen.claim(name, value, format!("{at}.{name}"))?;
        }
    }
    sizes::check(user).map_err(|error| SeedError::invalid(at, error.message.english()))?;
    check_password(user.password.as_ref(), user.password_hash.as_ref(), at)?;
    if let Some(password) = &user.password {
        well_formed::new_password(password).map_err(|error| {
            SeedError::invalid(format!("{at}.password"), error.message.english())
        })?;
    }
    let unknown = |field: &&String| !profile::FIELDS.contains(&field.as_str());
    if let Some(field) = user.profile.keys().find(unknown) {
        return Err(SeedError::invalid(
            format!("{at}.profile.{field}"),
            "is not a field of a user",
        ));
    }
    if let Some(unionid) = user.unionid() {
        seen.claim("unionid", unionid, format!("{at}.profile.unionid"))?;
    }
    check_mfa(seen, user, at)?;
    for (index, account) in user.social_accounts.iter().enumerate() {
        let at = format!("{at}.socialAccounts[{index}]");
        check_social_account(seen, account, &at)?;
    }
    check_references(seen, document, user, at)
}

fn check_mfa(seen: &mut Seen, user: &User, at: &str) -> Result<(), SeedError> {
    let Some(mfa) = &user.mfa else {
        return Ok(());
    };
    seen.id("MFA record", &mfa.id, format!("{at}.mfa.id"))?;
    if mfa
        .share_key
        .as_deref()
        .is_some_and(|key| totp::key(key).is_none())
    {
        let reason = "must be 20 bytes in base 32, which are 32 characters";
        return Err(SeedError::invalid(format!("{at}.mfa.shareKey"), reason));
    }
    Ok(())
}

fn check_social_account(
    seen: &mut Seen,
    account: &SocialAccount,
    at: &str,
) -> Result<(), SeedError> {
    seen.id("social account", &account.id, format!("{at}.id"))?;
    // The length prevents ambiguity if the parts contain colons.
    let whole = format!(
        "{}:{}:{}",
        account.kind.len(),
        account.kind,
        account.unionid
    );
    seen.claim("social account's unionid", &whole, format!("{at}.unionid"))
}

fn check_references(
    seen: &mut Seen,
    document: &Document,
    user: &User,
    at: &str,
) -> Result<(), SeedError> {
    // Unique per user: another user may have the same role, app and type.
    let mut own = Seen::default();
    for (index, role) in user.roles.iter().enumerate() {
        let at = format!("{at}.roles[{index}]");
        seen.id("membership", &role.id, format!("{at}.id"))?;
        let at = format!("{at}.role");
        let found = known(references::role(&document.roles, &role.role), "role", &at)?;
        own.claim("role", &found.to_string(), at)?;
    }
    for (index, authorization) in user.authorizations.iter().enumerate() {
        let at = format!("{at}.authorizations[{index}]");
        seen.id("authorization", &authorization.id, format!("{at}.id"))?;
        let at = format!("{at}.app");
        let found = known(
            references::app(&document.apps, &authorization.app),
            "app",
            &at,
        )?;
        own.claim("app", &found.to_string(), at)?;
    }
    for (index, account) in user.social_accounts.iter().enumerate() {
        let at = format!("{at}.socialAccounts[{index}].type");
        own.claim("type", &account.kind, at)?;
    }
    Ok(())
}

fn check_ldap_accounts(seen: &mut Seen, document: &mut Document) -> Result<(), SeedError> {
    for (index, account) in document.ldap_accounts.iter_mut().enumerate() {
        let at = format!("ldapAccounts[{index}]");
        seen.claim("LDAP account", &account.username, format!("{at}.username"))?;
        normal_email(&mut account.email, &at)?;
        check_password(
            account.password.as_ref(),
            account.password_hash.as_ref(),
            &at,
        )?;
        if account.password.is_none() && account.password_hash.is_none() {
            return Err(SeedError::invalid(
                at,
                "requires a password or a passwordHash",
            ));
        }
        if let Some(user) = &mut account.user {
            user.make_ascii_lowercase();
            if !document.users.iter().any(|known| known.id == *user) {
                return Err(SeedError::invalid(
                    format!("{at}.user"),
                    "is not the id of a user in the seed",
                ));
            }
        }
    }
    Ok(())
}

fn check_password(
    password: Option<&String>,
    hash: Option<&String>,
    at: &str,
) -> Result<(), SeedError> {
    let reason = match (password, hash) {
        (Some(_), Some(_)) => "can't be combined with password",
        (None, Some(hash)) if !is_hash(hash) => "is not an Argon2 hash",
        _ => return Ok(()),
    };
    Err(SeedError::invalid(format!("{at}.passwordHash"), reason))
}

fn normal_email(email: &mut Option<String>, at: &str) -> Result<(), SeedError> {
    if let Some(email) = email {
        *email = well_formed::email(email)
            .map_err(|error| SeedError::invalid(format!("{at}.email"), error.message.english()))?;
    }
    Ok(())
}

fn known(found: Reference, kind: &str, at: &str) -> Result<usize, SeedError> {
    match found {
        Reference::To(index) => Ok(index),
        Reference::Unknown => Err(SeedError::invalid(
            at,
            format!("is neither the id nor the name of a {kind} in the seed"),
        )),
        Reference::Ambiguous => Err(SeedError::invalid(
            at,
            format!("is the name of more than one {kind}: use its id"),
        )),
    }
}

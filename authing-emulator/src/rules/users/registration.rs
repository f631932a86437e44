//! User registration.

use redb::WriteTransaction;

use super::{profile, sizes};
use crate::crypto::password_hash::is_hash;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::{self, attempts};
use crate::rules::custom_data;
use crate::rules::login::attempt::Origin;
use crate::rules::login::history::count_login;
use crate::rules::pool::Pool;
use crate::rules::pool::checks::{Check, Limit};
use crate::rules::pool::settings;
use crate::rules::tokens;
use crate::rules::well_formed;
use crate::store::custom_data::Target;
use crate::store::messages::Purpose;
use crate::store::pool::load;
use crate::store::user_parts::SocialAccount;
use crate::store::users::{self, Name, User};
use crate::store::whitelist::Kind;

/// The data of a new user.
#[derive(Default)]
pub(crate) struct NewUser<'a> {
    pub(crate) email: Option<&'a str>,
    pub(crate) phone: Option<&'a str>,
    /// The code that was sent to the phone.
    pub(crate) phone_code: Option<&'a str>,
    /// The code that was sent to the email address, and what for. It verifies the address.
    pub(crate) email_code: Option<(Purpose, &'a str)>,
    pub(crate) username: Option<&'a str>,
    pub(crate) external_id: Option<&'a str>,
    /// Encrypted with the pool's key.
    pub(crate) password: Option<&'a str>,
    /// A hash instead of a password.
    pub(crate) password_hash: Option<&'a str>,
    /// Whether the first login must set a password.
    pub(crate) must_reset_password: bool,
    pub(crate) email_verified: Option<bool>,
    pub(crate) phone_verified: Option<bool>,
    pub(crate) blocked: bool,
    pub(crate) logins_count: u32,
    pub(crate) register_method: Option<&'a str>,
    pub(crate) last_login: Option<&'a str>,
    pub(crate) last_ip: Option<&'a str>,
    pub(crate) signed_up: Option<&'a str>,
    pub(crate) profile: profile::Changes<'a>,
    pub(crate) social_account: Option<SocialAccount>,
    /// Keys and JSON texts.
    pub(crate) custom_data: Vec<(&'a str, &'a str)>,
}

/// What a registration requires and does.
pub(crate) struct Terms {
    /// No limit applies to the owner.
    pub(crate) by_owner: bool,
    /// A user with a unionid needs none.
    pub(crate) needs_password: bool,
    /// What the code of a phone was sent for. `None`: a phone needs no code.
    pub(crate) phone_code: Option<Purpose>,
    pub(crate) welcome: Welcome,
}

/// What happens to a new user at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Welcome {
    Nothing,
    /// A token is issued, and no login counted.
    Token,
    Login,
}

/// Registers a user by email address or username and password, by phone number, the code sent to it, and password, or by
/// unionid, as far as the terms require them.
///
/// Emails, phones, usernames, unionids and external ids are unique.
pub(crate) fn register(
    pool: &Pool,
    new: &NewUser<'_>,
    origin: &Origin<'_>,
    terms: &Terms,
) -> Result<User, ApiError> {
    if pool.record()?.register_disabled == Some(true) && !terms.by_owner {
        return Err(Code::RegistrationClosed.into());
    }
    let mut user = new_user(pool, new, terms)?;

    pool.store.write(|transaction| {
        let counted = not_too_often(pool, transaction, origin, terms.by_owner)?;
        check_names(pool, transaction, &user, terms)?;
        if let (Some(phone), Some(purpose)) = (&user.phone, terms.phone_code) {
            let (code, now) = (new.phone_code.unwrap_or_default(), pool.now());
            // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
            if let Err(code) = codes::present(transaction, purpose, phone, code, now)? {
                return Ok(Err(code.into()));
            }
            user.phone_verified = true;
        }
        if let (Some(email), Some((purpose, code))) = (&user.email, new.email_code) {
            if let Err(code) = codes::present(transaction, purpose, email, code, pool.now())? {
                return Ok(Err(code.into()));
            }
            user.email_verified = true;
        }
        match terms.welcome {
            Welcome::Nothing => {}
            Welcome::Token => {
                tokens::issue(pool, &mut user, origin.app)?;
            }
            Welcome::Login => count_login(pool, transaction, &mut user, origin)?,
        }
        users::save(transaction, &user)?;
        custom_data::set_in(transaction, Target::User, &user.id, &new.custom_data)?;
        if let Some((ip_key, limit)) = counted {
            attempts::add(transaction, &ip_key, pool.now(), limit)?;
        }
        Ok::<_, ApiError>(Ok(user))
    })?
}

/// Rejects names that another user has, or that are not on a whitelist.
fn check_names(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &User,
    terms: &Terms,
) -> Result<(), ApiError> {
    for name in user.names() {
        if users::by_name(transaction, name)?.is_some() {
            return Err(Code::UserExists.into());
        }
        let (kind, name) = match name {
            Name::Email(email) => (Kind::Email, email),
            Name::Phone(phone) => (Kind::Phone, phone),
            Name::Username(username) => (Kind::Username, username),
            Name::External(_) | Name::Unionid(_) => continue,
        };
        if !terms.by_owner {
            settings::check_whitelist(pool, transaction, kind, name)?;
        }
    }
    for account in &user.social_accounts {
        if users::by_social_account(transaction, &account.kind, &account.unionid)?.is_some() {
            return Err(Code::SocialAccountTaken.into());
        }
    }
    Ok(())
}

/// Rejects an IP address with too many registrations; returns the key under which to count this one, and the limit.
fn not_too_often(
    pool: &Pool,
    transaction: &WriteTransaction,
    origin: &Origin<'_>,
    by_owner: bool,
) -> Result<Option<(String, Limit)>, ApiError> {
    let limit = Check::Registrations.limit(pool, &load(transaction)?);
    let Some(limit) = limit.filter(|_| !by_owner) else {
        return Ok(None);
    };
    let ip_key = format!("register from {}", origin.ip);
    if attempts::are_used_up(transaction, &ip_key, pool.now(), limit)? {
        return Err(Code::RegisteringTooOften.into());
    }
    Ok(Some((ip_key, limit)))
}

fn new_user(pool: &Pool, new: &NewUser<'_>, terms: &Terms) -> Result<User, ApiError> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let given = |text: Option<&str>| owned(text.filter(|text| !text.is_empty()));
    let named = User {
        email: new.email.map(well_formed::email).transpose()?,
        phone: owned(new.phone.map(well_formed::phone).transpose()?),
        username: given(new.username),
        external_id: given(new.external_id),
        profile: profile::new(&new.profile),
        social_accounts: new.social_account.iter().cloned().collect(),
        ..User::default()
    };
    sizes::check(&named)?;
    let method = match named.names().next() {
        None if named.social_accounts.is_empty() => return Err(Code::PhoneOrEmail.into()),
        Some(Name::Email(_) | Name::Username(_) | Name::External(_)) => "default:username-password",
        Some(Name::Phone(_)) => "default:phone-password",
        Some(Name::Unionid(_)) | None => "oauth",
    };
    let now = pool.date();
    let verified_default = pool.record()?.email_verified_default.unwrap_or_default();
    let hash = new_hash(pool, new, terms.needs_password && named.unionid().is_none())?;
    let mut user = User {
        id: pool.new_id(),
        email_verified: new.email_verified.unwrap_or(verified_default),
        phone_verified: new.phone_verified.unwrap_or_default(),
        blocked: new.blocked,
        logins_count: new.logins_count,
        register_method: Some(new.register_method.unwrap_or(method).to_owned()),
        last_login: owned(new.last_login),
        last_ip: owned(new.last_ip),
        signed_up: owned(new.signed_up).or_else(|| Some(now.clone())),
        updated_at: Some(now),
        ..named
    };
    if let Some(hash) = hash {
        user.set_password(hash, pool.now());
    }
    user.must_reset_password = new.must_reset_password;
    Ok(user)
}

fn new_hash(pool: &Pool, new: &NewUser<'_>, required: bool) -> Result<Option<String>, ApiError> {
    match new.password_hash {
        Some(hash) if is_hash(hash) => return Ok(Some(hash.to_owned())),
        // No password matches a foreign hash, and no seed may have one.
        Some(_) => return Ok(Some(pool.hash(&pool.randomness.hex::<16>())?)),
        None => {}
    }
    match new.password.filter(|text| !text.is_empty()) {
        Some(ciphertext) => {
            let password = pool.decrypt(ciphertext)?;
            Ok(Some(pool.hash(well_formed::new_password(&password)?)?))
        }
        None if required => Err(Code::PasswordRequired.into()),
        None => Ok(None),
    }
}

//! User registration.

use redb::WriteTransaction;

use super::profile;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::{self, attempts};
use crate::rules::login::attempt::Origin;
use crate::rules::login::history::count_login;
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, User};

/// The data of a new user.
#[derive(Default)]
pub(crate) struct NewUser<'a> {
    pub(crate) email: Option<&'a str>,
    pub(crate) phone: Option<&'a str>,
    /// The code that was sent to the phone.
    pub(crate) phone_code: Option<&'a str>,
    pub(crate) username: Option<&'a str>,
    /// Encrypted with the pool's key.
    pub(crate) password: Option<&'a str>,
    pub(crate) register_method: Option<&'a str>,
    pub(crate) last_login: Option<&'a str>,
    pub(crate) last_ip: Option<&'a str>,
    pub(crate) signed_up: Option<&'a str>,
    pub(crate) profile: profile::Changes<'a>,
}

/// Registers a user by email address or username and password, by phone number, the code sent to it, and password, or by
/// unionid.
///
/// Emails, phones, usernames and unionids are unique. With `log_in` the user is logged in at once. No limit applies to the owner.
pub(crate) fn register(
    pool: &Pool,
    new: &NewUser<'_>,
    origin: &Origin<'_>,
    by_owner: bool,
    log_in: bool,
) -> Result<User, ApiError> {
    if pool.record()?.register_disabled == Some(true) && !by_owner {
        return Err(Code::RegistrationClosed.into());
    }
    let email = new.email.map(well_formed::email).transpose()?;
    let phone = new.phone.map(well_formed::phone).transpose()?;
    let mut user = new_user(pool, new, email)?;

    pool.store.write(|transaction| {
        let ip_key = not_too_often(pool, transaction, origin, by_owner)?;
        for name in user.names() {
            if users::by_name(transaction, name)?.is_some() {
                return Err(Code::UserExists.into());
            }
        }
        if let Some(phone) = phone {
            let (code, now) = (new.phone_code.unwrap_or_default(), pool.now());
            // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
            if let Err(code) = codes::present(transaction, Purpose::Register, phone, code, now)? {
                return Ok(Err(code.into()));
            }
            user.phone_verified = true;
        }
        if log_in {
            count_login(pool, transaction, &mut user, origin)?;
        }
        users::save(transaction, &user)?;
        if let Some(ip_key) = ip_key {
            attempts::add(transaction, &ip_key, pool.now())?;
        }
        Ok::<_, ApiError>(Ok(user))
    })?
}

/// Rejects an IP address with too many registrations; returns the key under which to count this one.
fn not_too_often(
    pool: &Pool,
    transaction: &WriteTransaction,
    origin: &Origin<'_>,
    by_owner: bool,
) -> Result<Option<String>, ApiError> {
    let Some(limit) = pool.limits.registrations.filter(|_| !by_owner) else {
        return Ok(None);
    };
    let ip_key = format!("register from {}", origin.ip);
    if attempts::count(transaction, &ip_key, pool.now())? >= limit {
        return Err(Code::RegisteringTooOften.into());
    }
    Ok(Some(ip_key))
}

fn new_user(pool: &Pool, new: &NewUser<'_>, email: Option<String>) -> Result<User, ApiError> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let named = User {
        email,
        phone: owned(new.phone),
        username: owned(new.username.filter(|name| !name.is_empty())),
        profile: profile::new(&new.profile),
        ..User::default()
    };
    let method = match named.names().next() {
        None => return Err(Code::PhoneOrEmail.into()),
        Some(Name::Email(_) | Name::Username(_)) => "default:username-password",
        Some(Name::Phone(_)) => "default:phone-password",
        Some(Name::Unionid(_)) => "oauth",
    };
    let now = pool.date();
    Ok(User {
        id: pool.new_id(),
        password_hash: password_hash(pool, new.password, named.unionid().is_some())?,
        email_verified: pool.record()?.email_verified_default.unwrap_or_default(),
        register_method: Some(new.register_method.unwrap_or(method).to_owned()),
        last_login: owned(new.last_login),
        last_ip: owned(new.last_ip),
        signed_up: owned(new.signed_up).or_else(|| Some(now.clone())),
        updated_at: Some(now),
        ..named
    })
}

/// Returns the hash of a new user's password. Only a user with a unionid needs none.
fn password_hash(
    pool: &Pool,
    ciphertext: Option<&str>,
    optional: bool,
) -> Result<Option<String>, ApiError> {
    match ciphertext.filter(|text| !text.is_empty()) {
        None if optional => Ok(None),
        None => Err(Code::PasswordRequired.into()),
        Some(ciphertext) => {
            let password = pool.decrypt(ciphertext)?;
            Ok(Some(pool.hash(well_formed::new_password(&password)?)?))
        }
    }
}

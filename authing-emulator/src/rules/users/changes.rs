//! Changing a user's data.

use redb::WriteTransaction;

use super::lookup::known;
use super::profile::{self, COUNTRY};
use super::sizes;
use crate::crypto::password_hash;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::{tokens, well_formed};
use crate::store::users::{self, Name, User};

/// The change of a clearable field: `None` leaves it, `Some(None)` clears it.
type Change<'a> = Option<Option<&'a str>>;

/// The fields that are given are changed, and no others.
#[derive(Default)]
pub(crate) struct Changes<'a> {
    pub(crate) email: Change<'a>,
    pub(crate) phone: Change<'a>,
    pub(crate) username: Change<'a>,
    pub(crate) external_id: Change<'a>,
    /// Encrypted with the pool's key, like the old one.
    pub(crate) password: Option<&'a str>,
    pub(crate) old_password: Option<&'a str>,
    /// A hash instead of a password.
    pub(crate) password_hash: Option<&'a str>,
    /// Whether a password is changed without the old one.
    pub(crate) sets_password: bool,
    pub(crate) email_verified: Option<bool>,
    pub(crate) phone_verified: Option<bool>,
    pub(crate) blocked: Option<bool>,
    pub(crate) is_deleted: Option<bool>,
    pub(crate) token: Change<'a>,
    pub(crate) token_expired_at: Change<'a>,
    pub(crate) last_login: Change<'a>,
    pub(crate) last_ip: Change<'a>,
    pub(crate) signed_up: Option<&'a str>,
    pub(crate) register_method: Option<&'a str>,
    pub(crate) logins_count: Option<u32>,
    pub(crate) profile: profile::Changes<'a>,
    /// Voids all of the user's tokens.
    pub(crate) log_out: bool,
}

/// Changes a user. A new password requires the old one, unless the user has none yet or the change says otherwise. A
/// new email or phone is unverified, unless the same call sets it as verified.
pub(crate) fn change(pool: &Pool, id: &str, changes: &Changes<'_>) -> Result<User, ApiError> {
    // Hashing is slow, and a write blocks all other writes: so read first, write after.
    let before = known(&pool.store.read()?, id)?;
    let password_hash = new_password(pool, &before, changes)?;

    pool.store.write(|transaction| {
        let mut user = known(transaction, id)?;
        if let Some(hash) = password_hash {
            if user.password_hash != before.password_hash {
                return Err(Code::OldPasswordWrong.into());
            }
            user.set_password(hash, pool.now());
        }
        profile::change(&mut user.profile, &changes.profile);
        change_names(transaction, &mut user, changes)?;
        change_state(&mut user, changes);
        sizes::check(&user)?;
        user.updated_at = Some(pool.date());
        users::save(transaction, &user)?;
        Ok(user)
    })
}

/// Returns the hash of the new password, if one is given with the right old one.
fn new_password(
    pool: &Pool,
    user: &User,
    changes: &Changes<'_>,
) -> Result<Option<String>, ApiError> {
    if let Some(hash) = changes.password_hash {
        return Ok(Some(hash.to_owned()));
    }
    let Some(password) = changes.password else {
        return Ok(None);
    };
    if let Some(hash) = user
        .password_hash
        .as_ref()
        .filter(|_| !changes.sets_password)
    {
        let old = changes.old_password.ok_or(Code::OldPasswordRequired)?;
        if !password_hash::is_right(&pool.decrypt(old)?, hash) {
            return Err(Code::OldPasswordWrong.into());
        }
    }
    let password = pool.decrypt(password)?;
    Ok(Some(pool.hash(well_formed::new_password(&password)?)?))
}

/// Changes the names by which a user is found, which must be unique.
fn change_names(
    transaction: &WriteTransaction,
    user: &mut User,
    changes: &Changes<'_>,
) -> Result<(), ApiError> {
    if let Some(email) = changes.email {
        let email = email.map(well_formed::new_email).transpose()?;
        user.email_verified &= user.email == email;
        user.email = email;
    }
    if let Some(phone) = changes.phone {
        let phone = phone.map(well_formed::phone).transpose()?;
        let is_same = user.phone.as_deref() == phone;
        user.phone_verified &= is_same;
        let gives_country = (changes.profile.iter()).any(|(field, _)| *field == COUNTRY);
        if !is_same && !gives_country {
            user.profile.remove(COUNTRY);
        }
        user.phone = phone.map(str::to_owned);
    }
    if let Some(username) = changes.username {
        user.username = username.filter(|name| !name.is_empty()).map(str::to_owned);
    }
    if let Some(id) = changes.external_id {
        user.external_id = id.filter(|id| !id.is_empty()).map(str::to_owned);
    }
    for name in user.names() {
        let holder = users::by_name(transaction, name)?;
        if holder.is_some_and(|holder| holder.id != user.id) {
            let taken = match name {
                Name::Email(_) => Code::EmailTaken,
                Name::Phone(_) | Name::Username(_) | Name::External(_) | Name::Unionid(_) => {
                    Code::UserExists
                }
            };
            return Err(taken.into());
        }
    }
    Ok(())
}

fn change_state(user: &mut User, changes: &Changes<'_>) {
    for (flag, change) in [
        (&mut user.email_verified, changes.email_verified),
        (&mut user.phone_verified, changes.phone_verified),
        (&mut user.blocked, changes.blocked),
        (&mut user.is_deleted, changes.is_deleted),
    ] {
        *flag = change.unwrap_or(*flag);
    }
    for (text, change) in [
        (&mut user.token, changes.token),
        (&mut user.token_expired_at, changes.token_expired_at),
        (&mut user.last_login, changes.last_login),
        (&mut user.last_ip, changes.last_ip),
        (&mut user.signed_up, changes.signed_up.map(Some)),
        (&mut user.register_method, changes.register_method.map(Some)),
    ] {
        if let Some(change) = change {
            *text = change.map(str::to_owned);
        }
    }
    user.logins_count = changes.logins_count.unwrap_or(user.logins_count);
    if changes.log_out {
        tokens::revoke(user);
    }
}

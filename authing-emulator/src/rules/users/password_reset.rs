//! Password reset: with a code sent by email or to the phone, or with the ticket of a login that requires it.

use redb::WriteTransaction;

use super::lookup::{known, named};
use crate::crypto::password_hash;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::{self, sending};
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, User};

/// First step: sends the code.
pub(crate) fn send_code(pool: &Pool, email: &str) -> Result<(), ApiError> {
    let email = well_formed::new_email(email)?;
    named(&pool.store.read()?, Name::Email(&email))?;
    sending::mail(pool, Purpose::ResetPassword, &email)
}

/// The same with a code of the length in the pool's settings.
pub(crate) fn send_short_code(pool: &Pool, email: &str) -> Result<(), ApiError> {
    named(&pool.store.read()?, Name::Email(email))?;
    sending::short_mail(pool, Purpose::ResetPassword, email)
}

/// Second step: checks the code, without using it up.
pub(crate) fn check_code(pool: &Pool, email: &str, code: &str) -> Result<(), ApiError> {
    let email = well_formed::new_email(email)?;
    named(&pool.store.read()?, Name::Email(&email))?;
    codes::check(pool, Purpose::ResetPassword, &email, code)
}

/// Sends a code of the same length to the email address or phone number of an account.
pub(crate) fn send_code_to(pool: &Pool, name: Name<'_>) -> Result<(), ApiError> {
    named(&pool.store.read()?, name)?;
    match name {
        Name::Email(email) => sending::short_mail(pool, Purpose::ResetPassword, email),
        Name::Phone(phone) => sending::short_code(pool, Purpose::ResetPassword, phone),
        _ => Err(Code::NotAllowed.saying(
            "请输入邮箱或手机号",
            "the code is sent by email or SMS: type the email address or phone number",
        )),
    }
}

/// Third step: uses the code up, and sets the encrypted password. Tokens stay valid.
pub(crate) fn set_password(
    pool: &Pool,
    name: Name<'_>,
    code: &str,
    password: &str,
) -> Result<User, ApiError> {
    set_plain_password(pool, name, code, &pool.decrypt(password)?)
}

/// The same with a password in plain text.
pub(crate) fn set_plain_password(
    pool: &Pool,
    name: Name<'_>,
    code: &str,
    password: &str,
) -> Result<User, ApiError> {
    let hash = pool.hash(well_formed::new_password(password)?)?;
    pool.store.write(|transaction| {
        let user = named(transaction, name)?;
        let to = name.text();
        let (purpose, now) = (Purpose::ResetPassword, pool.now());
        // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
        if let Err(code) = codes::present(transaction, purpose, to, code, now)? {
            return Ok(Err(code.into()));
        }
        Ok::<_, ApiError>(Ok(save(pool, transaction, user, hash)?))
    })?
}

/// Sets the first password of a user who must set one, with the ticket of the login that said so.
pub(crate) fn set_first(pool: &Pool, ticket: &str, password: &str) -> Result<User, ApiError> {
    let id = tickets::holder(pool, ticket, Stage::FirstPassword)?;
    let hash = new_hash(pool, password)?;
    pool.store.write(|transaction| {
        let user = known(transaction, &id)?;
        // Used up.
        if !user.must_reset_password {
            return Err(Code::TokenWrong.into());
        }
        save(pool, transaction, user, hash)
    })
}

/// Replaces a password that is out of date, with the ticket of the login that said so.
pub(crate) fn replace(
    pool: &Pool,
    ticket: &str,
    old: &str,
    password: &str,
) -> Result<User, ApiError> {
    let id = tickets::holder(pool, ticket, Stage::NewPassword)?;
    let old = pool.decrypt(old)?;
    // Hashing is slow, and a write blocks all other writes: so read first, write after.
    let before = known(&pool.store.read()?, &id)?.password_hash;
    let fits = (before.as_deref()).is_some_and(|hash| password_hash::is_right(&old, hash));
    let hash = new_hash(pool, password)?;
    pool.store.write(|transaction| {
        let user = known(transaction, &id)?;
        if !fits || user.password_hash != before {
            return Err(Code::OldPasswordWrong.into());
        }
        save(pool, transaction, user, hash)
    })
}

fn new_hash(pool: &Pool, password: &str) -> Result<String, ApiError> {
    let password = pool.decrypt(password)?;
    pool.hash(well_formed::new_password(&password)?)
}

fn save(
    pool: &Pool,
    transaction: &WriteTransaction,
    mut user: User,
    hash: String,
) -> Result<User, ApiError> {
    user.set_password(hash, pool.now());
    user.updated_at = Some(pool.date());
    users::save(transaction, &user)?;
    Ok(user)
}

//! Login with a password, with a code sent to the phone or mailbox, or by the id at a social login provider.

pub(crate) mod attempt;
pub(crate) mod captcha;
pub(crate) mod condition;
pub(crate) mod confirmation;
pub(crate) mod enrollment;
mod guard;
pub(crate) mod history;
pub(crate) mod ldap;
mod password_lock;
pub(crate) mod qr_login;
pub(crate) mod second_factor;
pub(crate) mod social;

use redb::WriteTransaction;

use self::attempt::{Attempt, Proof};
use self::password_lock::PasswordLock;
use crate::crypto::password_hash;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes;
use crate::rules::pool::Pool;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, User};

/// Returns the user with a new token, if the attempt succeeds.
pub(crate) fn log_in(pool: &Pool, attempt: &Attempt<'_>) -> Result<User, ApiError> {
    // Hashing is slow, and a write blocks all other writes: so read first, write after.
    let hash = right_hash(pool, attempt);
    // One write judges an attempt and counts its failure, so that parallel attempts are limited like successive ones.
    pool.store.write(|transaction| {
        guard::guard(pool, transaction, attempt, || match hash {
            Ok(hash) => judge(pool, transaction, attempt, hash),
            Err(error) => Ok(Err(error)),
        })
    })?
}

/// Returns the hash of the user's password, if the attempt has the right password.
fn right_hash(pool: &Pool, attempt: &Attempt<'_>) -> Result<Option<String>, ApiError> {
    let password = match attempt.proof {
        Proof::Password(password) => pool.decrypt(password.ok_or(Code::WrongPassword)?)?,
        Proof::PlainPassword(password) => password.to_owned(),
        Proof::Code(_) | Proof::Provider => return Ok(None),
    };
    let user = users::by_name(&pool.store.read()?, attempt.name)?;
    let hash = user.and_then(|user| user.password_hash);
    Ok(hash.filter(|hash| password_hash::is_right(&password, hash)))
}

fn judge(
    pool: &Pool,
    transaction: &WriteTransaction,
    attempt: &Attempt<'_>,
    right_hash: Option<String>,
) -> Outcome {
    let Some(mut user) = users::by_name(transaction, attempt.name)? else {
        return Ok(Err(Code::UnknownUser.into()));
    };
    if user.blocked {
        return Ok(Err(Code::Blocked.into()));
    }
    let lock = PasswordLock::of(pool, transaction, attempt, &user)?;
    if let Some(lock) = &lock
        && lock.is_closed()?
    {
        return reject(
            pool,
            transaction,
            attempt,
            &user,
            Code::PasswordLocked.into(),
        );
    }
    let sent = match (attempt.name, attempt.proof) {
        (Name::Email(to) | Name::Phone(to), Proof::Code(code)) => Some((to, code)),
        _ => None,
    };
    let proven = match (attempt.proof, sent) {
        // Not used up yet: if the MFA code is missing, the login is repeated with the same code.
        (_, Some((to, code))) => codes::peek(transaction, Purpose::Login, to, code, pool.now())?,
        (Proof::Code(_), None) => Err(Code::VerificationWrong),
        (Proof::Provider, _) => Ok(()),
        // The password may have been changed meanwhile.
        _ if right_hash.is_some() && user.password_hash == right_hash => Ok(()),
        _ => Err(Code::WrongPassword),
    };
    let allowed = match proven {
        Ok(()) => condition::check(pool, &user, attempt)
            .and_then(|()| second_factor::check(pool, &mut user, attempt)),
        Err(code) => {
            if let Some(lock) = lock {
                lock.count_wrong_password()?;
            }
            return reject(pool, transaction, attempt, &user, code.into());
        }
    };
    if let Some(lock) = lock {
        lock.forget_wrong_passwords()?;
    }
    // The next step of a login to an app has a ticket, so that the login is not repeated.
    if let Some((to, code)) = sent
        && (allowed.is_ok() || attempt.origin.app.is_some())
    {
        // It has just been checked.
        let _ = codes::present(transaction, Purpose::Login, to, code, pool.now())?;
    }
    match allowed {
        Ok(()) => succeed(pool, transaction, attempt, user),
        Err(error) => reject(pool, transaction, attempt, &user, error),
    }
}

/// Whether an attempt succeeds. An inner error is an outcome to keep, not a failure to roll back.
type Outcome = Result<Result<User, ApiError>, ApiError>;

fn succeed(
    pool: &Pool,
    transaction: &WriteTransaction,
    attempt: &Attempt<'_>,
    mut user: User,
) -> Outcome {
    history::count_login(pool, transaction, &mut user, &attempt.origin)?;
    users::save(transaction, &user)?;
    Ok(Ok(user))
}

fn reject(
    pool: &Pool,
    transaction: &WriteTransaction,
    attempt: &Attempt<'_>,
    user: &User,
    error: ApiError,
) -> Outcome {
    history::note_failure(pool, transaction, user, &attempt.origin, &error.message)?;
    Ok(Err(error))
}

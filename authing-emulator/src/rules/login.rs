//! Login with a password, with a code sent to the phone or mailbox, or by the id at a social login provider.

pub(crate) mod attempt;
pub(crate) mod captcha;
pub(crate) mod condition;
pub(crate) mod confirmation;
pub(crate) mod enrollment;
mod guard;
pub(crate) mod history;
pub(crate) mod ldap;
pub(crate) mod qr_login;
pub(crate) mod second_factor;
pub(crate) mod social;

use redb::WriteTransaction;

use self::attempt::{Attempt, Proof};
use crate::crypto::password_hash;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes;
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, User};

/// Returns the user with a new token, if the attempt succeeds.
pub(crate) fn log_in(pool: &Pool, attempt: &Attempt<'_>) -> Result<User, ApiError> {
    guard::guard(pool, attempt, || match (attempt.name, attempt.proof) {
        (Name::Email(to) | Name::Phone(to), Proof::Code(code)) => by_code(pool, attempt, to, code),
        (_, Proof::Code(_)) => Err(Code::VerificationWrong.into()),
        (_, Proof::Password(password)) => {
            let password = pool.decrypt(password.ok_or(Code::WrongPassword)?)?;
            by_password(pool, attempt, &password)
        }
        (_, Proof::PlainPassword(password)) => by_password(pool, attempt, password),
        (_, Proof::Provider) => by_provider(pool, attempt),
    })
}

fn by_password(pool: &Pool, attempt: &Attempt<'_>, password: &str) -> Result<User, ApiError> {
    // Hashing is slow, and a write blocks all other writes: so read first, write after.
    let hash = user_who_may_log_in(&pool.store.read()?, attempt.name)?.password_hash;
    let fits = hash
        .as_deref()
        .is_some_and(|hash| password_hash::is_right(password, hash));

    pool.store.write(|transaction| {
        let mut user = user_who_may_log_in(transaction, attempt.name)?;
        // The password may have been changed meanwhile.
        if !fits || user.password_hash != hash {
            return reject(
                pool,
                transaction,
                attempt,
                &user,
                Code::WrongPassword.into(),
            );
        }
        match may_log_in(pool, &mut user, attempt) {
            Ok(()) => succeed(pool, transaction, attempt, user),
            Err(error) => reject(pool, transaction, attempt, &user, error),
        }
    })?
}

fn by_code(pool: &Pool, attempt: &Attempt<'_>, to: &str, code: &str) -> Result<User, ApiError> {
    let now = pool.now();
    pool.store.write(|transaction| {
        let mut user = user_who_may_log_in(transaction, attempt.name)?;
        // Not used up yet: if the MFA code is missing, the login is repeated with the same code.
        if let Err(code) = codes::peek(transaction, Purpose::Login, to, code, now)? {
            return reject(pool, transaction, attempt, &user, code.into());
        }
        if let Err(error) = may_log_in(pool, &mut user, attempt) {
            // The next step has a ticket, so that this login is not repeated.
            if attempt.origin.app.is_some() {
                let _ = codes::present(transaction, Purpose::Login, to, code, now)?;
            }
            return reject(pool, transaction, attempt, &user, error);
        }
        // It has just been checked.
        let _ = codes::present(transaction, Purpose::Login, to, code, now)?;
        succeed(pool, transaction, attempt, user)
    })?
}

fn may_log_in(pool: &Pool, user: &mut User, attempt: &Attempt<'_>) -> Result<(), ApiError> {
    condition::check(pool, user, attempt)?;
    second_factor::check(pool, user, attempt)
}

fn by_provider(pool: &Pool, attempt: &Attempt<'_>) -> Result<User, ApiError> {
    pool.store.write(|transaction| {
        let mut user = user_who_may_log_in(transaction, attempt.name)?;
        match may_log_in(pool, &mut user, attempt) {
            Ok(()) => succeed(pool, transaction, attempt, user),
            Err(error) => reject(pool, transaction, attempt, &user, error),
        }
    })?
}

fn user_who_may_log_in(transaction: &impl Read, name: Name<'_>) -> Result<User, ApiError> {
    let user = users::by_name(transaction, name)?.ok_or(Code::UnknownUser)?;
    if user.blocked {
        return Err(Code::Blocked.into());
    }
    Ok(user)
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

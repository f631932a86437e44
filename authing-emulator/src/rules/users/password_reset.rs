//! Password reset with a code sent by email.

use super::lookup::holder;
use crate::rules::api_error::ApiError;
use crate::rules::codes::{self, sending};
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{self, User};

/// First step: sends the code.
pub(crate) fn send_code(pool: &Pool, email: &str) -> Result<(), ApiError> {
    let email = well_formed::new_email(email)?;
    holder(&pool.store.read()?, &email)?;
    sending::mail(pool, Purpose::ResetPassword, &email)
}

/// Second step: checks the code, without using it up.
pub(crate) fn check_code(pool: &Pool, email: &str, code: &str) -> Result<(), ApiError> {
    let email = well_formed::new_email(email)?;
    holder(&pool.store.read()?, &email)?;
    codes::check(pool, Purpose::ResetPassword, &email, code)
}

/// Third step: uses the code up, and sets the encrypted password. Tokens stay valid.
pub(crate) fn set_password(
    pool: &Pool,
    email: &str,
    code: &str,
    password: &str,
) -> Result<User, ApiError> {
    let email = well_formed::new_email(email)?;
    let password = pool.decrypt(password)?;
    let hash = pool.hash(well_formed::new_password(&password)?)?;
    pool.store.write(|transaction| {
        let mut user = holder(transaction, &email)?;
        let (purpose, now) = (Purpose::ResetPassword, pool.now());
        // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
        if let Err(code) = codes::present(transaction, purpose, &email, code, now)? {
            return Ok(Err(code.into()));
        }
        user.password_hash = Some(hash);
        user.updated_at = Some(pool.date());
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(user))
    })?
}

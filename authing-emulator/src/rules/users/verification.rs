//! Verifying an email address by the link in a mail.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::lookup::named;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::{self, sending};
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name};

/// Sends a mail with a link that verifies the email address.
pub(crate) fn send_link(pool: &Pool, email: &str) -> Result<(), ApiError> {
    let email = well_formed::new_email(email)?;
    named(&pool.store.read()?, Name::Email(&email))?;
    sending::mail(pool, Purpose::Verify, &email)
}

/// Follows the link in a mail: marks the email address as verified.
pub(crate) fn follow_link(pool: &Pool, encoded_email: &str, code: &str) -> Result<(), ApiError> {
    let email = URL_SAFE_NO_PAD.decode(encoded_email).unwrap_or_default();
    let email = String::from_utf8(email).unwrap_or_default();
    let now = pool.now();
    pool.store.write(|transaction| {
        match codes::present(transaction, Purpose::Verify, &email, code, now)? {
            Ok(()) => {}
            // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
            Err(Code::VerificationExpired) => return Ok(Err(Code::LinkExpired.into())),
            Err(code) => return Ok(Err(code.into())),
        }
        let mut user = named(transaction, Name::Email(&email))?;
        user.email_verified = true;
        user.updated_at = Some(pool.date());
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(()))
    })?
}

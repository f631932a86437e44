//! A new password for whoever can read the mails to an address.

use super::common_message::done;
use super::email::address;
use super::user_object::user_object;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes as sending;
use crate::rules::well_formed;
use crate::store::codes::{self, Check};
use crate::store::message::Purpose;
use crate::store::users::{self, Name, User};
use crate::store::{Read, StoreError};

/// First step: sends the code.
pub(crate) fn send_reset_password_email(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let email = address(call.args, "email")?;
    holder(&call.service.store.read()?, &email)?;
    sending::mail(call.service, Purpose::ResetPassword, &email)?;
    Ok(done("the code has been sent"))
}

/// Second step: says whether the code is right, without using it up.
pub(crate) fn verify_reset_password_verify_code(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let email = address(call.args, "email")?;
    let check = call.service.store.write(|transaction| {
        holder(transaction, &email)?;
        Ok::<_, ApiError>(check(call, &email, |to, code, now| {
            codes::peek(transaction, Purpose::ResetPassword, to, code, now)
        })?)
    })?;
    check.ok()?;
    Ok(done("the code is right"))
}

/// Third step: uses the code up, and sets the password. Tokens stay valid.
pub(crate) fn change_password(call: &Call<'_>) -> Answer {
    let service = call.service;
    call.check_pool(call.args.text("client"))?;
    let email = address(call.args, "email")?;
    let password = service.decrypt(call.args.text("password").unwrap_or_default())?;
    let hash = service.hash(well_formed::new_password(&password)?)?;
    service.store.write(|transaction| {
        let mut user = holder(transaction, &email)?;
        let check = check(call, &email, |to, code, now| {
            codes::present(transaction, Purpose::ResetPassword, to, code, now)
        })?;
        // A wrong code costs a try, so this is an outcome to be kept, not a failure to be undone.
        if let Err(code) = check.ok() {
            return Ok(Err(code.into()));
        }
        user.password_hash = Some(hash);
        user.updated_at = service.date();
        users::save(transaction, &user)?;
        // Nobody has logged in by this.
        user.token = None;
        Ok::<_, ApiError>(Ok(user_object(&user, &service.user_pool_id).into()))
    })?
}

fn holder(transaction: &impl Read, email: &str) -> Result<User, ApiError> {
    let user = users::by_name(transaction, Name::Email(email))?;
    Ok(user.ok_or(Code::UnknownUser)?)
}

fn check(
    call: &Call<'_>,
    email: &str,
    judge: impl FnOnce(&str, &str, i64) -> Result<Check, StoreError>,
) -> Result<Check, StoreError> {
    let code = call.args.text("verifyCode").unwrap_or_default();
    judge(email, code, call.service.clock.seconds())
}

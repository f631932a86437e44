//! Verifying, changing and unbinding an email address.

use super::common_message::done;
use super::user_object::seen_by_caller;
use crate::engine::call::{Answer, Args, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes;
use crate::rules::tokens::Caller;
use crate::rules::users::addresses::{self, Change, Kind};
use crate::rules::users::login_ways;
use crate::rules::well_formed;
use crate::store::message::Purpose;
use crate::store::users::{self, Name};

/// Sends a code to a new address, or to the caller's old one. The owner may have it sent to anybody's, because that is
/// how the owner gets at an old address's code.
pub(crate) fn send_change_email_verify_code(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("userPoolId"))?;
    let email = address(call.args, "email")?;
    let holder = users::by_name(&call.service.store.read()?, Name::Email(&email))?;
    if let (Some(Caller::User(caller)), Some(holder)) = (&call.caller, holder)
        && caller.id != holder.id
    {
        return Err(Code::EmailTaken.into());
    }
    codes::mail(call.service, Purpose::ChangeEmail, &email)?;
    Ok(done("the code has been sent"))
}

/// Gives the caller another address; for the owner, the user whose old address is named.
pub(crate) fn update_email(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool(args.text("userPoolId"))?;
    let old = args.text("oldEmail").map(str::to_lowercase);
    let change = Change {
        kind: Kind::Email,
        new: &address(args, "email")?,
        code: args.text("emailCode").unwrap_or_default(),
        old: old.as_deref(),
        old_code: args.text("oldEmailCode"),
    };
    addresses::change(call, &change)
}

/// Sends a mail with a link that verifies the address.
pub(crate) fn send_verify_email(call: &Call<'_>) -> Answer {
    call.check_pool(call.args.text("client"))?;
    let email = address(call.args, "email")?;
    let read = call.service.store.read()?;
    users::by_name(&read, Name::Email(&email))?.ok_or(Code::UnknownUser)?;
    codes::mail(call.service, Purpose::Verify, &email)?;
    Ok(done("the mail has been sent"))
}

/// Takes a user's email address away, unless the user could not log in any more.
pub(crate) fn unbind_email(call: &Call<'_>) -> Answer {
    call.check_pool_if_given(call.args.text("client"))?;
    let id = call.subject(call.args.text("user"))?;
    call.service.store.write(|transaction| {
        let mut user = users::by_id(transaction, &id)?.ok_or(Code::UnknownUser)?;
        if user.email.take().is_none() {
            return Err(Code::NoEmail.into());
        }
        if login_ways::count(transaction, &user)? == 0 {
            return Err(Code::LastLoginWay.into());
        }
        user.email_verified = false;
        user.updated_at = call.service.date();
        users::save(transaction, &user)?;
        Ok(seen_by_caller(call, &user).into())
    })
}

/// A well-formed address. Outside login and registration, another code stands for a malformed one.
pub(super) fn address(args: Args<'_>, name: &str) -> Result<String, ApiError> {
    let email = well_formed::email(args.text(name).unwrap_or_default());
    email.map_err(|_| Code::MalformedNewEmail.into())
}

//! Verifying, changing and unbinding an email address.

use super::common_message::done;
use super::user_object::seen_by_caller;
use crate::engine::call::{Answer, Call};
use crate::rules::users::addresses::{self, Change, Kind};
use crate::rules::users::verification;
use crate::rules::well_formed;

pub(super) fn send_change_email_verify_code(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("userPoolId"))?;
    let email = call.args.text("email").unwrap_or_default();
    addresses::send_code(call.pool, call.caller.as_ref(), email)?;
    Ok(done("the code has been sent"))
}

pub(super) fn update_email(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.pool.check_id(args.text("userPoolId"))?;
    let old = args.text("oldEmail").map(str::to_lowercase);
    let change = Change {
        kind: Kind::Email,
        new: &well_formed::new_email(args.text("email").unwrap_or_default())?,
        code: args.text("emailCode").unwrap_or_default(),
        old: old.as_deref(),
        old_code: args.text("oldEmailCode"),
    };
    let user = addresses::change(call.pool, call.caller.as_ref(), &change)?;
    Ok(seen_by_caller(call, &user).into())
}

pub(super) fn send_verify_email(call: &Call<'_>) -> Answer {
    call.pool.check_id(call.args.text("client"))?;
    verification::send_link(call.pool, call.args.text("email").unwrap_or_default())?;
    Ok(done("the mail has been sent"))
}

pub(super) fn unbind_email(call: &Call<'_>) -> Answer {
    call.pool.check_id_if_given(call.args.text("client"))?;
    let id = call.subject(call.args.text("user"))?;
    let user = addresses::unbind_email(call.pool, &id)?;
    Ok(seen_by_caller(call, &user).into())
}

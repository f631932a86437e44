//! Changing a phone number, and checking a code that was sent to one.

use super::common_message::done;
use super::user_object::seen_by_caller;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::ApiError;
use crate::rules::users::addresses::{self, Change, Kind};
use crate::rules::{codes, well_formed};
use crate::store::messages::Purpose;

pub(super) fn update_phone(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.pool.check_id(args.text("userPoolId"))?;
    let change = Change {
        kind: Kind::Phone,
        new: well_formed::phone(args.text("phone").unwrap_or_default())?,
        code: args.text("phoneCode").unwrap_or_default(),
        old: args.text("oldPhone"),
        old_code: args.text("oldPhoneCode"),
    };
    let user = addresses::change(call.pool, call.caller.as_ref(), &change)?;
    Ok(seen_by_caller(call, &user).into())
}

/// Whether that is the login code sent to that phone, without using it up.
pub(super) fn check_phone_code(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.pool.check_id(args.text("userPoolId"))?;
    let phone = well_formed::phone(args.text("phone").unwrap_or_default())?;
    let code = args.text("phoneCode").unwrap_or_default();
    let now = call.pool.now();
    let checked = call.pool.store.write(|transaction| {
        codes::peek(transaction, Purpose::Login, phone, code, now).map_err(ApiError::from)
    })?;
    checked?;
    Ok(done("the code is right"))
}

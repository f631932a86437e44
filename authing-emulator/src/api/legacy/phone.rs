//! Changing a phone number, and checking a code that was sent to one.

use super::common_message::done;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::ApiError;
use crate::rules::users::addresses::{self, Change, Kind};
use crate::rules::well_formed;
use crate::store::codes;
use crate::store::message::Purpose;

/// Gives the caller another number; for the owner, the user whose old number is named.
pub(crate) fn update_phone(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool(args.text("userPoolId"))?;
    let change = Change {
        kind: Kind::Phone,
        new: well_formed::phone(args.text("phone").unwrap_or_default())?,
        code: args.text("phoneCode").unwrap_or_default(),
        old: args.text("oldPhone"),
        old_code: args.text("oldPhoneCode"),
    };
    addresses::change(call, &change)
}

/// Whether that is the login code sent to that phone, without using it up.
pub(crate) fn check_phone_code(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool(args.text("userPoolId"))?;
    let phone = well_formed::phone(args.text("phone").unwrap_or_default())?;
    let code = args.text("phoneCode").unwrap_or_default();
    let now = call.service.clock.seconds();
    let check = call.service.store.write(|transaction| {
        codes::peek(transaction, Purpose::Login, phone, code, now).map_err(ApiError::from)
    })?;
    check.ok()?;
    Ok(done("the code is right"))
}

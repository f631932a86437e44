//! Whose second factor a call is about, in both APIs.

use crate::engine::call::Call;
use crate::rules::api_error::{ApiError, Code};
use crate::store::users::{self, User};

/// Returns the user with the id of the MFA record, which is in this argument, or of the user; without either, the caller.
pub(in crate::api) fn whose(call: &Call<'_>, record: &str) -> Result<User, ApiError> {
    call.pool.check_id_if_given(call.args.text("userPoolId"))?;
    match call.args.text(record) {
        Some(record) => {
            let user = users::by_mfa(&call.pool.store.read()?, record)?;
            call.user(Some(&user.ok_or(Code::UnknownUser)?.id))
        }
        None => call.user(call.args.text("userId")),
    }
}

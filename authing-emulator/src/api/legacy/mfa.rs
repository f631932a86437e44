//! The second factor: a code from an authenticator app.

use data_encoding::BASE32_NOPAD;
use redb::WriteTransaction;
use serde_json::{Value, json};

use crate::crypto::totp;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::store::mfa::{self, Mfa};
use crate::store::users::{self, User};
use crate::store::{Read, StoreError};

/// A user's record, or null if there is none yet. It has the key in it, so users may see their own only.
pub(crate) fn query_mfa(call: &Call<'_>) -> Answer {
    let read = call.service.store.read()?;
    let user = whose(call, &read)?;
    let found = mfa::of_user(&read, &user.id)?;
    Ok(found.map_or(Value::Null, |mfa| mfa_object(call, &mfa)))
}

/// Switches the second factor on or off. The key is made when first it is switched on; after that, only `refreshKey`
/// makes another.
pub(crate) fn change_mfa(call: &Call<'_>) -> Answer {
    let service = call.service;
    service.store.write(|transaction| {
        let user = whose(call, transaction)?;
        let mut mfa = match mfa::of_user(transaction, &user.id)? {
            Some(mfa) => mfa,
            None => new_mfa(call, &user),
        };
        mfa.enable = call.args.flag("enable");
        if call.args.flag("refreshKey") {
            mfa = Mfa {
                id: mfa.id,
                enable: mfa.enable,
                ..new_mfa(call, &user)
            };
        }
        mfa::save(transaction, &mfa)?;
        Ok(mfa_object(call, &mfa))
    })
}

/// Whether a login may go on. The code's time step is noted, so the transaction must be committed.
pub(super) fn check(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    user: &User,
) -> Result<Result<(), ApiError>, StoreError> {
    let Some(mut mfa) = mfa::of_user(transaction, &user.id)?.filter(|mfa| mfa.enable) else {
        return Ok(Ok(()));
    };
    let Some(code) = call.args.text("MFACode").filter(|code| !code.is_empty()) else {
        return Ok(Err(Code::MfaRequired.into()));
    };
    let now = call.service.clock.seconds();
    let Some(step) = totp::step_of(&mfa.key, code, now, mfa.last_step) else {
        let refusal = Code::MfaRequired.saying("the MFA code is wrong, or has been used");
        return Ok(Err(refusal));
    };
    mfa.last_step = step;
    mfa::save(transaction, &mfa)?;
    Ok(Ok(()))
}

/// The user named by the record's id or the user's; else the caller.
fn whose(call: &Call<'_>, transaction: &impl Read) -> Result<User, ApiError> {
    call.check_pool_if_given(call.args.text("userPoolId"))?;
    let id = match call.args.text("_id") {
        Some(record) => {
            let user = mfa::user_of(transaction, record)?.ok_or(Code::UnknownUser)?;
            call.subject(Some(&user))?
        }
        None => call.subject(call.args.text("userId"))?,
    };
    Ok(users::by_id(transaction, &id)?.ok_or(Code::UnknownUser)?)
}

fn new_mfa(call: &Call<'_>, user: &User) -> Mfa {
    Mfa {
        id: call.service.new_id(),
        user: user.id.clone(),
        enable: false,
        key: call.service.randomness.bytes(),
        last_step: 0,
    }
}

fn mfa_object(call: &Call<'_>, mfa: &Mfa) -> Value {
    json!({
        "_id": mfa.id,
        "userId": mfa.user,
        "userPoolId": call.service.user_pool_id,
        "enable": mfa.enable,
        "shareKey": BASE32_NOPAD.encode(&mfa.key),
    })
}

//! Changing a user's data.

use redb::WriteTransaction;

use super::profile;
use super::user_object::seen_by_caller;
use crate::crypto::password_hash;
use crate::engine::call::{Answer, Args, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Service;
use crate::rules::tokens;
use crate::rules::well_formed;
use crate::store::Read;
use crate::store::users::{self, Name, User};

/// Changes what is given and nothing else. Null clears a text; a null flag, number or password says nothing.
///
/// Users may change their own data only. A new password needs the old one, whoever asks for it, unless the user has
/// none yet. A new email address or phone number is not verified, unless the same call says that it is.
pub(crate) fn update_user(call: &Call<'_>) -> Answer {
    // The schema demands it.
    let options = call.args.object("options").ok_or(Code::Internal)?;
    call.check_pool(options.text("registerInClient"))?;
    let id = call.subject(options.text("_id"))?;
    // Hashing takes its time, and a change keeps all others waiting: so look first, change after.
    let before = known(&call.service.store.read()?, &id)?;
    let password_hash = new_password(call.service, &before, options)?;

    call.service.store.write(|transaction| {
        let mut user = known(transaction, &id)?;
        if let Some(hash) = password_hash {
            if user.password_hash != before.password_hash {
                return Err(Code::OldPasswordWrong.into());
            }
            user.password_hash = Some(hash);
        }
        change_names(transaction, &mut user, options)?;
        change_state(&mut user, options);
        profile::update(&mut user.profile, options);
        user.updated_at = call.service.date();
        users::save(transaction, &user)?;
        Ok(seen_by_caller(call, &user).into())
    })
}

fn known(transaction: &impl Read, id: &str) -> Result<User, ApiError> {
    Ok(users::by_id(transaction, id)?.ok_or(Code::UnknownUser)?)
}

/// The hash of the new password, if one is given with the right old one.
fn new_password(
    service: &Service,
    user: &User,
    options: Args<'_>,
) -> Result<Option<String>, ApiError> {
    let Some(password) = options.text("password") else {
        return Ok(None);
    };
    if let Some(hash) = &user.password_hash {
        let old = options
            .text("oldPassword")
            .ok_or(Code::OldPasswordRequired)?;
        if !password_hash::is_right(&service.decrypt(old)?, hash) {
            return Err(Code::OldPasswordWrong.into());
        }
    }
    let password = service.decrypt(password)?;
    Ok(Some(service.hash(well_formed::new_password(&password)?)?))
}

/// What users are found by, which nobody else may have.
fn change_names(
    transaction: &WriteTransaction,
    user: &mut User,
    options: Args<'_>,
) -> Result<(), ApiError> {
    if let Some(email) = options.text_or_null("email") {
        let email = email.map(well_formed::email).transpose();
        let email = email.map_err(|_| Code::MalformedNewEmail)?;
        user.email_verified &= user.email == email;
        user.email = email;
    }
    if let Some(phone) = options.text_or_null("phone") {
        let phone = phone.map(well_formed::phone).transpose()?;
        user.phone_verified &= user.phone.as_deref() == phone;
        user.phone = phone.map(str::to_owned);
    }
    if let Some(username) = options.text_or_null("username") {
        user.username = username.filter(|name| !name.is_empty()).map(str::to_owned);
    }
    for name in user.names() {
        let holder = users::by_name(transaction, name)?;
        if holder.is_some_and(|holder| holder.id != user.id) {
            let taken = match name {
                Name::Email(_) => Code::EmailTaken,
                Name::Phone(_) | Name::Username(_) => Code::UserExists,
            };
            return Err(taken.into());
        }
    }
    Ok(())
}

fn change_state(user: &mut User, options: Args<'_>) {
    for (flag, name) in [
        (&mut user.email_verified, "emailVerified"),
        (&mut user.phone_verified, "phoneVerified"),
        (&mut user.blocked, "blocked"),
        (&mut user.is_deleted, "isDeleted"),
    ] {
        *flag = options.flag_if_given(name).unwrap_or(*flag);
    }
    for (text, name) in [
        (&mut user.token, "token"),
        (&mut user.token_expired_at, "tokenExpiredAt"),
        (&mut user.last_login, "lastLogin"),
        (&mut user.last_ip, "lastIP"),
    ] {
        if let Some(given) = options.text_or_null(name) {
            *text = given.map(str::to_owned);
        }
    }
    for (text, name) in [
        (&mut user.signed_up, "signedUp"),
        (&mut user.register_method, "registerMethod"),
    ] {
        if let Some(given) = options.text(name) {
            given.clone_into(text);
        }
    }
    if let Some(count) = options.int("loginsCount") {
        user.logins_count = u32::try_from(count).unwrap_or_default();
    }
    // That is how the SDKs log a user out.
    if options.text("tokenExpiredAt") == Some("0") {
        tokens::revoke(user);
    }
}

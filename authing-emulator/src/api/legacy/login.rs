//! Logging in: with a password, or with a code sent to the phone.

use redb::WriteTransaction;

use super::mfa;
use super::user_object::user_object;
use crate::crypto::password_hash;
use crate::engine::call::{Answer, Args, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::guard as suspicion;
use crate::rules::tokens;
use crate::rules::well_formed;
use crate::store::Read;
use crate::store::codes;
use crate::store::logins::{self, Login};
use crate::store::message::Purpose;
use crate::store::users::{self, Name, User};

/// Logs a user in who is named by email address, user name or phone number: the first of them that is given.
pub(crate) fn login(call: &Call<'_>) -> Answer {
    let args = call.args;
    call.check_pool(args.text("registerInClient"))?;
    let email = args.text("email").map(well_formed::email).transpose()?;
    let name = match (&email, args.text("username"), args.text("phone")) {
        (Some(email), _, _) => Name::Email(email),
        (None, Some(username), _) => Name::Username(username),
        (None, None, Some(phone)) => Name::Phone(well_formed::phone(phone)?),
        (None, None, None) => {
            return Err(Code::PhoneOrEmail.saying("an email, a username or a phone is needed"));
        }
    };
    let user = suspicion::guard(call, name, || match (name, args.int("phoneCode")) {
        (Name::Phone(phone), Some(code)) => by_code(call, phone, code),
        _ => by_password(call, name),
    })?;
    Ok(user_object(&user, &call.service.user_pool_id).into())
}

fn by_password(call: &Call<'_>, name: Name<'_>) -> Result<User, ApiError> {
    let store = &call.service.store;
    let password = call.args.text("password").ok_or(Code::WrongPassword)?;
    let password = call.service.decrypt(password)?;
    // Hashing takes its time, and a change keeps all others waiting: so look first, change after.
    let hash = user_who_may_log_in(&store.read()?, name)?.password_hash;
    let fits = hash
        .as_deref()
        .is_some_and(|hash| password_hash::is_right(&password, hash));

    store.write(|transaction| {
        let user = user_who_may_log_in(transaction, name)?;
        // The password may have been changed in between.
        if !fits || user.password_hash != hash {
            return refuse(call, transaction, &user, Code::WrongPassword.into());
        }
        match mfa::check(call, transaction, &user)? {
            Ok(()) => succeed(call, transaction, user),
            Err(refusal) => refuse(call, transaction, &user, refusal),
        }
    })?
}

fn by_code(call: &Call<'_>, phone: &str, code: i64) -> Result<User, ApiError> {
    let (code, now) = (code.to_string(), call.service.clock.seconds());
    call.service.store.write(|transaction| {
        let user = user_who_may_log_in(transaction, Name::Phone(phone))?;
        // Not used up yet: without a second factor, the login has to be tried again with the same code.
        let check = codes::peek(transaction, Purpose::Login, phone, &code, now)?;
        if let Err(code) = check.ok() {
            return refuse(call, transaction, &user, code.into());
        }
        if let Err(refusal) = mfa::check(call, transaction, &user)? {
            return refuse(call, transaction, &user, refusal);
        }
        codes::present(transaction, Purpose::Login, phone, &code, now)?;
        succeed(call, transaction, user)
    })?
}

fn user_who_may_log_in(transaction: &impl Read, name: Name<'_>) -> Result<User, ApiError> {
    let user = users::by_name(transaction, name)?.ok_or(Code::UnknownUser)?;
    if user.blocked {
        return Err(Code::Blocked.into());
    }
    Ok(user)
}

fn succeed(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    mut user: User,
) -> Result<Result<User, ApiError>, ApiError> {
    count_login(call, call.args, transaction, &mut user)?;
    users::save(transaction, &user)?;
    Ok(Ok(user))
}

/// Gives the user a token and notes when, from where and with what the login came. The caller saves the user.
pub(super) fn count_login(
    call: &Call<'_>,
    args: Args<'_>,
    transaction: &WriteTransaction,
    user: &mut User,
) -> Result<(), ApiError> {
    tokens::renew(call.service, user)?;
    user.logins_count = user.logins_count.saturating_add(1);
    user.last_login = Some(call.service.date());
    user.last_ip = Some(args.text("lastIP").unwrap_or(call.ip).to_owned());
    for field in ["browser", "device"] {
        if let Some(text) = args.text(field) {
            user.profile.insert(field.to_owned(), text.into());
        }
    }
    note(call, args, transaction, user, true, "logged in")
}

/// Notes the failed login. The refusal is an outcome to be kept, not a failure to be undone.
fn refuse(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    user: &User,
    refusal: ApiError,
) -> Result<Result<User, ApiError>, ApiError> {
    note(call, call.args, transaction, user, false, &refusal.message)?;
    Ok(Err(refusal))
}

fn note(
    call: &Call<'_>,
    args: Args<'_>,
    transaction: &WriteTransaction,
    user: &User,
    success: bool,
    result: &str,
) -> Result<(), ApiError> {
    let login = Login {
        id: call.service.new_id(),
        when: call.service.date(),
        success,
        result: result.to_owned(),
        ip: args.text("lastIP").unwrap_or(call.ip).to_owned(),
        device: args.owned_text("device"),
        browser: args.owned_text("browser"),
    };
    Ok(logins::add(transaction, &user.id, &login)?)
}

//! Registering users.

use redb::WriteTransaction;

use super::login::count_login;
use super::profile;
use super::user_object::user_object;
use crate::engine::call::{Answer, Args, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::well_formed;
use crate::store::attempts;
use crate::store::codes;
use crate::store::message::Purpose;
use crate::store::users::{self, User};

/// Registers a user by email address and password, or by phone number, the code sent to it, and password.
///
/// Addresses, numbers and names are each a user's own. With `forceLogin` the user is logged in at once.
pub(crate) fn register(call: &Call<'_>) -> Answer {
    let service = call.service;
    // The schema demands it.
    let info = call.args.object("userInfo").ok_or(Code::PhoneOrEmail)?;
    call.check_pool(info.text("registerInClient"))?;
    if service.settings()?.register_disabled && !call.is_owner() {
        return Err(Code::RegistrationClosed.into());
    }
    let email = info.text("email").map(well_formed::email).transpose()?;
    let phone = info.text("phone").map(well_formed::phone).transpose()?;
    if email.is_none() && phone.is_none() {
        return Err(Code::PhoneOrEmail.into());
    }
    let mut user = new_user(call, info, email, phone)?;

    let registered = service.store.write(|transaction| {
        let address = not_too_often(call, transaction, info)?;
        for name in user.names() {
            if users::by_name(transaction, name)?.is_some() {
                return Err(Code::UserExists.into());
            }
        }
        if let Some(phone) = phone {
            // A wrong code costs a try, so this is an outcome to be kept, not a failure to be undone.
            if let Err(refusal) =
                check_phone_code(call, transaction, phone, info.text("phoneCode"))?
            {
                return Ok(Err(refusal));
            }
            user.phone_verified = true;
        }
        if info.flag("forceLogin") {
            count_login(call, info, transaction, &mut user)?;
        }
        users::save(transaction, &user)?;
        if let Some(address) = address {
            attempts::add(transaction, &address, service.clock.seconds())?;
        }
        Ok::<_, ApiError>(Ok(user_object(&user, &service.user_pool_id)))
    })?;
    Ok(registered?.into())
}

/// Refuses an address that too many registrations have come from; gives what to count this one under. Nothing limits
/// the owner.
fn not_too_often(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    info: Args<'_>,
) -> Result<Option<String>, ApiError> {
    let Some(limit) = call.service.limits.registrations else {
        return Ok(None);
    };
    if call.is_owner() {
        return Ok(None);
    }
    let address = format!("register from {}", info.text("lastIP").unwrap_or(call.ip));
    if attempts::count(transaction, &address, call.service.clock.seconds())? >= limit {
        return Err(Code::RegisteringTooOften.into());
    }
    Ok(Some(address))
}

fn new_user(
    call: &Call<'_>,
    info: Args<'_>,
    email: Option<String>,
    phone: Option<&str>,
) -> Result<User, ApiError> {
    let service = call.service;
    let ciphertext = info.text("password").filter(|text| !text.is_empty());
    let password = service.decrypt(ciphertext.ok_or(Code::PasswordRequired)?)?;
    let password = well_formed::new_password(&password)?;
    let method = match phone {
        Some(_) if email.is_none() => "default:phone-password",
        _ => "default:username-password",
    };
    let now = service.date();
    Ok(User {
        id: service.new_id(),
        email,
        phone: phone.map(str::to_owned),
        username: info.owned_text("username").filter(|name| !name.is_empty()),
        password_hash: Some(service.hash(password)?),
        email_verified: service.settings()?.email_verified_default,
        register_method: info.text("registerMethod").unwrap_or(method).to_owned(),
        last_login: info.owned_text("lastLogin"),
        last_ip: info.owned_text("lastIP"),
        signed_up: info.owned_text("signedUp").unwrap_or_else(|| now.clone()),
        updated_at: now,
        profile: profile::new(info),
        ..User::default()
    })
}

fn check_phone_code(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    phone: &str,
    code: Option<&str>,
) -> Result<Result<(), ApiError>, ApiError> {
    let now = call.service.clock.seconds();
    let code = code.unwrap_or_default();
    let check = codes::present(transaction, Purpose::Register, phone, code, now)?;
    Ok(check.ok().map_err(ApiError::from))
}

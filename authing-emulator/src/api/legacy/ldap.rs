//! Logging in with an account of the LDAP directory.

use redb::WriteTransaction;

use super::login::count_login;
use super::user_object::user_object;
use crate::crypto::password_hash;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::store::directory::{self, Account};
use crate::store::users::{self, User};

/// The password comes as it is typed: that is the service's contract. The first login makes a user. MFA is not asked
/// for, because the field has no place for a code.
pub(crate) fn login_by_ldap(call: &Call<'_>) -> Answer {
    let service = call.service;
    call.check_pool(call.args.text("clientId"))?;
    let username = call.args.text("username").unwrap_or_default();
    let password = call.args.text("password").unwrap_or_default();
    // Hashing takes its time, and a change keeps all others waiting: so look first, change after.
    let account = directory::account(&service.store.read()?, username)?;
    let account = account.ok_or(Code::UnknownUser)?;
    if !password_hash::is_right(password, &account.password_hash) {
        return Err(Code::WrongPassword.into());
    }
    service.store.write(|transaction| {
        let mut user = user_of(call, transaction, username)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        count_login(call, call.args, transaction, &mut user)?;
        users::save(transaction, &user)?;
        Ok(user_object(&user, &service.user_pool_id).into())
    })
}

/// The account's user: the one that it has, or a new one, whose names must be free.
fn user_of(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    username: &str,
) -> Result<User, ApiError> {
    let account = directory::account(transaction, username)?;
    let mut account = account.ok_or(Code::UnknownUser)?;
    if let Some(id) = &account.user
        && let Some(user) = users::by_id(transaction, id)?
    {
        return Ok(user);
    }
    let user = new_user(call, &account);
    for name in user.names() {
        if users::by_name(transaction, name)?.is_some() {
            return Err(Code::UserExists.into());
        }
    }
    account.user = Some(user.id.clone());
    directory::save(transaction, &account)?;
    Ok(user)
}

fn new_user(call: &Call<'_>, account: &Account) -> User {
    let now = call.service.date();
    User {
        id: call.service.new_id(),
        username: Some(account.username.clone()),
        email: account.email.clone(),
        register_method: "ldap".to_owned(),
        in_ldap: true,
        signed_up: now.clone(),
        updated_at: now,
        ..User::default()
    }
}

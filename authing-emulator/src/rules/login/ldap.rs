//! Login with an account of the LDAP directory.

use redb::WriteTransaction;

use super::attempt::Origin;
use super::history;
use crate::crypto::password_hash;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::directory::{self, ACCOUNTS, Account};
use crate::store::users::{self, User};

/// Logs in with a plain-text password, as the service's contract requires. The first login creates a user. MFA is not
/// checked, because the service's operation has no argument for a code.
pub(crate) fn log_in(
    pool: &Pool,
    username: &str,
    password: &str,
    origin: &Origin<'_>,
) -> Result<User, ApiError> {
    // Hashing is slow, and a write blocks all other writes: so read first, write after.
    let hash = account(&pool.store.read()?, username)?.password_hash;
    if !hash.is_some_and(|hash| password_hash::is_right(password, &hash)) {
        return Err(Code::WrongPassword.into());
    }
    pool.store.write(|transaction| {
        let mut user = user_of(pool, transaction, username)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        history::count_login(pool, transaction, &mut user, origin)?;
        users::save(transaction, &user)?;
        Ok(user)
    })
}

fn account(transaction: &impl Read, username: &str) -> Result<Account, ApiError> {
    Ok(ACCOUNTS
        .get(transaction, username)?
        .ok_or(Code::UnknownUser)?)
}

/// Returns the account's user: the existing one, or a new one, whose names must be free.
fn user_of(pool: &Pool, transaction: &WriteTransaction, username: &str) -> Result<User, ApiError> {
    let mut account = account(transaction, username)?;
    if let Some(id) = &account.user
        && let Some(user) = users::by_id(transaction, id)?
    {
        return Ok(user);
    }
    let user = new_user(pool, &account);
    for name in user.names() {
        if users::by_name(transaction, name)?.is_some() {
            return Err(Code::UserExists.into());
        }
    }
    account.user = Some(user.id.clone());
    directory::save(transaction, &account)?;
    Ok(user)
}

fn new_user(pool: &Pool, account: &Account) -> User {
    let now = pool.date();
    User {
        id: pool.new_id(),
        username: Some(account.username.clone()),
        email: account.email.clone(),
        register_method: Some("ldap".to_owned()),
        ldap: true,
        signed_up: Some(now.clone()),
        updated_at: Some(now),
        ..User::default()
    }
}

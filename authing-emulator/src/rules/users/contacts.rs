//! Changing and unbinding an email address or a phone number: both follow the same rules.

use redb::WriteTransaction;

use super::login_ways;
use super::lookup::known;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::codes::{self, sending};
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::messages::Purpose;
use crate::store::users::{self, Name, User};

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Email,
    Phone,
}

/// A new email or phone, with the code sent to it. The old one may be given with a code of its own.
pub(crate) struct Change<'a> {
    pub(crate) kind: Kind,
    pub(crate) new: &'a str,
    pub(crate) code: &'a str,
    pub(crate) old: Option<&'a str>,
    pub(crate) old_code: Option<&'a str>,
}

impl Kind {
    fn name(self, text: &str) -> Name<'_> {
        match self {
            Self::Email => Name::Email(text),
            Self::Phone => Name::Phone(text),
        }
    }

    fn of(self, user: &User) -> Option<&str> {
        match self {
            Self::Email => user.email.as_deref(),
            Self::Phone => user.phone.as_deref(),
        }
    }

    /// A code that was sent to the email or phone verifies it.
    fn set(self, user: &mut User, contact: &str) {
        let (field, verified) = match self {
            Self::Email => (&mut user.email, &mut user.email_verified),
            Self::Phone => (&mut user.phone, &mut user.phone_verified),
        };
        *field = Some(contact.to_owned());
        *verified = true;
    }

    /// The service can send codes to a new phone only for login.
    fn purpose(self) -> Purpose {
        match self {
            Self::Email => Purpose::ChangeEmail,
            Self::Phone => Purpose::Login,
        }
    }

    fn if_same(self) -> Code {
        match self {
            Self::Email => Code::SameEmail,
            Self::Phone => Code::UserExists,
        }
    }

    fn if_taken(self) -> Code {
        match self {
            Self::Email => Code::EmailTaken,
            Self::Phone => Code::UserExists,
        }
    }
}

/// Sends a code to a new email address, or to the caller's old one. The owner may have it sent to any user's, because
/// this is how the owner gets an old email's code.
pub(crate) fn send_code(pool: &Pool, caller: Option<&Caller>, email: &str) -> Result<(), ApiError> {
    let email = well_formed::new_email(email)?;
    let holder = users::by_name(&pool.store.read()?, Name::Email(&email))?;
    if let (Some(Caller::User(caller)), Some(holder)) = (caller, holder)
        && caller.id != holder.id
    {
        return Err(Code::EmailTaken.into());
    }
    sending::mail(pool, Purpose::ChangeEmail, &email)
}

/// Changes the caller's email or phone; the owner changes them for the user who has the old one.
pub(crate) fn change(
    pool: &Pool,
    caller: Option<&Caller>,
    change: &Change<'_>,
) -> Result<User, ApiError> {
    let kind = change.kind;
    pool.store.write(|transaction| {
        let mut user = whose(transaction, caller, change)?;
        if kind.of(&user) == Some(change.new) {
            return Err(kind.if_same().into());
        }
        if users::by_name(transaction, kind.name(change.new))?.is_some() {
            return Err(kind.if_taken().into());
        }
        let by_owner = caller.is_some_and(Caller::is_owner);
        // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
        if let Err(code) = check_codes(pool, transaction, &user, change, by_owner)? {
            return Ok(Err(code.into()));
        }
        kind.set(&mut user, change.new);
        user.updated_at = Some(pool.date());
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(user))
    })?
}

/// Removes a user's email address, unless it is the user's last way to log in.
pub(crate) fn unbind_email(pool: &Pool, id: &str) -> Result<User, ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, id)?;
        if user.email.take().is_none() {
            return Err(Code::NoEmail.into());
        }
        if login_ways::count(&user) == 0 {
            return Err(Code::LastLoginWay.into());
        }
        user.email_verified = false;
        user.updated_at = Some(pool.date());
        users::save(transaction, &user)?;
        Ok(user)
    })
}

/// Returns the caller; for the owner, the user with the old email or phone.
fn whose(
    transaction: &WriteTransaction,
    caller: Option<&Caller>,
    change: &Change<'_>,
) -> Result<User, ApiError> {
    let Some(Caller::User(caller)) = caller else {
        let old = change.old.ok_or_else(|| {
            Code::NotLoggedIn.saying("a user's token is required, or the old email or phone of one")
        })?;
        let user = users::by_name(transaction, change.kind.name(old))?;
        return Ok(user.ok_or(Code::UnknownUser)?);
    };
    let user = users::by_id(transaction, &caller.id)?.ok_or(Code::TokenWrong)?;
    if change
        .old
        .is_some_and(|old| change.kind.of(&user) != Some(old))
    {
        return Err(Code::NotOwnData.into());
    }
    Ok(user)
}

/// Checks the code of the new email or phone; the old one's too, if it is given, or if a user names the old one.
/// Neither is used up unless both are right.
fn check_codes(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &User,
    change: &Change<'_>,
    by_owner: bool,
) -> Result<Result<(), Code>, ApiError> {
    let (purpose, now) = (change.kind.purpose(), pool.now());
    let mut presented = vec![(change.new, change.code)];
    if change.old_code.is_some() || (change.old.is_some() && !by_owner) {
        let old = change.kind.of(user).unwrap_or_default();
        presented.push((old, change.old_code.unwrap_or_default()));
    }
    for (to, code) in &presented {
        if let Err(code) = codes::peek(transaction, purpose, to, code, now)? {
            return Ok(Err(code));
        }
    }
    for (to, code) in &presented {
        // They have just been checked.
        let _ = codes::present(transaction, purpose, to, code, now)?;
    }
    Ok(Ok(()))
}

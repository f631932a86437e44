//! Changing and unbinding an email address or a phone number: both follow the same rules.

use redb::WriteTransaction;

use super::login_ways;
use super::lookup::{known, named};
use super::profile;
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
    /// The new phone's country code.
    pub(crate) country: Option<&'a str>,
    pub(crate) old: Option<&'a str>,
    pub(crate) old_code: Option<&'a str>,
    pub(crate) terms: Terms,
}

/// What a change requires of the old email or phone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terms {
    /// Its code, if it is given or a user names it.
    IfNamed,
    /// That there is none.
    NoneBound,
    /// Itself and its code, unless the pool's settings say otherwise.
    Proven,
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
    fn set(self, user: &mut User, contact: &str, country: Option<&str>) {
        let (field, verified) = match self {
            Self::Email => (&mut user.email, &mut user.email_verified),
            Self::Phone => (&mut user.phone, &mut user.phone_verified),
        };
        *field = Some(contact.to_owned());
        *verified = true;
        self.set_country(user, country);
    }

    /// A phone's country code does not outlast it.
    fn set_country(self, user: &mut User, country: Option<&str>) {
        if matches!(self, Self::Phone) {
            profile::change(&mut user.profile, &vec![(profile::COUNTRY, country)]);
        }
    }

    /// The service can send codes to a new phone only for login.
    fn purpose(self) -> Purpose {
        match self {
            Self::Email => Purpose::ChangeEmail,
            Self::Phone => Purpose::Login,
        }
    }

    /// What it is called, in Chinese and in English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Email => ("邮箱", "email address"),
            Self::Phone => ("手机号", "phone number"),
        }
    }

    fn if_same(self, terms: Terms) -> Code {
        match (self, terms) {
            (Self::Email, Terms::IfNamed) => Code::SameEmail,
            (Self::Phone, Terms::IfNamed) => Code::UserExists,
            (Self::Email, _) => Code::SameNewEmail,
            (Self::Phone, _) => Code::SamePhone,
        }
    }

    fn if_taken(self, terms: Terms) -> Code {
        match (self, terms) {
            (Self::Email, Terms::IfNamed) => Code::EmailTaken,
            (Self::Email, _) | (Self::Phone, Terms::IfNamed) => Code::UserExists,
            (Self::Phone, _) => Code::PhoneTaken,
        }
    }

    fn if_other(self) -> Code {
        match self {
            Self::Email => Code::OldEmailWrong,
            Self::Phone => Code::OldPhoneWrong,
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
        if kind.of(&user) == Some(change.new) && change.terms != Terms::NoneBound {
            return Err(kind.if_same(change.terms).into());
        }
        check_old(pool, &user, change)?;
        if users::by_name(transaction, kind.name(change.new))?.is_some() {
            return Err(kind.if_taken(change.terms).into());
        }
        let by_owner = caller.is_some_and(Caller::is_owner);
        // A wrong code costs an attempt, so this is an outcome to keep, not a failure to roll back.
        if let Err(code) = check_codes(pool, transaction, &user, change, by_owner)? {
            return Ok(Err(code.into()));
        }
        kind.set(&mut user, change.new, change.country);
        user.updated_at = Some(pool.date());
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(user))
    })?
}

/// Checks what the terms of a change require of the old email or phone, except its code.
fn check_old(pool: &Pool, user: &User, change: &Change<'_>) -> Result<(), ApiError> {
    let kind = change.kind;
    let (chinese, english) = kind.words();
    let Some(bound) = kind.of(user) else {
        return Ok(());
    };
    match change.terms {
        Terms::IfNamed => Ok(()),
        // The service has no code for it, nor for the next.
        Terms::NoneBound => Err(Code::Internal.saying(
            format!("已绑定{chinese}"),
            format!("a {english} is bound already"),
        )),
        Terms::Proven if change.old.is_some_and(|old| old != bound) => Err(kind.if_other().into()),
        Terms::Proven => {
            let is_proven = change.old.is_some() && change.old_code.is_some();
            let setting = match kind {
                Kind::Email => "changeEmailStrategy.verifyOldEmail",
                Kind::Phone => "changePhoneStrategy.verifyOldPhone",
            };
            if is_proven || pool.record()?.setting(setting) == false {
                return Ok(());
            }
            Err(Code::Internal.saying(
                format!("请先验证旧{chinese}"),
                format!("the old {english} must be verified first"),
            ))
        }
    }
}

/// Removes a user's email address or phone number, unless it is the user's last way to log in.
pub(crate) fn unbind(pool: &Pool, kind: Kind, id: &str) -> Result<User, ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, id)?;
        let (field, verified, missing) = match kind {
            Kind::Email => (
                &mut user.email,
                &mut user.email_verified,
                Code::NoEmail.into(),
            ),
            Kind::Phone => (
                &mut user.phone,
                &mut user.phone_verified,
                Code::PhoneOrEmail.saying("用户没有绑定手机号", "the user has no phone number"),
            ),
        };
        if field.take().is_none() {
            return Err(missing);
        }
        *verified = false;
        kind.set_country(&mut user, None);
        if login_ways::count(&user) == 0 {
            return Err(Code::LastLoginWay.into());
        }
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
            Code::NotLoggedIn.saying(
                "需要用户的 token，或用户原来的邮箱、手机号",
                "a user's token is required, or the old email or phone of one",
            )
        })?;
        return named(transaction, change.kind.name(old));
    };
    let user = users::by_id(transaction, &caller.id)?.ok_or(Code::TokenWrong)?;
    if change.terms == Terms::IfNamed
        && change
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
    let is_named = change.old_code.is_some() || (change.old.is_some() && !by_owner);
    if is_named && change.terms != Terms::NoneBound {
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

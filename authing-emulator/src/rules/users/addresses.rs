//! Changing an email address or a phone number: both go by the same rules.

use redb::WriteTransaction;

use crate::api::legacy::user_object::seen_by_caller;
use crate::engine::call::{Answer, Call};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::tokens::Caller;
use crate::store::codes;
use crate::store::message::Purpose;
use crate::store::users::{self, Name, User};

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Email,
    Phone,
}

/// A wish for a new address, with the code sent to it. The old one may come along with a code of its own.
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

    /// A code that came to the address verifies it.
    fn set(self, user: &mut User, address: &str) {
        let (field, verified) = match self {
            Self::Email => (&mut user.email, &mut user.email_verified),
            Self::Phone => (&mut user.phone, &mut user.phone_verified),
        };
        *field = Some(address.to_owned());
        *verified = true;
    }

    /// The service has no way to send codes for a new phone but the one for logging in.
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

pub(crate) fn change(call: &Call<'_>, change: &Change<'_>) -> Answer {
    let kind = change.kind;
    call.service.store.write(|transaction| {
        let mut user = whose(call, transaction, change)?;
        if kind.of(&user) == Some(change.new) {
            return Err(kind.if_same().into());
        }
        if users::by_name(transaction, kind.name(change.new))?.is_some() {
            return Err(kind.if_taken().into());
        }
        // A wrong code costs a try, so this is an outcome to be kept, not a failure to be undone.
        if let Err(code) = check_codes(call, transaction, &user, change)? {
            return Ok(Err(code.into()));
        }
        kind.set(&mut user, change.new);
        user.updated_at = call.service.date();
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(seen_by_caller(call, &user).into()))
    })?
}

/// The caller; for the owner, whoever has the old address.
fn whose(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    change: &Change<'_>,
) -> Result<User, ApiError> {
    let Some(Caller::User(caller)) = &call.caller else {
        let old = change.old.ok_or_else(|| {
            Code::NotLoggedIn.saying("a user's token is needed, or the old address of one")
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

/// The new address's code must be right; the old one's too, if it comes, or if a user names the old address. Neither is
/// used up unless both are right.
fn check_codes(
    call: &Call<'_>,
    transaction: &WriteTransaction,
    user: &User,
    change: &Change<'_>,
) -> Result<Result<(), Code>, ApiError> {
    let (purpose, now) = (change.kind.purpose(), call.service.clock.seconds());
    let mut presented = vec![(change.new, change.code)];
    if change.old_code.is_some() || (change.old.is_some() && !call.is_owner()) {
        let old = change.kind.of(user).unwrap_or_default();
        presented.push((old, change.old_code.unwrap_or_default()));
    }
    for (to, code) in &presented {
        if let Err(code) = codes::peek(transaction, purpose, to, code, now)?.ok() {
            return Ok(Err(code));
        }
    }
    for (to, code) in &presented {
        codes::present(transaction, purpose, to, code, now)?;
    }
    Ok(Ok(()))
}

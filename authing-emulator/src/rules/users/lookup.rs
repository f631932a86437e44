//! Finding users.

use crate::crypto::ids::is_object_id;
use crate::rules::api_error::{ApiError, Code};
use crate::store::users::{self, Name, USERS, User};
use crate::store::{Read, StoreError};

/// The maximum number of users in one lookup by ids.
const MOST_AT_ONCE: usize = 80;

pub(crate) fn known(transaction: &impl Read, id: &str) -> Result<User, ApiError> {
    Ok(users::by_id(transaction, id)?.ok_or(Code::UnknownUser)?)
}

/// Returns the user with this email address.
pub(crate) fn holder(transaction: &impl Read, email: &str) -> Result<User, ApiError> {
    let user = users::by_name(transaction, Name::Email(email))?;
    Ok(user.ok_or(Code::UnknownUser)?)
}

/// Returns the users with these ids, in that order, each once. Unknown ids are skipped.
pub(crate) fn several(transaction: &impl Read, ids: &[&str]) -> Result<Vec<User>, ApiError> {
    if ids.len() > MOST_AT_ONCE {
        return Err(Code::TooManyUsers.into());
    }
    let mut found: Vec<User> = Vec::new();
    for id in ids.iter().filter(|id| is_object_id(id)) {
        let user = users::by_id(transaction, &id.to_lowercase())?;
        found.extend(user.filter(|user| !found.iter().any(|other| other.id == user.id)));
    }
    Ok(found)
}

/// The field that is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    All,
    Email,
    Username,
    Phone,
    Nickname,
}

/// Returns the users whose fields contain the text, ignoring case.
pub(crate) fn search(
    transaction: &impl Read,
    searched: Searched,
    text: &str,
) -> Result<Vec<User>, StoreError> {
    let text = text.to_lowercase();
    let mut found = USERS.all(transaction)?;
    found.retain(|user| {
        [
            (Searched::Email, user.email.as_ref()),
            (Searched::Username, user.username.as_ref()),
            (Searched::Phone, user.phone.as_ref()),
            (Searched::Nickname, user.profile.get("nickname")),
        ]
        .into_iter()
        .filter(|(field, _)| searched == Searched::All || searched == *field)
        .any(|(_, found)| found.is_some_and(|found| found.to_lowercase().contains(&text)))
    });
    Ok(found)
}

/// Whether a user has one of these names.
pub(crate) fn exists<'a>(
    transaction: &impl Read,
    names: impl IntoIterator<Item = Name<'a>>,
) -> Result<bool, StoreError> {
    for name in names {
        if users::by_name(transaction, name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

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

/// Returns the user with this name.
pub(crate) fn named(transaction: &impl Read, name: Name<'_>) -> Result<User, ApiError> {
    Ok(users::by_name(transaction, name)?.ok_or(Code::UnknownUser)?)
}

/// Returns the meaning of an account's name that a user types: a username, an email address or a phone number, the first
/// that exists. `email` is the same in lower case.
pub(crate) fn name_of<'a>(
    transaction: &impl Read,
    account: &'a str,
    email: &'a str,
) -> Result<Name<'a>, StoreError> {
    let names = [
        Name::Username(account),
        Name::Email(email),
        Name::Phone(account),
    ];
    for name in names {
        if exists(transaction, [name])? {
            return Ok(name);
        }
    }
    Ok(Name::Username(account))
}

/// Returns the users with these ids, in that order, each once. Unknown ids are skipped.
pub(crate) fn several(transaction: &impl Read, ids: &[&str]) -> Result<Vec<User>, ApiError> {
    several_by(ids, |id| {
        let id = id.to_lowercase();
        match is_object_id(&id) {
            true => users::by_id(transaction, &id),
            false => Ok(None),
        }
    })
}

/// The same for users who are found in another way.
pub(crate) fn several_by(
    names: &[&str],
    find: impl Fn(&str) -> Result<Option<User>, StoreError>,
) -> Result<Vec<User>, ApiError> {
    if names.len() > MOST_AT_ONCE {
        return Err(Code::TooManyUsers.into());
    }
    let mut found: Vec<User> = Vec::new();
    for name in names {
        let user = find(name)?;
        found.extend(user.filter(|user| !found.iter().any(|other| other.id == user.id)));
    }
    Ok(found)
}

/// Returns the users one of whose fields contains the text, ignoring case.
pub(crate) fn search(
    transaction: &impl Read,
    fields: &[&str],
    text: &str,
) -> Result<Vec<User>, StoreError> {
    let text = text.to_lowercase();
    let mut found = USERS.all(transaction)?;
    found.retain(|user| {
        let mut fields = fields.iter().filter_map(|field| field_of(user, field));
        fields.any(|found| found.to_lowercase().contains(&text))
    });
    Ok(found)
}

/// Returns the text in a field, by the schema's name.
fn field_of<'a>(user: &'a User, field: &str) -> Option<&'a String> {
    match field {
        "id" => Some(&user.id),
        "email" => user.email.as_ref(),
        "username" => user.username.as_ref(),
        "phone" => user.phone.as_ref(),
        "externalId" => user.external_id.as_ref(),
        field => user.profile.get(field),
    }
}

/// Returns whether a user has one of these names.
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

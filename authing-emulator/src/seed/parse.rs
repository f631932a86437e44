//! Parsing a seed, with the position of errors.

use serde_json::Value;
use serde_path_to_error::Segment;

use super::document::Document;
use super::error::SeedError;

/// The name of the whole seed in errors outside its members.
const WHOLE: &str = "the seed";

/// The members whose values no error may quote.
const SECRETS: [&str; 8] = [
    "secret",
    "privateKey",
    "signingKey",
    "password",
    "passwordHash",
    "shareKey",
    "recoveryCode",
    "token",
];

/// The members that are objects.
pub(super) const OBJECTS: [&str; 7] = [
    "pool",
    "settings",
    "environment",
    "profile",
    "mfa",
    "pending",
    "lifetimes",
];

/// The members that are lists of objects.
pub(super) const LISTS: [&str; 10] = [
    "roles",
    "apps",
    "accessKeys",
    "access",
    "agreements",
    "socialLogins",
    "users",
    "ldapAccounts",
    "socialAccounts",
    "authorizations",
];

pub(super) fn parse(text: &str) -> Result<Document, SeedError> {
    let value = serde_json::from_str(text).map_err(|error| SeedError::invalid(WHOLE, error))?;
    check_objects(&value, "")?;
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(located)
}

/// Rejects a list in place of an object, which the parser would accept.
fn check_objects(value: &Value, at: &str) -> Result<(), SeedError> {
    let Value::Object(members) = value else {
        let at = if at.is_empty() { WHOLE } else { at };
        return Err(SeedError::invalid(at, "is not an object"));
    };
    for (name, value) in members {
        let at = match at {
            "" => name.clone(),
            at => format!("{at}.{name}"),
        };
        match value {
            Value::Object(_) => check_objects(value, &at)?,
            Value::Array(elements) if LISTS.contains(&name.as_str()) => {
                for (index, element) in elements.iter().enumerate() {
                    check_objects(element, &format!("{at}[{index}]"))?;
                }
            }
            Value::Array(_) if OBJECTS.contains(&name.as_str()) => check_objects(value, &at)?,
            // The member is unknown or has another type: the parser will report it.
            _ => {}
        }
    }
    Ok(())
}

fn located(error: serde_path_to_error::Error<serde_json::Error>) -> SeedError {
    let secret = matches!(
        error.path().iter().next_back(),
        Some(Segment::Map { key }) if SECRETS.contains(&key.as_str())
    );
    let at = match error.path().to_string().as_str() {
        "." => WHOLE.to_owned(),
        path => path.to_owned(),
    };
    let error = error.into_inner();
    if secret && error.is_data() {
        // The parser's own message quotes the value.
        return SeedError::invalid(at, "is not a string");
    }
    SeedError::invalid(at, error)
}

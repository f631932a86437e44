//! The columns of files with users: the names that the fields have in JSON.

use crate::args::Api;

/// How a column is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Flag,
    Count,
    Texts,
    Password,
    /// The service decides it: it is in exports, and ignored by imports.
    Ignored,
}

/// Columns of both APIs.
const COMMON: &[(&str, Kind)] = &[
    ("username", Kind::Text),
    ("email", Kind::Text),
    ("emailVerified", Kind::Flag),
    ("phone", Kind::Text),
    ("password", Kind::Password),
    ("nickname", Kind::Text),
    ("photo", Kind::Text),
    ("company", Kind::Text),
    ("unionid", Kind::Text),
    ("openid", Kind::Text),
    ("oauth", Kind::Text),
    ("name", Kind::Text),
    ("givenName", Kind::Text),
    ("familyName", Kind::Text),
    ("middleName", Kind::Text),
    ("profile", Kind::Text),
    ("preferredUsername", Kind::Text),
    ("website", Kind::Text),
    ("gender", Kind::Text),
    ("birthdate", Kind::Text),
    ("zoneinfo", Kind::Text),
    ("locale", Kind::Text),
    ("address", Kind::Text),
    ("formatted", Kind::Text),
    ("streetAddress", Kind::Text),
    ("locality", Kind::Text),
    ("region", Kind::Text),
    ("postalCode", Kind::Text),
    ("country", Kind::Text),
    ("browser", Kind::Text),
    ("device", Kind::Text),
    ("lastIP", Kind::Text),
    ("lastLogin", Kind::Text),
    ("loginsCount", Kind::Count),
    ("signedUp", Kind::Text),
    ("blocked", Kind::Flag),
    // A deleted user is skipped.
    ("isDeleted", Kind::Flag),
];

const LEGACY: &[(&str, Kind)] = &[
    ("registerMethod", Kind::Text),
    ("_id", Kind::Ignored),
    ("registerInClient", Kind::Ignored),
    ("tokenExpiredAt", Kind::Ignored),
    ("metadata", Kind::Ignored),
];

const V2: &[(&str, Kind)] = &[
    ("externalId", Kind::Text),
    ("phoneVerified", Kind::Flag),
    ("phoneCountryCode", Kind::Text),
    ("registerSource", Kind::Texts),
    ("id", Kind::Ignored),
    ("arn", Kind::Ignored),
    ("userPoolId", Kind::Ignored),
    ("status", Kind::Ignored),
    ("tokenExpiredAt", Kind::Ignored),
    ("city", Kind::Ignored),
    ("province", Kind::Ignored),
    ("createdAt", Kind::Ignored),
    ("updatedAt", Kind::Ignored),
    ("identities", Kind::Ignored),
    ("customData", Kind::Ignored),
    ("newlyCreated", Kind::Ignored),
    ("mainDepartmentId", Kind::Ignored),
    ("mainDepartmentCode", Kind::Ignored),
];

/// How similar a name must be to a column for a suggestion, from 0 to 1. With less, `role` suggests `browser`.
const SIMILAR: f64 = 0.8;

/// Returns the column with this name, and how it is read.
pub(crate) fn kind(api: Api, name: &str) -> Result<(&'static str, Kind), String> {
    let own = match api {
        Api::Legacy => LEGACY,
        Api::V2 => V2,
    };
    let all = COMMON.iter().chain(own).copied();
    if let Some(found) = all.clone().find(|(known, _)| *known == name) {
        return Ok(found);
    }
    let similarity = |known: &str| strsim::jaro(&known.to_lowercase(), &name.to_lowercase());
    let similar = all
        .map(|(known, _)| (similarity(known), known))
        .filter(|(similarity, _)| *similarity > SIMILAR)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let shown = crate::output::printable(name);
    Err(match similar {
        Some((_, known)) => {
            format!("`{shown}` is not a column of this API; did you mean `{known}`?")
        }
        None => format!(
            "`{shown}` is not a column of this API: a file that `authing users export` writes has the columns"
        ),
    })
}

/// Returns the columns of which a user needs at least one.
pub(crate) fn identifiers(api: Api) -> &'static [&'static str] {
    match api {
        Api::Legacy => &["username", "email", "unionid"],
        Api::V2 => &["username", "email", "phone", "unionid", "externalId"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_suggested_for_a_name_like_it() {
        for (name, suggested) in [
            ("emial", "`email`"),
            ("E-Mail", "`email`"),
            ("phone_number", "`phone`"),
            ("User Name", "`username`"),
            ("email_verified", "`emailVerified`"),
            ("passwd", "`password`"),
            ("lastip", "`lastIP`"),
        ] {
            let flaw = kind(Api::V2, name).unwrap_err();
            assert!(flaw.contains(suggested), "{flaw}");
        }
        for name in ["", "?", "邮箱", "role", "department", "salary"] {
            let flaw = kind(Api::V2, name).unwrap_err();
            assert!(!flaw.contains("did you mean"), "{flaw}");
        }
    }
}

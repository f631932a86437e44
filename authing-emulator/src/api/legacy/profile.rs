//! The fields of a user that no rule looks at: they are taken over as they come.

use serde_json::{Map, Value};

use crate::engine::call::Args;

/// What a user looks like who has chosen no photo.
const DEFAULT_PHOTO: &str = "https://usercontents.authing.cn/authing-avatar.png";

pub(crate) const FIELDS: [&str; 26] = [
    "unionid",
    "openid",
    "oauth",
    "nickname",
    "company",
    "photo",
    "device",
    "browser",
    "name",
    "givenName",
    "familyName",
    "middleName",
    "profile",
    "preferredUsername",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
    "formatted",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "country",
];

/// A new user's profile.
pub(super) fn new(info: Args<'_>) -> Map<String, Value> {
    let mut profile = Map::new();
    update(&mut profile, info);
    profile
        .entry("photo")
        .or_insert_with(|| DEFAULT_PHOTO.into());
    profile
}

/// Takes over what is given. Null takes a field away.
pub(super) fn update(profile: &mut Map<String, Value>, given: Args<'_>) {
    for field in FIELDS {
        match given.text_or_null(field) {
            None => {}
            Some(Some(text)) => {
                profile.insert(field.to_owned(), text.into());
            }
            Some(None) => {
                profile.remove(field);
            }
        }
    }
}

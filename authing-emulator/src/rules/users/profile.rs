//! The profile fields: they are stored as they are sent. No rule reads them, except the unionid.

use std::collections::BTreeMap;

/// The photo of a user who has not chosen one.
const DEFAULT_PHOTO: &str = "https://usercontents.authing.cn/authing-avatar.png";

/// The country code of the phone, which does not outlast it.
pub(super) const COUNTRY: &str = "phoneCountryCode";

pub(crate) const FIELDS: [&str; 31] = [
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
    // Only the v2 API has these.
    "city",
    "province",
    COUNTRY,
    "expiredAt",
    "directManagement",
];

pub(crate) type Profile = BTreeMap<String, String>;

/// Fields with their new texts. `None` removes a field.
pub(crate) type Changes<'a> = Vec<(&'static str, Option<&'a str>)>;

/// Returns a new user's profile.
pub(super) fn new(given: &Changes<'_>) -> Profile {
    let mut profile = Profile::new();
    change(&mut profile, given);
    profile
        .entry("photo".to_owned())
        .or_insert_with(|| DEFAULT_PHOTO.to_owned());
    profile
}

pub(super) fn change(profile: &mut Profile, changes: &Changes<'_>) {
    for (field, text) in changes {
        match text {
            Some(text) => profile.insert((*field).to_owned(), (*text).to_owned()),
            None => profile.remove(*field),
        };
    }
}

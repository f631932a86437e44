//! The claims about a user (OpenID Connect Core 1.0, section 5.1), by scope.

use serde_json::{Map, Value};

use crate::clock::js_date::seconds_of;
use crate::store::users::User;

/// All scopes that have claims.
pub(crate) const ALL_SCOPES: &str = "profile email phone address";

/// The maximum length of a claim in a token, as JSON, in bytes.
const MAX_IN_TOKEN: usize = 1024;

/// The texts of the profile, by claim.
const PROFILE: [(&str, &str); 12] = [
    ("name", "name"),
    ("given_name", "givenName"),
    ("family_name", "familyName"),
    ("middle_name", "middleName"),
    ("nickname", "nickname"),
    ("profile", "profile"),
    ("picture", "photo"),
    ("website", "website"),
    ("gender", "gender"),
    ("birthdate", "birthdate"),
    ("zoneinfo", "zoneinfo"),
    ("locale", "locale"),
];

const ADDRESS: [(&str, &str); 6] = [
    ("formatted", "formatted"),
    ("street_address", "streetAddress"),
    ("locality", "locality"),
    ("region", "region"),
    ("postal_code", "postalCode"),
    ("country", "country"),
];

/// The claims of each scope, besides those of the profile's texts.
const OTHERS: [&str; 7] = [
    "preferred_username",
    "updated_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
];

/// Returns the names of all claims about users.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let texts = PROFILE.iter().map(|(claim, _)| *claim);
    texts.chain(OTHERS)
}

/// Returns the claims of these scopes. A claim without a value is omitted.
pub(crate) fn claims_of(user: &User, scope: &str) -> Map<String, Value> {
    let mut claims = Map::new();
    for scope in scope.split(' ') {
        match scope {
            "profile" => add_profile(&mut claims, user),
            "email" => {
                let verified = user.email_verified;
                add_contact(&mut claims, "email", user.email.as_ref(), verified);
            }
            "phone" => {
                let verified = user.phone_verified;
                add_contact(&mut claims, "phone_number", user.phone.as_ref(), verified);
            }
            "address" => {
                let address = texts(user, &ADDRESS);
                if !address.is_empty() {
                    claims.insert("address".to_owned(), address.into());
                }
            }
            _ => {}
        }
    }
    claims
}

/// The same for a token, which travels in headers: without claims that are too long for these, such as pictures as data.
pub(crate) fn claims_in_token(user: &User, scope: &str) -> Map<String, Value> {
    let mut claims = claims_of(user, scope);
    claims.retain(|_, value| value.to_string().len() <= MAX_IN_TOKEN);
    claims
}

fn add_profile(claims: &mut Map<String, Value>, user: &User) {
    claims.extend(texts(user, &PROFILE));
    let preferred = user.profile.get("preferredUsername");
    if let Some(name) = preferred.or(user.username.as_ref()) {
        claims.insert("preferred_username".to_owned(), name.as_str().into());
    }
    if let Some(seconds) = user.updated_at.as_deref().and_then(seconds_of) {
        claims.insert("updated_at".to_owned(), seconds.into());
    }
}

fn add_contact(
    claims: &mut Map<String, Value>,
    claim: &str,
    contact: Option<&String>,
    verified: bool,
) {
    if let Some(contact) = contact {
        claims.insert(claim.to_owned(), contact.as_str().into());
        claims.insert(format!("{claim}_verified"), verified.into());
    }
}

fn texts(user: &User, fields: &[(&str, &str)]) -> Map<String, Value> {
    let texts = fields.iter().filter_map(|(claim, field)| {
        let text = user.profile.get(*field).filter(|text| !text.is_empty())?;
        Some(((*claim).to_owned(), text.as_str().into()))
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_claims_are_not_in_tokens() {
        let mut user = User::default();
        let mut set = |field: &str, length| {
            user.profile.insert(field.to_owned(), "x".repeat(length));
        };
        set("photo", MAX_IN_TOKEN - 1);
        set("country", MAX_IN_TOKEN);
        // With its quotes.
        set("nickname", MAX_IN_TOKEN - 2);
        let in_token = claims_in_token(&user, ALL_SCOPES);
        assert!(in_token.contains_key("nickname"));
        assert!(!in_token.contains_key("picture") && !in_token.contains_key("address"));
        assert!(claims_of(&user, ALL_SCOPES).contains_key("picture"));
    }
}

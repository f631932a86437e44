//! A new user, with the fields that both APIs know by the same names.

pub(crate) mod columns;

use std::collections::BTreeMap;

use authing_client::Secret;
use authing_client::operations::{CreateUser, UpdateUser};
use authing_client::v2::types::CreateUserInput;
use serde_json::{Map, Value};

use crate::args::Api;
use crate::failure::Failure;
use columns::Kind;

/// A user to create.
#[derive(Debug, Default)]
pub(crate) struct NewUser {
    texts: BTreeMap<&'static str, String>,
    flags: BTreeMap<&'static str, bool>,
    pub(crate) password: Option<Secret>,
    logins_count: Option<i32>,
    register_sources: Option<Vec<String>>,
}

impl NewUser {
    /// Reads a line of a file. The errors never show a value.
    pub(crate) fn read(api: Api, fields: Map<String, Value>) -> Result<Self, Vec<String>> {
        let mut user = Self::default();
        let mut flaws = Vec::new();
        for (name, value) in fields {
            let read = columns::kind(api, &name).and_then(|(name, kind)| {
                let is_empty = value.is_null() || value.as_str() == Some("");
                if is_empty {
                    return Ok(());
                }
                let read = user.set(name, kind, value);
                read.map_err(|reason| format!("`{name}` {reason}"))
            });
            flaws.extend(read.err());
        }
        if flaws.is_empty() {
            flaws.extend(user.flaw(api));
        }
        if flaws.is_empty() {
            Ok(user)
        } else {
            Err(flaws)
        }
    }

    pub(crate) fn set_text(&mut self, name: &'static str, value: Option<String>) {
        self.texts.extend(value.map(|value| (name, value)));
    }

    /// Returns a text, such as the email address.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Returns whether the line describes a deleted user.
    pub(crate) fn is_deleted(&self) -> bool {
        self.flag("isDeleted") == Some(true)
    }

    fn set(&mut self, name: &'static str, kind: Kind, value: Value) -> Result<(), &'static str> {
        match (kind, value) {
            (Kind::Text, Value::String(text)) => {
                self.texts.insert(name, text);
            }
            (Kind::Text, _) => return Err("must be a text"),
            (Kind::Flag, Value::Bool(flag)) => {
                self.flags.insert(name, flag);
            }
            (Kind::Flag, Value::String(text)) => {
                let flag = text.trim().to_ascii_lowercase().parse();
                let flag = flag.map_err(|_| "must be `true` or `false`")?;
                self.flags.insert(name, flag);
            }
            (Kind::Flag, _) => return Err("must be `true` or `false`"),
            (Kind::Password, Value::String(text)) => self.password = Some(Secret::new(text)),
            (Kind::Password, _) => return Err("must be a text"),
            (Kind::Count, value) => {
                let count = match &value {
                    Value::String(text) => text.trim().parse().ok(),
                    other => other.as_i64(),
                };
                let count = count.and_then(|count| i32::try_from(count).ok());
                let count = count.filter(|count| *count >= 0);
                self.logins_count = Some(count.ok_or("must be a whole number")?);
            }
            (Kind::Texts, value) => {
                let texts = match value {
                    Value::String(text) => serde_json::from_str(&text),
                    other => serde_json::from_value(other),
                };
                let texts = texts.map_err(|_| "must be an array of texts, such as [\"a\"]")?;
                self.register_sources = Some(texts).filter(|texts: &Vec<_>| !texts.is_empty());
            }
            (Kind::Ignored, _) => {}
        }
        Ok(())
    }

    /// Returns what the service would reject.
    fn flaw(&self, api: Api) -> Option<String> {
        let names = columns::names(api);
        if !names.iter().any(|name| self.text(name).is_some()) {
            return Some(format!("one of {} is required", names.join(", ")));
        }
        match self.text("email") {
            Some(email) if !email.contains('@') => Some("`email` has no @".to_owned()),
            _ => None,
        }
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.flags.get(name).copied()
    }

    /// Returns the operation of the legacy API. It requires a password: without one, nobody knows the user's.
    pub(crate) fn to_legacy(&self) -> Result<CreateUser, Failure> {
        let text = |name: &str| self.text(name).map(str::to_owned);
        let password = match &self.password {
            Some(password) => password.clone(),
            None => unknown_password()?,
        };
        Ok(CreateUser::new()
            .maybe_email(text("email"))
            .maybe_phone(text("phone"))
            .maybe_username(text("username"))
            .password(password)
            .maybe_nickname(text("nickname"))
            .maybe_company(text("company"))
            .maybe_photo(text("photo"))
            .maybe_browser(text("browser"))
            .maybe_device(text("device"))
            .maybe_last_ip(text("lastIP"))
            .maybe_oauth(text("oauth"))
            .maybe_unionid(text("unionid"))
            .maybe_openid(text("openid"))
            .maybe_register_method(text("registerMethod"))
            .maybe_name(text("name"))
            .maybe_given_name(text("givenName"))
            .maybe_family_name(text("familyName"))
            .maybe_middle_name(text("middleName"))
            .maybe_profile(text("profile"))
            .maybe_preferred_username(text("preferredUsername"))
            .maybe_website(text("website"))
            .maybe_gender(text("gender"))
            .maybe_birthdate(text("birthdate"))
            .maybe_zoneinfo(text("zoneinfo"))
            .maybe_locale(text("locale"))
            .maybe_address(text("address"))
            .maybe_formatted(text("formatted"))
            .maybe_street_address(text("streetAddress"))
            .maybe_locality(text("locality"))
            .maybe_region(text("region"))
            .maybe_postal_code(text("postalCode"))
            .maybe_country(text("country"))
            .maybe_signed_up_at(text("signedUp"))
            .maybe_last_login_at(text("lastLogin")))
    }

    /// Returns the update with what the legacy API does not take at the creation; `None` if there is nothing.
    pub(crate) fn rest_of_legacy(&self, update: UpdateUser) -> Option<UpdateUser> {
        let (blocked, verified) = (self.flag("blocked"), self.flag("emailVerified"));
        let has_rest = blocked == Some(true) || verified.is_some() || self.logins_count.is_some();
        has_rest.then(|| {
            update
                .maybe_blocked(blocked)
                .maybe_email_verified(verified)
                .maybe_logins_count(self.logins_count)
        })
    }

    /// Returns the input of the v2 API.
    pub(crate) fn to_v2(&self) -> CreateUserInput {
        let text = |name: &str| self.text(name).map(str::to_owned);
        CreateUserInput::new()
            .maybe_username(text("username"))
            .maybe_email(text("email"))
            .maybe_email_verified(self.flag("emailVerified"))
            .maybe_phone(text("phone"))
            .maybe_phone_verified(self.flag("phoneVerified"))
            .maybe_phone_country_code(text("phoneCountryCode"))
            .maybe_unionid(text("unionid"))
            .maybe_openid(text("openid"))
            .maybe_external_id(text("externalId"))
            .maybe_nickname(text("nickname"))
            .maybe_photo(text("photo"))
            .maybe_password(self.password.clone())
            .maybe_register_sources(self.register_sources.clone())
            .maybe_browser(text("browser"))
            .maybe_oauth(text("oauth"))
            .maybe_logins_count(self.logins_count)
            .maybe_last_login_at(text("lastLogin"))
            .maybe_company(text("company"))
            .maybe_last_ip(text("lastIP"))
            .maybe_signed_up_at(text("signedUp"))
            .maybe_blocked(self.flag("blocked"))
            .maybe_device(text("device"))
            .maybe_name(text("name"))
            .maybe_given_name(text("givenName"))
            .maybe_family_name(text("familyName"))
            .maybe_middle_name(text("middleName"))
            .maybe_profile(text("profile"))
            .maybe_preferred_username(text("preferredUsername"))
            .maybe_website(text("website"))
            .maybe_gender(text("gender"))
            .maybe_birthdate(text("birthdate"))
            .maybe_zoneinfo(text("zoneinfo"))
            .maybe_locale(text("locale"))
            .maybe_address(text("address"))
            .maybe_formatted_address(text("formatted"))
            .maybe_street_address(text("streetAddress"))
            .maybe_locality(text("locality"))
            .maybe_region(text("region"))
            .maybe_postal_code(text("postalCode"))
            .maybe_country(text("country"))
    }
}

/// Returns a password of 192 random bits, for a user who will set another one with a reset.
fn unknown_password() -> Result<Secret, Failure> {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let mut bytes = [0; 24];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes))),
        Err(error) => Err(Failure::Partly(format!(
            "the system's random number generator failed: {error}"
        ))),
    }
}

//! The operations that create a user.

use authing_client::Secret;
use authing_client::operations::{CreateUser, UpdateUser};
use authing_client::v2::types::CreateUserInput;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::NewUser;
use crate::failure::Failure;

impl NewUser {
    /// Returns the operation of the legacy API. It requires a password: without one, nobody knows the user's.
    pub(crate) fn to_legacy(&self) -> Result<CreateUser, Failure> {
        let text = |name: &str| self.text(name).map(str::to_owned);
        let password = match &self.password {
            Some(password) => password.clone(),
            None => unknown_password()?,
        };
        Ok(CreateUser::new()
            .maybe_email(text("email"))
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

    /// Returns the update with what the legacy API does not take at the creation; `None` if there is nothing. A phone number
    /// would need an SMS code there.
    pub(crate) fn rest_of_legacy(&self, update: UpdateUser) -> Option<UpdateUser> {
        let (blocked, verified) = (self.flag("blocked"), self.flag("emailVerified"));
        let phone = self.text("phone");
        let has_rest = blocked == Some(true)
            || verified.is_some()
            || self.logins_count.is_some()
            || phone.is_some();
        has_rest.then(|| {
            update
                .maybe_phone(phone)
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
    let mut bytes = [0; 24];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes))),
        Err(error) => Err(Failure::Partly(format!(
            "the system's random number generator failed: {error}"
        ))),
    }
}

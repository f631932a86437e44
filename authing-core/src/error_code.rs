//! The service's error codes and what they mean.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An error code of the service. The table of known codes is not complete, so unknown codes are kept.
///
/// The named codes are constants, so they work as patterns:
///
/// ```
/// # use authing_core::ErrorCode;
/// let advice = match ErrorCode::new(2006) {
///     ErrorCode::WRONG_PASSWORD => "try again",
///     ErrorCode::CAPTCHA_REQUIRED | ErrorCode::CAPTCHA_WRONG => "show the captcha",
///     _ => "give up",
/// };
/// assert_eq!(advice, "try again");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorCode(i64);

impl ErrorCode {
    /// Creates a code from its number.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the number used on the wire.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// 200: no error. Used by data that carries a code, such as the login state and the responses of REST paths.
    pub const OK: Self = Self(200);

    /// Returns whether the code means that the service has too many requests (1000, 1002).
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::BUSY | Self::TOO_MANY_REQUESTS)
    }

    /// Returns whether the code means that the request's token is missing (2020), expired (2206) or invalid (2207).
    #[must_use]
    pub const fn concerns_token(self) -> bool {
        matches!(
            self,
            Self::NOT_LOGGED_IN | Self::TOKEN_EXPIRED | Self::TOKEN_INVALID
        )
    }
}

/// With the meaning: the error of `main` is shown by `Debug`.
impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meaning() {
            Some(meaning) => write!(f, "ErrorCode({self}: {meaning})"),
            None => write!(f, "ErrorCode({self})"),
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares the codes: each with its number, the same as a text, by which the documentation's search finds it, its name and
/// its meaning.
macro_rules! codes {
    ($($number:literal $alias:literal $name:ident $meaning:literal;)*) => {
        #[cfg(test)]
        const ALIASES: &[(i64, &str)] = &[$(($number, $alias)),*];

        /// The documented codes, and those that the documented flows depend on. Those marked `v2` belong to the v2 API.
        impl ErrorCode {
            $(
                #[doc = concat!(stringify!($number), ": ", $meaning, ".")]
                #[doc(alias = $alias)]
                pub const $name: Self = Self($number);
            )*

            /// Returns a short description of the code, or `None` if it is not in the table.
            #[must_use]
            pub const fn meaning(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($meaning),)*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    500 "500" INTERNAL "internal error, or one without a code of its own";
    1000 "1000" BUSY "server busy";
    1001 "1001" NOT_ALLOWED "not allowed";
    1002 "1002" TOO_MANY_REQUESTS "too many requests (v2)";
    1635 "1635" MFA_REQUIRED "multi-factor authentication required";
    1636 "1636" APP_MFA_REQUIRED "multi-factor authentication of the app required (v2)";
    1639 "1639" FIRST_PASSWORD_REQUIRED "password must be set at the first login (v2)";
    1640 "1640" IDENTITY_BINDING_CHOICE "the binding of a social login must be chosen (v2)";
    1641 "1641" IDENTITY_BINDING_UNCONFIRMED "the binding of a social login must be confirmed (v2)";
    1642 "1642" PROFILE_INCOMPLETE "more profile fields required (v2)";
    1643 "1643" SELF_UNLOCK "the user can unlock the account (v2)";
    1700 "1700" FACE_NOT_RECOGNIZED "face not recognized (v2)";
    1920 "1920" SESSION_LOOKUP_FAILED "session lookup failed";
    1921 "1921" NO_SESSION "no such session";
    1922 "1922" SESSION_TOKEN_INVALID "token invalid (bad signature)";
    1923 "1923" SESSION_TOKEN_EXPIRED "token expired";
    1924 "1924" SESSION_APP_UNKNOWN "no such app";
    2000 "2000" CAPTCHA_REQUIRED "captcha required";
    2001 "2001" CAPTCHA_WRONG "the captcha or the code is wrong";
    2002 "2002" LOGIN_QUOTA_USED_UP "monthly login quota used up";
    2003 "2003" LOGIN_EMAIL_MALFORMED "malformed email at registration or login";
    2004 "2004" USER_UNKNOWN "no such user";
    2005 "2005" USER_LOCKED "user locked";
    2006 "2006" WRONG_PASSWORD "wrong password";
    2007 "2007" ILLEGAL_APP_NAME "illegal app name";
    2008 "2008" APP_NAME_TAKEN "app name already in use";
    2009 "2009" ILLEGAL_APP_TYPE "illegal app type";
    2010 "2010" APP_ID_MISSING "app id missing";
    2011 "2011" APP_UNKNOWN "no such app";
    2012 "2012" NO_DEFAULT_GROUP "no default user group";
    2013 "2013" ILLEGAL_APP_DESCRIPTION "illegal app description";
    2014 "2014" MALFORMED_SEARCH "malformed user search";
    2015 "2015" ILLEGAL_SEARCH_TYPE "illegal user search type";
    2016 "2016" CIPHERTEXT_INVALID "password ciphertext could not be decrypted";
    2017 "2017" MAIL_MACRO_INVALID "mail template macro could not be parsed";
    2018 "2018" CHANGE_NOT_ALLOWED "user may not change this";
    2019 "2019" VERIFICATION_REQUIRED "verification needed before changing the password";
    2020 "2020" NOT_LOGGED_IN "not logged in";
    2021 "2021" MAIL_TEMPLATE_MISSING "mail not sent: no template; in v2, the MFA token is invalid";
    2022 "2022" VERIFICATION_TEMPLATE_MISSING "email verification failed: no template";
    2023 "2023" VERIFICATION_LINK_EXPIRED "email verification failed: link expired";
    2024 "2024" DESCRIPTION_TOO_LONG "description over 140 characters";
    2025 "2025" MAIL_PROVIDER_FAILED "default mail provider failed";
    2026 "2026" USER_EXISTS "user already exists";
    2027 "2027" NO_PASSWORD "account created by a social login has no password";
    2028 "2028" CONTACT_MISSING "phone or email missing or malformed";
    2029 "2029" PASSWORD_TOO_SHORT "password shorter than 6 characters";
    2030 "2030" TOO_MANY_USERS "more than 80 users requested at once";
    2031 "2031" REGISTRATION_CLOSED "registration closed";
    2032 "2032" PASSWORD_REQUIRED "password required at registration";
    2034 "2034" USERNAME_TAKEN "username taken (v2)";
    2035 "2035" PHONE_TAKEN "phone taken, or already bound (v2)";
    2036 "2036" USER_OF_OTHER_POOL "user of another pool (v2)";
    2037 "2037" OLD_EMAIL_WRONG "old email does not match (v2)";
    2038 "2038" OLD_PHONE_WRONG "old phone does not match (v2)";
    2039 "2039" POOL_DOMAIN_TAKEN "domain taken (v2)";
    2040 "2040" NO_SEATS_LEFT "no seats left (v2)";
    2042 "2042" EMAIL_NOT_VERIFIED "email not verified (v2)";
    2057 "2057" ACCOUNT_LOCKED "account locked after failed attempts (v2)";
    2058 "2058" PASSWORD_EXPIRED "password out of date, must be changed (v2)";
    2059 "2059" PASSWORD_REUSED "password used before (v2)";
    2061 "2061" PASSWORD_UNSAFE "password unsafe (v2)";
    2071 "2071" PASSWORD_TOO_WEAK "password too weak (v2)";
    2100 "2100" REGISTERING_TOO_OFTEN "registering too often";
    2101 "2101" APP_ID_REQUIRED "app id required";
    2200 "2200" EMAIL_TAKEN "email taken";
    2201 "2201" OLD_PASSWORD_REQUIRED "old password required";
    2202 "2202" NOT_OWN_DATA "not the current user's data";
    2203 "2203" OLD_PASSWORD_WRONG "old password wrong";
    2204 "2204" EMAIL_MALFORMED "malformed email";
    2205 "2205" USER_POOL_MISSING "registerInClient missing";
    2206 "2206" TOKEN_EXPIRED "login expired";
    2207 "2207" TOKEN_INVALID "login token invalid";
    2208 "2208" SAME_EMAIL "new email equals the old one";
    2209 "2209" DELETION_NOT_ALLOWED "may not delete this user";
    2210 "2210" DELETION_FAILED "deletion failed, for example no such user";
    2211 "2211" USERNAME_MISSING "username missing";
    2212 "2212" ROOT_USER "root user can't be deleted";
    2213 "2213" SOCIAL_KIND_BOUND "this kind of social login is already bound";
    2214 "2214" SOCIAL_LOGINS_UNREADABLE "bound social logins could not be read";
    2215 "2215" SOCIAL_ACCOUNT_TAKEN "that social account is bound to another user";
    2216 "2216" SOCIAL_KIND_NOT_BOUND "nothing to unbind: this kind is not bound";
    2217 "2217" LAST_LOGIN_METHOD "last login method can't be unbound";
    2218 "2218" NO_EMAIL_FOR_PASSWORD "no email bound, so the password can't be changed";
    2219 "2219" NO_EMAIL "nothing to unbind: no email";
    2220 "2220" OAUTH_APP_NAME_TAKEN "OAuth app name taken";
    2221 "2221" OAUTH_APP_UNKNOWN "no such OAuth app";
    2222 "2222" DOMAIN_RESERVED "reserved domain";
    2223 "2223" DOMAIN_TAKEN "domain taken (OAuth app)";
    2224 "2224" USER_POOL_UNKNOWN "no such user pool (v2)";
    2225 "2225" EMAIL_NOT_UPDATABLE "email can't be changed by a profile update (v2)";
    2226 "2226" PHONE_NOT_UPDATABLE "phone can't be changed by a profile update (v2)";
    2227 "2227" OLD_EMAIL_UNVERIFIED "old email must be verified first (v2)";
    2229 "2229" SAME_NEW_EMAIL "new email equals the old one (v2)";
    2230 "2230" SAME_NEW_PHONE "new phone equals the old one (v2)";
    2231 "2231" PARAMETERS_MISSING "parameters missing (v2)";
    2241 "2241" QR_CODE_UNKNOWN "no such QR code";
    2300 "2300" CODE_EXPIRED "verification code expired";
    2333 "2333" LOGIN_REJECTED "wrong user or password (v2)";
    2401 "2401" NO_MOBILE_SESSION "no mobile single sign-on session (v2)";
    2921 "2921" SEVERAL_ACCOUNTS "several accounts for this WeChat user (v2)";
    3003 "3003" NAMESPACE_NOT_DELETABLE "namespace can't be deleted, or does not exist (v2)";
    3005 "3005" NAMESPACE_UNKNOWN "no such namespace (v2)";
    3012 "3012" MACRO_FAILED "macro failed";
    3013 "3013" MAIL_FAILED "mail not sent, unknown reason";
    3014 "3014" MAIL_TRANSPORT_MISSING "mail not sent: no transport";
    3617 "3617" COLLABORATORS_NOT_ADDABLE "may not add collaborators";
    3618 "3618" PERMISSIONS_NOT_ADDABLE "may not add permissions";
    3619 "3619" COLLABORATIONS_HIDDEN "may not list the pools this user collaborates on";
    3620 "3620" COLLABORATOR_EXISTS "collaborator exists";
    3621 "3621" COLLABORATION_NOT_REMOVABLE "may not remove the collaboration";
    3622 "3622" COLLABORATORS_HIDDEN "may not list collaborators";
    3623 "3623" COLLABORATION_UNKNOWN "no such collaboration";
    3624 "3624" COLLABORATOR_NOT_CHANGEABLE "may not change the collaborator";
    3829 "3829" SECOND_LEVEL_DOMAIN_TAKEN "second-level domain taken";
    4021 "4021" NOT_IN_PLAN "not part of the plan paid for (v2)";
    4212 "4212" OIDC_APP_UNKNOWN "no such OIDC app";
    5000 "5000" ORDER_APP_UNKNOWN "order's app not found";
    5001 "5001" ORDER_UNKNOWN "no such order";
    5022 "5022" ORDER_NOT_CREATED "order not created";
    5023 "5023" ALIPAY_ORDER_NOT_CREATED "Alipay order not created";
    5024 "5024" ORDER_FAILED "order not created, unknown reason";
    5025 "5025" ORDER_PRICE_ILLEGAL "order not created: illegal price";
    6001 "6001" TOTP_WRONG "code of the authenticator app wrong (v2)";
    6002 "6002" RECOVERY_CODE_WRONG "recovery code wrong (v2)";
    6003 "6003" TOTP_MISSING "code of the authenticator app missing (v2)";
    6004 "6004" TOTP_PARAMETER_MISSING "parameter of the authenticator app missing (v2)";
    7348 "7348" SAML_PROVIDER_UNKNOWN "no such SAML service provider";
    8128 "8128" SAML_ASSERTION_FAILED "SAML assertion could not be returned";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_code_has_a_meaning_and_an_unknown_code_is_kept() {
        assert_eq!(ErrorCode::new(2026), ErrorCode::USER_EXISTS);
        assert_eq!(
            ErrorCode::USER_EXISTS.meaning(),
            Some("user already exists")
        );
        assert_eq!(ErrorCode::new(9999).meaning(), None);
        assert_eq!(ErrorCode::new(9999).to_string(), "9999");
        assert_eq!(format!("{:?}", ErrorCode::new(9999)), "ErrorCode(9999)");
        let shown = format!("{:#?}", ErrorCode::USER_EXISTS);
        assert_eq!(shown, "ErrorCode(2026: user already exists)");
    }

    #[test]
    fn a_code_is_serialized_as_its_number() {
        let code = serde_json::to_value(ErrorCode::USER_EXISTS).unwrap();
        assert_eq!(code, 2026);
    }

    #[test]
    fn a_code_is_found_by_its_number() {
        for (number, alias) in ALIASES {
            assert_eq!(alias.parse(), Ok(*number));
        }
    }

    #[test]
    fn three_codes_are_about_the_token() {
        let concerned: Vec<i64> = (0..9000)
            .filter(|&number| ErrorCode::new(number).concerns_token())
            .collect();
        assert_eq!(concerned, [2020, 2206, 2207]);
    }
}

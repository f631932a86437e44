//! The service's errors: a code, a message, and sometimes data.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::store::StoreError;

/// An error that a rule returns. On the wire it is the `message` object of a GraphQL error.
///
/// `Debug` omits the data, which may contain a token.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct ApiError {
    pub(crate) code: u16,
    pub(crate) message: String,
    /// Additional data, such as the URL of a captcha. Null is sent, not omitted.
    pub(crate) data: Option<Value>,
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

/// Declares the codes, each with its number and its default message.
macro_rules! codes {
    ($($name:ident = $number:literal $message:literal;)*) => {
        /// The service's codes that the emulator returns.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($name = $number),* }

        impl Code {
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            pub(crate) fn message(self) -> &'static str {
                match self { $(Self::$name => $message),* }
            }
        }
    };
}

codes! {
    Valid = 200 "logged in";
    Internal = 500 "internal error";
    Busy = 1000 "too many requests, try later";
    NotAllowed = 1001 "not allowed";
    MfaRequired = 1635 "an MFA code is required";
    AppMfaRequired = 1636 "the app requires a second factor";
    FirstPasswordRequired = 1639 "a password must be set at the first login";
    CaptchaRequired = 2000 "too many failed logins: a captcha is required";
    VerificationWrong = 2001 "the verification code is wrong";
    MalformedEmail = 2003 "the email address is malformed";
    UnknownUser = 2004 "there is no such user";
    Blocked = 2005 "the user is locked";
    WrongPassword = 2006 "the password is wrong";
    PoolMissing = 2010 "the user pool id is missing";
    UnknownPool = 2011 "there is no such user pool";
    UserSearchType = 2015 "there is no such kind of user search";
    Undecryptable = 2016 "the password could not be decrypted: encrypt it with the pool's public key";
    FieldReadOnly = 2018 "a user may not change this field";
    NotLoggedIn = 2020 "not logged in";
    ChallengeInvalid = 2021 "the MFA token is wrong or has expired: log in again";
    LinkExpired = 2023 "the link has expired";
    UserExists = 2026 "the user already exists";
    PhoneOrEmail = 2028 "the phone number or email address is missing or malformed";
    ShortPassword = 2029 "the password is shorter than 6 characters";
    TooManyUsers = 2030 "at most 80 users may be asked for at once";
    RegistrationClosed = 2031 "registration is closed";
    PasswordRequired = 2032 "a password is required";
    PhoneTaken = 2035 "the phone number belongs to another user";
    OldEmailWrong = 2037 "the old email address is not the user's";
    OldPhoneWrong = 2038 "the old phone number is not the user's";
    EmailNotVerified = 2042 "the email address must be verified before a login";
    PasswordOutOfDate = 2058 "the password is out of date: a new one must be set";
    RegisteringTooOften = 2100 "too many registrations from this IP address, try later";
    EmailTaken = 2200 "the email address belongs to another user";
    OldPasswordRequired = 2201 "the old password is required";
    NotOwnData = 2202 "users may only see and change their own data";
    OldPasswordWrong = 2203 "the old password is wrong";
    MalformedNewEmail = 2204 "the email address is malformed";
    RegisterInClientMissing = 2205 "registerInClient is missing";
    TokenExpired = 2206 "the login has expired";
    TokenWrong = 2207 "the token is wrong";
    SameEmail = 2208 "the new email address is the old one";
    MayNotDelete = 2209 "this user may not be deleted by the caller";
    DeletionFailed = 2210 "the deletion failed: there is no such user";
    SocialKindBound = 2213 "an account of this kind is bound already";
    SocialAccountTaken = 2215 "this social account is bound to another user";
    SocialNotBound = 2216 "no account of this kind is bound";
    LastLoginWay = 2217 "the last way to log in can't be unbound";
    NoEmail = 2219 "the user has no email address";
    UnknownApp = 2221 "there is no such app";
    DomainTaken = 2223 "another app has this domain";
    EmailReadOnly = 2225 "the email address can't be changed here: it requires a code";
    PhoneReadOnly = 2226 "the phone number can't be changed here: it requires a code";
    SameNewEmail = 2229 "the new email address is the old one";
    SamePhone = 2230 "the new phone number is the old one";
    ParameterMissing = 2231 "a parameter is missing";
    VerificationExpired = 2300 "the verification code has expired";
    UnknownNamespace = 3005 "there is no such namespace";
    CollaboratorExists = 3620 "the user is a collaborator already";
    UnknownCollaboration = 3623 "there is no such collaboration";
    UnknownGroup = 3901 "there is no such group";
    UnknownRbacRole = 3903 "there is no such role";
    UnknownPermission = 3905 "there is no such permission";
    UnknownOidcApp = 4212 "there is no such OIDC app";
    TotpWrong = 6001 "the code of the authenticator app is wrong, or has already been used";
    RecoveryWrong = 6002 "the recovery code is wrong";
    TotpMissing = 6003 "the code of the authenticator app is missing";
    UnknownSaml = 7348 "there is no such SAML provider";
}

impl Code {
    pub(crate) fn number(self) -> u16 {
        self as u16
    }

    /// Returns an error of this code with data.
    pub(crate) fn with(self, data: Value) -> ApiError {
        ApiError {
            data: Some(data),
            ..self.into()
        }
    }

    /// Returns an error of this code with another message.
    pub(crate) fn saying(self, message: impl Into<String>) -> ApiError {
        ApiError {
            code: self.number(),
            message: message.into(),
            data: None,
        }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        code.saying(code.message())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Code::Internal.saying("the emulator's store failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_data_of_an_error_is_not_logged() {
        let error = Code::MfaRequired.with(json!({"mfaToken": "hunter2"}));
        let shown = format!("{error:?}");
        assert!(
            shown.contains("1635") && !shown.contains("hunter2"),
            "{shown}"
        );
    }

    #[test]
    fn an_error_has_the_form_of_the_service() {
        let error = ApiError::from(Code::WrongPassword);
        let expected = json!({"code": 2006, "message": "the password is wrong", "data": null});
        assert_eq!(serde_json::to_value(error).unwrap(), expected);
    }
}

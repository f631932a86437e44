//! The errors of OAuth 2.0 (RFC 6749, RFC 6750) and OpenID Connect.

use std::fmt;

use crate::rules::api_error::ApiError;
use crate::store::StoreError;

/// An error, as the endpoints report it.
#[derive(Debug)]
pub(crate) struct OAuthError {
    pub(crate) code: ErrorCode,
    pub(crate) description: String,
}

/// Declares the codes, each with its name on the wire and its HTTP status.
macro_rules! codes {
    ($($code:ident $name:literal $status:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum ErrorCode { $($code),* }

        impl ErrorCode {
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$code => $name),* }
            }

            pub(crate) const fn status(self) -> u16 {
                match self { $(Self::$code => $status),* }
            }
        }
    };
}

codes! {
    InvalidRequest "invalid_request" 400;
    BodyTooLong "invalid_request" 413;
    InvalidClient "invalid_client" 401;
    InvalidGrant "invalid_grant" 400;
    UnauthorizedClient "unauthorized_client" 400;
    UnsupportedGrantType "unsupported_grant_type" 400;
    UnsupportedResponseType "unsupported_response_type" 400;
    InvalidScope "invalid_scope" 400;
    AccessDenied "access_denied" 400;
    LoginRequired "login_required" 400;
    InteractionRequired "interaction_required" 400;
    ConsentRequired "consent_required" 400;
    RequestNotSupported "request_not_supported" 400;
    RequestUriNotSupported "request_uri_not_supported" 400;
    RegistrationNotSupported "registration_not_supported" 400;
    InvalidToken "invalid_token" 401;
    InsufficientScope "insufficient_scope" 403;
    ServerError "server_error" 500;
}

impl ErrorCode {
    /// Returns an error with a description: printable ASCII without quotes and backslashes.
    pub(crate) fn saying(self, description: impl Into<String>) -> OAuthError {
        OAuthError {
            code: self,
            description: description.into(),
        }
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.description)
    }
}

impl From<StoreError> for OAuthError {
    fn from(error: StoreError) -> Self {
        ApiError::from(error).into()
    }
}

/// Only for errors of the emulator itself: the rules of a login have other errors.
impl From<ApiError> for OAuthError {
    fn from(_: ApiError) -> Self {
        ErrorCode::ServerError.saying("the emulator failed")
    }
}

//! The accessors of an error.

use std::time::Duration;

use authing_core::response::ErrorData;
use authing_core::{ErrorCode, Secret};

use super::{Error, MfaChallenge, Report, UnverifiedTokens};
use crate::transport::error::TransportErrorKind;

impl Error {
    /// Returns the service's code, if the service returned an error that has one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Api { code, .. } | Self::CredentialsRejected { code, .. } => *code,
            _ => None,
        }
    }

    /// Returns the service's own message, such as 密码错误, if the service returned an error: a text to show to a user, in the
    /// language that the builder of a v2 client was given, and in Chinese otherwise.
    #[doc(alias = "message")]
    #[must_use]
    pub fn service_message(&self) -> Option<&str> {
        match self {
            Self::Api { message, .. } | Self::CredentialsRejected { message, .. } => {
                Some(message.as_str()).filter(|message| !message.is_empty())
            }
            _ => None,
        }
    }

    /// Returns the name of the operation or REST path that failed, such as `LoginByEmail` or `send_smscode`; `None` for
    /// errors of credentials, settings, runtimes and local verification.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Api { operation, .. }
            | Self::InvalidInput { operation, .. }
            | Self::Encrypt { operation, .. }
            | Self::Transport { operation, .. }
            | Self::Http { operation, .. }
            | Self::Decode { operation, .. }
            | Self::Unverified { operation, .. } => Some(operation),
            Self::CredentialsRejected { .. }
            | Self::Config { .. }
            | Self::NoRuntime { .. }
            | Self::BlockingInAsync
            | Self::InvalidToken { .. } => None,
        }
    }

    /// Returns whether the cause is likely to be temporary: no connection, a timeout, a service that is busy (codes
    /// 1000 and 1002) or down (HTTP statuses 408, 429, 502, 503 and 504, of the response or of the envelope of a REST path).
    /// HTTP 500 is not included: a request that fails inside the service usually fails again.
    ///
    /// The service may have received the request and carried it out, for example after a timeout. A query can be sent
    /// again anyway; for a mutation, check [`is_safe_to_retry`](Self::is_safe_to_retry).
    ///
    /// The client has already retried as far as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Api { code, .. } => {
                code.is_some_and(ErrorCode::is_busy) || self.has_status(is_overloaded)
            }
            // Certificates and response lengths don't change by themselves.
            Self::Transport { source, .. } => !matches!(
                source.kind(),
                TransportErrorKind::Tls | TransportErrorKind::TooLong
            ),
            Self::Http { .. } => self.has_status(is_overloaded),
            Self::Unverified { source, .. } => source.is_transient(),
            _ => false,
        }
    }

    /// Returns whether the error [is transient](Self::is_transient) and the service cannot have received the request,
    /// so that any operation can be retried, even a registration, without doing anything twice.
    ///
    /// False for every error of a response, and whenever
    /// [`may_have_been_sent`](crate::TransportError::may_have_been_sent) is true.
    #[must_use]
    pub fn is_safe_to_retry(&self) -> bool {
        let unsent = matches!(self, Self::Transport { source, .. } if !source.may_have_been_sent());
        unsent && self.is_transient()
    }

    /// Returns the error with the chain of its causes in one line, such as
    /// `LoginByEmail: could not connect to 127.0.0.1:1: Connection refused`.
    ///
    /// ```
    /// # fn example(error: authing_client::Error) {
    /// eprintln!("{}", error.report());
    /// # }
    /// ```
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report(self)
    }

    /// Returns the OAuth error code, such as `invalid_grant` or `access_denied`, if it is one of
    /// [OpenID Connect](crate::v2::oidc).
    #[cfg(feature = "v2")]
    #[must_use]
    pub fn oauth_error(&self) -> Option<&str> {
        match self {
            Self::Api {
                code: None,
                data: Some(data),
                graphql: false,
                ..
            } => data.get("error")?.as_str(),
            _ => None,
        }
    }

    /// Returns the tokens of a login or a refresh whose ID token could not be verified, because the provider's keys could not
    /// be fetched. [`Oidc::verify`](crate::v2::oidc::Oidc::verify) verifies it later.
    #[must_use]
    pub fn unverified_tokens(&self) -> Option<&UnverifiedTokens> {
        match self {
            Self::Unverified { tokens, .. } => Some(tokens),
            _ => None,
        }
    }

    /// Returns the time to wait before retrying, from the HTTP header `Retry-After`.
    ///
    /// The client has already waited and retried as far as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api { retry_after, .. } | Self::Http { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Returns whether multi-factor authentication is required (codes 1635 and 1636).
    ///
    /// Legacy: log in again with the `mfa_code` of the user's authenticator app. A wrong code is the same error again.
    /// v2: finish the login with the challenge that [`mfa`](Self::mfa) returns.
    #[must_use]
    pub fn needs_mfa(&self) -> bool {
        matches!(
            self.code(),
            Some(ErrorCode::MFA_REQUIRED | ErrorCode::APP_MFA_REQUIRED)
        )
    }

    /// Returns the challenge of a login that needs a second step (codes 1635 and 1636), in the v2 API: the token for that
    /// step, and the ways to pass it. [`complete_mfa`](crate::v2::AuthenticationClient::complete_mfa) passes it; the
    /// [v2 module](crate::v2#the-second-step-of-a-login) shows how.
    #[must_use]
    #[doc(alias = "mfaToken")]
    pub fn mfa(&self) -> Option<MfaChallenge> {
        self.data()
            .filter(|_| self.needs_mfa())
            .and_then(MfaChallenge::read)
    }

    /// Returns the token for setting a new password if a login needs one, in the v2 API: at the first login (code 1639), with
    /// `ResetPasswordByFirstLoginToken`, or because the password is out of date (code 2058), with
    /// `ResetPasswordByForceResetToken`.
    #[must_use]
    pub fn reset_token(&self) -> Option<Secret> {
        let wanted = [
            ErrorCode::FIRST_PASSWORD_REQUIRED,
            ErrorCode::PASSWORD_EXPIRED,
        ];
        let data = self.data()?;
        let token = data.get("token")?.as_str()?;
        let is_reset = self.code().is_some_and(|code| wanted.contains(&code));
        (is_reset && !token.is_empty()).then(|| token.into())
    }

    /// Returns the additional data of the service's error.
    fn data(&self) -> Option<&ErrorData> {
        match self {
            Self::Api { data, .. } => data.as_ref(),
            _ => None,
        }
    }

    /// Returns the URL of a captcha image, if the next login must have its text as `verify_code`; in the legacy API. In the v2
    /// API, the image is at `/api/v2/security/captcha` of the host, and its text is the `captcha_code`; the login must have the
    /// cookie that came with the image, as [`with_header`](crate::v2::AuthenticationClient::with_header) adds it.
    ///
    /// Code 2000 requests the first captcha. From then on, every rejection of that login returns the next one, whatever
    /// its code: 2001 for a wrong captcha, 2006 for a wrong password, 1635 if an MFA code [is needed](Self::needs_mfa)
    /// as well. A captcha is valid for one login, so the next attempt needs the new text in addition to the rest:
    ///
    /// ```no_run
    /// # async fn example(
    /// #     authing: authing_client::Authing,
    /// #     shown_to_the_user: impl Fn(&str) -> String,
    /// #     typed_by_the_user: impl Fn() -> String,
    /// # ) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::LoginByEmail;
    ///
    /// let mut attempt = LoginByEmail::new("test@testmail.com", "testpassword");
    /// let login = loop {
    ///     let error = match authing.login(attempt.clone()).await {
    ///         Ok(login) => break login,
    ///         Err(error) => error,
    ///     };
    ///     if error.captcha_url().is_none() && !error.needs_mfa() {
    ///         return Err(error);
    ///     }
    ///     attempt = attempt
    ///         .maybe_verify_code(error.captcha_url().map(&shown_to_the_user))
    ///         .maybe_mfa_code(error.needs_mfa().then(&typed_by_the_user));
    /// };
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn captcha_url(&self) -> Option<&str> {
        match self {
            Self::Api {
                data: Some(data),
                graphql: true,
                ..
            } => data.get("url")?.as_str(),
            _ => None,
        }
    }

    /// Returns whether a timeout was exceeded: of the connection, the attempt or the whole call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Returns whether no connection could be established, so that nothing was sent. A connection timeout is
    /// [`is_timeout`](Self::is_timeout).
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Returns whether TLS failed, usually because the server's certificate is not trusted. Nothing was sent.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Tls)
    }

    /// Returns whether the response has such a status. A GraphQL error with a code concerns the operation, whatever the
    /// status; outside GraphQL, the code may be a status in place of the one of HTTP.
    pub(crate) fn has_status(&self, is_such: impl Fn(u16) -> bool) -> bool {
        match self {
            Self::Http { status, .. } => is_such(status.as_u16()),
            Self::Api {
                code,
                status,
                graphql,
                ..
            } => {
                let stated = code.and_then(|code| u16::try_from(code.get()).ok());
                (code.is_none() || !graphql)
                    && (is_such(status.as_u16()) || stated.is_some_and(is_such))
            }
            _ => false,
        }
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport { source, .. } => Some(source.kind()),
            _ => None,
        }
    }
}

/// Returns whether a status says that the service is busy or down.
fn is_overloaded(status: u16) -> bool {
    matches!(status, 408 | 429 | 502..=504)
}

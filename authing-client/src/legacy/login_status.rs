//! Checking whether a user is logged in.

use authing_core::ErrorCode;
use authing_core::legacy::operations::CheckLoginStatus;
use authing_core::legacy::types::{LoginStatus, TokenContent};

use crate::error::Error;
use crate::legacy::session::Session;

/// The status of a user's token, as reported by the service.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum LoginState {
    /// The token is valid (code 200). Its content is included unless the service omits it.
    LoggedIn(Option<TokenContent>),
    /// There is no token, or nobody has logged in with it (code 2020).
    NotLoggedIn,
    /// The token has expired (code 2206).
    Expired,
    /// The token does not belong to this pool (code 2207).
    Invalid,
    /// Any other status, as reported by the service.
    Other(LoginStatus),
}

impl LoginState {
    /// Returns whether the token is valid.
    #[must_use]
    pub fn is_logged_in(&self) -> bool {
        matches!(self, Self::LoggedIn(_))
    }

    fn from_code(code: ErrorCode) -> Option<Self> {
        match code {
            ErrorCode::NOT_LOGGED_IN => Some(Self::NotLoggedIn),
            ErrorCode::TOKEN_EXPIRED => Some(Self::Expired),
            ErrorCode::TOKEN_INVALID => Some(Self::Invalid),
            _ => None,
        }
    }
}

impl From<LoginStatus> for LoginState {
    /// The code decides: in the documentation, a valid token has a `status` of true in one place and false in another.
    fn from(status: LoginStatus) -> Self {
        match status.code.map(ErrorCode::new) {
            Some(ErrorCode::OK) => Self::LoggedIn(status.token),
            None if status.status == Some(true) => Self::LoggedIn(status.token),
            Some(code) => Self::from_code(code).unwrap_or(Self::Other(status)),
            None => Self::Other(status),
        }
    }
}

/// # Login status
impl Session {
    /// Checks with the service whether this session's token is still valid.
    ///
    /// An invalid token is part of the result, not an error, whichever way the service reports it. For the service's
    /// own message, [`execute`](Self::execute) a [`CheckLoginStatus`].
    ///
    /// # Errors
    ///
    /// [`Error`] if the request fails.
    ///
    /// Documentation: 检查登录状态. On the wire: query `checkLoginStatus`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::LoginState;
    ///
    /// match authing.session("eyJhbGciOi…").login_status().await? {
    ///     LoginState::LoggedIn(content) => println!("{:?}", content.and_then(|content| content.expires_at)),
    ///     LoginState::Expired => println!("log in again"),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "checkLoginStatus")]
    #[doc(alias = "检查登录状态")]
    pub async fn login_status(&self) -> Result<LoginState, Error> {
        match self.execute(CheckLoginStatus::new()).await {
            Ok(status) => Ok(status.into()),
            Err(error) => error.code().and_then(LoginState::from_code).ok_or(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(json: &str) -> LoginState {
        serde_json::from_str::<LoginStatus>(json).unwrap().into()
    }

    #[test]
    fn the_code_decides_and_the_rest_is_kept() {
        for json in [
            r#"{"status":true,"code":200,"message":"ok","token":null}"#,
            r#"{"status":false,"code":200}"#,
            r#"{"status":true}"#,
        ] {
            assert!(state(json).is_logged_in(), "{json}");
        }
        assert!(matches!(
            state(r#"{"status":false,"code":2020}"#),
            LoginState::NotLoggedIn
        ));
        assert!(matches!(
            state(r#"{"status":false,"code":2206}"#),
            LoginState::Expired
        ));
        assert!(matches!(
            state(r#"{"status":false,"code":2207}"#),
            LoginState::Invalid
        ));
        assert!(
            matches!(state(r#"{"status":true,"code":1}"#), LoginState::Other(status) if status.code == Some(1))
        );
        assert!(matches!(state("{}"), LoginState::Other(_)));
    }
}

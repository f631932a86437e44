//! A login of the blocking client.

use authing_core::v2::types;

use super::session::UserSession;
use crate::login::login_methods;

/// A user who has just logged in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// The user, including the token.
    pub user: types::User,
    session: UserSession,
}

login_methods!(Login, UserSession, types::User);

/// A user who has just logged in with a recovery code.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecoveredLogin {
    /// The user, including the token, and the new recovery code, which the user must keep.
    pub user: types::RecoveredUser,
    session: UserSession,
}

login_methods!(RecoveredLogin, UserSession, types::RecoveredUser);

impl From<crate::v2::Login> for Login {
    fn from(login: crate::v2::Login) -> Self {
        Self {
            session: UserSession::new(login.session()),
            user: login.into_user(),
        }
    }
}

impl From<crate::v2::RecoveredLogin> for RecoveredLogin {
    fn from(login: crate::v2::RecoveredLogin) -> Self {
        Self {
            session: UserSession::new(login.session()),
            user: login.into_user(),
        }
    }
}

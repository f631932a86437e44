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

impl From<crate::v2::Login> for Login {
    fn from(login: crate::v2::Login) -> Self {
        Self {
            session: UserSession::new(login.session()),
            user: login.into_user(),
        }
    }
}

//! What the logins of all clients have in common.

use authing_core::{Operation, Secret};

use crate::error::Error;

/// The methods of a login, a struct with the fields `user` and `session`.
macro_rules! login_methods {
    ($Login:ty, $Session:ty, $User:ty) => {
        impl $Login {
            /// Returns the user's token, for example to pass it to the user's browser.
            #[must_use]
            pub fn token(&self) -> &::authing_core::Secret {
                self.session.token()
            }

            /// Returns the expiry time of the user's token, for example for a cookie, or `None` if the token is not a JWT
            /// with one.
            ///
            /// It is read from the token's content, which the service has just sent; the signature is not verified. Don't
            /// trust the expiry time of a token that a caller sent before the token is verified.
            #[must_use]
            pub fn expires_at(&self) -> Option<::std::time::SystemTime> {
                $crate::token::jwt::unverified_expiry(self.token().expose())
            }

            /// Returns the session of this user. All calls return the same session.
            #[must_use]
            pub fn session(&self) -> $Session {
                self.session.clone()
            }

            /// Returns only the user.
            #[must_use]
            pub fn into_user(self) -> $User {
                self.user
            }
        }
    };
}

pub(crate) use login_methods;

/// Returns the token of a response to the login `O`, which must have one.
pub(crate) fn token_of<O: Operation>(token: Option<&Secret>) -> Result<&Secret, Error> {
    let token = token.filter(|token| !token.is_empty());
    token.ok_or_else(|| Error::Decode {
        operation: O::NAME,
        path: format!("{}.token", O::ROOT_FIELD),
        reason: "the service returned no token".to_owned(),
    })
}

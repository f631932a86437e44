//! The pool itself, and tokens.

use authing_core::Secret;
use authing_core::legacy::types;

use super::Authing;
use crate::error::Error;

facade! {
    /// # The user pool
    impl Authing {
        /// Looks up the settings of the user pool, with the owner's token.
        #[doc(alias = "getUserPoolSettings")]
        fn user_pool_settings(&self) -> Result<types::UserPoolSettings, Error>;

        /// Says what the user pool is, with its id and secret in place of a token, and gives an owner's token
        /// besides.
        #[doc(alias = "getClientWhenSdkInit")]
        fn client_info(&self) -> Result<types::ClientInfo, Error>;

        /// The owner's token: the one that this client has, or a new one if there is none that is valid.
        #[doc(alias = "auth")]
        #[doc(alias = "getAccessTokenByAppSecret")]
        fn owner_token(&self) -> Result<Secret, Error>;
    }

    /// # Health
    impl Authing {
        /// Asks whether the pictures' host is there.
        #[doc(alias = "cdnPreflightFun")]
        fn cdn_status(&self) -> Result<(), Error>;
    }

    /// # Users' tokens
    impl Authing {
        /// Has the service read a token: whose it is, and from when to when it is valid. It needs no token but this
        /// one.
        #[doc(alias = "decodeToken")]
        #[doc(alias = "decodeJwtToken")]
        fn decode_token(&self, token: impl Into<Secret>) -> Result<types::DecodedToken, Error>;

        /// Gives a user a new token, with the owner's token.
        #[doc(alias = "RefreshToken")]
        #[doc(alias = "refreshToken")]
        fn refresh_token(&self, user_id: impl Into<String>) -> Result<types::RefreshedToken, Error>;
    }
}

//! The methods that wait for asynchronous ones which are written by hand.

use authing_core::Secret;
use authing_core::legacy::operations::{UpdateUser, UpdateUserProfile};
use authing_core::legacy::types;

use super::authing::Authing;
use super::session::{Login, Session};
use crate::error::Error;
use crate::legacy::login_status::LoginState;
use crate::legacy::photo::Photo;
use crate::legacy::user_tokens::TokenState;

/// Makes methods of their signatures: each waits for the method of the same name of what is `inner`.
///
/// Signature, first paragraph and aliases are those of the asynchronous method.
macro_rules! facade {
    ($(
        $(#[$about:meta])*
        impl $Type:ident {
            $(
                $(#[$method:meta])*
                fn $name:ident(&self $(, $argument:ident: $Argument:ty)* $(,)?) -> Result<$Output:ty, Error>;
            )*
        }
    )*) => {
        $(
            $(#[$about])*
            impl $Type {
                $(
                    $(#[$method])*
                    ///
                    /// # Errors
                    ///
                    #[doc = concat!(
                        "Those of the asynchronous [`", stringify!($name), "`](crate::", stringify!($Type), "::",
                        stringify!($name), "), which has the details, and [`Error::BlockingInAsync`] in an asynchronous task."
                    )]
                    pub fn $name(&self $(, $argument: $Argument)*) -> Result<$Output, Error> {
                        super::runtime::wait(self.inner.$name($($argument),*)).map(<$Output>::from)
                    }
                )*
            }
        )*
    };
}

facade! {
    /// # Logging in
    impl Authing {
        /// Logs a user in with email address and password.
        #[doc(alias = "loginByEmail")]
        fn login_by_email(
            &self,
            email: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with login name and password.
        #[doc(alias = "loginByUsername")]
        fn login_by_username(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with mobile phone number and password.
        #[doc(alias = "loginByPhonePassword")]
        fn login_by_phone_password(
            &self,
            phone: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with mobile phone number and the code that [`send_login_code`](Self::send_login_code)
        /// sent there.
        #[doc(alias = "loginByPhoneCode")]
        fn login_by_phone_code(
            &self,
            phone: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<Login, Error>;

        /// Logs a user in with the username and password of an LDAP directory.
        #[doc(alias = "loginByLDAP")]
        fn login_by_ldap(
            &self,
            username: impl Into<String>,
            password: impl Into<Secret>,
        ) -> Result<Login, Error>;
    }

    /// # Codes by SMS
    impl Authing {
        /// Sends an SMS code to log in with: see
        /// [`login_by_phone_code`](Self::login_by_phone_code).
        #[doc(alias = "getVerificationCode")]
        #[doc(alias = "sendOneTimePhoneCode")]
        fn send_login_code(&self, phone: impl AsRef<str>) -> Result<(), Error>;

        /// Sends an SMS code to register with: see [`register_by_phone`](Self::register_by_phone).
        #[doc(alias = "sendRegisterPhoneCode")]
        fn send_register_code(&self, phone: impl AsRef<str>) -> Result<(), Error>;
    }

    /// # The user pool
    impl Authing {
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

    /// # Users
    impl Authing {
        /// Deletes a user, with the owner's token, and gives what is gone.
        #[doc(alias = "remove")]
        fn remove_user(&self, id: impl Into<String>) -> Result<Vec<types::RemovedUser>, Error>;
    }

    /// # Finding a user
    impl Authing {
        /// Returns the user with this email address, or `None` if there is none, with the owner's token.
        #[doc(alias = "search")]
        #[doc(alias = "searchUser")]
        fn find_user_by_email(
            &self,
            email: impl Into<String>,
        ) -> Result<Option<types::User>, Error>;

        /// Returns the user with this mobile phone number, or `None` if there is none, with the owner's token.
        #[doc(alias = "search")]
        #[doc(alias = "searchUser")]
        fn find_user_by_phone(
            &self,
            phone: impl Into<String>,
        ) -> Result<Option<types::User>, Error>;

        /// Returns the user with this login name, or `None` if there is none, with the owner's token.
        #[doc(alias = "search")]
        #[doc(alias = "searchUser")]
        fn find_user_by_username(
            &self,
            username: impl Into<String>,
        ) -> Result<Option<types::User>, Error>;
    }

    /// # Roles
    impl Authing {
        /// Returns whether a user has a role of this name, with the owner's token.
        #[doc(alias = "queryPermissions")]
        #[doc(alias = "queryRoleByUserId")]
        fn has_role(
            &self,
            user_id: impl Into<String>,
            role: impl AsRef<str>,
        ) -> Result<bool, Error>;
    }

    /// # Pictures
    impl Authing {
        /// Uploads a picture and gives its address, which can be a user's `photo` then. The upload's token is asked
        /// for with the owner's; the upload's host gets no other.
        #[doc(alias = "qiNiuUploadToken")]
        fn upload_photo(&self, photo: Photo) -> Result<String, Error>;

        /// Uploads a picture and makes it a user's, with the owner's token; gives the user as it is then.
        #[doc(alias = "update")]
        fn set_photo(&self, user_id: impl Into<String>, photo: Photo) -> Result<types::User, Error>;
    }

    /// # Authorized apps
    impl Authing {
        /// Revokes an app's access to a user's account, with the owner's token. Returns whether the app is
        /// revoked now.
        #[doc(alias = "revokeAuthedApp")]
        #[doc(alias = "RevokeUserAuthorizedApp")]
        fn revoke_authorized_app(
            &self,
            user_id: impl Into<String>,
            app_id: impl Into<String>,
        ) -> Result<bool, Error>;
    }

    /// # Users' tokens
    impl Authing {
        /// Has the service decode a token: whose it is and until when it is valid, or that it has expired or is no
        /// token of the service.
        #[doc(alias = "decodeToken")]
        #[doc(alias = "decodeJwtToken")]
        fn decode_token(&self, token: impl Into<Secret>) -> Result<TokenState, Error>;
    }

    /// # Login status
    impl Session {
        /// Asks the service whether this session's token is still good.
        #[doc(alias = "checkLoginStatus")]
        fn login_status(&self) -> Result<LoginState, Error>;
    }

    /// # The second factor
    impl Session {
        /// Turns this user's second factor on, and returns it with the key that an authenticator app is set up with.
        #[doc(alias = "changeMFA")]
        fn enable_mfa(&self) -> Result<types::Mfa, Error>;

        /// Turns this user's second factor off, and returns it as it is then. The token says who the user is.
        #[doc(alias = "changeMFA")]
        fn disable_mfa(&self) -> Result<types::Mfa, Error>;
    }

    /// # Own profile
    impl Session {
        /// Returns this session's user, or `None` if the pool no longer has it. The id is filled in from the token.
        #[doc(alias = "user")]
        fn me(&self) -> Result<Option<types::User>, Error>;

        /// Changes this user's data, and returns the user as it is then. The id is filled in from the token.
        #[doc(alias = "update")]
        #[doc(alias = "updateUser")]
        fn update_profile(
            &self,
            change: impl FnOnce(UpdateUser) -> UpdateUser,
        ) -> Result<types::User, Error>;

        /// Changes this user's OpenID Connect profile, and returns it as it is then. The id is filled in from the
        /// token.
        #[doc(alias = "update")]
        #[doc(alias = "updateUser")]
        fn update_openid_profile(
            &self,
            change: impl FnOnce(UpdateUserProfile) -> UpdateUserProfile,
        ) -> Result<types::UserProfile, Error>;
    }

    /// # Picture
    impl Session {
        /// Uploads a picture and gives its address, like [`Authing::upload_photo`](crate::Authing::upload_photo). The upload's token is asked for
        /// with this user's.
        #[doc(alias = "qiNiuUploadToken")]
        fn upload_photo(&self, photo: Photo) -> Result<String, Error>;

        /// Uploads a picture and makes it this user's; gives the user as it is then.
        #[doc(alias = "update")]
        fn set_photo(&self, photo: Photo) -> Result<types::User, Error>;
    }

    /// # Authorized apps
    impl Session {
        /// Revokes an app's access to this user's account. Returns whether the app is revoked now.
        #[doc(alias = "revokeAuthedApp")]
        #[doc(alias = "RevokeUserAuthorizedApp")]
        fn revoke_authorized_app(&self, app_id: impl Into<String>) -> Result<bool, Error>;
    }
}

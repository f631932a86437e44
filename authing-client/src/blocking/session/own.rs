//! What users may do themselves.

use authing_core::Secret;
use authing_core::legacy::operations::UpdateUser;
use authing_core::legacy::types;

use super::Session;
use crate::error::Error;
use crate::legacy::login_status::LoginState;
use crate::legacy::photo::Photo;

facade! {
    /// # Users
    impl Session {
        /// Looks a user up by id, with this user's token; `None` if the pool has no such user.
        fn user(&self, id: impl Into<String>) -> Result<Option<types::User>, Error>;
    }

    /// # Login status
    impl Session {
        /// Asks the service whether this session's token is still good.
        #[doc(alias = "checkLoginStatus")]
        fn login_status(&self) -> Result<LoginState, Error>;
    }

    /// # Profiles
    impl Session {
        /// Changes a user's data, with this user's token, and gives the user as it is then.
        #[doc(alias = "update")]
        fn update_user(&self, update: UpdateUser) -> Result<types::User, Error>;
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

    /// # Email address
    impl Session {
        /// Has the code mailed that [`update_email`](Self::update_email) needs, with this user's token.
        #[doc(alias = "sendChangeEmailVerifyCode")]
        fn send_change_email_code(&self, email: impl Into<String>) -> Result<(), Error>;

        /// Changes this user's email address, with the code that
        /// [`send_change_email_code`](Self::send_change_email_code) mailed to the new one, and gives the user as it
        /// is then.
        #[doc(alias = "updateEmail")]
        fn update_email(
            &self,
            email: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<types::User, Error>;

        /// Takes this user's email address away, and gives the user as it is then.
        #[doc(alias = "unbindEmail")]
        fn unbind_email(&self) -> Result<types::User, Error>;
    }

    /// # Phone number
    impl Session {
        /// Changes this user's mobile phone number, with the code that
        /// [`Authing::send_login_code`](crate::Authing::send_login_code) sent to the new one, and gives the user as
        /// it is then.
        #[doc(alias = "updatePhone")]
        fn update_phone(
            &self,
            phone: impl Into<String>,
            code: impl Into<Secret>,
        ) -> Result<types::User, Error>;
    }

    /// # Second factor
    impl Session {
        /// Looks up this user's second factor; `None` if the service has none for the user.
        #[doc(alias = "queryMFA")]
        fn mfa(&self) -> Result<Option<types::Mfa>, Error>;

        /// Turns this user's second factor on or off, and gives it as it is then, with the key that an
        /// authenticator app is set up with: see [`mfa_provisioning_uri`](crate::mfa_provisioning_uri).
        #[doc(alias = "changeMFA")]
        fn change_mfa(&self, enable: bool) -> Result<types::Mfa, Error>;
    }

    /// # Social logins
    impl Session {
        /// Binds a social account to this user, who can log in with it from then on.
        #[doc(alias = "bindOAuth")]
        #[doc(alias = "bindOtherOAuth")]
        fn bind_social_login(
            &self,
            provider: impl Into<String>,
            unionid: impl Into<String>,
            user_info: impl Into<String>,
        ) -> Result<types::SocialBinding, Error>;

        /// Takes this user's social account of a provider away, and gives what was bound.
        #[doc(alias = "unbindOAuth")]
        #[doc(alias = "unbindOtherOAuth")]
        fn unbind_social_login(&self, provider: impl Into<String>) -> Result<types::SocialBinding, Error>;
    }

    /// # Authorized apps
    impl Session {
        /// Lists one page of the apps that this user has let use the account.
        #[doc(alias = "getAuthedAppList")]
        #[doc(alias = "GetUserAuthorizedApps")]
        fn authorized_apps(&self, page: i32, count: i32) -> Result<types::AuthorizedApps, Error>;

        /// No longer lets an app use this user's account. The answer says whether the app is revoked now.
        #[doc(alias = "revokeAuthedApp")]
        #[doc(alias = "RevokeUserAuthorizedApp")]
        fn revoke_authorized_app(&self, app_id: impl Into<String>) -> Result<bool, Error>;
    }

    /// # Logging out
    impl Session {
        /// Logs this user out everywhere, with the user's own token, and gives the user: the service no longer
        /// takes the token.
        #[doc(alias = "logout")]
        fn log_out(&self) -> Result<types::User, Error>;
    }
}

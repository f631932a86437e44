//! The blocking counterparts of the hand-written asynchronous methods.

use authing_core::Secret;
use authing_core::legacy::operations::{UpdateOpenidProfile, UpdateUser};
use authing_core::legacy::types;

use super::authing::Authing;
use super::session::Session;
use crate::blocking::facade::facade;
use crate::error::Error;
use crate::legacy::login_status::LoginState;
use crate::legacy::photo::Photo;
use crate::legacy::user_tokens::TokenState;

facade! {
    "crate";

    /// # Codes by SMS
    impl Authing {
        /// Sends an SMS code for [`login_by_phone_code`](Self::login_by_phone_code).
        #[doc(alias = "getVerificationCode")]
        #[doc(alias = "sendOneTimePhoneCode")]
        fn send_login_code(&self, phone: impl AsRef<str>) -> Result<(), Error>;

        /// Sends an SMS code for [`register_by_phone`](Self::register_by_phone).
        #[doc(alias = "sendRegisterPhoneCode")]
        fn send_register_code(&self, phone: impl AsRef<str>) -> Result<(), Error>;
    }

    /// # The user pool
    impl Authing {
        /// Returns the pool's details and a new owner token, authenticating with id and secret.
        #[doc(alias = "getClientWhenSdkInit")]
        fn client_info(&self) -> Result<types::ClientInfo, Error>;

        /// Returns the owner token: the cached one, or a new one if there is no valid one.
        #[doc(alias = "auth")]
        #[doc(alias = "getAccessTokenByAppSecret")]
        fn owner_token(&self) -> Result<Secret, Error>;
    }

    /// # Health
    impl Authing {
        /// Checks whether the CDN for pictures is up.
        #[doc(alias = "cdnPreflightFun")]
        fn cdn_status(&self) -> Result<(), Error>;
    }

    /// # Users
    impl Authing {
        /// Deletes a user, with the owner's token, and returns the deleted users.
        #[doc(alias = "remove")]
        fn remove_user(&self, id: impl Into<String>) -> Result<Vec<types::RemovedUser>, Error>;
    }

    /// # Finding a user
    impl Authing {
        /// Returns the user with this email address, or `None` if there is none, with the owner token.
        #[doc(alias = "search")]
        #[doc(alias = "searchUser")]
        fn find_user_by_email(
            &self,
            email: impl Into<String>,
        ) -> Result<Option<types::User>, Error>;

        /// Returns the user with this mobile phone number, or `None` if there is none, with the owner token.
        #[doc(alias = "search")]
        #[doc(alias = "searchUser")]
        fn find_user_by_phone(
            &self,
            phone: impl Into<String>,
        ) -> Result<Option<types::User>, Error>;

        /// Returns the user with this username, or `None` if there is none, with the owner token.
        #[doc(alias = "search")]
        #[doc(alias = "searchUser")]
        fn find_user_by_username(
            &self,
            username: impl Into<String>,
        ) -> Result<Option<types::User>, Error>;
    }

    /// # Roles
    impl Authing {
        /// Returns whether a user has a role of this name, with the owner token.
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
        /// Uploads a picture and returns its URL, which can then be a user's `photo`. The upload token is fetched with
        /// the owner token; the upload host gets only the upload token.
        #[doc(alias = "qiNiuUploadToken")]
        fn upload_photo(&self, photo: Photo) -> Result<String, Error>;

        /// Uploads a picture and sets it as a user's picture, with the owner token. Returns the updated user.
        #[doc(alias = "update")]
        #[doc(alias = "selectAvatarFile")]
        fn set_photo(&self, user_id: impl Into<String>, photo: Photo) -> Result<types::User, Error>;
    }

    /// # Authorized apps
    impl Authing {
        /// Revokes an app's access to a user's account, with the owner token. Returns whether the app is now revoked.
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
        /// Decodes a token at the service: returns its content, or that it has expired or is invalid. The call itself
        /// is sent without a token.
        #[doc(alias = "decodeToken")]
        #[doc(alias = "解析 Token")]
        #[doc(alias = "decodeJwtToken")]
        fn decode_token(&self, token: impl Into<Secret>) -> Result<TokenState, Error>;
    }

    /// # Login status
    impl Session {
        /// Checks with the service whether this session's token is still valid.
        #[doc(alias = "checkLoginStatus")]
        #[doc(alias = "检查登录状态")]
        fn login_status(&self) -> Result<LoginState, Error>;
    }

    /// # The second factor
    impl Session {
        /// Turns on this user's second factor and returns it with the key that sets up an authenticator app.
        #[doc(alias = "changeMFA")]
        fn enable_mfa(&self) -> Result<types::Mfa, Error>;

        /// Turns off this user's second factor and returns the updated second factor. The token identifies the user.
        #[doc(alias = "changeMFA")]
        fn disable_mfa(&self) -> Result<types::Mfa, Error>;
    }

    /// # Own profile
    impl Session {
        /// Returns this session's user, or `None` if the pool no longer has it. The id is filled in from the token.
        #[doc(alias = "user")]
        fn me(&self) -> Result<Option<types::User>, Error>;

        /// Changes this user's data and returns the updated user. The id is filled in from the token.
        #[doc(alias = "update")]
        #[doc(alias = "updateUser")]
        fn update_profile(
            &self,
            change: impl FnOnce(UpdateUser) -> UpdateUser,
        ) -> Result<types::User, Error>;

        /// Changes this user's OpenID Connect profile and returns the updated profile. The id is filled in from the
        /// token.
        #[doc(alias = "update")]
        #[doc(alias = "updateUser")]
        fn update_openid_profile(
            &self,
            change: impl FnOnce(UpdateOpenidProfile) -> UpdateOpenidProfile,
        ) -> Result<types::OpenidProfile, Error>;
    }

    /// # Picture
    impl Session {
        /// Uploads a picture and returns its URL, like [`Authing::upload_photo`](crate::Authing::upload_photo). The
        /// upload token is fetched with this user's token.
        #[doc(alias = "qiNiuUploadToken")]
        fn upload_photo(&self, photo: Photo) -> Result<String, Error>;

        /// Uploads a picture and sets it as this user's picture. Returns the updated user.
        #[doc(alias = "update")]
        #[doc(alias = "selectAvatarFile")]
        fn set_photo(&self, photo: Photo) -> Result<types::User, Error>;
    }

    /// # Authorized apps
    impl Session {
        /// Revokes an app's access to this user's account. Returns whether the app is now revoked.
        #[doc(alias = "revokeAuthedApp")]
        #[doc(alias = "RevokeUserAuthorizedApp")]
        fn revoke_authorized_app(&self, app_id: impl Into<String>) -> Result<bool, Error>;
    }
}

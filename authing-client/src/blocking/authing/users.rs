//! Users and what belongs to them.

use authing_core::legacy::operations::{UpdateRole, UpdateUser};
use authing_core::legacy::types;

use super::Authing;
use crate::error::Error;
use crate::legacy::photo::Photo;

facade! {
    /// # Users
    impl Authing {
        /// Looks a user up by id, with the owner's token; `None` if the pool has no such user.
        fn user(&self, id: impl Into<String>) -> Result<Option<types::User>, Error>;

        /// Looks up where and when a user has logged in, with the owner's token; `None` if the pool has no such
        /// user.
        #[doc(alias = "userLoginHistory")]
        #[doc(alias = "userLocation")]
        fn login_history(&self, user_id: impl Into<String>) -> Result<Option<types::LoginHistory>, Error>;

        /// Lists one page of the pool's users, with the owner's token.
        #[doc(alias = "list")]
        #[doc(alias = "list_users")]
        fn users(&self, page: i32, count: i32) -> Result<types::UserPage, Error>;

        /// Looks users up by their ids, up to 80 at once, with the owner's token. Ids that the pool does not know
        /// are passed over.
        #[doc(alias = "userPatch")]
        fn users_by_ids(
            &self,
            ids: impl IntoIterator<Item = impl Into<String>>,
        ) -> Result<types::UserPage, Error>;

        /// Deletes users, with the owner's token, and gives those that are gone.
        #[doc(alias = "remove")]
        fn remove_users(
            &self,
            ids: impl IntoIterator<Item = impl Into<String>>,
        ) -> Result<Vec<types::RemovedUser>, Error>;

        /// Deletes a user, with the owner's token, and gives what is gone.
        #[doc(alias = "remove")]
        fn remove_user(&self, id: impl Into<String>) -> Result<Vec<types::RemovedUser>, Error>;
    }

    /// # Profiles
    impl Authing {
        /// Changes a user's data, with the owner's token, and gives the user as it is then.
        #[doc(alias = "update")]
        fn update_user(&self, update: UpdateUser) -> Result<types::User, Error>;
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

    /// # Second factor
    impl Authing {
        /// Looks up a user's second factor, with the owner's token; `None` if the service has none for the user.
        #[doc(alias = "queryMFA")]
        fn mfa(&self, user_id: impl Into<String>) -> Result<Option<types::Mfa>, Error>;
    }

    /// # Social logins
    impl Authing {
        /// Lists the social login providers of the pool, those that are not enabled included. It needs no token.
        #[doc(alias = "readOAuthList")]
        fn social_providers(&self) -> Result<Vec<types::SocialProvider>, Error>;

        /// Lists the pool's social login providers, and whether a user has bound an account of each, with the
        /// owner's token.
        #[doc(alias = "readUserOAuthList")]
        #[doc(alias = "notBindOAuthList")]
        fn social_bindings(
            &self,
            user_id: impl Into<String>,
        ) -> Result<Vec<types::SocialBindingStatus>, Error>;
    }

    /// # Authorized apps
    impl Authing {
        /// Lists one page of the apps that a user has let use the account, with the owner's token.
        #[doc(alias = "getAuthedAppList")]
        #[doc(alias = "GetUserAuthorizedApps")]
        fn authorized_apps(
            &self,
            user_id: impl Into<String>,
            page: i32,
            count: i32,
        ) -> Result<types::AuthorizedApps, Error>;

        /// No longer lets an app use a user's account, with the owner's token. The answer says whether the app is
        /// revoked now.
        #[doc(alias = "revokeAuthedApp")]
        #[doc(alias = "RevokeUserAuthorizedApp")]
        fn revoke_authorized_app(
            &self,
            user_id: impl Into<String>,
            app_id: impl Into<String>,
        ) -> Result<bool, Error>;
    }

    /// # Roles
    impl Authing {
        /// Makes a role. [`CreateRole::description`](crate::operations::CreateRole::description), through [`execute`](Self::execute), says what it is for.
        #[doc(alias = "createRole")]
        fn create_role(&self, name: impl Into<String>) -> Result<types::Role, Error>;

        /// Lists one page of the pool's roles.
        #[doc(alias = "queryRoles")]
        #[doc(alias = "clientRoles")]
        fn roles(&self, page: i32, count: i32) -> Result<types::RolePage, Error>;

        /// Changes a role: its name, which the service wants each time, and what is set beside it.
        #[doc(alias = "updateRolePermissions")]
        fn update_role(&self, update: UpdateRole) -> Result<types::Role, Error>;

        /// Gives a user a role. The answer is who has the role then.
        #[doc(alias = "assignUserToRole")]
        fn assign_role(
            &self,
            role_id: impl Into<String>,
            user_id: impl Into<String>,
        ) -> Result<types::RoleAssignmentPage, Error>;

        /// Takes a role from a user; the role itself stays. The answer is what the user had of it.
        #[doc(alias = "removeUserFromRole")]
        #[doc(alias = "removeUserFromGroup")]
        fn remove_role(
            &self,
            role_id: impl Into<String>,
            user_id: impl Into<String>,
        ) -> Result<types::RoleAssignment, Error>;

        /// Lists one page of the users who have a role.
        #[doc(alias = "getUsersByRole")]
        #[doc(alias = "userGroup")]
        fn users_of_role(
            &self,
            role_id: impl Into<String>,
            page: i32,
            count: i32,
        ) -> Result<types::RoleAssignmentPage, Error>;

        /// Lists the roles that a user has, with what they allow.
        #[doc(alias = "queryPermissions")]
        #[doc(alias = "queryRoleByUserId")]
        fn roles_of_user(&self, user_id: impl Into<String>) -> Result<types::RoleAssignmentPage, Error>;
    }
}

//! Roles, which the service calls groups.

use authing_core::legacy::operations::{
    AssignRole, CreateRole, RemoveRole, Roles, RolesOfUser, UpdateRole, UsersOfRole,
};
use authing_core::legacy::types;

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Roles
///
/// All with the owner's token. What a role allows is a text of the application's own, such as JSON.
impl Authing {
    /// Makes a role. [`CreateRole::description`](crate::operations::CreateRole::description), through [`execute`](Self::execute), says what it is for.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `name` is empty.
    ///
    /// Documentation: none; the official SDKs have it as `createRole`. On the wire: mutation `createRole`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let role = authing.create_role("editor").await?;
    /// println!("{}", role.id);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "createRole")]
    pub async fn create_role(&self, name: impl Into<String>) -> Result<types::Role, Error> {
        self.execute(CreateRole::new(name)).await
    }

    /// Lists one page of the pool's roles.
    ///
    /// `page` counts from 1, and `count` is how many roles a page has; the service's defaults are 1 and 10.
    ///
    /// # Errors
    ///
    /// [`Error`] if the service can't be asked.
    ///
    /// Documentation: none; the official SDKs have it as `queryRoles`. On the wire: query `clientRoles`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// for role in authing.roles(1, 10).await?.list {
    ///     println!("{:?}: {:?}", role.name, role.permissions);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "queryRoles")]
    #[doc(alias = "clientRoles")]
    pub async fn roles(&self, page: i32, count: i32) -> Result<types::RolePage, Error> {
        self.execute(Roles::new().page(page).count(count)).await
    }

    /// Changes a role: its name, which the service wants each time, and what is set beside it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the role's id or name is empty.
    ///
    /// Documentation: none; the official SDKs have it as `updateRolePermissions`. On the wire: mutation `updateRole`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// use authing_client::operations::UpdateRole;
    ///
    /// let update = UpdateRole::new("5d5e2f3b4c1e7a0001c2d3e4", "editor").permissions(r#"["write"]"#);
    /// let role = authing.update_role(update).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "updateRolePermissions")]
    pub async fn update_role(&self, update: UpdateRole) -> Result<types::Role, Error> {
        self.execute(update).await
    }

    /// Gives a user a role. The answer is who has the role then.
    ///
    /// # Errors
    ///
    /// Code 2004 if there is no such user. [`Error::InvalidInput`] if one of the ids is empty.
    ///
    /// Documentation: none; the official SDKs have it as `assignUserToRole`. On the wire: mutation `assignUserToRole`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let (role_id, user_id) = ("5d5e2f3b4c1e7a0001c2d3e4", "5e4cdd055df3df65dc58b97d");
    /// authing.assign_role(role_id, user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "assignUserToRole")]
    pub async fn assign_role(
        &self,
        role_id: impl Into<String>,
        user_id: impl Into<String>,
    ) -> Result<types::RoleAssignmentPage, Error> {
        self.execute(AssignRole::new(role_id, user_id)).await
    }

    /// Takes a role from a user; the role itself stays. The answer is what the user had of it.
    ///
    /// # Errors
    ///
    /// Code 2004 if there is no such user. [`Error::InvalidInput`] if one of the ids is empty.
    ///
    /// Documentation: none; the official SDKs have it as `removeUserFromRole`. On the wire: mutation `removeUserFromGroup`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let (role_id, user_id) = ("5d5e2f3b4c1e7a0001c2d3e4", "5e4cdd055df3df65dc58b97d");
    /// authing.remove_role(role_id, user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "removeUserFromRole")]
    #[doc(alias = "removeUserFromGroup")]
    pub async fn remove_role(
        &self,
        role_id: impl Into<String>,
        user_id: impl Into<String>,
    ) -> Result<types::RoleAssignment, Error> {
        self.execute(RemoveRole::new(role_id, user_id)).await
    }

    /// Lists one page of the users who have a role.
    ///
    /// `page` counts from 1, and `count` is how many users a page has; the service's defaults are 1 and 10.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `role_id` is empty.
    ///
    /// Documentation: 获取通过 Role 获取用户. On the wire: query `userGroup`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let page = authing.users_of_role("5d5e2f3b4c1e7a0001c2d3e4", 1, 10).await?;
    /// for user in page.list.iter().filter_map(|assignment| assignment.user.as_ref()) {
    ///     println!("{:?}", user.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "getUsersByRole")]
    #[doc(alias = "userGroup")]
    pub async fn users_of_role(
        &self,
        role_id: impl Into<String>,
        page: i32,
        count: i32,
    ) -> Result<types::RoleAssignmentPage, Error> {
        self.execute(UsersOfRole::new(role_id).page(page).count(count))
            .await
    }

    /// Lists the roles that a user has, with what they allow.
    ///
    /// # Errors
    ///
    /// Code 2004 if there is no such user. [`Error::InvalidInput`] if `user_id` is empty.
    ///
    /// Documentation: none; the official SDKs have it as `queryPermissions`. On the wire: query `queryRoleByUserId`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// let roles = authing.roles_of_user("5e4cdd055df3df65dc58b97d").await?;
    /// for role in roles.list.iter().filter_map(|assignment| assignment.role.as_ref()) {
    ///     println!("{:?}: {:?}", role.name, role.permissions);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "queryPermissions")]
    #[doc(alias = "queryRoleByUserId")]
    pub async fn roles_of_user(
        &self,
        user_id: impl Into<String>,
    ) -> Result<types::RoleAssignmentPage, Error> {
        self.execute(RolesOfUser::new(user_id)).await
    }
}

//! Checking whether a user has a role.

use crate::error::Error;
use crate::legacy::authing::Authing;

/// # Roles
impl Authing {
    /// Returns whether a user has a role of this name, with the owner token.
    ///
    /// - `user_id`: The user's id: 24 hexadecimal digits.
    /// - `role`: The role's name, case-sensitive. Roles may share a name: one of them is enough.
    ///
    /// # Errors
    ///
    /// The errors of [`list_roles_of_user`](Self::list_roles_of_user): code 2004 no such user.
    ///
    /// Documentation: none; the official SDKs have the roles as `queryPermissions`. On the wire: query
    /// `queryRoleByUserId`.
    ///
    /// ```no_run
    /// # async fn example(authing: authing_client::Authing) -> Result<(), authing_client::Error> {
    /// if authing.has_role("5e4cdd055df3df65dc58b97d", "admin").await? {
    ///     println!("may do everything");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "queryPermissions")]
    #[doc(alias = "queryRoleByUserId")]
    pub async fn has_role(
        &self,
        user_id: impl Into<String>,
        role: impl AsRef<str>,
    ) -> Result<bool, Error> {
        let assignments = self.list_roles_of_user(user_id).await?.list;
        let mut roles = assignments
            .into_iter()
            .filter_map(|assignment| assignment.role?.name);
        Ok(roles.any(|name| name == role.as_ref()))
    }
}

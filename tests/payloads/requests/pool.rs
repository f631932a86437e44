//! Roles and the settings of the user pool.

use authing_client::operations::{
    AssignRole, CreateRole, GetUserPoolSettings, ListRoles, ListRolesOfUser, ListUsersOfRole,
    RemoveRole, UpdateRole,
};

payload!(list_roles, ListRoles::new());
payload!(list_roles_full, ListRoles::new().page(2).count(20));
payload!(create_role, CreateRole::new("editor"));
payload!(
    create_role_full,
    CreateRole::new("editor").description("may write")
);
payload!(
    update_role,
    UpdateRole::new("5e4cdd055df3df65dc58b981", "editor")
);
payload!(
    update_role_full,
    UpdateRole::new("5e4cdd055df3df65dc58b981", "editor")
        .description("may write")
        .permissions(r#"["article:write"]"#)
);
payload!(
    assign_role,
    AssignRole::new("5e4cdd055df3df65dc58b981", "5e4cdd055df3df65dc58b97e")
);
payload!(
    remove_role,
    RemoveRole::new("5e4cdd055df3df65dc58b981", "5e4cdd055df3df65dc58b97e")
);
payload!(
    list_users_of_role,
    ListUsersOfRole::new("5e4cdd055df3df65dc58b981")
);
payload!(
    list_users_of_role_full,
    ListUsersOfRole::new("5e4cdd055df3df65dc58b981")
        .page(2)
        .count(20)
);
payload!(
    list_roles_of_user,
    ListRolesOfUser::new("5e4cdd055df3df65dc58b97e")
);

payload!(get_user_pool_settings, GetUserPoolSettings::new());

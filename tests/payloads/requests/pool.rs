//! Roles and the settings of the user pool.

use authing_client::operations::{
    AssignRole, CreateRole, RemoveRole, Roles, RolesOfUser, UpdateRole, UserPoolSettings,
    UsersOfRole,
};

payload!(roles, Roles::new());
payload!(roles_full, Roles::new().page(2).count(20));
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
payload!(users_of_role, UsersOfRole::new("5e4cdd055df3df65dc58b981"));
payload!(
    users_of_role_full,
    UsersOfRole::new("5e4cdd055df3df65dc58b981")
        .page(2)
        .count(20)
);
payload!(roles_of_user, RolesOfUser::new("5e4cdd055df3df65dc58b97e"));

payload!(user_pool_settings, UserPoolSettings::new());

//! Roles and the settings of the user pool.

use authing_client::operations::{
    AssignRole, CreateRole, GetUserPoolSettings, ListRoles, ListRolesOfUser, ListUsersOfRole,
    RemoveRole,
};

response!(
    a_role,
    CreateRole::new("editor"),
    "createRole": r#"{"_id":"5e0b28ba5b6de4d1a5e0a8d2","name":"editor","descriptions":null,
        "client":"5a9fa26cf8635a000185528c"}"#
);
response!(
    roles,
    ListRoles::new(),
    "clientRoles": r#"{"totalCount":2,"list":[
        {"_id":"5e0b28ba5b6de4d1a5e0a8d2","name":"editor","descriptions":"可以写作","client":"5a9fa26cf8635a000185528c",
            "permissions":"[\"article:write\"]","createdAt":"Tue Dec 31 2019 18:54:18 GMT+0800 (CST)"},
        {"_id":"5e0b28ba5b6de4d1a5e0a8d3","name":"reader"}]}"#
);
// The operations on roles select different parts of an assignment.
response!(
    users_of_a_role,
    ListUsersOfRole::new("5e0b28ba5b6de4d1a5e0a8d2"),
    "userGroup": r#"{"totalCount":1,"list":[{"_id":"5e0b2a0f5b6de4d1a5e0a8d4",
        "group":{"_id":"5e0b28ba5b6de4d1a5e0a8d2","name":"editor"},
        "user":{"_id":"5a597f35085a2000144a10ed","photo":"","username":"test","email":"test@testmail.com"},
        "createdAt":"Tue Dec 31 2019 19:00:00 GMT+0800 (CST)"}]}"#
);
response!(
    roles_of_a_user,
    ListRolesOfUser::new("5a597f35085a2000144a10ed"),
    "queryRoleByUserId": r#"{"totalCount":1,"list":[{"_id":"5e0b2a0f5b6de4d1a5e0a8d4",
        "group":{"_id":"5e0b28ba5b6de4d1a5e0a8d2","name":"editor","permissions":"[\"article:write\"]"},"user":null}]}"#
);
response!(
    an_assigned_role,
    AssignRole::new("5e0b28ba5b6de4d1a5e0a8d2", "5a597f35085a2000144a10ed"),
    "assignUserToRole": r#"{"totalCount":1,"list":[{"_id":"5e0b2a0f5b6de4d1a5e0a8d4",
        "user":{"_id":"5a597f35085a2000144a10ed"},"createdAt":"Tue Dec 31 2019 19:00:00 GMT+0800 (CST)"}]}"#
);
response!(
    a_removed_role,
    RemoveRole::new("5e0b28ba5b6de4d1a5e0a8d2", "5a597f35085a2000144a10ed"),
    "removeUserFromGroup": r#"{"_id":"5e0b2a0f5b6de4d1a5e0a8d4","group":{"_id":"5e0b28ba5b6de4d1a5e0a8d2"},
        "user":{"_id":"5a597f35085a2000144a10ed"}}"#
);
response!(
    the_settings_of_a_pool,
    GetUserPoolSettings::new(),
    "getUserPoolSettings": r#"{"name":"测试用户池","logo":"https://usercontents.authing.cn/client/logo.png",
        "descriptions":"","allowedOrigins":"http://localhost:8080","emailVerifiedDefault":false,"useMiniLogin":true,
        "useSelfWxapp":false,"registerDisabled":false,"showWXMPQRCode":true,"enableEmail":true,"jwtExpired":1296000}"#
);

//! Role-based access control: roles, groups, permissions, and who has them.

pub(super) mod kinds;
mod lists;

use self::kinds::{
    GROUP_ROLES, GROUP_USERS, GROUPS, PERMISSIONS, ROLE_PERMISSIONS, ROLE_USERS, ROLES,
};
use crate::api::legacy::objects::act::Act::{
    Create, Delete, DeleteMany, Get, List, Relate, Unrelate, Update,
};
use crate::api::legacy::objects::act::Reply;
use crate::api::legacy::objects::shape::Shape;
use crate::engine::api::Nested;

rows! { ROWS Always;
    Query rbacRole Any Get(&ROLES, "_id");
    Query rbacRoleList Any List(&ROLES, Shape::Page(0));
    Mutation createRBACRole Owner Create(&ROLES);
    Mutation updateRBACRole Owner Update(&ROLES, "_id");
    Mutation deleteRBACRole Owner Delete(&ROLES, "_id", Reply::Message);
    Mutation deleteRBACRoleBatch Owner DeleteMany(&ROLES, "idList", Reply::Message);
    Mutation assignRBACRoleToUser Owner Relate(&ROLE_USERS);
    Mutation assignRBACRoleToUserBatch Owner Relate(&ROLE_USERS);
    Mutation revokeRBACRoleFromUser Owner Unrelate(&ROLE_USERS);
    Mutation revokeRBACRoleFromUserBatch Owner Unrelate(&ROLE_USERS);
    Query rbacPermission Any Get(&PERMISSIONS, "_id");
    Query rbacPermissionList Any List(&PERMISSIONS, Shape::Page(0));
    Mutation createRBACPermission Owner Create(&PERMISSIONS);
    Mutation updateRBACPermission Owner Update(&PERMISSIONS, "_id");
    Mutation deleteRBACPermission Owner Delete(&PERMISSIONS, "_id", Reply::Message);
    Mutation deleteRBACPermissionBatch Owner DeleteMany(&PERMISSIONS, "idList", Reply::Message);
    Mutation addPermissionToRBACRole Owner Relate(&ROLE_PERMISSIONS);
    Mutation addPermissionToRBACRoleBatch Owner Relate(&ROLE_PERMISSIONS);
    Mutation removePermissionFromRBACRole Owner Unrelate(&ROLE_PERMISSIONS);
    Mutation removePermissionFromRBACRoleBatch Owner Unrelate(&ROLE_PERMISSIONS);
    Query rbacGroup Any Get(&GROUPS, "_id");
    Query rbacGroupList Any lists::groups;
    Mutation createRBACGroup Owner Create(&GROUPS);
    Mutation updateRBACGroup Owner Update(&GROUPS, "_id");
    Mutation deleteRBACGroup Owner Delete(&GROUPS, "_id", Reply::Message);
    Mutation deleteRBACGroupBatch Owner DeleteMany(&GROUPS, "idList", Reply::Message);
    Mutation addRoleToRBACGroup Owner Relate(&GROUP_ROLES);
    Mutation addRoleToRBACGroupBatch Owner Relate(&GROUP_ROLES);
    Mutation removeRoleFromRBACGroup Owner Unrelate(&GROUP_ROLES);
    Mutation removeRoleFromRBACGroupBatch Owner Unrelate(&GROUP_ROLES);
    Mutation addUserToRBACGroup Owner Relate(&GROUP_USERS);
    Mutation addUserToRBACGroupBatch Owner Relate(&GROUP_USERS);
    Mutation removeUserFromRBACGroup Owner Unrelate(&GROUP_USERS);
    Mutation removeUserFromRBACGroupBatch Owner Unrelate(&GROUP_USERS);
    Query isUserInGroup Any lists::is_user_in_group;
    Query userRoleList Any lists::roles_of_user;
    Query userGroupList Any lists::groups_of_user;
    Query userPermissionList Any lists::permissions_of_user;
}

/// The fields of roles and groups that are lists themselves.
pub(in crate::api::legacy) const NESTED: &[Nested] = &[
    Nested {
        field: "RBACRole.permissions",
        handle: lists::permissions_of_role,
    },
    Nested {
        field: "RBACRole.users",
        handle: lists::users_of_role,
    },
    Nested {
        field: "RBACGroup.roles",
        handle: lists::roles_of_group,
    },
    Nested {
        field: "RBACGroup.permissions",
        handle: lists::permissions_of_group,
    },
    Nested {
        field: "RBACGroup.users",
        handle: lists::users_of_group,
    },
];

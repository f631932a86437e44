//! The collections of role-based access control, and their relations.

use crate::api::legacy::objects::relations::{Link, Relation};
use crate::api::legacy::objects::{Kind, Place};
use crate::rules::api_error::Code;

pub(in crate::api::legacy) const ROLES: Kind = Kind::new("roles", "角色", "role")
    .at(Place::Roles)
    .unknown(Code::UnknownRbacRole);
pub(in crate::api::legacy) const GROUPS: Kind = Kind::new("groups", "分组", "group")
    .at(Place::Groups)
    .unknown(Code::UnknownGroup);
pub(super) const PERMISSIONS: Kind =
    Kind::new("permissions", "权限", "permission").unknown(Code::UnknownPermission);

pub(super) const ROLE_USERS: Relation = Relation {
    of: &ROLES,
    id: "roleId",
    link: Link::RoleUsers,
    others: ["userId", "userIdList"],
};
pub(super) const ROLE_PERMISSIONS: Relation = Relation {
    of: &ROLES,
    id: "roleId",
    link: Link::RolePermissions(&PERMISSIONS),
    others: ["permissionId", "permissionIdList"],
};
pub(super) const GROUP_ROLES: Relation = Relation {
    of: &GROUPS,
    id: "groupId",
    link: Link::GroupRoles,
    others: ["roleId", "roleIdList"],
};
pub(super) const GROUP_USERS: Relation = Relation {
    of: &GROUPS,
    id: "groupId",
    link: Link::GroupUsers,
    others: ["userId", "userIdList"],
};

"""Role-based access control, and organizations, which are trees of groups."""

from context import NOBODY, covers
from harness import expect, includes
from shapes import DATE, DONE
from tokens import ID


def life(kind, code, *others):
    """Registers the check of the methods of groups, roles and permissions with the same names and results."""
    small = kind.lower()
    names = [f"createRBAC{kind}", f"rbac{kind}List", f"updateRBAC{kind}", f"deleteRBAC{kind}", f"deleteRBAC{kind}Batch"]

    @covers(*names, *others)
    def _(t):
        given = {"userPoolId": t.pool, "name": t.name(small), "description": "描述"}
        created = t.call(f"createRBAC{kind}", input=given)
        includes(created, _id=ID, createdAt=DATE, **given)
        newest = t.call(f"rbac{kind}List", userPoolId=t.pool, sortBy="CREATEDAT_DESC", page=0, count=1)
        assert [each["_id"] for each in newest["list"]] == [created["_id"]], newest
        changed = t.call(f"updateRBAC{kind}", input={"_id": created["_id"], "name": "新名字"})
        includes(changed, _id=created["_id"], name="新名字", description="描述")
        t.rejects(code, f"updateRBAC{kind}", input={"_id": NOBODY, "name": "x"})
        if others:
            includes(t.call(f"rbac{kind}", _id=created["_id"]), name="新名字")
            t.rejects(code, f"rbac{kind}", _id=NOBODY)
        includes(t.call(f"deleteRBAC{kind}", _id=created["_id"]), **DONE)
        t.rejects(code, f"deleteRBAC{kind}", _id=created["_id"])
        several = [t.created(kind), t.created(kind)]
        includes(t.call(f"deleteRBAC{kind}Batch", idList=several), **DONE)
        t.rejects(code, f"deleteRBAC{kind}Batch", idList=several)


life("Group", 3901)
life("Role", 3903, "rbacRole")
life("Permission", 3905, "rbacPermission")


def relation(names, of, other, part, code):
    """Registers the check of the methods that relate one thing to others."""
    add, add_all, remove, remove_all = names
    of_id, other_id = f"{of.lower()}Id", f"{other.lower()}Id"

    @covers(*names)
    def _(t):
        def make():
            return t.user_id() if other == "User" else t.created(other)

        id_, first, second, third = t.created(of), make(), make(), make()
        steps = [
            (add, {other_id: first}, 1), (add, {other_id: first}, 1), (add_all, {f"{other_id}List": [second, third]}, 3),
            (remove, {other_id: first}, 2), (remove_all, {f"{other_id}List": [second, third]}, 0),
        ]
        for name, others, total in steps:
            result = t.call(name, input={of_id: id_, **others})
            assert result["_id"] == id_ and result[part]["totalCount"] == total, (name, result)
        t.rejects(code, add, input={of_id: id_, other_id: NOBODY})


relation(["assignRBACRoleToUser", "assignRBACRoleToUserBatch", "revokeRBACRoleFromUser", "revokeRBACRoleFromUserBatch"],
         "Role", "User", "users", 2004)
relation(["addPermissionToRBACRole", "addPermissionToRBACRoleBatch", "removePermissionFromRBACRole",
          "removePermissionFromRBACRoleBatch"], "Role", "Permission", "permissions", 3905)
relation(["addRoleToRBACGroup", "addRoleToRBACGroupBatch", "removeRoleFromRBACGroup", "removeRoleFromRBACGroupBatch"],
         "Group", "Role", "roles", 3903)
relation(["addUserToRBACGroup", "addUserToRBACGroupBatch", "removeUserFromRBACGroup", "removeUserFromRBACGroupBatch"],
         "Group", "User", "users", 2004)


@covers("userRoleList", "userGroupList", "userPermissionList", "isUserInGroup", "addGroupMetadata")
def _(t):
    user, role, group, permission = t.user_id(), t.created("Role"), t.created("Group"), t.created("Permission")
    assert t.call("isUserInGroup", groupId=group, userId=user) is False
    t.sdk.addUserToRBACGroup({"input": {"groupId": group, "userId": user}})
    t.sdk.addRoleToRBACGroup({"input": {"groupId": group, "roleId": role}})
    t.sdk.addPermissionToRBACRole({"input": {"roleId": role, "permissionId": permission}})
    assert t.call("isUserInGroup", groupId=group, userId=user) is True
    for name, id_ in [("userRoleList", role), ("userGroupList", group), ("userPermissionList", permission)]:
        found = t.call(name, _id=user)
        assert [each["_id"] for each in found["list"]] == [id_] and len(found["rawList"]) == 1, found
    found = t.call("addGroupMetadata", groupId=group, key="level", value="1")
    expect(found, [{"key": "level", "value": "1"}])
    t.rejects(3901, "addGroupMetadata", groupId=NOBODY, key="level", value="1")


@covers("queryRBACGroupUserList", broken="looks for the result under its own name")
def _(t):
    group, user = t.created("Group"), t.user_id()
    t.sdk.addUserToRBACGroup({"input": {"groupId": group, "userId": user}})
    found = t.misnamed("queryRBACGroupUserList", "rbacGroup", _id=group)
    assert [each["_id"] for each in found["users"]["list"]] == [user], found


@covers("createOrg", "addOrgNode", "org", "orgs", "orgRootNode", "isRootNodeOfOrg", "orgChildrenNodes", "orgNodeUserList",
        "searchOrgNodes", "removeOrgNode", "deleteOrg")
def _(t):
    root, child, user = t.created("Group"), t.created("Group"), t.user_id()
    org = t.call("createOrg", input={"rootGroupId": root, "userPoolId": t.pool})["_id"]
    added = t.call("addOrgNode", input={"orgId": org, "groupId": child, "parentGroupId": root})
    nodes = {each["_id"]: each["children"] for each in added["nodes"]}
    assert nodes == {root: [child], child: []}, added
    includes(t.call("org", _id=org), _id=org)
    assert t.call("orgs", userPoolId=t.pool)["list"][-1]["_id"] == org
    includes(t.call("orgRootNode", _id=org), _id=root)
    assert t.call("isRootNodeOfOrg", input={"orgId": org, "groupId": child}) is False
    children = t.call("orgChildrenNodes", input={"orgId": org, "groupId": root})
    assert [each["group"]["_id"] for each in children] == [child], children
    t.sdk.addUserToRBACGroup({"input": {"groupId": child, "userId": user}})
    expect(t.call("orgNodeUserList", orgId=org, nodeId=root)["totalCount"], 0)
    expect(t.call("orgNodeUserList", orgId=org, nodeId=root, includeChildrenNodes=True)["totalCount"], 1)
    t.sdk.addGroupMetadata({"groupId": child, "key": "level", "value": "1"})
    for value, expected in [("1", [child]), ("2", [])]:
        found = t.call("searchOrgNodes", orgId=org, metadata=[{"key": "level", "value": value}])
        assert [each["_id"] for each in found] == expected, found
    left = t.call("removeOrgNode", input={"orgId": org, "groupId": child})
    assert [each["_id"] for each in left["nodes"]] == [root], left
    includes(t.call("deleteOrg", _id=org), **DONE)
    t.rejects(3901, "org", _id=org)

"""The managers of policies and access."""

from context import NOBODY
from harness import check, expect, includes
from shapes import DATE, DONE, TEXT

STATEMENT = {"resource": "books:*", "actions": ["books:read"], "effect": "ALLOW", "condition": object}
POLICY = {"namespace": "default", "code": str, "description": TEXT, "statements": list, "createdAt": DATE,
          "updatedAt": DATE}


def may(t, user, action="books:read", resource="books:1", namespace="default"):
    return t.management.acl.is_allowed(user, action, resource, namespace)


@check("policies.create")
def _(t):
    policies, code = t.management.policies, t.name("policy")
    condition = [{"param": "UserPoolId", "operator": "StringEquals", "value": {"any": ["json", 1]}}]
    statements = [{"resource": "books:*", "actions": ["books:read"], "effect": "DENY", "condition": condition}]
    policy = policies.create(code, statements, "a policy")
    includes(policy, **{**POLICY, "code": code, "description": "a policy", "isDefault": False, "assignmentsCount": 0})
    assert policy["statements"] == statements, policy
    t.rejects(500, lambda: policies.create(code, statements))


@check("policies.detail")
def _(t):
    code = t.policy()
    policy = t.management.policies.detail(code)
    includes(policy, **{**POLICY, "code": code, "isDefault": False, "statements": [STATEMENT]})
    assert t.management.policies.detail(t.name("unknown")) is None


@check("policies.list")
def _(t):
    code = t.policy()
    total = t.management.policies.list()["totalCount"]
    found = t.management.policies.list(1, total)
    for policy in found["list"]:
        includes(policy, **POLICY)
    codes = [policy["code"] for policy in found["list"]]
    assert len(codes) == total and code in codes and "AdministratorAccess" in codes, codes
    assert t.management.policies.list(total + 1, 1)["list"] == []


@check("policies.update")
def _(t):
    code, user = t.policy(), t.id()
    t.management.policies.add_assignments([code], "USER", [user])
    expect(may(t, user, "books:write"), False)
    statements = [{"resource": "books:*", "actions": ["books:write"], "effect": "ALLOW"}]
    includes(t.management.policies.update(code, statements, "changed"), code=code, description="changed")
    expect(may(t, user, "books:write"), True)
    t.rejects(500, lambda: t.management.policies.update("AdministratorAccess", statements))
    t.rejects(500, lambda: t.management.policies.update(t.name("unknown"), statements))


@check("policies.delete")
def _(t):
    code, user = t.policy(), t.id()
    t.management.policies.add_assignments([code], "USER", [user])
    expect(t.management.policies.delete(code), DONE)
    assert t.management.policies.detail(code) is None and not may(t, user)
    t.rejects(500, lambda: t.management.policies.delete(code))


@check("policies.delete_many")
def _(t):
    one, two = t.policy(), t.policy()
    t.rejects(500, lambda: t.management.policies.delete_many([one, "AdministratorAccess"]))
    expect(t.management.policies.delete_many([one, two]), DONE)
    assert t.management.policies.detail(one) is None


@check("policies.list_assignments")
def _(t):
    code, user, role = t.policy(), t.id(), t.role()
    expect(t.management.policies.list_assignments(code), {"totalCount": 0, "list": []})
    t.management.policies.add_assignments([code], "USER", [user])
    t.management.policies.add_assignments([code], "ROLE", [role])
    found = t.management.policies.list_assignments(code)
    expect(found, {"totalCount": 2, "list": [{"code": code, "targetType": str, "targetIdentifier": str}]})
    targets = {(each["targetType"], each["targetIdentifier"]) for each in found["list"]}
    assert targets == {("USER", user), ("ROLE", role)}, targets
    expect(len(t.management.policies.list_assignments(code, 2, 1)["list"]), 1)


@check("policies.add_assignments")
def _(t):
    code, denied, users = t.policy(), t.policy(effect="DENY"), [t.id() for _ in range(2)]
    expect(t.management.policies.add_assignments([code], "USER", users), DONE)
    assert all(may(t, user) for user in users)
    t.management.policies.add_assignments([denied], "USER", [users[0]])
    expect(may(t, users[0]), False)
    group, (_, _, node) = t.group(), t.org()
    by_group, by_node = t.id(), t.id()
    t.management.groups.add_users(group, [by_group])
    t.management.org.add_members(node, [by_node])
    t.management.policies.add_assignments([code], "GROUP", [group])
    t.management.policies.add_assignments([code], "ORG", [node])
    assert may(t, by_group) and may(t, by_node) and not may(t, t.id())
    t.rejects(500, lambda: t.management.policies.add_assignments([t.name("unknown")], "USER", users))


@check("policies.remove_assignments")
def _(t):
    code, user = t.policy(), t.id()
    t.management.policies.add_assignments([code], "USER", [user])
    expect(t.management.policies.remove_assignments([code], "USER", [user]), DONE)
    expect(may(t, user), False)


@check("policies.disable_assignment")
def _(t):
    code, user = t.policy(), t.id()
    t.management.policies.add_assignments([code], "USER", [user])
    expect(t.management.policies.disable_assignment(code, "USER", user), DONE)
    expect(may(t, user), False)
    t.rejects(500, lambda: t.management.policies.disable_assignment(code, "USER", NOBODY))


@check("policies.enable_assignment")
def _(t):
    code, user = t.policy(), t.id()
    t.management.policies.add_assignments([code], "USER", [user])
    t.management.policies.disable_assignment(code, "USER", user)
    expect(t.management.policies.enable_assignment(code, "USER", user), DONE)
    expect(may(t, user), True)
    t.rejects(500, lambda: t.management.policies.enable_assignment(code, "USER", NOBODY))


@check("users.list_policies")
def _(t):
    user, policy = t.id(), t.policy()
    expect(t.management.users.list_policies(user), {"totalCount": 0, "list": []})
    t.management.users.add_policies(user, [policy])
    assignment = {"code": policy, "targetType": "USER", "targetIdentifier": user}
    expect(t.management.users.list_policies(user), {"totalCount": 1, "list": [assignment]})


@check("users.add_policies")
def _(t):
    user = t.id()
    expect(t.management.users.add_policies(user, [t.policy()]), DONE)
    expect(may(t, user), True)


@check("users.remove_policies")
def _(t):
    user, one, two = t.id(), t.policy(), t.policy("films:*", ["films:see"])
    t.management.users.add_policies(user, [one, two])
    expect(t.management.users.remove_policies(user, [one]), DONE)
    expect(may(t, user), False)
    expect(may(t, user, "films:see", "films:1"), True)


@check("users.list_authorized_resources")
def _(t):
    user, role, name = t.id(), t.role(), t.name("books")
    expect(t.management.users.list_authorized_resources(user, "default"), {"totalCount": 0, "list": []})
    t.management.users.add_roles(user, [role])
    t.management.acl.authorize_resource("default", name, [
        {"targetType": "ROLE", "targetIdentifier": role, "actions": ["read"]},
        {"targetType": "USER", "targetIdentifier": user, "actions": ["write"]},
    ])
    found = t.management.users.list_authorized_resources(user, "default")
    expect(found["totalCount"], 1)
    expect(found["list"][0]["code"], name)
    assert sorted(found["list"][0]["actions"]) == ["read", "write"], found


@check("acl.allow")
def _(t):
    acl, user, role, by_role = t.management.acl, t.id(), t.role(), t.id()
    t.management.roles.add_users(role, [by_role])
    expect(acl.allow("books:1", "books:read", "default", user_id=user), DONE)
    expect(acl.allow("books:1", "books:write", "default", role=role), DONE)
    assert may(t, user) and not may(t, user, "books:write") and not may(t, user, resource="books:2")
    assert may(t, by_role, "books:write") and not may(t, by_role)
    t.rejects(2004, lambda: acl.allow("books:1", "books:read", "default", user_id=NOBODY))
    t.rejects(500, lambda: acl.allow("books:1", "books:read", "default", role=t.name("unknown")))


@check("acl.is_allowed")
def _(t):
    user = t.id()
    expect(may(t, user), False)
    t.management.acl.allow("books:1", "books:read", "shop", user_id=user)
    assert may(t, user, namespace="shop") and not may(t, user)
    t.rejects(2004, lambda: may(t, NOBODY))


@check("acl.authorize_resource")
def _(t):
    user, name = t.id(), t.name("books")
    opts = [{"targetType": "USER", "targetIdentifier": user, "actions": ["read"]}]
    expect(t.management.acl.authorize_resource("default", name, opts), True)
    found = t.management.acl.list_authorized_resources("default", "USER", user)
    includes(found["list"][0], code=name, actions=["read"])
    t.rejects(2231, lambda: t.management.acl.authorize_resource("default", None, opts))


@check("acl.list_authorized_resources")
def _(t):
    acl, name = t.management.acl, t.name("books")
    user, role, group, (_, _, node) = t.id(), t.role(), t.group(), t.org()
    targets = [("USER", user), ("ROLE", role), ("GROUP", group), ("ORG", node)]
    acl.authorize_resource("default", name, [
        {"targetType": kind, "targetIdentifier": target, "actions": [kind.lower()]} for kind, target in targets
    ])
    for kind, target in targets:
        found = acl.list_authorized_resources("default", kind, target)
        expect(found["totalCount"], 1)
        includes(found["list"][0], code=name, actions=[kind.lower()])
        expect(acl.list_authorized_resources("default", kind, target, "MENU"), {"totalCount": 0, "list": []})
    t.rejects(2004, lambda: acl.list_authorized_resources("default", "USER", NOBODY))


@check("acl.get_authorized_targets")
def _(t):
    acl, name, user, role = t.management.acl, t.name("books"), t.id(), t.role()
    acl.authorize_resource("default", name, [
        {"targetType": "USER", "targetIdentifier": user, "actions": ["read", "write"]},
        {"targetType": "ROLE", "targetIdentifier": role, "actions": ["read"]},
    ])

    def targets(**options):
        found = acl.get_authorized_targets("default", "DATA", name, **options)
        expect(found, {"totalCount": int, "list": [{"targetType": str, "targetIdentifier": str, "actions": [str]}]})
        return {each["targetIdentifier"] for each in found["list"]}

    assert targets() == {user, role} and targets(target_type="ROLE") == {role}
    assert targets(actions={"op": "AND", "list": ["read", "write"]}) == {user}
    assert targets(actions={"op": "OR", "list": ["read", "write"]}) == {user, role}

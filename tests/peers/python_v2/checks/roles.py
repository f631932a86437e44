"""The managers of roles and groups."""

from context import NOBODY
from harness import check, expect, includes
from shapes import DATE, DONE, GROUP, ROLE, USER


@check("roles.create")
def _(t):
    roles, code = t.management.roles, t.name("role")
    role = roles.create(code, "edits books")
    includes(role, **{**ROLE, "code": code, "description": "edits books", "namespace": "default", "createdAt": DATE})
    assert role["arn"] == f"arn:cn:authing:{t.pool}:role:{role['id']}", role
    t.rejects(500, lambda: roles.create(code))
    t.rejects(2231, lambda: roles.create(""))
    includes(roles.create(code, namespace="shop"), code=code, namespace="shop")


@check("roles.create(parentCode)", broken="sends `parentCode` for `parent`, so the parent is lost")
def _(t):
    parent, child = t.role(), t.name("role")
    assert t.management.roles.create(child, parentCode=parent)["parent"] is None
    with t.renamed(parentCode="parent"):
        role = t.management.roles.create(t.name("role"), parentCode=parent)
    includes(role["parent"], code=parent)
    includes(t.management.roles.detail(role["code"])["parent"], code=parent)


def finds_role(t, find):
    code = t.role(description="a role")
    includes(find(code), **{**ROLE, "code": code, "description": "a role"})
    assert find(t.name("unknown")) is None
    assert find(code, namespace="another") is None


@check("roles.detail")
def _(t):
    finds_role(t, t.management.roles.detail)


@check("roles.find_by_code")
def _(t):
    finds_role(t, t.management.roles.find_by_code)


@check("roles.list")
def _(t):
    roles, made = t.management.roles, [t.role(namespace="lists") for _ in range(3)]
    found = roles.list(namespace="lists")
    expect(found, {"totalCount": 3, "list": [dict]})
    for role in found["list"]:
        includes(role, **{**ROLE, "namespace": "lists"})
    assert [role["code"] for role in found["list"]] == made[::-1], "the newest roles are not the first"
    assert [role["code"] for role in roles.list(2, 2, namespace="lists")["list"]] == [made[0]]


@check("roles.update")
def _(t):
    roles, code, new, user = t.management.roles, t.role(), t.name("role"), t.id()
    roles.add_users(code, [user])
    includes(roles.update(code, "changed", new), code=new, description="changed")
    assert roles.detail(code) is None
    assert [each["id"] for each in roles.list_users(new)["list"]] == [user]
    t.rejects(500, lambda: roles.update(code, "gone"))
    t.rejects(500, lambda: roles.update(new, newCode=t.role()))


@check("roles.delete")
def _(t):
    roles, code, user = t.management.roles, t.role(), t.id()
    roles.add_users(code, [user])
    expect(roles.delete(code), DONE)
    assert roles.detail(code) is None and t.management.users.list_roles(user)["totalCount"] == 0
    t.rejects(500, lambda: roles.delete(code))


@check("roles.delete_many")
def _(t):
    roles, one, two = t.management.roles, t.role(), t.role()
    t.rejects(500, lambda: roles.delete_many([one, t.name("unknown")]))
    expect(roles.delete_many([one, two]), DONE)
    assert roles.detail(one) is None and roles.detail(two) is None


def lists_users(t, code, add, list_users):
    """Checks the pages of a role's or group's users, and their custom data."""
    users = [t.id() for _ in range(3)]
    expect(list_users(code), {"totalCount": 0, "list": []})
    add(code, users)
    found = list_users(code, 1, 2)["list"] + list_users(code, 2, 2)["list"]
    for user in found:
        includes(user, **USER)
    assert {user["id"] for user in found} == set(users) and len(found) == 3, found
    key = t.field()
    t.management.users.set_udf_value(users[0], {key: "v"})
    data = {user["id"]: user["customData"] for user in list_users(code, with_custom_data=True)["list"]}
    expect(data, {users[0]: {key: "v"}, users[1]: {}, users[2]: {}})


@check("roles.list_users")
def _(t):
    lists_users(t, t.role(), t.management.roles.add_users, t.management.roles.list_users)


@check("roles.add_users")
def _(t):
    roles, code, user = t.management.roles, t.role(), t.id()
    expect(roles.add_users(code, [user]), DONE)
    expect(roles.add_users(code, [user]), DONE)
    expect(roles.list_users(code)["totalCount"], 1)
    t.rejects(500, lambda: roles.add_users(t.name("unknown"), [user]))
    t.rejects(2004, lambda: roles.add_users(code, [NOBODY]))


@check("roles.remove_users")
def _(t):
    roles, code, one, two = t.management.roles, t.role(), t.id(), t.id()
    roles.add_users(code, [one, two])
    expect(roles.remove_users(code, [one]), DONE)
    assert [user["id"] for user in roles.list_users(code)["list"]] == [two]


@check("roles.list_policies")
def _(t):
    role, policy = t.role(), t.policy()
    expect(t.management.roles.list_policies(role), {"totalCount": 0, "list": []})
    t.management.roles.add_policies(role, [policy])
    assignment = {"code": policy, "targetType": "ROLE", "targetIdentifier": role}
    expect(t.management.roles.list_policies(role), {"totalCount": 1, "list": [assignment]})


@check("roles.add_policies")
def _(t):
    role, user, policy = t.role(), t.id(), t.policy()
    t.management.roles.add_users(role, [user])
    expect(t.management.acl.is_allowed(user, "books:read", "books:1", "default"), False)
    expect(t.management.roles.add_policies(role, [policy]), DONE)
    expect(t.management.acl.is_allowed(user, "books:read", "books:1", "default"), True)
    t.rejects(500, lambda: t.management.roles.add_policies(role, [t.name("unknown")]))


@check("roles.remove_policies")
def _(t):
    role, policy = t.role(), t.policy()
    t.management.roles.add_policies(role, [policy])
    expect(t.management.roles.remove_policies(role, [policy]), DONE)
    expect(t.management.roles.list_policies(role)["totalCount"], 0)


@check("roles.list_authorized_resources")
def _(t):
    role, name = t.role(), t.name("menu")
    opts = [{"targetType": "ROLE", "targetIdentifier": role, "actions": ["read"]}]
    expect(t.management.roles.list_authorized_resources(role, "default"), {"totalCount": 0, "list": []})
    t.management.acl.authorize_resource("default", name, opts)
    found = t.management.roles.list_authorized_resources(role, "default")
    includes(found["list"][0], code=name, actions=["read"])
    expect(t.management.roles.list_authorized_resources(role, "default", "MENU")["totalCount"], 0)
    t.rejects(500, lambda: t.management.roles.list_authorized_resources(t.name("unknown"), "default"))


@check("groups.create")
def _(t):
    groups, code = t.management.groups, t.name("group")
    group = {**GROUP, "code": code, "name": "Readers", "description": "who read"}
    expect(groups.create(code, "Readers", "who read"), group)
    t.rejects(500, lambda: groups.create(code, "Readers"))


@check("groups.detail")
def _(t):
    code = t.group()
    expect(t.management.groups.detail(code), {**GROUP, "code": code, "name": "A group"})
    assert t.management.groups.detail(t.name("unknown")) is None


@check("groups.list")
def _(t):
    made = [t.group() for _ in range(3)]
    found = t.management.groups.list(1, 2)
    expect(found, {"totalCount": int, "list": [GROUP]})
    assert [group["code"] for group in found["list"]] == made[:0:-1], "the newest groups are not the first"


@check("groups.update")
def _(t):
    groups, code, new = t.management.groups, t.group(), t.name("group")
    includes(groups.update(code, new, "Writers", "who write"), code=new, name="Writers", description="who write")
    assert groups.detail(code) is None
    t.rejects(500, lambda: groups.update(code, name="gone"))


@check("groups.delete")
def _(t):
    code = t.group()
    expect(t.management.groups.delete(code), DONE)
    assert t.management.groups.detail(code) is None
    t.rejects(500, lambda: t.management.groups.delete(code))


@check("groups.delete_many")
def _(t):
    one, two = t.group(), t.group()
    t.rejects(500, lambda: t.management.groups.delete_many([one, t.name("unknown")]))
    expect(t.management.groups.delete_many([one, two]), DONE)
    assert t.management.groups.detail(one) is None


@check("groups.list_users")
def _(t):
    lists_users(t, t.group(), t.management.groups.add_users, t.management.groups.list_users)


@check("groups.add_users")
def _(t):
    groups, code, user = t.management.groups, t.group(), t.id()
    expect(groups.add_users(code, [user]), DONE)
    expect(groups.list_users(code)["totalCount"], 1)
    t.rejects(500, lambda: groups.add_users(t.name("unknown"), [user]))
    t.rejects(2004, lambda: groups.add_users(code, [NOBODY]))


@check("groups.remove_users")
def _(t):
    groups, code, one, two = t.management.groups, t.group(), t.id(), t.id()
    groups.add_users(code, [one, two])
    expect(groups.remove_users(code, [one]), DONE)
    assert [user["id"] for user in groups.list_users(code)["list"]] == [two]


@check("groups.list_authorized_resources")
def _(t):
    group, name = t.group(), t.name("books")
    opts = [{"targetType": "GROUP", "targetIdentifier": group, "actions": ["read"]}]
    t.management.acl.authorize_resource("default", name, opts)
    found = t.management.groups.list_authorized_resources(group, "default")
    expect(found["totalCount"], 1)
    includes(found["list"][0], code=name, actions=["read"])
    t.rejects(500, lambda: t.management.groups.list_authorized_resources(t.name("unknown"), "default"))

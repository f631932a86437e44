"""What the management client does at the REST endpoints."""

from context import NOBODY, PASSWORD
from harness import check, expect, includes
from shapes import NODE, USER


def data(envelope, code=200):
    """Returns the data of an envelope with this code; most of these methods return it as it is."""
    includes(envelope, code=code, message=str)
    return envelope.get("data")


@check("management.is_password_valid")
def _(t):
    [verdict] = data(t.management.is_password_valid(PASSWORD))
    includes(verdict, valid=True)
    [verdict] = data(t.management.is_password_valid("short"))
    expect(verdict, {"valid": False, "message": str})


@check("users.detail")
def _(t):
    key, id = t.field(), t.id()
    t.management.users.set_udf_value(id, {key: "v"})
    found = includes(t.management.users.detail(id, with_custom_data=True), **USER, lastIp=None)
    assert found["id"] == id and found["customData"] == {key: "v"}, found
    assert "customData" not in t.management.users.detail(id)
    assert t.management.users.detail(NOBODY) is None


@check("users.list_org")
def _(t):
    id = t.id()
    _, root, node = t.org()
    t.management.org.add_members(node, [id])
    [path] = t.management.users.list_org(id)
    assert [each["id"] for each in path] == [root, node]
    includes(path[0], **NODE)
    t.rejects(2004, lambda: t.management.users.list_org(NOBODY))


@check("users.has_role")
def _(t):
    id, role = t.id(), t.role()
    assert t.management.users.has_role(id, role) is False
    t.management.users.add_roles(id, [role])
    assert t.management.users.has_role(id, role) is True
    assert t.management.users.has_role(id, role, "another") is False


@check("users.kick")
def _(t):
    _, user = t.user()
    assert t.management.users.kick([user["id"]]) is True
    t.rejects(2206, t.client(token=user["token"]).get_current_user)
    assert t.management.users.kick([NOBODY]) is False


@check("users.logout")
def _(t):
    _, user = t.user()
    data(t.management.users.logout(user["id"], t.app))
    t.rejects(2206, t.client(token=user["token"]).get_current_user)
    data(t.management.users.logout(NOBODY), 2004)


@check("users.check_login_status")
def _(t):
    _, user = t.user()
    found = data(t.management.users.check_login_status(user["id"]))
    includes(found, isLogin=True, user=dict, application=list)
    expect(data(t.management.users.check_login_status(t.id())), {"isLogin": False})


@check("users.list_user_actions")
def _(t):
    _, user = t.user()
    found = t.management.users.list_user_actions(operato_arn=user["arn"])
    includes(found, totalCount=1)
    includes(found["list"][0], operator_arn=user["arn"], operation_name="login", app_id=t.app)
    includes(t.management.users.list_user_actions(client_ip="192.0.2.1"), totalCount=0, list=[])


@check("auditLog.list_audit_logs")
def _(t):
    _, user = t.user()
    found = data(t.management.auditLog.list_audit_logs())
    includes(found["list"][0], userId=user["id"], eventType="login", eventResultCode="success")


@check("userPool.detail")
def _(t):
    includes(data(t.management.userPool.detail()), id=t.pool, name=str)


@check("userPool.add_env")
def _(t):
    data(t.management.userPool.add_env(t.name("key"), "v"))


@check("userPool.list_env")
def _(t):
    key = t.name("key")
    t.management.userPool.add_env(key, "v")
    assert {"key": key, "value": "v"} in data(t.management.userPool.list_env())


@check("userPool.remove_env")
def _(t):
    key = t.name("key")
    t.management.userPool.add_env(key, "v")
    data(t.management.userPool.remove_env(key))
    data(t.management.userPool.remove_env(key), 500)


@check("org.export_all")
def _(t):
    org, root, _ = t.org()
    assert root in [tree["id"] for tree in data(t.management.org.export_all())]


@check("org.export_by_org_id")
def _(t):
    org, root, node = t.org()
    tree = data(t.management.org.export_by_org_id(org))
    assert tree["id"] == root and [child["id"] for child in tree["children"]] == [node], tree
    data(t.management.org.export_by_org_id(NOBODY), 500)

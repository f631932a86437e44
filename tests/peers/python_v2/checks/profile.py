"""A user's own data. These methods ask `GET /api/v2/users/me` for the user first; see not_yet.py."""

from context import PASSWORD
from harness import check, expect, includes
from shapes import NODE, ROLE
from tokens import TOKEN


@check("update_profile")
def _(t):
    client, user = t.user()
    changed = client.update_profile({"nickname": "Ada", "company": "Engines", "birthdate": "1815-12-10"})
    includes(changed, id=user["id"], nickname="Ada", company="Engines", birthdate="1815-12-10", token=TOKEN)
    expect(client.check_login_status()["status"], True)
    includes(client.update_profile({"company": "Looms"}), nickname="Ada", company="Looms")
    t.rejects(2225, lambda: client.update_profile({"email": t.email()}))
    t.rejects(2226, lambda: client.update_profile({"phone": t.phone()}))
    _, other = t.user()
    t.management.users.update(other["id"], {"username": f"taken{user['id']}"})
    t.rejects(2026, lambda: client.update_profile({"username": f"taken{user['id']}"}))
    includes(t.client().login_by_email(user["email"], PASSWORD), company="Looms")


@check("list_udv")
def _(t):
    client, _ = t.user()
    text, flag = t.field(), t.field("BOOLEAN")
    expect(client.list_udv(), [])
    client.set_udv(text, "v")
    client.set_udv(flag, False)
    expect({each["key"]: each["value"] for each in client.list_udv()}, {text: "v", flag: False})


@check("set_udv")
def _(t):
    client, _ = t.user()
    for kind, value in [("STRING", "v"), ("NUMBER", 1.5), ("BOOLEAN", True), ("OBJECT", {"a": [1]})]:
        key = t.field(kind)
        found = {each["key"]: each for each in client.set_udv(key, value)}
        expect(found[key], {"key": key, "dataType": kind, "value": value, "label": "A label"})
    t.rejects(500, lambda: client.set_udv(t.field("NUMBER"), "text"))
    t.rejects(500, lambda: client.set_udv(t.name("undefined"), "v"))


@check("remove_udv")
def _(t):
    client, _ = t.user()
    one, two = t.field(), t.field()
    client.set_udf_value({one: "1", two: "2"})
    expect([each["key"] for each in client.remove_udv(one)], [two])


@check("get_udf_value")
def _(t):
    client, _ = t.user()
    key = t.field("OBJECT")
    expect(client.get_udf_value(), {})
    client.set_udf_value({key: {"a": 1}})
    expect(client.get_udf_value(), {key: {"a": 1}})


@check("set_udf_value")
def _(t):
    client, user = t.user()
    text, number = t.field(), t.field("NUMBER")
    expect(client.set_udf_value({text: "v", number: 2}), True)
    expect(t.management.users.get_udf_value(user["id"]), {text: "v", number: 2})
    t.rejects(500, lambda: client.set_udf_value({text: "w", number: "x"}))
    expect(client.get_udf_value(), {text: "v", number: 2})


@check("remove_udf_value")
def _(t):
    client, _ = t.user()
    key = t.field()
    client.set_udf_value({key: "v"})
    expect(client.remove_udf_value(key), True)
    expect(client.get_udf_value(), {})


@check("list_departments")
def _(t):
    client, user = t.user()
    expect(client.list_departments(), {"departments": {"totalCount": 0, "list": []}})
    _, _, node = t.org()
    t.management.org.add_members(node, [user["id"]])
    found = client.list_departments()["departments"]
    includes(found, totalCount=1)
    includes(found["list"][0], isMainDepartment=True, joinedAt=str)
    includes(found["list"][0]["department"], **{**NODE, "id": node})


@check("list_roles")
def _(t):
    client, user = t.user()
    role = t.role()
    expect(client.list_roles(), {"totalCount": 0, "list": []})
    t.management.users.add_roles(user["id"], [role])
    found = client.list_roles()
    expect(found["totalCount"], 1)
    includes(found["list"][0], **{**ROLE, "code": role})
    expect(client.list_roles(namespace="another")["totalCount"], 0)


@check("has_role")
def _(t):
    client, user = t.user()
    role = t.role()
    expect(client.has_role(role), False)
    t.management.users.add_roles(user["id"], [role])
    expect(client.has_role(role), True)
    expect(client.has_role(t.role()), False)


@check("list_authorized_resources")
def _(t):
    client, user = t.user()
    name = t.name("books")
    expect(client.list_authorized_resources("default"), {"totalCount": 0, "list": []})
    opts = [{"targetType": "USER", "targetIdentifier": user["id"], "actions": ["read"]}]
    t.management.acl.authorize_resource("default", name, opts)
    found = client.list_authorized_resources("default")
    expect(found["totalCount"], 1)
    includes(found["list"][0], code=name, actions=["read"])
    expect(client.list_authorized_resources("default", "MENU")["totalCount"], 0)

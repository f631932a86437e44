"""The manager of users."""

from context import NOBODY, PASSWORD
from harness import check, expect, includes
from shapes import DONE, GROUP, NODE, ROLE, USER
from tokens import ID, TOKEN, claims


@check("users.create")
def _(t):
    users, email, phone, name = t.management.users, t.email(), t.phone(), t.name("ada")
    key = t.field("NUMBER")
    info = {"email": email.upper(), "phone": phone, "username": name, "password": PASSWORD, "nickname": "Ada",
            "externalId": t.name("external"), "emailVerified": True, "gender": "F"}
    user = users.create(dict(info), custom_data={key: 5})
    includes(user, **{**USER, **info, "email": email, "password": object, "token": None, "loginsCount": 0})
    expect(user["customData"], {key: 5})
    includes(t.client().login_by_username(name, PASSWORD), id=user["id"])
    for taken in ["email", "phone", "username", "externalId"]:
        t.rejects(2026, lambda: users.create({taken: user[taken]}))
    t.rejects(2231, lambda: users.create({"nickname": "nobody"}))
    t.rejects(2003, lambda: users.create({"email": "no address"}))
    with t.set(registerDisabled=True):
        expect(users.create({"email": t.email(), "password": PASSWORD})["id"], ID)


@check("users.update")
def _(t):
    users, (_, user) = t.management.users, t.user()
    changes = {"nickname": "Bob", "phone": t.phone(), "username": t.name("bob"), "city": "北京"}
    changed = includes(users.update(user["id"], dict(changes)), **changes, id=user["id"], email=user["email"])
    users.update(user["id"], {"password": "new " + PASSWORD})
    t.rejects(2006, lambda: t.client().login_by_email(user["email"], PASSWORD))
    includes(t.client().login_by_email(user["email"], "new " + PASSWORD), nickname="Bob")
    other = t.id()
    t.rejects(2200, lambda: users.update(other, {"email": user["email"]}))
    t.rejects(2026, lambda: users.update(other, {"username": changed["username"]}))
    t.rejects(2004, lambda: users.update(NOBODY, {"nickname": "nobody"}))
    includes(users.update(user["id"], {"blocked": True}), blocked=True, status="Suspended")
    t.rejects(2005, lambda: t.client().login_by_email(user["email"], "new " + PASSWORD))


@check("users.list")
def _(t):
    users, made = t.management.users, [t.id() for _ in range(3)]
    page = users.list(1, 2)
    expect(page, {"totalCount": int, "list": [dict]})
    for user in page["list"]:
        includes(user, **USER)
    assert [user["id"] for user in page["list"]] == made[:0:-1], "the newest users are not the first"
    assert users.list(2, 2)["list"][0]["id"] == made[0]
    total, seen, number = page["totalCount"], set(), 1
    while len(seen) < total:
        batch = users.list(number, 50)["list"]
        assert batch and not seen & {user["id"] for user in batch}
        seen |= {user["id"] for user in batch}
        number += 1
    assert set(made) <= seen and users.list(number, 50)["list"] == []
    key = t.field()
    users.set_udf_value(made[2], {key: "v"})
    expect(users.list(1, 1, with_custom_data=True)["list"][0]["customData"], {key: "v"})


@check("users.find")
def _(t):
    users, external = t.management.users, t.name("external")
    made = users.create({"email": t.email(), "phone": t.phone(), "username": t.name("ada"), "externalId": external})
    for given in [{"email": made["email"]}, {"phone": made["phone"]}, {"username": made["username"]},
                  {"external_id": external}]:
        includes(users.find(**given), **{**USER, "id": made["id"]})
    assert users.find(username=t.name("nobody")) is None
    key = t.field()
    users.set_udf_value(made["id"], {key: "v"})
    expect(users.find(username=made["username"], with_custom_data=True)["customData"], {key: "v"})


@check("users.search")
def _(t):
    users, word = t.management.users, t.name("searched")
    one, two = (users.create({"username": f"{word}{letter}", "password": PASSWORD})["id"] for letter in "ab")
    found = users.search(word)
    includes(found, totalCount=2)
    assert {user["id"] for user in found["list"]} == {one, two}
    expect(len(users.search(word, page=1, limit=1)["list"]), 1)
    expect(users.search(t.name("nobody")), {"totalCount": 0, "list": []})
    role, group, (_, _, node) = t.role(), t.group(), t.org()
    users.add_roles(one, [role])
    users.add_group(two, group)
    t.management.org.add_members(node, [two])
    for options, expected in [
        ({"role_opts": [{"code": role}]}, one), ({"group_opts": [{"code": group}]}, two),
        ({"department_opts": [{"departmentId": node}]}, two),
    ]:
        assert [user["id"] for user in users.search(word, **options)["list"]] == [expected], options
    key = t.field()
    users.set_udf_value(one, {key: "v"})
    expect(users.search(f"{word}a", with_custom_data=True)["list"][0]["customData"], {key: "v"})


@check("users.batch_get")
def _(t):
    users, made = t.management.users, []
    for _ in range(2):
        info = {"email": t.email(), "phone": t.phone(), "username": t.name("ada"), "externalId": t.name("external")}
        made.append(users.create(info))
    for kind in ["id", "email", "phone", "username", "externalId"]:
        found = users.batch_get([user[kind] for user in made], query_field=kind)
        assert {user["id"] for user in found} == {user["id"] for user in made}, kind
    expect(users.batch_get([NOBODY]), [])
    key = t.field()
    users.set_udf_value(made[0]["id"], {key: "v"})
    expect(users.batch_get([made[0]["id"]], with_custom_data=True)[0]["customData"], {key: "v"})
    t.rejects(2030, lambda: users.batch_get([NOBODY] * 81))


@check("users.batch")
def _(t):
    one, two = t.id(), t.id()
    assert {user["id"] for user in t.management.users.batch([one, two, NOBODY])} == {one, two}


@check("users.delete")
def _(t):
    _, user = t.user()
    expect(t.management.users.delete(user["id"]), DONE)
    t.rejects(2004, lambda: t.client().login_by_email(user["email"], PASSWORD))
    expect(t.client().check_login_status(user["token"])["code"], 2207)
    t.rejects(2210, lambda: t.management.users.delete(user["id"]))


@check("users.delete_many")
def _(t):
    one, two = t.id(), t.id()
    t.rejects(2210, lambda: t.management.users.delete_many([one, NOBODY]))
    expect(t.management.users.delete_many([one, two]), DONE)
    expect(t.management.users.batch([one, two]), [])


@check("users.list_archived_users")
def _(t):
    expect(t.management.users.list_archived_users(), {"totalCount": 0, "list": []})


@check("users.exists")
def _(t):
    users = t.management.users
    made = users.create({"email": t.email(), "phone": t.phone(), "username": t.name("ada"), "externalId": t.name("x")})
    for given in [{"email": made["email"]}, {"phone": made["phone"]}, {"username": made["username"]},
                  {"external_id": made["externalId"]}]:
        expect(users.exists(**given), True)
    expect(users.exists(email=t.email()), False)


@check("users.refresh_token")
def _(t):
    client, user = t.user()
    result = t.management.users.refresh_token(user["id"])
    expect(result, {"token": TOKEN, "iat": int, "exp": int})
    includes(claims(result["token"]), sub=user["id"], exp=result["exp"])
    expect(client.check_login_status(result["token"])["data"]["id"], user["id"])
    t.rejects(2004, lambda: t.management.users.refresh_token(NOBODY))


@check("users.list_roles")
def _(t):
    users, user, role = t.management.users, t.id(), t.role()
    expect(users.list_roles(user), {"totalCount": 0, "list": []})
    users.add_roles(user, [role])
    found = users.list_roles(user)
    expect(found["totalCount"], 1)
    includes(found["list"][0], **{**ROLE, "code": role, "namespace": "default"})


@check("users.add_roles")
def _(t):
    users, user, role = t.management.users, t.id(), t.role(namespace="shop")
    t.rejects(500, lambda: users.add_roles(user, [role]))
    expect(users.add_roles(user, [role], namespace="shop"), DONE)
    expect(users.list_roles(user, namespace="shop")["totalCount"], 1)
    expect(users.list_roles(user, namespace="default")["totalCount"], 0)
    t.rejects(2004, lambda: users.add_roles(NOBODY, [role], namespace="shop"))


@check("users.remove_roles")
def _(t):
    users, user, one, two = t.management.users, t.id(), t.role(), t.role()
    users.add_roles(user, [one, two])
    expect(users.remove_roles(user, [one]), DONE)
    assert [role["code"] for role in users.list_roles(user)["list"]] == [two]


@check("users.list_groups")
def _(t):
    users, user, group = t.management.users, t.id(), t.group()
    expect(users.list_groups(user), {"totalCount": 0, "list": []})
    users.add_group(user, group)
    expect(users.list_groups(user), {"totalCount": 1, "list": [{**GROUP, "code": group}]})


@check("users.add_group")
def _(t):
    users, user, group = t.management.users, t.id(), t.group()
    expect(users.add_group(user, group), DONE)
    assert [each["id"] for each in t.management.groups.list_users(group)["list"]] == [user]
    t.rejects(500, lambda: users.add_group(user, t.name("unknown")))


@check("users.remove_group")
def _(t):
    users, user, group = t.management.users, t.id(), t.group()
    users.add_group(user, group)
    expect(users.remove_group(user, group), DONE)
    expect(users.list_groups(user)["totalCount"], 0)


@check("users.list_department")
def _(t):
    users, user, (_, _, node) = t.management.users, t.id(), t.org()
    expect(users.list_department(user), {"departments": {"totalCount": 0, "list": []}})
    t.management.org.add_members(node, [user])
    found = users.list_department(user)["departments"]
    includes(found["list"][0], isMainDepartment=True, joinedAt=str)
    includes(found["list"][0]["department"], **{**NODE, "id": node})


@check("users.send_first_login_verify_email")
def _(t):
    _, user = t.user()
    expect(t.management.users.send_first_login_verify_email(t.app, user["id"]), DONE)
    includes(t.emulator.message(user["email"]), kind="mail")
    t.rejects(2004, lambda: t.management.users.send_first_login_verify_email(t.app, NOBODY))
    t.rejects(2219, lambda: t.management.users.send_first_login_verify_email(t.app, t.id()))

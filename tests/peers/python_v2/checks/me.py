"""The user's own account at the REST endpoints."""

from context import PASSWORD
from harness import check, expect, includes
from shapes import NODE, USER
from tokens import TOKEN


@check("get_current_user")
def _(t):
    client, user = t.user(nickname="Ada")
    me = includes(client.get_current_user(), **USER)
    includes(me, id=user["id"], token=user["token"], nickname="Ada")
    t.rejects(2020, t.client().get_current_user)
    t.rejects(2207, t.client(token="no token").get_current_user)


@check("check_logged_in")
def _(t):
    client, user = t.user()
    includes(client.check_logged_in(), id=user["id"])


@check("logout")
def _(t):
    client, user = t.user()
    assert client.logout() is True and client.get_token() is None
    t.rejects(2206, t.client(token=user["token"]).get_current_user)


@check("login_by_ldap")
def _(t):
    directory(t, t.client().login_by_ldap)


@check("login_by_ad")
def _(t):
    directory(t, t.client(websocket_host=t.host).login_by_ad)


def directory(t, log_in):
    name = t.name("tesla")
    t.emulator.set_up("ldap_accounts", {"username": name, "password": PASSWORD, "email": None})
    includes(log_in(name, PASSWORD), **{**USER, "username": name, "token": TOKEN})
    t.rejects(2006, lambda: log_in(name, "wrong " + PASSWORD))


@check("link_account")
def _(t):
    (client, user), (other, second) = t.user(), t.user()
    assert client.link_account(user["token"], second["token"]) is True
    # It ignores the response.
    includes(t.wire.last.response.json(), code=2216)


@check("unlink_account")
def _(t):
    client, user = t.user()
    assert client.unlink_account(user["token"], "github") is True
    includes(t.wire.last.response.json(), code=2216)


@check("list_orgs")
def _(t):
    client, user = t.user()
    expect(client.list_orgs(), [])
    _, root, node = t.org()
    t.management.org.add_members(node, [user["id"]])
    [path] = client.list_orgs()
    assert [each["id"] for each in path] == [root, node]
    includes(path[0], **NODE)


@check("get_security_level")
def _(t):
    client, _ = t.user()
    expect(client.get_security_level(), {"score": 50, "email": True, "phone": False, "password": True, "mfa": False,
                                         "passwordSecurityLevel": None})


@check("list_applications")
def _(t):
    client, _ = t.user()
    found = client.list_applications(1, 100)
    assert t.app in [app["id"] for app in found["list"]] and all("secret" not in app for app in found["list"])

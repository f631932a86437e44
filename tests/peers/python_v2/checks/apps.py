"""The apps of the pool at the REST endpoints: access, agreements, and accounts for programs."""

from context import NOBODY
from harness import check, expect, includes
from checks.management import data
from tokens import ID

APP = {"id": ID, "name": str, "secret": str, "redirectUris": list, "permissionStrategy": {"defaultStrategy": "ALLOW_ALL"}}


def created(t):
    return t.management.applications.create("A shop", t.name("shop"), ["https://shop.example/callback"])


@check("applications.create")
def _(t):
    app = includes(created(t), **APP)
    t.rejects(500, lambda: t.management.applications.create("A shop", app["identifier"], []))


@check("applications.list")
def _(t):
    app = created(t)
    assert app in t.management.applications.list(1, 1000)["list"]


@check("applications.find_by_id")
def _(t):
    app = created(t)
    expect(t.management.applications.find_by_id(app["id"]), app)
    assert t.management.applications.find_by_id(NOBODY) is None


@check("applications.delete")
def _(t):
    app = created(t)["id"]
    assert t.management.applications.delete(app) is True
    t.rejects(500, lambda: t.management.applications.delete(app))


@check("applications.refresh_application_secret")
def _(t):
    app = created(t)
    assert data(t.management.applications.refresh_application_secret(app["id"]))["secret"] != app["secret"]


@check("applications.active_users")
def _(t):
    _, user = t.user()
    found = data(t.management.applications.active_users(t.app))
    includes(found, totalCount=int, list=list)
    expect(data(t.management.applications.active_users(created(t)["id"])), {"totalCount": 0, "list": []})


def agreement(t):
    app = created(t)["id"]
    return app, data(t.management.applications.create_agreement(app, "Terms"))


@check("applications.create_agreement")
def _(t):
    _, found = agreement(t)
    includes(found, id=int, title="Terms", required=True, lang="zh-CN")


@check("applications.list_agreement")
def _(t):
    app, found = agreement(t)
    expect(data(t.management.applications.list_agreement(app)), {"totalCount": 1, "list": [found]})


@check("applications.modify_agreement")
def _(t):
    app, found = agreement(t)
    changed = data(t.management.applications.modify_agreement(app, found["id"], "Other terms", False))
    expect(changed, {**found, "title": "Other terms", "required": False})
    data(t.management.applications.modify_agreement(app, 0, "Other terms"), 500)


@check("applications.delete_agreement")
def _(t):
    app, found = agreement(t)
    data(t.management.applications.delete_agreement(app, found["id"]))
    data(t.management.applications.delete_agreement(app, found["id"]), 500)


@check("applications.sort_agreement")
def _(t):
    app, first = agreement(t)
    second = data(t.management.applications.create_agreement(app, "Other terms"))
    data(t.management.applications.sort_agreement(app, [second["id"], first["id"]]))
    found = data(t.management.applications.list_agreement(app))["list"]
    assert [each["id"] for each in found] == [second["id"], first["id"]]


def may_use(t, client, app):
    return app in [each["id"] for each in client.list_applications(1, 1000)["list"]]


def change(t, name, app, user):
    method = getattr(t.management.acl, name)
    return data(method(app, "USER", [user["id"]], "default", False))


def access(t, *changes):
    """Makes these changes of a user's access to a new app. Says whether the user may use it then."""
    app, (client, user) = created(t)["id"], t.user()
    assert may_use(t, client, app)
    for name in changes:
        change(t, name, app, user)
    return may_use(t, client, app)


@check("acl.allow_access_application")
def _(t):
    app, (client, user) = created(t)["id"], t.user()
    t.management.acl.update_default_application_access_policy(app, "DENY_ALL")
    assert not may_use(t, client, app)
    change(t, "allow_access_application", app, user)
    assert may_use(t, client, app)


@check("acl.deny_access_application")
def _(t):
    assert not access(t, "deny_access_application")


@check("acl.disable_application_access_policies")
def _(t):
    assert access(t, "deny_access_application", "disable_application_access_policies")


@check("acl.enable_application_access_policies")
def _(t):
    assert not access(t, "deny_access_application", "disable_application_access_policies",
                      "enable_application_access_policies")


@check("acl.delete_application_access_policies")
def _(t):
    assert access(t, "deny_access_application", "delete_application_access_policies")


@check("acl.update_default_application_access_policy")
def _(t):
    app = created(t)["id"]
    found = data(t.management.acl.update_default_application_access_policy(app, "DENY_ALL"))
    expect(found["permissionStrategy"], {"defaultStrategy": "DENY_ALL"})


@check("applications.get_access_policies")
def _(t):
    app, id = created(t)["id"], t.id()
    change(t, "deny_access_application", app, {"id": id})
    found = t.management.applications.get_access_policies(app)
    includes(found, totalCount=1)
    includes(found["list"][0], targetType="USER", targetIdentifier=id, effect="DENY", enabled=True)


def account(t):
    return data(t.management.acl.create_programmatic_access_account(t.app, "a robot"))


@check("acl.create_programmatic_access_account")
def _(t):
    includes(account(t), id=ID, appId=t.app, secret=str, remarks="a robot", tokenLifetime=600, enabled=True)


@check("acl.programmatic_access_account_list")
def _(t):
    assert account(t) in data(t.management.acl.programmatic_access_account_list(t.app, 1, 1000))["list"]


@check("acl.disable_programmatic_access_account")
def _(t):
    includes(data(t.management.acl.disable_programmatic_access_account(account(t)["id"])), enabled=False)


@check("acl.enable_programmatic_access_account")
def _(t):
    id = account(t)["id"]
    t.management.acl.disable_programmatic_access_account(id)
    includes(data(t.management.acl.enable_programmatic_access_account(id)), enabled=True)


@check("acl.refresh_programmatic_access_account_secret")
def _(t):
    before = account(t)
    found = data(t.management.acl.refresh_programmatic_access_account_secret(before["id"]))
    assert found["secret"] != before["secret"]


@check("acl.delete_programmatic_access_account")
def _(t):
    id = account(t)["id"]
    data(t.management.acl.delete_programmatic_access_account(id))
    data(t.management.acl.delete_programmatic_access_account(id), 500)

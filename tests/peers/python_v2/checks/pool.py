"""The user pool, its whitelists, and the client for management itself."""

from authing.v2.exceptions import AuthingWrongArgumentException

from context import PASSWORD
from harness import check, expect, includes, raises
from shapes import DATE, FIFTEEN_DAYS
from tokens import TOKEN, claims


@check("tokenProvider.getAccessToken")
def _(t):
    management = t.manager()
    token = management.tokenProvider.getAccessToken()
    expect(token, TOKEN)
    found = claims(token)
    assert found["exp"] - found["iat"] == FIFTEEN_DAYS, found
    management.users.list()
    assert t.wire.last.token == token and management.tokenProvider.getAccessToken() == token
    t.rejects(1001, t.manager(secret="0" * 32).tokenProvider.getAccessToken)
    # A user's token does not manage.
    _, user = t.user()
    management.tokenProvider._accessToken = user["token"]
    t.rejects(1001, management.users.list)
    management.tokenProvider._accessToken = token[:-4] + "AAAA"
    t.rejects(2207, management.users.list)


@check("management.check_login_status")
def _(t):
    _, user = t.user()
    includes(t.management.check_login_status(user["token"]), code=200, status=True)
    expect(t.management.check_login_status(user["token"])["data"]["id"], user["id"])
    includes(t.management.check_login_status("no token"), code=2207, status=False)


@check("management.send_email")
def _(t):
    email = t.email()
    includes(t.management.send_email(email, "CHANGE_EMAIL"), code=200, message=str)
    includes(t.emulator.message(email), kind="mail")
    t.rejects(2003, lambda: t.management.send_email("no address", "CHANGE_EMAIL"))


@check("userPool.update")
def _(t):
    update = t.management.userPool.update
    pool = update({"name": "A shop", "description": "sells", "tokenExpiresAfter": 600,
                   "loginFailCheck": {"timeInterval": 300, "limit": 50, "enabled": True}})
    includes(pool, id=t.pool, name="A shop", description="sells", tokenExpiresAfter=600, createdAt=DATE,
             secret=t.emulator["secret"], registerDisabled=False, isDeleted=False)
    includes(pool["loginFailCheck"], timeInterval=300, limit=50, enabled=True)
    _, user = t.user()
    found = claims(user["token"])
    expect(found["exp"] - found["iat"], 600)
    includes(update({"tokenExpiresAfter": 1209600, "loginFailCheck": {"enabled": False}}), name="A shop",
             tokenExpiresAfter=1209600)
    t.breaks_schema(lambda: update({"noSetting": 1}), "noSetting")


NO_ENUM = "its check only lets `Email` and `Phone` pass, which the schema does not have"


@check("whiteList.list")
def _(t):
    name = t.name("ada")
    t.management.whiteList.add("USERNAME", [name])
    found = t.management.whiteList.list("USERNAME")
    expect(found, [{"value": str, "createdAt": DATE, "updatedAt": DATE}])
    assert name in [each["value"] for each in found]


@check("whiteList(Email, Phone)", broken=NO_ENUM)
def _(t):
    lists = t.management.whiteList
    t.breaks_schema(lambda: lists.list("Email"), "Email")
    t.breaks_schema(lambda: lists.add("Phone", [t.phone()]), "Phone")
    t.without_request(lambda: raises(AuthingWrongArgumentException, lambda: lists.list("EMAIL")))
    lists._WhiteListManagementClient__check_type = lambda kind: None
    try:
        email = t.email()
        assert email in [each["value"] for each in lists.add("EMAIL", [email])]
        assert lists.remove("EMAIL", [email]) == lists.list("EMAIL")
    finally:
        del lists._WhiteListManagementClient__check_type


@check("whiteList.add")
def _(t):
    one, two = t.name("ada"), t.name("bob")
    found = [each["value"] for each in t.management.whiteList.add("USERNAME", [one, two])]
    assert one in found and two in found, found


@check("whiteList.remove")
def _(t):
    one, two = t.name("ada"), t.name("bob")
    t.management.whiteList.add("USERNAME", [one, two])
    found = [each["value"] for each in t.management.whiteList.remove("USERNAME", [one])]
    assert one not in found and two in found, found


@check("whiteList.enable_white_list")
def _(t):
    name = t.name("ada")
    t.management.whiteList.add("USERNAME", [name])
    try:
        includes(t.management.whiteList.enable_white_list("USERNAME")["whitelist"], usernameEnabled=True)
        t.rejects(2031, lambda: t.client().register_by_username(t.name("bob"), PASSWORD))
        includes(t.client().register_by_username(name, PASSWORD), username=name)
        for kind, setting in [("Email", "emailEnabled"), ("Phone", "phoneEnabled")]:
            includes(t.management.whiteList.enable_white_list(kind)["whitelist"], **{setting: True})
    finally:
        for kind in ["USERNAME", "Email", "Phone"]:
            t.management.whiteList.disable_white_list(kind)


@check("whiteList.disable_white_list")
def _(t):
    t.management.whiteList.enable_white_list("USERNAME")
    includes(t.management.whiteList.disable_white_list("USERNAME")["whitelist"], usernameEnabled=False)
    name = t.name("bob")
    includes(t.client().register_by_username(name, PASSWORD), username=name)


def accepts(t, call, good, bad):
    """Expects a method that checks an argument to return or to raise."""
    assert t.without_request(lambda: call(*good)) is None
    error = t.without_request(lambda: raises(AuthingWrongArgumentException, lambda: call(*bad)))
    assert str(error)


@check("check.is_list")
def _(t):
    accepts(t, t.management.check.is_list, ([], "no list"), ({}, "no list"))


@check("check.target_type")
def _(t):
    accepts(t, t.management.check.target_type, ["USER"], ["user"])


@check("check.resource_type")
def _(t):
    accepts(t, t.management.check.resource_type, ["DATA"], ["data"])


@check("check.page_options")
def _(t):
    accepts(t, t.management.check.page_options, (1, 10), ("1", 10))

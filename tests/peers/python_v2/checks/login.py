"""Registration and login."""

from context import NOBODY, PASSWORD
from harness import check, expect, includes
from shapes import CODE, DATE, USER
from tokens import TOKEN, claims, is_signed_with

WRONG = "wrong " + PASSWORD


def registers(t, register, source, taken_code=2026, **shape):
    """Registers in one of the ways: without a token, then with one, then with profile, custom data and login."""
    user = register(t.client())
    includes(user, **{**USER, **shape, "token": None, "loginsCount": 0, "registerSource": [source]})
    with_token = t.client()
    includes(register(with_token, generate_token=True), token=TOKEN, loginsCount=0)
    expect(with_token.check_login_status()["code"], 200)
    key = t.field("NUMBER")
    client = t.client()
    user = register(client, force_login=True, profile={"nickname": "Ada", "company": "Engines"}, client_ip="192.0.2.1",
                    custom_data={key: 7}, context={"from": "a check"})
    includes(user, nickname="Ada", company="Engines", lastIP="192.0.2.1", token=TOKEN, loginsCount=1, lastLogin=DATE)
    assert client.get_token() == user["token"]
    expect(t.management.users.get_udf_value(user["id"]), {key: 7})
    return user


@check("register_by_email")
def _(t):
    def register(client, **options):
        return client.register_by_email(t.email().upper(), PASSWORD, **options)
    user = registers(t, register, "basic:email", username=None, phone=None)
    t.rejects(2026, lambda: t.client().register_by_email(user["email"], PASSWORD))
    t.rejects(2003, lambda: t.client().register_by_email("no address", PASSWORD))
    t.rejects(2029, lambda: t.client().register_by_email(t.email(), "short"))
    with t.set(registerDisabled=True):
        t.rejects(2031, lambda: t.client().register_by_email(t.email(), PASSWORD))


@check("register_by_username")
def _(t):
    def register(client, **options):
        return client.register_by_username(t.name("ada"), PASSWORD, **options)
    user = registers(t, register, "basic:username-password", email=None, phone=None)
    t.rejects(2026, lambda: t.client().register_by_username(user["username"], PASSWORD))


@check("register_by_phone_code")
def _(t):
    def register(client, **options):
        phone = t.phone()
        return client.register_by_phone_code(phone, t.sms_code(phone), PASSWORD, **options)
    user = registers(t, register, "basic:phone-code", email=None, username=None, phoneVerified=True)
    phone = t.phone()
    code = t.sms_code(phone)
    t.rejects(2001, lambda: t.client().register_by_phone_code(phone, "000000"))
    includes(t.client().register_by_phone_code(phone, code), phone=phone)
    t.rejects(2026, lambda: t.client().register_by_phone_code(phone, t.sms_code(phone)))
    includes(t.client().login_by_phone_password(user["phone"], PASSWORD), id=user["id"])


def logs_in(t, login, unknown, **name):
    """Logs in in one of the ways, with the password."""
    made = t.management.users.create({"password": PASSWORD, **name})
    key, client = t.field(), t.client()
    user = login(client, *name.values(), PASSWORD, client_ip="192.0.2.2", custom_data={key: "v"}, context={"a": 1})
    includes(user, **{**USER, **name, "id": made["id"], "token": TOKEN, "loginsCount": 1, "lastIP": "192.0.2.2"})
    expect(t.management.users.get_udf_value(made["id"]), {key: "v"})

    token = user["token"]
    assert client.get_token() == token
    found = claims(token)
    assert is_signed_with(token, t.emulator["v2"]["appSecret"]), "the token is not signed with the app's secret"
    includes(found, sub=made["id"], aud=t.app, userpool_id=t.pool, iss=f"{t.host}/oidc")
    includes(found["data"], id=made["id"], userPoolId=t.pool, appId=t.app, type="user")
    expect(t.client(token).check_login_status()["status"], True)

    t.rejects(2006, lambda: login(t.client(), *name.values(), WRONG))
    t.rejects(2004, lambda: login(t.client(), unknown, PASSWORD))
    registered = login(t.client(), unknown, PASSWORD, auto_register=True)
    includes(registered, token=TOKEN, loginsCount=1)
    assert registered["id"] not in [made["id"], NOBODY]
    t.management.users.update(made["id"], {"blocked": True})
    t.rejects(2005, lambda: login(t.client(), *name.values(), PASSWORD))


@check("login_by_email")
def _(t):
    logs_in(t, lambda client, *arguments, **options: client.login_by_email(*arguments, **options), t.email(),
            email=t.email())
    _, user = t.user()
    with t.set(loginRequireEmailVerified=True):
        t.rejects(2042, lambda: t.client().login_by_email(user["email"], PASSWORD))


@check("login_by_email(second factor)", broken="drops the error's data, without which a second factor can't be given")
def _(t):
    _, user = t.user()
    with t.app_mfa("SMS", "OTP"):
        error = t.rejects(1636, lambda: t.client().login_by_email(user["email"], PASSWORD))
        data = t.wire.error_data()
        assert data["mfaToken"] not in repr(vars(error)), "the error has the data"
        includes(data, mfaToken=TOKEN, email=user["email"], totpMfaEnabled=False,
                 applicationMfa=[{"mfaPolicy": str, "status": 1, "sort": int}])
        includes(claims(data["mfaToken"])["data"], userId=user["id"], userPoolId=t.pool, stage=1)
    includes(t.client().login_by_email(user["email"], PASSWORD), loginsCount=2)


@check("login_by_username")
def _(t):
    logs_in(t, lambda client, *arguments, **options: client.login_by_username(*arguments, **options), t.name("bob"),
            username=t.name("ada"))


@check("login_by_phone_password")
def _(t):
    logs_in(t, lambda client, *arguments, **options: client.login_by_phone_password(*arguments, **options), t.phone(),
            phone=t.phone())


@check("login_by_phone_code")
def _(t):
    phone, client = t.phone(), t.client()
    code = t.sms_code(phone)
    t.rejects(2001, lambda: client.login_by_phone_code(phone, "000000"))
    first = client.login_by_phone_code(phone, code, client_ip="192.0.2.3", context={"a": 1})
    includes(first, phone=phone, phoneVerified=True, token=TOKEN, loginsCount=1, lastIP="192.0.2.3")
    assert client.get_token() == first["token"]
    t.rejects(2001, lambda: client.login_by_phone_code(phone, code))
    includes(client.login_by_phone_code(phone, t.sms_code(phone)), id=first["id"], loginsCount=2)


@check("login_by_sub_account")
def _(t):
    name = t.name("ada")
    user = t.management.users.create({"username": name, "password": PASSWORD})["id"]
    client = t.client()
    includes(client.login_by_sub_account(name, PASSWORD, client_ip="192.0.2.4"), id=user, token=TOKEN, loginsCount=1)
    expect(client.check_login_status()["status"], True)
    t.rejects(2006, lambda: client.login_by_sub_account(name, WRONG))
    t.rejects(2004, lambda: client.login_by_sub_account(t.name("nobody"), PASSWORD))


@check("send_sms_code")
def _(t):
    phone = t.phone()
    includes(t.client().send_sms_code(phone), code=200, message=str)
    includes(t.emulator.message(phone), kind="sms", code=CODE)
    includes(t.client().send_sms_code("12a"), code=2028, message=str)


@check("send_email")
def _(t):
    _, user = t.user()
    for scene in ["RESET_PASSWORD", "VERIFY_EMAIL", "CHANGE_EMAIL", "MFA_VERIFY", "VERIFY_CODE"]:
        includes(t.client().send_email(user["email"], scene), code=200, message=str)
        includes(t.emulator.message(user["email"]), kind="mail")
    t.rejects(2003, lambda: t.client().send_email("no address", "CHANGE_EMAIL"))
    t.rejects(2004, lambda: t.client().send_email(t.email(), "RESET_PASSWORD"))
    t.breaks_schema(lambda: t.client().send_email(user["email"], "NO_SCENE"), "NO_SCENE")


@check("is_user_exists")
def _(t):
    email, phone, name, external = t.email(), t.phone(), t.name("ada"), t.name("external")
    t.management.users.create({"email": email, "phone": phone, "username": name, "externalId": external})
    for given in [{"email": email}, {"phone": phone}, {"user_name": name}, {"external_id": external}]:
        expect(t.client().is_user_exists(**given), True)
    expect(t.client().is_user_exists(user_name=t.name("nobody")), False)

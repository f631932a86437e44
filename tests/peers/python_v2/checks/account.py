"""Passwords and tokens."""

import time

from context import NOBODY, PASSWORD
from harness import check, expect, includes
from shapes import DONE
from tokens import TOKEN, claims, signed

NEW = "new " + PASSWORD


@check("check_password_strength")
def _(t):
    expect(t.client().check_password_strength(PASSWORD), {"valid": True, "message": object})
    expect(t.client().check_password_strength("short"), {"valid": False, "message": str})


@check("check_login_status")
def _(t):
    client, user = t.user()
    token = user["token"]
    status = client.check_login_status()
    found = claims(token)
    expect(status, {"code": 200, "status": True, "message": str, "exp": found["exp"], "iat": found["iat"],
                    "data": {"id": user["id"], "userPoolId": t.pool, "arn": user["arn"]}})
    expect(t.client().check_login_status(token), status)
    old = {**found, "iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}
    app = t.emulator["v2"]["appSecret"]
    for wrong, code in [
        (signed(found, "a guess"), 2207),
        (signed(found, t.emulator["secret"]), 2207),
        (signed({**found, "sub": NOBODY, "data": {**found["data"], "id": NOBODY}}, app), 2207),
        (signed(old, app), 2206),
        ("no token", 2207),
    ]:
        rejected = {"code": code, "status": False, "message": str, "exp": None, "iat": None, "data": None}
        expect(client.check_login_status(wrong), rejected)
        t.rejects(code, lambda: client.refresh_token(wrong))
    t.rejects(2020, t.client().refresh_token)


@check("refresh_token")
def _(t):
    client, user = t.user()
    refreshed = client.refresh_token()
    expect(refreshed, {"token": TOKEN, "iat": int, "exp": int})
    assert client.get_token() == refreshed["token"]
    includes(claims(refreshed["token"]), sub=user["id"], exp=refreshed["exp"], iat=refreshed["iat"])
    expect(client.check_login_status()["status"], True)
    other = t.client()
    other.refresh_token(user["token"])
    expect(other.check_login_status()["data"]["id"], user["id"])


@check("update_password")
def _(t):
    client, user = t.user()
    t.rejects(2203, lambda: client.update_password(NEW, "wrong " + PASSWORD))
    t.rejects(2029, lambda: client.update_password("short", PASSWORD))
    includes(client.update_password(NEW, PASSWORD), id=user["id"])
    t.rejects(2006, lambda: t.client().login_by_email(user["email"], PASSWORD))
    includes(t.client().login_by_email(user["email"], NEW), id=user["id"])
    t.rejects(2020, lambda: t.client().update_password(NEW, PASSWORD))


@check("reset_password_by_email_code")
def _(t):
    client, user = t.user()
    email = user["email"]
    code = t.email_code(email, "RESET_PASSWORD")
    t.rejects(2001, lambda: t.client().reset_password_by_email_code(email, "000000", NEW))
    t.rejects(2029, lambda: t.client().reset_password_by_email_code(email, code, "short"))
    expect(t.client().reset_password_by_email_code(email, code, NEW), DONE)
    t.rejects(2001, lambda: t.client().reset_password_by_email_code(email, code, PASSWORD))
    t.rejects(2006, lambda: t.client().login_by_email(email, PASSWORD))
    includes(t.client().login_by_email(email, NEW), id=user["id"])
    t.rejects(2004, lambda: t.client().reset_password_by_email_code(t.email(), code, NEW))


@check("reset_password_by_phone_code")
def _(t):
    phone = t.phone()
    user = t.management.users.create({"phone": phone, "password": PASSWORD})
    code = t.sms_code(phone)
    t.rejects(2001, lambda: t.client().reset_password_by_phone_code(phone, "000000", NEW))
    expect(t.client().reset_password_by_phone_code(phone, code, NEW), DONE)
    t.rejects(2006, lambda: t.client().login_by_phone_password(phone, PASSWORD))
    includes(t.client().login_by_phone_password(phone, NEW), id=user["id"])


@check("reset_password_by_first_token")
def _(t):
    # The document has this variable, for which the method has no argument.
    name = t.name("ada")
    with t.patched(lambda params: {**params, "resetPasswordOnFirstLogin": True}):
        user = t.management.users.create({"username": name, "password": PASSWORD})
    t.rejects(1639, lambda: t.client().login_by_username(name, PASSWORD))
    token = t.wire.error_data()["token"]
    t.rejects(2207, lambda: t.client().reset_password_by_first_token("no token", NEW))
    expect(t.client().reset_password_by_first_token(token, NEW), DONE)
    includes(t.client().login_by_username(name, NEW), id=user["id"])
    t.rejects(2207, lambda: t.client().reset_password_by_first_token(token, PASSWORD))


@check("reset_password_with_force_reset")
def _(t):
    _, user = t.user()
    with t.set(passwordUpdatePolicy={"enabled": True, "forcedCycle": 0}):
        t.rejects(2058, lambda: t.client().login_by_email(user["email"], PASSWORD))
        token = t.wire.error_data()["token"]
        t.rejects(2203, lambda: t.client().reset_password_with_force_reset(token, "wrong " + PASSWORD, NEW))
        expect(t.client().reset_password_with_force_reset(token, PASSWORD, NEW), DONE)
    includes(t.client().login_by_email(user["email"], NEW), id=user["id"])
    t.rejects(2207, lambda: t.client().reset_password_with_force_reset("no token", PASSWORD, NEW))

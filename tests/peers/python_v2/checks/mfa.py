"""The second factor. The SDK returns the envelopes."""

import base64
import hashlib
import hmac
import struct
import time

from context import NOBODY, PASSWORD
from harness import check, expect, includes
from shapes import USER
from tokens import TOKEN


def totp(secret):
    """Returns the current code of an authenticator app (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    number = struct.unpack_from(">I", digest, digest[19] & 15)[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def data(envelope, code=200):
    """Returns the data of an envelope with this code."""
    includes(envelope, code=code, message=str)
    return envelope.get("data")


def associated(t):
    """Returns a client with an authenticator app that has not been confirmed, and the app."""
    client, user = t.user()
    return client, user, data(client.assosicate_mfa_authenticator())


def confirmed(t):
    client, user, app = associated(t)
    code = totp(app["secret"])
    data(client.confirm_assosicate_mfa_authenticator(code))
    return client, user, app, code


def challenge(t, email, code):
    """Logs in, and returns the MFA token of the challenge, which the SDK loses."""
    t.rejects(code, lambda: t.client().login_by_email(email, PASSWORD))
    return t.wire.last.response.json()["errors"][0]["message"]["data"]["mfaToken"]


@check("assosicate_mfa_authenticator")
def _(t):
    *_, app = associated(t)
    includes(app, authenticator_type="totp", secret=str, qrcode_uri=str, recovery_code=str)
    data(t.client(token="no token").assosicate_mfa_authenticator(), 2207)


@check("confirm_assosicate_mfa_authenticator")
def _(t):
    client, _, app = associated(t)
    data(client.confirm_assosicate_mfa_authenticator("000000"), 6001)
    data(client.confirm_assosicate_mfa_authenticator(totp(app["secret"])))


@check("get_mfa_authenticators")
def _(t):
    client, user, *_ = confirmed(t)
    [found] = data(client.get_mfa_authenticators())
    includes(found, userId=user["id"], authenticatorType="totp", enable=True)


@check("delete_mfa_authenticator")
def _(t):
    client, *_ = confirmed(t)
    data(client.delete_mfa_authenticator())
    expect(data(client.get_mfa_authenticators()), [])


@check("verify_totp_mfa")
def _(t):
    client, user, _, code = confirmed(t)
    ticket = challenge(t, user["email"], 1635)
    data(client.verify_totp_mfa("000000", ticket), 6001)
    found = data(client.verify_totp_mfa(code, ticket))
    includes(found, id=user["id"], token=TOKEN)
    data(client.verify_totp_mfa(code, "no token"), 2207)


@check("verify_totp_recovery_code")
def _(t):
    client, user, app, _ = confirmed(t)
    ticket = challenge(t, user["email"], 1635)
    data(client.verify_totp_recovery_code("wrong", ticket), 6002)
    found = data(client.verify_totp_recovery_code(app["recovery_code"], ticket))
    includes(found, id=user["id"], token=TOKEN, recoveryCode=str)
    data(client.verify_totp_recovery_code(app["recovery_code"], ticket), 6002)
    data(client.verify_totp_recovery_code(found["recoveryCode"], ticket))


@check("verify_app_sms_mfa")
def _(t):
    client, user = t.user()
    phone = t.phone()
    with t.app_mfa("SMS"):
        ticket = challenge(t, user["email"], 1636)
        data(client.verify_app_sms_mfa(phone, "none", ticket), 2001)
        found = data(client.verify_app_sms_mfa(phone, t.sms_code(phone), ticket))
    includes(found, id=user["id"], phone=phone, token=TOKEN)


@check("verify_app_email_mfa")
def _(t):
    client, user = t.user()
    email = user["email"]
    with t.app_mfa("EMAIL"):
        ticket = challenge(t, email, 1636)
        data(client.verify_app_email_mfa(email, "none", ticket), 2001)
        found = data(client.verify_app_email_mfa(email, t.email_code(email, "MFA_VERIFY"), ticket))
    includes(found, **{**USER, "id": user["id"], "token": TOKEN})


@check("phone_or_email_bindable")
def _(t):
    client, user = t.user()
    _, other = t.user()
    with t.app_mfa("SMS", "EMAIL"):
        ticket = challenge(t, user["email"], 1636)
    expect(data(client.phone_or_email_bindable(ticket, phone=t.phone())), True)
    expect(data(client.phone_or_email_bindable(ticket, email=other["email"])), False)
    data(client.phone_or_email_bindable(NOBODY, phone=t.phone()), 2207)

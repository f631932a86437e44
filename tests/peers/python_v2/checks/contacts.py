"""Binding, replacing and unbinding emails and phones."""

from context import PASSWORD
from harness import check, expect, includes
from tokens import TOKEN


def session(t, **info):
    """Creates a user with a username. Returns its client and id."""
    name = t.name("ada")
    user = t.management.users.create({"username": name, "password": PASSWORD, **info})
    client = t.client()
    client.login_by_username(name, PASSWORD)
    return client, user["id"]


def keeps_login(client):
    expect(client.get_token(), TOKEN)
    expect(client.check_login_status()["status"], True)


@check("bind_email")
def _(t):
    client, user = session(t)
    email, (_, other) = t.email(), t.user()
    code = t.email_code(email)
    t.rejects(2001, lambda: client.bind_email(email, "000000"))
    includes(client.bind_email(email, code), id=user, email=email, emailVerified=True)
    keeps_login(client)
    another = t.email()
    t.rejects(500, lambda: client.bind_email(another, t.email_code(another)))
    client, _ = session(t)
    t.rejects(2026, lambda: client.bind_email(other["email"], t.email_code(other["email"])))
    t.rejects(2020, lambda: t.client().bind_email(email, code))


@check("bind_phone")
def _(t):
    client, user = session(t)
    phone, taken = t.phone(), t.phone()
    code = t.sms_code(phone)
    t.rejects(2001, lambda: client.bind_phone(phone, "000000"))
    includes(client.bind_phone(phone, code), id=user, phone=phone, phoneVerified=True)
    keeps_login(client)
    another = t.phone()
    t.rejects(500, lambda: client.bind_phone(another, t.sms_code(another)))
    session(t, phone=taken)
    client, _ = session(t)
    t.rejects(2035, lambda: client.bind_phone(taken, t.sms_code(taken)))


@check("update_email")
def _(t):
    client, user = t.user()
    old, new = user["email"], t.email()
    code, old_code = t.email_code(new, "CHANGE_EMAIL"), t.email_code(old, "CHANGE_EMAIL")
    t.rejects(2001, lambda: client.update_email(new, "000000", old, old_code))
    t.rejects(2001, lambda: client.update_email(new, code, old, "000000"))
    t.rejects(500, lambda: client.update_email(new, code))
    t.rejects(2037, lambda: client.update_email(new, code, t.email(), old_code))
    t.rejects(2229, lambda: client.update_email(old, old_code, old, old_code))
    includes(client.update_email(new, code, old, old_code), id=user["id"], email=new, token=TOKEN)
    keeps_login(client)
    t.rejects(2004, lambda: t.client().login_by_email(old, PASSWORD))
    includes(t.client().login_by_email(new, PASSWORD), id=user["id"])


@check("update_phone")
def _(t):
    old, new = t.phone(), t.phone()
    client, user = session(t, phone=old)
    code, old_code = t.sms_code(new), t.sms_code(old)
    t.rejects(2001, lambda: client.update_phone(new, "000000", old, old_code))
    t.rejects(500, lambda: client.update_phone(new, code))
    t.rejects(2038, lambda: client.update_phone(new, code, t.phone(), old_code))
    t.rejects(2230, lambda: client.update_phone(old, old_code, old, old_code))
    includes(client.update_phone(new, code, old, old_code), id=user, phone=new, token=TOKEN)
    keeps_login(client)
    includes(t.client().login_by_phone_password(new, PASSWORD), id=user)


@check("unbind_email")
def _(t):
    client, user = session(t, email=t.email(), phone=t.phone())
    includes(client.unbind_email(), id=user, email=None, emailVerified=False)
    keeps_login(client)
    t.rejects(2219, client.unbind_email)
    client, _ = t.user()
    t.rejects(2217, client.unbind_email)


@check("unbind_phone")
def _(t):
    client, user = session(t, email=t.email(), phone=t.phone())
    includes(client.unbind_phone(), id=user, phone=None, phoneVerified=False)
    keeps_login(client)
    t.rejects(2028, client.unbind_phone)

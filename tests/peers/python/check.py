"""Calls every public method of the official Python SDK against the emulator, and checks each result.

    python check.py EMULATOR          (`run`, beside this, installs the SDK first)

For each method it prints one line:

    PASS name            the results and the errors have the documented shape
    FAIL name: why       they have not
    BROKEN name: why     the method fails whatever the response, because of a bug of the SDK. The check has seen it fail
                         for this reason, and succeed with only this bug patched, so that a bug of the emulator is not
                         mistaken for one of the SDK

and at the end `N passed, N failed, N broken by the SDK itself`. It fails if a method failed or was not checked.
"""

import base64
import contextlib
import json
import re
import sys
import time
import types
import urllib.error
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "shared"))

from context import NOBODY, PASSWORD, Context, Unseen, authing, name_the_client
from harness import CHECKS, Report, check, expect, main, raises
from shapes import (
    DATE, FIFTEEN_DAYS, HISTORY, L20, LDAP, LISTED, OAUTH_APP, OIDC_APP, P19, R12, TEXT, U19, fields, expect_error,
    expect_sent,
)
from tokens import ID, TOKEN, claims, signed


def with_inverted_check(t, call, options, needed):
    """Expects a method to reject its options locally because they are given. Returns its result for options that its
    check can't see."""
    for name in needed:
        t.without_request(lambda: raises(Exception, lambda: call({name: options[name]})))
    return call(Unseen(options))


# Construction, and public helpers


@check("Authing")
def _(t):
    expect(t.sdk.accessToken, TOKEN)
    found = claims(t.sdk.accessToken)
    assert found["exp"] - found["iat"] == FIFTEEN_DAYS, found
    error = raises(Exception, lambda: t.new(secret="0" * 32))
    expect_error(error.args[0])


@check("auth")
def _(t):
    before = t.sdk.accessToken
    assert t.without_request(t.sdk.auth) is None and t.sdk.accessToken == before


@check("requiredCheck")
def _(t):
    assert t.sdk.requiredCheck({"phone": "1", "phoneCode": "2"}, ["phone", "phoneCode"]) is None
    error = raises(BaseException, lambda: t.sdk.requiredCheck({"phone": "1"}, ["phone", "phoneCode"]))
    assert "phoneCode" in str(error), error


@check("encrypt")
def _(t):
    first, second = t.sdk.encrypt(PASSWORD), t.sdk.encrypt(PASSWORD)
    assert len(base64.b64decode(first, validate=True)) == 128 and first != second
    raises(OverflowError, lambda: t.sdk.encrypt("x" * 118))


@check("GqlRequest")
def _(t):
    query = "query Ask($id: String!) { getUserPoolSettings(userPoolId: $id) { name jwtExpired } }"
    settings = t.sdk.GqlRequest(query, {"id": t.pool}, "getUserPoolSettings")
    expect(settings, {"name": str, "jwtExpired": FIFTEEN_DAYS})
    expect_error(t.sdk.GqlRequest(query, {"id": NOBODY}, "getUserPoolSettings"))


# Registering and logging in


@check("register")
def _(t):
    email = t.email()
    result = t.sdk.register(email, PASSWORD)
    expect(result, fields(R12, email=email, emailVerified=False, blocked=False, token=None))
    expect_error(t.sdk.register(email, PASSWORD), 2026)
    expect_error(t.sdk.register(t.email(), "short"), 2029)
    expect_error(t.sdk.register("no address", PASSWORD), 2003)
    t.without_request(lambda: raises(Exception, t.sdk.register))
    t.without_request(lambda: raises(Exception, lambda: t.sdk.register(email)))


@check("registerByPhone")
def _(t):
    phone = t.phone()
    expect(t.sdk.sendRegisterPhoneCode(phone)[0], True)
    code = t.emulator.message(phone, "register")["code"]
    expect_error(t.sdk.registerByPhone(phone, PASSWORD, "000000"), 2001)
    result = t.sdk.registerByPhone(phone, PASSWORD, code)
    expect(result, fields(R12, email=None, emailVerified=False, blocked=False, token=None))
    expect_error(t.sdk.registerByPhone(phone, PASSWORD, code), 2026)


@check("login")
def _(t):
    user, email = t.user(username="alice")
    sdk = t.new()
    expect_error(sdk.login(email=email, password="wrong " + PASSWORD), 2006)
    expect_error(sdk.login(email=t.email(), password=PASSWORD), 2004)
    sdk.user({"id": user})
    assert t.wire.token() == sdk.accessToken, "a failed login changed the token"
    result = sdk.login(email=email, password=PASSWORD)
    expect(result, fields(L20, _id=user, email=email, username="alice", token=TOKEN, loginsCount=1, blocked=False,
                          isDeleted=False, lastLogin=DATE, lastIP="127.0.0.1"))
    t.expect_token_of(result["token"], user, email)
    sdk.user({"id": user})
    assert t.wire.token() == result["token"], "the login did not change the token"
    result = sdk.login(username="alice", password=PASSWORD, verifyCode="not required")
    expect(result, fields(L20, _id=user, email=email, username="alice", token=TOKEN, loginsCount=2))
    t.without_request(lambda: raises(Exception, lambda: sdk.login(password=PASSWORD)))
    t.without_request(lambda: raises(Exception, lambda: sdk.login(email=email)))
    t.sdk.update({"_id": user, "blocked": True})
    expect_error(t.new().login(email=email, password=PASSWORD), 2005)


@check("loginByPhoneCode")
def _(t):
    user, phone = t.phone_user()
    sdk = t.new()
    code = int(t.login_code(phone))
    expect_error(sdk.loginByPhoneCode(phone, code - 1), 2001)
    result = sdk.loginByPhoneCode(phone, code)
    expect(result, fields(P19, _id=user, phone=phone, token=TOKEN, loginsCount=1))
    t.expect_token_of(result["token"], user, None)
    sdk.user({"id": user})
    assert t.wire.token() == result["token"], "the login did not change the token"
    expect_error(sdk.loginByPhoneCode(phone, code), 2001)
    expect_error(sdk.loginByPhoneCode(t.phone(), code), 2004)
    t.without_request(lambda: raises(Exception, lambda: sdk.loginByPhoneCode(phone, str(code))))


@check("loginByPhonePassword")
def _(t):
    user, phone = t.phone_user()
    result = t.sdk.loginByPhonePassword(phone, PASSWORD)
    expect(result, fields(P19, _id=user, phone=phone, token=TOKEN, loginsCount=1, browser="python_sdk"))
    t.expect_token_of(result["token"], user, None)
    result = t.sdk.loginByPhonePassword(phone, PASSWORD, registerInClient=t.pool, browser="another")
    expect(result, fields(P19, _id=user, phone=phone, token=TOKEN, loginsCount=2, browser="another"))
    expect_error(t.sdk.loginByPhonePassword(phone, "wrong " + PASSWORD), 2006)
    expect_error(t.sdk.loginByPhonePassword(phone, PASSWORD, registerInClient=NOBODY))


@check("loginByLDAP")
def _(t):
    email = t.email()
    account = {"username": "tesla", "password": PASSWORD, "email": email}
    t.emulator.set_up("ldap_accounts", account)
    result = t.sdk.loginByLDAP("tesla", PASSWORD)
    expect(result, fields(LDAP, username="tesla", email=email, token=TOKEN, loginsCount=1, browser="python_sdk"))
    t.expect_token_of(result["token"], result["_id"], email)
    again = t.sdk.loginByLDAP("tesla", PASSWORD, client=t.pool, browser="another")
    expect(again, fields(LDAP, _id=result["_id"], username="tesla", token=TOKEN, loginsCount=2, browser="another"))
    expect_error(t.sdk.loginByLDAP("tesla", "wrong " + PASSWORD), 2006)
    expect_error(t.sdk.loginByLDAP("nobody", PASSWORD), 2004)


def sends_code(t, send, purpose):
    phone = t.phone()
    success, message = send(phone)
    expect(success, True)
    expect(message, str)
    found = t.emulator.message(phone, purpose)
    assert found["kind"] == "sms" and re.fullmatch("[0-9]{4,6}", found["code"]), found
    success, message = send("12a")
    expect(success, False)
    expect(message, str)


@check("getVerificationCode")
def _(t):
    sends_code(t, t.sdk.getVerificationCode, "login")


@check("sendOneTimePhoneCode")
def _(t):
    sends_code(t, t.sdk.sendOneTimePhoneCode, "login")


@check("sendRegisterPhoneCode")
def _(t):
    sends_code(t, t.sdk.sendRegisterPhoneCode, "register")


# Tokens


@check("checkLoginStatus")
def _(t):
    user, email = t.user()
    sdk = t.new()
    token = sdk.login(email=email, password=PASSWORD)["token"]

    def status(result, is_valid, code):
        expect(result, {"status": is_valid, "code": code, "message": str})

    status(sdk.checkLoginStatus(), True, 200)
    assert t.wire.token() == token
    status(sdk.checkLoginStatus(token), True, 200)
    status(sdk.checkLoginStatus(token[:-4] + "AAAA"), False, 2207)
    status(sdk.checkLoginStatus("no token"), False, 2207)
    hour_ago = int(time.time()) - 3600
    expired = signed({**claims(token), "iat": hour_ago - FIFTEEN_DAYS, "exp": hour_ago}, t.secret)
    status(sdk.checkLoginStatus(expired), False, 2206)


@check("decodeToken")
def _(t):
    user, email = t.user()
    token = t.login(email)
    result = t.sdk.decodeToken(token)
    expect(result, {
        "data": {"email": email, "id": user, "clientId": t.pool},
        "status": {"code": 200, "message": str},
        # The schema has the one as a string and the other as an integer.
        "iat": str(claims(token)["iat"]),
        "exp": claims(token)["exp"],
    })
    result = t.sdk.decodeToken("no token")
    expect(result, {"data": None, "status": {"code": 2207, "message": str}, "iat": None, "exp": None})


@check("RefreshToken")
def _(t):
    user, email = t.user()
    result = t.sdk.RefreshToken(user)
    expect(result, {"token": TOKEN, "iat": object, "exp": object})
    t.expect_token_of(result["token"], user, email)
    found = claims(result["token"])
    assert (int(result["iat"]), int(result["exp"])) == (found["iat"], found["exp"]), result
    expect(t.sdk.checkLoginStatus(result["token"])["code"], 200)
    expect(t.sdk.RefreshToken(user, client=t.pool)["token"], TOKEN)
    expect_error(t.sdk.RefreshToken(NOBODY), 2004)


@check("logout", broken="sends the number 0 for a String")
def _(t):
    user, email = t.user()
    token = t.login(email)
    t.expect_schema_error(lambda: t.sdk.logout(user), "tokenExpiredAt")
    with t.patched(lambda query, variables: (query, {**variables, "tokenExpiredAt": str(variables["tokenExpiredAt"])})):
        result = t.sdk.logout(user)
    expect(result, fields(U19, _id=user, email=email, tokenExpiredAt="0"))
    expect(t.sdk.checkLoginStatus(token)["status"], False)
    t.without_request(lambda: raises(Exception, lambda: t.sdk.logout("")))


# Users


@check("user")
def _(t):
    user, email = t.user(nickname="小明")
    result = t.sdk.user({"id": user})
    expect(result, fields(U19, _id=user, email=email, nickname="小明", registerInClient=t.pool, loginsCount=0))
    assert t.sdk.user({"id": NOBODY}) is None
    expect_error(t.sdk.user({"id": "no id"}), 500)
    t.without_request(lambda: raises(Exception, lambda: t.sdk.user({})))


@check("list")
def _(t):
    users = [t.user() for _ in range(3)]
    first = t.sdk.list()
    expect(first, {"totalCount": int, "list": [dict]})
    total = first["totalCount"]
    assert total >= 3 and len(first["list"]) == min(total, 10), f"{len(first['list'])} of {total}"
    found, page = [], 1
    while len(found) < total:
        result = t.sdk.list(page=page, count=2)
        expect(result["totalCount"], total)
        assert 0 < len(result["list"]) <= 2, result
        found += result["list"]
        page += 1
    names = U19.replace(" registerMethod oauth", "") + " password"
    expect(found, [fields(names, **LISTED)])
    ids = [each["_id"] for each in found]
    assert len(set(ids)) == total and {user for user, _ in users} <= set(ids), ids
    assert t.sdk.list(page=page + 1, count=2)["list"] == []


@check("userPatch")
def _(t):
    (one, _), (two, email) = t.user(), t.user()
    t.login(email)
    result = t.sdk.userPatch(f"{one},{two},{NOBODY},no-id")
    expect(result, {"totalCount": 2, "list": [fields(U19 + " unionid", **HISTORY)]})
    assert {each["_id"] for each in result["list"]} == {one, two}, result
    logins = {each["_id"]: each["userLoginHistory"]["totalCount"] for each in result["list"]}
    assert logins == {one: 0, two: 1}, logins
    expect_error(t.sdk.userPatch(",".join([one] * 81)), 2030)


@check("update")
def _(t):
    user, email = t.user()
    texts = {"username": "bob", "nickname": "鲍勃", "company": "例子公司", "browser": "a browser",
             "photo": "https://usercontents.example.com/user-avatars/bob.png", "lastIP": "192.0.2.1"}
    flags = {"emailVerified": True, "blocked": True}
    result = t.sdk.update({"_id": user, "loginsCount": 7, **texts, **flags})
    expect(result, fields(U19, _id=user, email=email, loginsCount=7, **texts, **flags))
    result = t.sdk.update({"_id": user, "blocked": False, "company": None})
    texts["company"] = None
    expect(result, fields(U19, _id=user, email=email, loginsCount=7, blocked=False, emailVerified=True, **texts))
    expect(t.sdk.user({"id": user}), result)

    other, taken = t.user()
    expect_error(t.sdk.update({"_id": user, "email": taken}), 2200)
    expect_error(t.sdk.update({"_id": other, "username": "bob"}), 2026)
    expect_error(t.sdk.update({"_id": NOBODY, "username": "nobody"}), 2004)
    t.without_request(lambda: raises(Exception, lambda: t.sdk.update({"username": "nobody"})))

    new = "new " + PASSWORD
    expect_error(t.sdk.update({"_id": user, "password": new}), 2201)
    expect_error(t.sdk.update({"_id": user, "password": new, "oldPassword": "wrong"}), 2203)
    expect(t.sdk.update({"_id": user, "password": new, "oldPassword": PASSWORD})["_id"], user)
    expect_error(t.new().login(email=email, password=PASSWORD), 2006)
    t.login(email, new)


@check("remove")
def _(t):
    user, email = t.user()
    expect(t.sdk.remove(user), [{"_id": user}])
    assert t.sdk.user({"id": user}) is None
    expect_error(t.new().login(email=email, password=PASSWORD), 2004)
    expect_error(t.sdk.remove(user), 2210)
    t.without_request(lambda: raises(Exception, lambda: t.sdk.remove("")))
    expect(t.sdk.register(email, PASSWORD)["email"], email)


# Email, phone and password


@check("sendChangeEmailVerifyCode")
def _(t):
    email = t.email()
    expect_sent(t.sdk.sendChangeEmailVerifyCode(email))
    expect(t.emulator.message(email, "changeEmail")["kind"], "mail")
    expect_error(t.sdk.sendChangeEmailVerifyCode("no address"), 2204)
    t.without_request(lambda: raises(Exception, lambda: t.sdk.sendChangeEmailVerifyCode("")))


@check("updateEmail")
def _(t):
    user, old = t.user()
    new = t.email()
    code, old_code = t.email_code(new), t.email_code(old)
    _, taken = t.user()
    # With the owner's token, the old email identifies the user.
    change = {"email": new, "emailCode": code, "oldEmail": old, "oldEmailCode": old_code}
    expect_error(t.sdk.updateEmail({**change, "emailCode": "000000"}), 2001)
    expect_error(t.sdk.updateEmail({**change, "email": old}), 2208)
    expect_error(t.sdk.updateEmail({**change, "email": taken}), 2200)
    result = t.sdk.updateEmail(change)
    expect(result, fields(U19 + " phone", _id=user, email=new, emailVerified=True))
    expect_error(t.sdk.updateEmail({"email": old, "emailCode": code}))
    # With the user's token, it is optional.
    newer = t.email()
    result = t.new(token=t.login(new)).updateEmail({"email": newer, "emailCode": t.email_code(newer)})
    expect(result, fields(U19 + " phone", _id=user, email=newer, emailVerified=True))
    t.without_request(lambda: raises(Exception, lambda: t.sdk.updateEmail({"email": new})))
    t.without_request(lambda: raises(Exception, lambda: t.sdk.updateEmail({"emailCode": code})))


@check("updatePhone")
def _(t):
    user, old = t.phone_user()
    new = t.phone()
    code, old_code = t.login_code(new), t.login_code(old)
    change = {"phone": new, "phoneCode": code, "oldPhone": old, "oldPhoneCode": old_code}
    expect_error(t.sdk.updatePhone({**change, "phoneCode": "000000"}), 2001)
    expect_error(t.sdk.updatePhone({**change, "oldPhone": t.phone()}), 2004)
    result = t.sdk.updatePhone(change)
    expect(result, fields(U19 + " phone", _id=user, phone=new, email=None))
    expect(t.sdk.loginByPhonePassword(new, PASSWORD)["_id"], user)
    expect_error(t.sdk.loginByPhonePassword(old, PASSWORD), 2004)
    # A user without a phone, with the user's own token.
    user, email = t.user()
    newer = t.phone()
    change = {"phone": newer, "phoneCode": t.login_code(newer), "userPoolId": t.pool}
    result = t.new(token=t.login(email)).updatePhone(change)
    expect(result, fields(U19 + " phone", _id=user, phone=newer, email=email))
    t.without_request(lambda: raises(BaseException, lambda: t.sdk.updatePhone({"phone": new})))


@check("unbindEmail")
def _(t):
    user, email = t.user(username="carol")
    result = t.sdk.unbindEmail(user)
    expect(result, fields(U19, _id=user, email=None, emailVerified=False, username="carol"))
    expect_error(t.new().login(email=email, password=PASSWORD), 2004)
    expect(t.new().login(username="carol", password=PASSWORD)["_id"], user)
    expect_error(t.sdk.unbindEmail(user, client=t.pool), 2219)
    user, email = t.user()
    expect_error(t.sdk.unbindEmail(user), 2217)
    expect_error(t.sdk.unbindEmail(NOBODY), 2004)


def verifies(t, user, email):
    """Opens the link in the email, which verifies it."""
    expect(t.sdk.user({"id": user})["emailVerified"], False)
    with urllib.request.urlopen(t.emulator.message(email, "verify")["link"]) as page:
        expect(page.status, 200)
    expect(t.sdk.user({"id": user})["emailVerified"], True)


@check("sendActivationEmail")
def _(t):
    user, email = t.user()
    expect(t.sdk.sendActivationEmail(email), {"message": str})
    verifies(t, user, email)
    expect(t.sdk.sendActivationEmail(email, client=t.pool), {"message": str})
    expect_error(t.sdk.sendActivationEmail(t.email()), 2004)


@check("sendVerifyEmail", broken="rejects the email because it is given")
def _(t):
    user, email = t.user()
    expect_sent(with_inverted_check(t, t.sdk.sendVerifyEmail, {"email": email}, ["email"]))
    verifies(t, user, email)
    expect_error(t.sdk.sendVerifyEmail(Unseen(email=t.email())), 2004)


@check("sendResetPasswordEmail", broken="rejects the email because it is given")
def _(t):
    _, email = t.user()
    result = with_inverted_check(t, t.sdk.sendResetPasswordEmail, {"email": email}, ["email"])
    expect(result, {"message": str, "code": None})
    expect(t.emulator.message(email, "resetPassword")["kind"], "mail")
    expect_error(t.sdk.sendResetPasswordEmail(Unseen(email=t.email())), 2004)


@check("verifyResetPasswordVerifyCode", broken="rejects the email and the code because they are given")
def _(t):
    _, email = t.user()
    t.sdk.sendResetPasswordEmail(Unseen(email=email))
    options = {"email": email, "verifyCode": t.emulator.message(email, "resetPassword")["code"]}
    result = with_inverted_check(t, t.sdk.verifyResetPasswordVerifyCode, options, ["email", "verifyCode"])
    expect(result, {"message": str, "code": None})
    expect_error(t.sdk.verifyResetPasswordVerifyCode(Unseen(options, verifyCode="000000")), 2001)


@check("changePassword", broken="rejects the email and the code because they are given")
def _(t):
    user, email = t.user()
    t.sdk.sendResetPasswordEmail(Unseen(email=email))
    code = t.emulator.message(email, "resetPassword")["code"]
    options = {"email": email, "verifyCode": code, "password": "new " + PASSWORD}
    expect_error(t.sdk.changePassword(Unseen(options, verifyCode="000000")), 2001)
    result = with_inverted_check(t, t.sdk.changePassword, options, ["email", "verifyCode"])
    expect(result, fields(U19, _id=user, email=email))
    expect_error(t.new().login(email=email, password=PASSWORD), 2006)
    t.login(email, "new " + PASSWORD)
    expect_error(t.sdk.changePassword(Unseen(options)), 2001)


# Multi-factor authentication


@check("changeMFA")
def _(t):
    user, email = t.user()
    # Without options["userToken"] it is sent with the owner's token, even after a login.
    expect_error(t.sdk.changeMFA(user, True))
    sdk = t.new(token=t.login(email))
    shape = {"_id": ID, "userId": user, "userPoolId": t.pool, "shareKey": re.compile("[A-Z2-7]{16,}"), "enable": True}
    result = sdk.changeMFA(user, True)
    expect(result, shape)
    expect_error(t.new().login(email=email, password=PASSWORD), 1635)
    expect(sdk.changeMFA(user, False, userPoolId=t.pool), {**result, "enable": False})
    t.login(email)
    other, _ = t.user()
    expect_error(sdk.changeMFA(other, True), 2202)


@check("queryMFA")
def _(t):
    user, email = t.user()
    assert t.sdk.queryMFA(t.pool, user) is None
    changed = t.new(token=t.login(email)).changeMFA(user, True)
    expect(t.sdk.queryMFA(t.pool, user), changed)
    expect_error(t.sdk.queryMFA(t.pool, NOBODY), 2004)


# Social logins and apps


@check("readOAuthList", broken="selects `type`, which the schema does not have")
def _(t):
    t.expect_schema_error(t.sdk.readOAuthList, "field `type`")

    def patch(query, variables):
        return re.sub(r"^\s*type$", "", query, flags=re.MULTILINE), variables

    with t.patched(patch, client="oauth"):
        result = t.sdk.readOAuthList()
    assert result, "the list is empty"
    expect(result, [{"_id": ID, "name": str, "image": TEXT, "description": TEXT, "enabled": bool, "client": t.pool,
                     "user": TEXT, "oAuthUrl": TEXT}])
    assert t.wire.requests[-1].full_url == t.emulator["oauth"], t.wire.requests[-1].full_url


@check("readUserOAuthList")
def _(t):
    user, _ = t.user()
    result = t.sdk.readUserOAuthList(user)
    expect(result, [{"type": str, "oAuthUrl": TEXT, "image": TEXT, "name": str, "binded": False}])
    kinds = [each["type"] for each in result]
    assert "github" in kinds and len(kinds) == len(set(kinds)), kinds
    t.sdk.bindOAuth({"user": user, "type": "github", "unionid": f"list {user}", "userInfo": "{}"})
    bound = {each["type"]: each["binded"] for each in t.sdk.readUserOAuthList(user, client=t.pool)}
    assert bound == {kind: kind == "github" for kind in kinds}, bound
    expect_error(t.sdk.readUserOAuthList(NOBODY), 2004)


@check("bindOAuth")
def _(t):
    (user, _), (other, _) = t.user(), t.user()
    options = {"user": user, "client": t.pool, "type": "github", "unionid": f"bind {user}",
               "userInfo": json.dumps({"unionid": f"bind {user}", "username": "octocat"})}
    expect(t.sdk.bindOAuth(dict(options)), {"_id": ID, **options, "createdAt": DATE})
    expect_error(t.sdk.bindOAuth({**options, "unionid": "another"}), 2213)
    expect_error(t.sdk.bindOAuth({**options, "user": other}), 2215)
    expect_error(t.sdk.bindOAuth({**options, "user": NOBODY}), 2004)


@check("unbindOAuth")
def _(t):
    user, _ = t.user()
    binding = t.sdk.bindOAuth({"user": user, "type": "wechat", "unionid": f"unbind {user}", "userInfo": "{}"})
    expect(t.sdk.unbindOAuth(user, "wechat"), {**binding, "_id": ID, "createdAt": DATE})
    expect_error(t.sdk.unbindOAuth(user, "wechat", client=t.pool), 2216)
    # Without an email, this is the user's only login.
    t.sdk.bindOAuth({"user": user, "type": "qq", "unionid": f"unbind {user}", "userInfo": "{}"})
    t.sdk.unbindEmail(user)
    expect_error(t.sdk.unbindOAuth(user, "qq"), 2217)


def authorize(t, user, kind):
    """Returns the id of a new app that the user has authorized."""
    app = t.emulator.set_up("apps", {"kind": kind, "name": f"an app of kind {kind}"})["id"]
    t.emulator.set_up("authorizations", {"user": user, "app": app, "scope": "openid profile"})
    return app


@check("getAuthedAppList", broken="sends nothing")
def _(t):
    user, _ = t.user()
    oauth, oidc = authorize(t, user, "oauth"), authorize(t, user, "oidc")
    assert t.without_request(lambda: t.sdk.getAuthedAppList(user, 1, 10)) is None
    # Its code has the document, which is sent here instead.
    texts = [each for each in t.sdk.getAuthedAppList.__code__.co_consts if isinstance(each, str)]
    query = next(text for text in texts if "GetUserAuthorizedApps" in text)
    variables = {"clientId": t.pool, "userId": user, "page": 1, "count": 10}
    result = t.sdk.GqlRequest(query, variables, "GetUserAuthorizedApps")
    expect(result, {"totalCount": 2, "OAuthApps": [OAUTH_APP], "OIDCApps": [OIDC_APP]})
    assert [each["_id"] for each in result["OAuthApps"] + result["OIDCApps"]] == [oauth, oidc], result
    expect_error(t.sdk.GqlRequest(query, {**variables, "userId": NOBODY}, "GetUserAuthorizedApps"), 2004)


@check("revokeAuthedApp")
def _(t):
    (user, _), (other, _) = t.user(), t.user()
    for kind in ["oauth", "oidc"]:
        app = authorize(t, user, kind)
        expect_error(t.sdk.revokeAuthedApp(other, app), 2221)
        result = t.sdk.revokeAuthedApp(user, app, client=t.pool)
        expect(result, {"isRevoked": "true", "_id": ID, "scope": "openid profile", "appId": app, "userId": user,
                        "type": kind, "when": DATE})
        expect_error(t.sdk.revokeAuthedApp(user, app), 2221)
    expect_error(t.sdk.revokeAuthedApp(user, NOBODY), 2221)


# Roles


@check("createRole")
def _(t):
    result = t.sdk.createRole({"name": "管理员", "descriptions": "can do all"})
    expect(result, {"_id": ID, "name": "管理员", "client": t.pool, "descriptions": "can do all"})


@check("queryRoles", broken="reads its options' keys as attributes")
def _(t):
    role = t.role()
    t.without_request(lambda: raises(AttributeError, lambda: t.sdk.queryRoles({"page": 1, "count": 10})))
    total = t.sdk.queryRoles(types.SimpleNamespace(page=1, count=1))["totalCount"]
    result = t.sdk.queryRoles(types.SimpleNamespace(page=1, count=total))
    expect(result, {"totalCount": total, "list": [{"_id": ID, "name": str, "descriptions": TEXT, "client": t.pool,
                                                    "createdAt": DATE, "permissions": TEXT}]})
    assert role in [each["_id"] for each in result["list"]], result


MISNAMED = "reads its options' keys as attributes, and sends `clientId` for `$client`"


def misnamed(t, call, options):
    """Expects both of these bugs. Returns the result with both patched."""
    t.without_request(lambda: raises(AttributeError, lambda: call(dict(options))))
    readable = types.SimpleNamespace(**options)
    t.expect_schema_error(lambda: call(readable), "'client'")
    with t.patched(name_the_client):
        return call(readable)


def assign(t, role, user):
    with t.patched(name_the_client):
        t.sdk.assignUserToRole(types.SimpleNamespace(roleId=role, user=user))


@check("assignUserToRole", broken=MISNAMED)
def _(t):
    role, (user, _) = t.role(), t.user()
    result = misnamed(t, t.sdk.assignUserToRole, {"roleId": role, "user": user})
    expect(result, {"totalCount": 1, "list": [{"_id": ID, "client": {"_id": t.pool}, "user": {"_id": user},
                                               "createdAt": DATE}]})
    assert len(result["list"]) == 1, result


@check("getUsersByRole")
def _(t):
    role, users = t.role(), [t.user() for _ in range(3)]
    expect(t.sdk.getUsersByRole(role), {"totalCount": 0, "list": []})
    for user, _ in users:
        assign(t, role, user)
    found = []
    for page in [1, 2]:
        result = t.sdk.getUsersByRole(role, page=page, count=2)
        expect(result["totalCount"], 3)
        found += result["list"]
    expect(found, [{"_id": ID, "group": {"_id": role}, "client": {"_id": t.pool},
                    "user": {"_id": ID, "photo": TEXT, "username": TEXT, "email": str}, "createdAt": DATE}])
    assert {(each["user"]["_id"], each["user"]["email"]) for each in found} == set(users), found
    expect_error(t.sdk.getUsersByRole(NOBODY))


@check("updateRolePermissions", broken=MISNAMED)
def _(t):
    role = t.role()
    options = {"roleId": role, "name": "editor", "permissions": '{"articles":"write"}'}
    result = misnamed(t, t.sdk.updateRolePermissions, options)
    expect(result, {"_id": role, "name": "editor", "client": t.pool, "descriptions": "made by a check",
                    "permissions": options["permissions"]})


@check("queryPermissions", broken="sends `clientId` for `$client`")
def _(t):
    role, (user, _) = t.role(), t.user()
    assign(t, role, user)
    t.expect_schema_error(lambda: t.sdk.queryPermissions(user), "'client'")
    with t.patched(name_the_client):
        result = t.sdk.queryPermissions(user)
    expect(result, {"totalCount": 1, "list": [{"group": {"name": str, "permissions": None}}]})
    assert len(result["list"]) == 1, result


@check("removeUserFromRole", broken=MISNAMED)
def _(t):
    role, (user, _) = t.role(), t.user()
    assign(t, role, user)
    result = misnamed(t, t.sdk.removeUserFromRole, {"roleId": role, "user": user})
    expect(result, {"_id": ID, "group": {"_id": role}, "client": {"_id": t.pool}, "user": {"_id": user}})
    expect(t.sdk.getUsersByRole(role)["totalCount"], 0)


# The user pool and the services


@check("getUserPoolSettings")
def _(t):
    shape = {"name": str, "logo": TEXT, "descriptions": TEXT, "allowedOrigins": TEXT, "emailVerifiedDefault": False,
             "useMiniLogin": bool, "useSelfWxapp": bool, "registerDisabled": False, "showWXMPQRCode": bool,
             "enableEmail": bool, "jwtExpired": FIFTEEN_DAYS}
    result = t.sdk.getUserPoolSettings()
    expect(result, shape)
    expect(t.sdk.getUserPoolSettings(userPoolId=t.pool), result)
    expect_error(t.sdk.getUserPoolSettings(NOBODY))


@check("preflightFun")
def _(t):
    # These two URLs are built in, like the key.
    base = {name: re.sub("/graphql$", "", t.emulator[name]) for name in ["users", "oauth"]}
    t.sdk.preflightUrl = {name: url + "/system/status" for name, url in base.items()}
    assert t.sdk.preflightFun() == (True, "")
    t.sdk.preflightUrl["oauth"] = base["oauth"] + "/nothing/here"
    raises(urllib.error.HTTPError, t.sdk.preflightFun)


@check("cdnPreflightFun")
def _(t):
    t.sdk.cdnPreflightUrl = t.emulator["cdn"] + "/"
    assert t.sdk.cdnPreflightFun() is True
    t.sdk.cdnPreflightUrl = t.emulator["cdn"] + "/nothing/here"
    raises(urllib.error.HTTPError, t.sdk.cdnPreflightFun)


def why(t, error):
    """Returns the reason of a failed check. For API errors with a string message, the SDK raises a TypeError."""
    if isinstance(error, AssertionError) and str(error):
        return str(error)
    if isinstance(error, TypeError) and "'str'" in str(error):
        with contextlib.suppress(Exception):
            return f"GraphQL error: {t.wire.graphql_error()}"
    return repr(error)


def run(emulator):
    context, report = Context(emulator), Report()
    for name, broken, function in CHECKS:
        try:
            function(context)
        except Exception as error:
            report.add("FAIL", name, why(context, error))
        else:
            report.add("BROKEN" if broken else "PASS", name, broken)
    return report.end(name for name in vars(authing.Authing) if not name.startswith("_"))


if __name__ == "__main__":
    main(run)

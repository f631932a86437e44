"""OpenID Connect and OAuth 2.0: the calls that an app's server makes."""

import re

import requests

from context import PASSWORD
from harness import check, expect, includes
from tokens import TOKEN

CALLBACK = "https://example.com/callback"


def app(t):
    """Returns a client with the app's secret, and a user."""
    t.emulator.set_up("redirect_uris", {"app": t.app, "uri": CALLBACK})
    _, user = t.user()
    client = t.client(secret=t.emulator["v2"]["appSecret"], redirect_uri=CALLBACK, user_pool_id=t.pool,
                      token_endpoint_auth_method="client_secret_post",
                      introspection_endpoint_auth_method="client_secret_post",
                      revocation_endpoint_auth_method="client_secret_post")
    return client, user


def code(client, user, scope="openid email"):
    """Logs the user in on the page of the provider, and returns the code."""
    browser = requests.Session()
    url = client.build_authorize_url(redirect_uri=CALLBACK, scope=scope)
    page = browser.get(url, allow_redirects=False)
    url = requests.compat.urljoin(url, page.headers["location"])
    done = browser.post(url, {"action": "password", "account": user["email"], "password": PASSWORD},
                        allow_redirects=False)
    if "interaction" in done.headers["location"]:
        done = browser.post(url, {"action": "consent"}, allow_redirects=False)
    return re.search("[?&]code=([^&]+)", done.headers["location"])[1]


def tokens(t, scope="openid email"):
    client, user = app(t)
    return client, user, client.get_access_token_by_code(code(client, user, scope))


@check("get_access_token_by_code")
def _(t):
    client, user, found = tokens(t)
    includes(found, access_token=str, id_token=TOKEN, token_type="Bearer", expires_in=int, scope="openid email")
    includes(client.get_access_token_by_code("a guess"), error="invalid_grant")


@check("get_access_token_by_client_credentials")
def _(t):
    account = t.management.acl.create_programmatic_access_account(t.app)["data"]
    client, _ = app(t)
    found = client.get_access_token_by_client_credentials("books", account["id"], account["secret"])
    includes(found, access_token=str, scope="books")
    includes(client.get_access_token_by_client_credentials("books", account["id"], "a guess"), error="invalid_client")


@check("get_new_access_token_by_refresh_token")
def _(t):
    client, _, found = tokens(t, "openid offline_access")
    includes(client.get_new_access_token_by_refresh_token(found["refresh_token"]), access_token=str)
    includes(client.get_new_access_token_by_refresh_token("a guess"), error="invalid_grant")


@check("get_user_info_by_access_token")
def _(t):
    client, user, found = tokens(t)
    includes(client.get_user_info_by_access_token(found["access_token"]), sub=user["id"], email=user["email"])
    includes(client.get_user_info_by_access_token("a guess"), error="invalid_token")


@check("introspect_token")
def _(t):
    client, user, found = tokens(t)
    includes(client.introspect_token(found["access_token"]), active=True, sub=user["id"], client_id=t.app)
    expect(client.introspect_token("a guess"), {"active": False})


@check("validate_token")
def _(t):
    client, user, found = tokens(t)
    includes(client.validate_token(id_token=found["id_token"]), sub=user["id"], aud=t.app)
    includes(client.validate_token(access_token=found["access_token"]), sub=user["id"])
    includes(client.validate_token(id_token="a guess"), code=400, message=str)


@check("revoke_token", broken="it parses the empty body of a success as JSON")
def _(t):
    client, _, found = tokens(t)
    try:
        client.revoke_token(found["access_token"])
    except ValueError:
        assert t.wire.last.response.status_code == 200 and not t.wire.last.response.content
    else:
        raise AssertionError("it did not fail")
    expect(client.introspect_token(found["access_token"]), {"active": False})

"""OpenID Connect and OAuth 2.0. A user logs in on the provider's pages without a browser."""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from context import PASSWORD
from harness import check, expect, includes, raises
from tokens import TOKEN, claims, is_signed_with

CALLBACK = "https://example.com/callback"


def logged_in(t, method="client_secret_post", protocol="oidc", scope="openid email"):
    """Logs in a user. Returns a client of the app, the user, and the code with its verifier."""
    t.emulator.set_up("redirect_uris", {"app": t.app, "uri": CALLBACK})
    _, user = t.user()
    client = t.client(
        secret=t.emulator["v2"]["appSecret"], redirect_uri=CALLBACK, protocol=protocol, token_endpoint_auth_method=method,
        introspection_endpoint_auth_method=method, revocation_endpoint_auth_method=method,
    )
    verifier = client.generate_code_challenge()
    url = client.build_authorize_url(state="4711", scope=scope, code_challenge_method="S256",
                                     code_challenge=client.generate_code_challenge_digest(verifier))
    browser = requests.Session()

    def follow(url, form=None):
        response = browser.request("POST" if form else "GET", url, data=form, allow_redirects=False)
        assert "location" in response.headers, f"{url}: {response.status_code}"
        return urljoin(url, response.headers["location"])

    page = follow(url)
    url = follow(page, {"action": "password", "account": user["email"], "password": PASSWORD})
    if url == page:
        url = follow(page, {"action": "consent"})
    assert url.startswith(f"{CALLBACK}?"), url
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    includes(query, code=str, state="4711")
    return client, user, query["code"], verifier if protocol == "oidc" else None


def with_tokens(t, *arguments, **options):
    """Logs in a user, and returns the tokens, too."""
    client, user, code, verifier = logged_in(t, *arguments, **options)
    return client, user, client.get_access_token_by_code(code, verifier)


@check("get_access_token_by_code")
def _(t):
    for method in ["client_secret_post", "client_secret_basic"]:
        client, user, tokens = with_tokens(t, method)
        includes(tokens, access_token=TOKEN, id_token=TOKEN, token_type="Bearer", expires_in=int, scope="openid email")
        includes(claims(tokens["id_token"]), sub=user["id"], aud=t.app, email=user["email"], iss=f"{t.host}/oidc")
        assert is_signed_with(tokens["id_token"], client.options.secret)
        # It is the user's token, too.
        expect(t.client(tokens["id_token"]).check_login_status()["data"]["id"], user["id"])
    _, _, tokens = with_tokens(t, protocol="oauth")
    includes(tokens, access_token=re.compile("[0-9a-f]{40}"), scope="user")
    client, _, code, verifier = logged_in(t)
    # The SDK returns errors.
    includes(client.get_access_token_by_code(code), error="invalid_grant")
    includes(client.get_access_token_by_code(code, verifier), access_token=TOKEN)
    includes(client.get_access_token_by_code(code, verifier), error="invalid_grant")
    client.options.secret = "wrong"
    includes(client.get_access_token_by_code(code, verifier), error="invalid_client")


@check("get_new_access_token_by_refresh_token")
def _(t):
    client, user, tokens = with_tokens(t, scope="openid offline_access")
    refreshed = client.get_new_access_token_by_refresh_token(tokens["refresh_token"])
    includes(refreshed, access_token=TOKEN, id_token=TOKEN, refresh_token=str)
    includes(claims(refreshed["id_token"]), sub=user["id"])
    again = client.get_new_access_token_by_refresh_token(tokens["refresh_token"])
    includes(again, error="invalid_grant")


@check("get_access_token_by_client_credentials")
def _(t):
    client, secret = t.client(), t.emulator["v2"]["appSecret"]
    tokens = client.get_access_token_by_client_credentials("orders:read", t.app, secret)
    includes(tokens, access_token=TOKEN, scope="orders:read")
    includes(claims(tokens["access_token"]), aud=t.app)
    wrong = client.get_access_token_by_client_credentials("orders:read", t.app, "wrong")
    includes(wrong, error="invalid_client")


@check("get_user_info_by_access_token")
def _(t):
    for protocol in ["oidc", "oauth"]:
        client, user, tokens = with_tokens(t, protocol=protocol)
        info = client.get_user_info_by_access_token(tokens["access_token"])
        includes(info, sub=user["id"], email=user["email"], email_verified=bool)
        includes(client.get_user_info_by_access_token("a.b.c"), error="invalid_token")


@check("introspect_token")
def _(t):
    for method in ["client_secret_post", "client_secret_basic"]:
        client, user, tokens = with_tokens(t, method)
        includes(client.introspect_token(tokens["access_token"]), active=True, sub=user["id"], client_id=t.app)
        expect(client.introspect_token("a.b.c"), {"active": False})


@check("revoke_token", broken="it expects JSON in a response that is empty (RFC 7009)")
def _(t):
    client, _, tokens = with_tokens(t)
    raises(requests.exceptions.JSONDecodeError, lambda: client.revoke_token(tokens["access_token"]))
    # Revoked it is.
    expect(client.introspect_token(tokens["access_token"]), {"active": False})


@check("validate_token")
def _(t):
    client, user, tokens = with_tokens(t)
    includes(client.validate_token(id_token=tokens["id_token"]), sub=user["id"], email=user["email"])
    includes(client.validate_token(access_token=tokens["access_token"]), sub=user["id"], jti=str)
    includes(client.validate_token(id_token="a.b.c"), code=400, message=str)

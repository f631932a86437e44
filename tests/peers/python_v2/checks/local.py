"""Methods that send nothing."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

from harness import check, expect, includes, raises


@check("get_token")
def _(t):
    client, user = t.user()
    expect(t.without_request(client.get_token), user["token"])
    assert t.client().get_token() is None


@check("set_token")
def _(t):
    _, user = t.user()
    client = t.client()
    t.without_request(lambda: client.set_token(user["token"]))
    expect(client.check_login_status()["data"]["id"], user["id"])


@check("set_current_user")
def _(t):
    _, user = t.user()
    client = t.client()
    t.without_request(lambda: client.set_current_user(user))
    expect(client.check_login_status()["data"]["id"], user["id"])


@check("clear_current_user")
def _(t):
    client, _ = t.user()
    t.without_request(client.clear_current_user)
    t.rejects(2020, client.refresh_token)


@check("compute_password_security_level", broken="its regular expression is invalid")
def _(t):
    t.without_request(lambda: raises(re.error, lambda: t.client().compute_password_security_level("Passw0rd")))


@check("build_authorize_url")
def _(t):
    client = t.client(redirect_uri="https://example.com/callback")
    url = urlsplit(t.without_request(lambda: client.build_authorize_url(state="s", code_challenge="c")))
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{t.host}/oidc/auth", url
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    includes(query, client_id=t.app, redirect_uri="https://example.com/callback", response_type="code", state="s",
             scope="openid profile email phone address", nonce=str, code_challenge="c")
    paths = {"oauth": "/oauth/auth", "saml": f"/api/v2/saml-idp/{t.app}", "cas": f"/cas-idp/{t.app}"}
    for protocol, path in paths.items():
        url = t.client(protocol=protocol, redirect_uri="https://example.com").build_authorize_url()
        assert urlsplit(url).path == path, url


@check("generate_code_challenge")
def _(t):
    one, two = (t.client().generate_code_challenge() for _ in range(2))
    assert len(one) == 43 and one != two, (one, two)


@check("generate_code_challenge_digest")
def _(t):
    verifier = "v" * 43
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    expect(t.client().generate_code_challenge_digest(verifier), digest)
    expect(t.client().generate_code_challenge_digest(verifier, "plain"), verifier)


@check("build_logout_url")
def _(t):
    client = t.client()
    for options, path in [
        ({"redirect_uri": "https://example.com"}, "/login/profile/logout"),
        ({"expert": True, "redirect_uri": "https://example.com", "id_token": "token"}, "/oidc/session/end"),
    ]:
        url = urlsplit(t.without_request(lambda: client.build_logout_url(**options)))
        assert url.path == path and "https://example.com" in url.query, url

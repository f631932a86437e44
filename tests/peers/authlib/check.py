"""Logs in at the emulator with Authlib, which knows OpenID Connect and nothing of Authing.

    python check.py EMULATOR          (`run`, beside this, installs Authlib first)

It prints a line for each step, and fails with the first that fails.
"""

import os
import sys
from base64 import b64encode
from pathlib import Path
from urllib.parse import urljoin

sys.path.append(str(Path(__file__).resolve().parent.parent / "shared"))
# The emulator speaks http, on this machine.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey

from harness import includes, main, raises

CALLBACK = "https://example.com/callback"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery staple"


def register(v2):
    mutation = "mutation($e: String!, $p: String!) { registerByEmail(input: {email: $e, password: $p}) { id } }"
    key = requests.get(urljoin(v2["issuer"], "/api/v2/.well-known")).json()["data"]["publicKey"]
    password = b64encode(load_pem_public_key(key.encode()).encrypt(PASSWORD.encode(), PKCS1v15())).decode()
    response = requests.post(
        urljoin(v2["issuer"], "/graphql/v2"),
        json={"query": mutation, "variables": {"e": EMAIL, "p": password}},
        headers={"x-authing-app-id": v2["appId"]},
    ).json()
    return response["data"]["registerByEmail"]["id"]


def log_in(url):
    """Logs in as a browser does; returns the URL at the app."""
    browser = requests.Session()

    def follow(url, form=None):
        response = browser.request("POST" if form else "GET", url, data=form, allow_redirects=False)
        return urljoin(url, response.headers["location"])

    page = follow(url)
    url = follow(page, {"action": "password", "account": EMAIL, "password": PASSWORD})
    return follow(page, {"action": "consent"}) if url == page else url


def run(emulator):
    v2 = emulator["v2"]
    emulator.set_up("redirect_uris", {"app": v2["appId"], "uri": CALLBACK})
    user = register(v2)
    provider = requests.get(f"{v2['issuer']}/.well-known/openid-configuration").json()
    keys = KeySet.import_key_set(requests.get(provider["jwks_uri"]).json())
    for method in ["client_secret_post", "client_secret_basic"]:
        assert method in provider["token_endpoint_auth_methods_supported"]
        client = OAuth2Session(
            v2["appId"], v2["appSecret"], scope="openid email offline_access", redirect_uri=CALLBACK,
            code_challenge_method="S256", token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
        )
        verifier, nonce = generate_token(48), generate_token()
        url, state = client.create_authorization_url(
            provider["authorization_endpoint"], code_verifier=verifier, nonce=nonce, prompt="login consent")
        returned = log_in(url)
        tokens = client.fetch_token(
            provider["token_endpoint"], authorization_response=returned, state=state, code_verifier=verifier)
        print(f"PASS code, PKCE, state: {method}")

        decoded = jwt.decode(tokens["id_token"], OctKey.import_key(v2["appSecret"]), algorithms=["HS256"])
        claims = CodeIDToken(
            decoded.claims, decoded.header,
            {"iss": {"values": [v2["issuer"]]}, "aud": {"values": [v2["appId"]]}},
            {"nonce": nonce, "client_id": v2["appId"], "access_token": tokens["access_token"]},
        )
        claims.validate()
        includes(claims, sub=user, email=EMAIL)
        access = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"])
        includes(access.claims, sub=user, aud=v2["appId"])
        print("PASS ID token: signature, issuer, audience, nonce, times, at_hash; the key set verifies the access token")

        includes(client.get(provider["userinfo_endpoint"]).json(), sub=user, email=EMAIL)
        print("PASS userinfo")
        refreshed = client.refresh_token(provider["token_endpoint"], refresh_token=tokens["refresh_token"])
        assert refreshed["access_token"] != tokens["access_token"]
        endpoint = provider["introspection_endpoint"]
        includes(client.introspect_token(endpoint, token=refreshed["access_token"]).json(), active=True, sub=user)
        assert client.revoke_token(provider["revocation_endpoint"], token=refreshed["access_token"]).ok
        includes(client.introspect_token(endpoint, token=refreshed["access_token"]).json(), active=False)
        print("PASS refresh, introspection, revocation")
        reused = raises(OAuthError, lambda: client.fetch_token(
            provider["token_endpoint"], authorization_response=returned, state=state, code_verifier=verifier))
        assert reused.error == "invalid_grant", reused
        print("PASS a code is good for one use")
    return 0


if __name__ == "__main__":
    main(run)

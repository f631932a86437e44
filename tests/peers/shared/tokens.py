"""Tokens and ids, in both of the service's APIs."""

import base64
import hashlib
import hmac
import json
import re

ID = re.compile("[0-9a-f]{24}")
TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")


def claims(token):
    """Returns the claims of a token."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def signed(payload, secret):
    """Returns a token signed with this secret."""
    def encode(raw):
        return base64.urlsafe_b64encode(raw).rstrip(b"=")
    text = b".".join(encode(json.dumps(part).encode()) for part in [{"alg": "HS256", "typ": "JWT"}, payload])
    return (text + b"." + encode(hmac.new(secret.encode(), text, hashlib.sha256).digest())).decode()


def is_signed_with(token, secret):
    text, _, signature = token.rpartition(".")
    own = base64.urlsafe_b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())
    return hmac.compare_digest(own.rstrip(b"=").decode(), signature)

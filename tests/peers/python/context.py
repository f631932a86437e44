"""What the checks share: the SDK, users to call it for, and repairs of what it sends."""

import contextlib
import itertools
import os
import time

# The emulator is on this machine: no proxy is to be asked.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"

import authing
import authing.pub

from harness import Wire, expect, raises
from shapes import FIFTEEN_DAYS, TOKEN, claims, signed_alike

PASSWORD = "密码 Passw0rd"
NOBODY = "5aec1ea610ecb800018db176"


class Unseen(dict):
    """Options that a check for what is missing doesn't find, but that are there all the same."""

    def get(self, key, default=None):
        return default


class Context:
    """What the checks share. Each makes users of its own, so that they don't depend on one another."""

    def __init__(self, emulator):
        self.emulator = emulator
        self.wire = Wire()
        self.wire.listen()
        self.pool, self.secret = emulator["userPoolId"], emulator["secret"]
        # The SDK has the service's key built in, and no option for another.
        authing.pub.KeyData = emulator["publicKey"]
        self.numbers = itertools.count(1)
        self.sdk = self.new()

    def new(self, secret=None, token=None):
        """An SDK of one's own, whose calls go out with a user's token if one is given."""
        options = {"users": self.emulator["users"], "oauth": self.emulator["oauth"], "userToken": token}
        return authing.Authing(self.pool, secret or self.secret, options)

    def email(self):
        return f"user{next(self.numbers)}@example.com"

    def phone(self):
        return f"138{next(self.numbers):08}"

    def user(self, **profile):
        """A new user: id, email."""
        email = self.email()
        answer = self.sdk.register(email, PASSWORD)
        assert "_id" in answer, f"no user could be registered: {answer}"
        if profile:
            updated = self.sdk.update({"_id": answer["_id"], **profile})
            assert "_id" in updated, f"the user could not be updated: {updated}"
        return answer["_id"], email

    def phone_user(self):
        """A new user: id, phone."""
        phone = self.phone()
        self.sdk.sendRegisterPhoneCode(phone)
        code = self.emulator.message(phone, "register")["code"]
        answer = self.sdk.registerByPhone(phone, PASSWORD, code)
        assert "_id" in answer, f"no user could be registered: {answer}"
        return answer["_id"], phone

    def login(self, email, password=PASSWORD):
        """The token of a login."""
        answer = self.new().login(email=email, password=password)
        assert "token" in answer, f"the login failed: {answer}"
        return answer["token"]

    def login_code(self, phone):
        self.sdk.getVerificationCode(phone)
        return self.emulator.message(phone, "login")["code"]

    def email_code(self, email):
        self.sdk.sendChangeEmailVerifyCode(email)
        return self.emulator.message(email, "changeEmail")["code"]

    def role(self):
        answer = self.sdk.createRole({"name": f"role{next(self.numbers)}", "descriptions": "made by a check"})
        assert "_id" in answer, f"no role could be made: {answer}"
        return answer["_id"]

    def is_token_of(self, token, user, email):
        """Expects a user's token, as the service signs them."""
        expect(token, TOKEN)
        found = claims(token)
        assert signed_alike(token, self.secret), "the token is not signed with the pool's secret"
        assert found["data"]["id"] == user and found["data"].get("email") == email, found
        assert found["exp"] - found["iat"] == FIFTEEN_DAYS, found
        assert abs(time.time() - found["iat"]) < 60, found

    def silent(self, call):
        """Calls what is to send nothing."""
        before = len(self.wire.requests)
        answer = call()
        assert len(self.wire.requests) == before, "something was sent"
        return answer

    def refused_by_schema(self, call, word):
        """Expects the SDK to stumble over the refusal of a request that breaks the schema at `word`."""
        error = raises(TypeError, call)
        assert "'str'" in str(error), f"another TypeError: {error}"
        refusal = self.wire.refusal()
        assert word in refusal, f"refused for something else: {refusal}"

    @contextlib.contextmanager
    def mended(self, mend, client="authService"):
        """Has `mend` repair what one of the SDK's clients sends."""
        send = getattr(self.sdk, client)
        setattr(self.sdk, client, lambda query, variables=None: send(*mend(query, variables)))
        try:
            yield
        finally:
            setattr(self.sdk, client, send)


def name_the_client(query, variables):
    """The repair for documents that declare `$client` but are sent with `clientId`."""
    assert "$client: String!" in query and "client" not in variables, "this needs no repair"
    return query, {("client" if name == "clientId" else name): value for name, value in variables.items()}

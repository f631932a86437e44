"""Shared by the checks: the SDK, test users, and patches of what it sends."""

import contextlib
import itertools
import time

import authing
import authing.pub

from harness import expect, raises
from shapes import FIFTEEN_DAYS
from tokens import TOKEN, claims, is_signed_with
from wire import Wire

PASSWORD = "密码 Passw0rd"
NOBODY = "5aec1ea610ecb800018db176"


class Unseen(dict):
    """Options that a check for missing options can't see."""

    def get(self, key, default=None):
        return default


class Context:
    """Shared by the checks, each of which creates its own users."""

    def __init__(self, emulator):
        self.emulator = emulator
        self.wire = Wire()
        self.wire.listen()
        self.pool, self.secret = emulator["userPoolId"], emulator["secret"]
        # The SDK has the service's key built in, without an option for another.
        authing.pub.KeyData = emulator["publicKey"]
        self.numbers = itertools.count(1)
        self.sdk = self.new()

    def new(self, secret=None, token=None):
        """Returns a new SDK, which sends a user's token if one is given."""
        options = {"users": self.emulator["users"], "oauth": self.emulator["oauth"], "userToken": token}
        return authing.Authing(self.pool, secret or self.secret, options)

    def email(self):
        return f"user{next(self.numbers)}@example.com"

    def phone(self):
        return f"138{next(self.numbers):08}"

    def user(self, **profile):
        """Registers a user. Returns the id and the email."""
        email = self.email()
        result = self.sdk.register(email, PASSWORD)
        assert "_id" in result, f"no user could be registered: {result}"
        if profile:
            updated = self.sdk.update({"_id": result["_id"], **profile})
            assert "_id" in updated, f"the user could not be updated: {updated}"
        return result["_id"], email

    def phone_user(self):
        """Registers a user. Returns the id and the phone number."""
        phone = self.phone()
        self.sdk.sendRegisterPhoneCode(phone)
        code = self.emulator.message(phone, "register")["code"]
        result = self.sdk.registerByPhone(phone, PASSWORD, code)
        assert "_id" in result, f"no user could be registered: {result}"
        return result["_id"], phone

    def login(self, email, password=PASSWORD):
        """Logs in. Returns the token."""
        result = self.new().login(email=email, password=password)
        assert "token" in result, f"the login failed: {result}"
        return result["token"]

    def login_code(self, phone):
        self.sdk.getVerificationCode(phone)
        return self.emulator.message(phone, "login")["code"]

    def email_code(self, email):
        self.sdk.sendChangeEmailVerifyCode(email)
        return self.emulator.message(email, "changeEmail")["code"]

    def role(self):
        result = self.sdk.createRole({"name": f"role{next(self.numbers)}", "descriptions": "made by a check"})
        assert "_id" in result, f"no role could be created: {result}"
        return result["_id"]

    def expect_token_of(self, token, user, email):
        """Expects a valid token of this user."""
        expect(token, TOKEN)
        found = claims(token)
        assert is_signed_with(token, self.secret), "the token is not signed with the pool's secret"
        assert found["data"]["id"] == user and found["data"].get("email") == email, found
        assert found["exp"] - found["iat"] == FIFTEEN_DAYS, found
        assert abs(time.time() - found["iat"]) < 60, found

    def without_request(self, call):
        """Expects a call to send nothing. Returns its result."""
        before = len(self.wire.requests)
        result = call()
        assert len(self.wire.requests) == before, "something was sent"
        return result

    def expect_schema_error(self, call, word):
        """Expects a request that violates the schema at `word`; the SDK raises a TypeError for its error."""
        error = raises(TypeError, call)
        assert "'str'" in str(error), f"another TypeError: {error}"
        message = self.wire.graphql_error()
        assert word in message, f"another error: {message}"

    @contextlib.contextmanager
    def patched(self, patch, client="authService"):
        """Applies `patch` to the requests of one of the SDK's clients."""
        send = getattr(self.sdk, client)
        setattr(self.sdk, client, lambda query, variables=None: send(*patch(query, variables)))
        try:
            yield
        finally:
            setattr(self.sdk, client, send)


def name_the_client(query, variables):
    """The patch for documents that declare `$client` but are sent with `clientId`."""
    assert "$client: String!" in query and "client" not in variables, "this needs no patch"
    return query, {("client" if name == "clientId" else name): value for name, value in variables.items()}

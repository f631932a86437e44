"""Shared by the checks: the SDK, its calls, and test users."""

import itertools

import authing.authing as module
from authing.lib import encodePasswd
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport

from harness import CHECKS, TIMEOUT, raises

PASSWORD = "密码 Passw0rd"
NOBODY = "5aec1ea610ecb800018db176"


def covers(*names, broken=None):
    """Registers a check of these methods; `broken` describes the SDK's bug, if they have one."""
    def register(function):
        CHECKS.append((names, broken, function))
        return function
    return register


class Context:
    """Shared by the checks, each of which creates what it needs."""

    def __init__(self, emulator):
        self.emulator = emulator
        self.pool, self.secret = emulator["userPoolId"], emulator["secret"]
        self.numbers = itertools.count(1)
        self.called = set()
        self.data = None
        # The SDK fetches the schema before every request. The first time is enough.
        self.schema = self.client(emulator["graphql"], fetch=True)
        module.createGqlClient = self.client
        module.execQuery = self.execute
        self.sdk = self.new()

    def client(self, url, token=None, fetch=False):
        """Replaces the SDK's function that creates a client."""
        headers = {"Authorization": token} if token else {}
        transport = RequestsHTTPTransport(url=url, headers=headers, timeout=TIMEOUT)
        if not fetch:
            return Client(transport=transport, schema=self.schema)
        with Client(transport=transport, fetch_schema_from_transport=True) as session:
            return session.client.schema

    def execute(self, client, query, params={}, queryName=""):
        """Replaces the SDK's function that sends a document. It keeps all of the data."""
        self.data = client.execute(gql(query), variable_values=params)
        return self.data[queryName]

    def new(self, **options):
        known = {"userPoolId": self.pool, "host": self.emulator["graphql"], "pubkey": self.emulator["publicKey"]}
        return module.Authing({**known, "secret": self.secret, **options})

    def call(self, name, /, **params):
        """Calls a method of the owner's SDK."""
        return self.call_of(self.sdk, name, **params)

    def call_of(self, sdk, name, /, **params):
        result = getattr(sdk, name)(params)
        self.called.add(name)
        return result

    def rejects(self, code, name, /, **params):
        """Expects a call to be rejected with this code."""
        error = raises(TransportQueryError, lambda: getattr(self.sdk, name)(params))
        message = error.errors[0]["message"]
        assert isinstance(message, dict) and message["code"] == code, f"rejected with {message}, not {code}"

    def misnamed(self, name, root, /, **params):
        """Expects a method to look for its result under its own name instead of the field's. Returns that field."""
        error = raises(KeyError, lambda: getattr(self.sdk, name)(params))
        assert error.args == (name,), error
        self.called.add(name)
        return self.data[root]

    def encrypted(self, password=PASSWORD):
        return encodePasswd(password, self.emulator["publicKey"])

    def name(self, kind="name"):
        return f"{kind}{next(self.numbers)}"

    def email(self):
        return f"{self.name('user')}@example.com"

    def phone(self):
        return f"137{next(self.numbers):08}"

    def user(self, **profile):
        """Registers a user with username, email and password. Returns the response."""
        return self.sdk.register({"username": self.name("user"), "email": self.email(), "password": PASSWORD, **profile})

    def user_id(self):
        return self.user()["_id"]

    def login(self):
        """Registers a user and logs in. Returns the user and the user's SDK."""
        user = self.user()
        sdk = self.new(secret=None)
        return sdk.login({"username": user["username"], "password": PASSWORD}), sdk

    def created(self, kind):
        """Creates an RBAC role, group or permission. Returns its id."""
        given = {"userPoolId": self.pool, "name": self.name(kind.lower())}
        return getattr(self.sdk, f"createRBAC{kind}")({"input": given})["_id"]

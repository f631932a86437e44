"""Shared by the checks: the SDK's two clients, and test users."""

import contextlib
import itertools

import gql.client
from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.exceptions import AuthingException
from authing.v2.management import ManagementClient, ManagementClientOptions

from harness import expect, includes, raises
from shapes import USER
from tokens import TOKEN
from wire import Wire

PASSWORD = "密码 Passw0rd"
NOBODY = "5aec1ea610ecb800018db176"


def build_each_schema_once():
    """Builds equal schemas once. The SDK introspects before every request, and gql takes longer to build the schema than both."""
    build, built = gql.client.build_client_schema, []

    def once(introspection):
        for known, schema in built:
            if known == introspection:
                return schema
        built.append((introspection, build(introspection)))
        return built[-1][1]

    gql.client.build_client_schema = once


class Context:
    """Shared by the checks, each of which creates its own users."""

    def __init__(self, emulator):
        build_each_schema_once()
        self.emulator = emulator
        self.wire = Wire()
        self.host, self.pool, self.app = emulator["v2"]["host"], emulator["userPoolId"], emulator["v2"]["appId"]
        self.numbers = itertools.count(1)
        self.management = self.manager()

    def manager(self, secret=None):
        """Returns a new client for management."""
        options = ManagementClientOptions(
            user_pool_id=self.pool, secret=secret or self.emulator["secret"], host=self.host,
            enc_public_key=self.emulator["publicKey"],
        )
        return ManagementClient(options)

    def client(self, token=None, **options):
        """Returns a new client of the app, which has a user's token if one is given."""
        options = {"app_id": self.app, "app_host": self.host, "enc_public_key": self.emulator["publicKey"],
                   "token": token, **options}
        return AuthenticationClient(AuthenticationClientOptions(**options))

    def name(self, kind="name"):
        return f"{kind}{next(self.numbers)}"

    def email(self):
        return f"user{next(self.numbers)}@example.com"

    def phone(self):
        return f"138{next(self.numbers):08}"

    def user(self, **profile):
        """Registers and logs in a user. Returns its client and its data."""
        client = self.client()
        user = client.register_by_email(self.email(), PASSWORD, profile=profile or None, force_login=True)
        includes(user, **USER)
        expect(user["token"], TOKEN)
        return client, user

    def id(self):
        """Registers a user. Returns the id."""
        return self.management.users.create({"username": self.name("user"), "password": PASSWORD})["id"]

    def sms_code(self, phone):
        includes(self.client().send_sms_code(phone), code=200)
        return self.emulator.message(phone)["code"]

    def email_code(self, email, scene="VERIFY_CODE"):
        includes(self.client().send_email(email, scene), code=200)
        return self.emulator.message(email)["code"]

    def role(self, **options):
        return self.management.roles.create(self.name("role"), **options)["code"]

    def group(self):
        return self.management.groups.create(self.name("group"), "A group")["code"]

    def policy(self, resource="books:*", actions=("books:read",), effect="ALLOW"):
        statement = {"resource": resource, "actions": list(actions), "effect": effect}
        return self.management.policies.create(self.name("policy"), [statement])["code"]

    def field(self, kind="STRING", target="USER"):
        """Defines a field of custom data. Returns its key."""
        return self.management.udf.set(target, self.name("field"), kind, "A label")["key"]

    def org(self):
        """Creates an organization with a department. Returns their ids, and that of the root."""
        name = self.name("org")
        org = self.management.org.create(name, code=name)
        node = self.management.org.create_node("Sales", org["id"], org["rootNode"]["id"], code=self.name("sales"))
        return org["id"], org["rootNode"]["id"], node["id"]

    def rejects(self, code, call):
        """Expects a call to be rejected with this code. Returns the exception."""
        error = raises(AuthingException, call)
        assert error.code == code and isinstance(error.message, str), f"rejected with {error}, not {code}"
        return error

    def breaks_schema(self, call, word):
        """Expects a request that violates the schema at `word`; the SDK raises a TypeError for its error."""
        raises(TypeError, call)
        message = self.wire.graphql_error()
        assert word in message, f"another error: {message}"

    def without_request(self, call):
        """Expects a call to send nothing. Returns its result."""
        before = len(self.wire.exchanges)
        result = call()
        assert len(self.wire.exchanges) == before, "something was sent"
        return result

    @contextlib.contextmanager
    def patched(self, patch):
        """Applies `patch` to the variables of requests for management."""
        client = self.management.graphqlClient
        send = client.request
        client.request = lambda query, params, token=None: send(query, patch(params), token)
        try:
            yield
        finally:
            client.request = send

    def renamed(self, **names):
        """Renames variables of requests for management: the patch for names that the document does not declare."""
        return self.patched(lambda params: {names.get(name, name): value for name, value in params.items()})

    @contextlib.contextmanager
    def set(self, **settings):
        """Changes the pool's settings for a while."""
        self.management.userPool.update(settings)
        try:
            yield
        finally:
            self.management.userPool.update({name: before(value) for name, value in settings.items()})

    @contextlib.contextmanager
    def app_mfa(self, *policies):
        """Requires a second factor of the app's users for a while."""
        self.emulator.set_up("app_mfa", {"app": self.app, "policies": list(policies)})
        try:
            yield
        finally:
            self.emulator.set_up("app_mfa", {"app": self.app, "policies": []})


def before(value):
    """Returns the default of a setting whose new value is this."""
    if isinstance(value, dict):
        return {name: before(inner) for name, inner in value.items()}
    return not value if isinstance(value, bool) else None

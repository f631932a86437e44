"""Logs a user in with the official SDK for Python, and looks up the user's roles."""

import os
from urllib.request import urlopen

from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.management import ManagementClient, ManagementClientOptions

host = os.environ["AUTHING_HOST"]
# The SDK encrypts passwords with the key of the public service unless it is told another.
key = urlopen(f"{host}/public_key.pem").read().decode()

auth = AuthenticationClient(AuthenticationClientOptions(
    app_id=os.environ["AUTHING_APP_ID"], app_host=host, enc_public_key=key,
))
user = auth.login_by_email("ada@example.com", "ada's password")

management = ManagementClient(ManagementClientOptions(
    user_pool_id=os.environ["AUTHING_USER_POOL_ID"], secret=os.environ["AUTHING_SECRET"], host=host, enc_public_key=key,
))
roles = management.users.list_roles(user["id"])
codes = [role["code"] for role in roles["list"]]
print(f"Python: {user['username']} has logged in, with the roles {codes}", flush=True)

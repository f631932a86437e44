"""The checks, by the part of the SDK. Importing them registers them."""

from . import access, account, contacts, custom_data, local, login, oidc, orgs, pool, profile, roles, users  # noqa: F401

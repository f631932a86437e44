"""The checks, by the part of the SDK. Importing them registers them."""

from . import (  # noqa: F401
    access, account, apps, contacts, custom_data, local, login, management, me, mfa, oidc, orgs, pool, profile, resources,
    roles, users,
)

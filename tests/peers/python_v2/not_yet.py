"""The methods whose endpoint the emulator does not have yet."""

from context import NOBODY

# The method, its endpoint, and arguments.
NOT_YET = [
    ("wechat_login", "GET /connection/social/wechat:mobile/{}/callback", "code"),
    ("associate_face_by_url", "POST /api/v2/mfa/face/associate", "https://example.com/a", "https://example.com/b"),
    ("verify_face_mfa", "POST /api/v2/mfa/face/associate", "photo", "token"),
    ("validate_ticket_v1", "GET /cas-idp/{}/validate", "ticket", "https://example.com"),
    ("validate_ticket_v2", "GET /cas-idp/{}/serviceValidate", "ticket", "https://example.com"),
    ("track_session", "GET /cas/session"),
    ("users.check_resource_permission_batch", "POST /api/v2/acl/check-resource-permission-batch",
     NOBODY, "default", []),
    ("users.list_authorized_resources_of_resource_kind", "POST /api/v2/acl/get-authorized-resources-of-resource-kind",
     NOBODY, "default", "books"),
    ("principalAuth.detail", "GET /api/v2/users/{}/management/principal_authentication", NOBODY),
    ("principalAuth.authenticate", "POST /api/v2/users/{}/management/principal_authentication",
     NOBODY, "P", "Ada", "id card", "bank card"),
    ("org.import_by_json", "POST /api/v2/orgs/import", "{}"),
    ("org.start_sync", "POST /connections/enterprise/{}/start-sync", "dingtalk"),
]


def calls(context):
    """Yields each of these methods, its endpoint, and a call of it."""
    client, _ = context.user()
    client.options.redirect_uri, client.options.user_pool_id = "https://example.com/callback", context.pool
    client.options.websocket_host = context.host
    for name, endpoint, *arguments in NOT_YET:
        part, _, method = name.rpartition(".")
        owner = {"": client, "management": context.management}.get(part) or getattr(context.management, part)
        yield name, endpoint, lambda: getattr(owner, method)(*arguments)

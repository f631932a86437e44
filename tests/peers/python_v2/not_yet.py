"""The methods whose endpoint the emulator does not have yet."""

from context import NOBODY

ME = "GET /api/v2/users/me"

# They ask for the user first. The checks of those that use GraphQL then also run with this request replaced.
NEEDS_ME = {
    "update_profile", "list_udv", "set_udv", "remove_udv", "get_udf_value", "set_udf_value", "remove_udf_value",
    "list_departments", "list_roles", "has_role", "list_authorized_resources",
}

OPTS = [{"targetType": "USER", "targetIdentifier": NOBODY}]
ACTIONS = [{"name": "read", "description": "reads"}]
ACCESS = [NOBODY, "USER", [NOBODY], "default", False]
ACCOUNTS = "/api/v2/applications/programmatic-access-accounts"

# The method, its endpoint, and arguments.
NOT_YET = [
    ("get_current_user", ME),
    ("check_logged_in", ME),
    ("logout", ME),
    ("login_by_ldap", "POST /api/v2/ldap/verify-user", "tesla", "password"),
    ("login_by_ad", "POST /api/v2/ad/verify-user", "tesla", "password"),
    ("link_account", "POST /api/v2/users/link", "token", "token"),
    ("unlink_account", "POST /api/v2/users/unlink", "token", "github"),
    ("list_orgs", "GET /api/v2/users/me/orgs"),
    ("get_security_level", "GET /api/v2/users/me/security-level"),
    ("list_applications", "GET /api/v2/users/me/applications/allowed"),
    ("wechat_login", "GET /connection/social/wechat:mobile/{}/callback", "code"),
    ("get_mfa_authenticators", "GET /api/v2/mfa/authenticator"),
    ("assosicate_mfa_authenticator", "POST /api/v2/mfa/totp/associate"),
    ("confirm_assosicate_mfa_authenticator", "POST /api/v2/mfa/totp/associate/confirm", "123456"),
    ("delete_mfa_authenticator", "DELETE /api/v2/mfa/totp/associate"),
    ("verify_totp_mfa", "POST /api/v2/mfa/totp/verify", "123456", "token"),
    ("verify_totp_recovery_code", "POST /api/v2/mfa/totp/recovery", "code", "token"),
    ("verify_app_sms_mfa", "POST /api/v2/applications/mfa/sms/verify", "13800000000", "1234", "token"),
    ("verify_app_email_mfa", "POST /api/v2/applications/mfa/email/verify", "a@example.com", "1234", "token"),
    ("phone_or_email_bindable", "POST /api/v2/applications/mfa/check", "token", "13800000000"),
    ("associate_face_by_url", "POST /api/v2/mfa/face/associate", "https://example.com/a", "https://example.com/b"),
    ("verify_face_mfa", "POST /api/v2/mfa/face/associate", "photo", "token"),
    ("validate_ticket_v1", "GET /cas-idp/{}/validate", "ticket", "https://example.com"),
    ("validate_ticket_v2", "GET /cas-idp/{}/serviceValidate", "ticket", "https://example.com"),
    ("track_session", "GET /cas/session"),

    ("management.is_password_valid", "POST /api/v2/password/check", "password"),
    ("users.detail", "GET /api/v2/users/{}", NOBODY),
    ("users.list_org", "GET /api/v2/users/{}/orgs", NOBODY),
    ("users.has_role", "GET /api/v2/users/{}/has-role", NOBODY, "role"),
    ("users.kick", "POST /api/v2/users/kick", [NOBODY]),
    ("users.logout", "GET /logout", NOBODY),
    ("users.check_login_status", "GET /api/v2/users/login-status", NOBODY),
    ("users.list_user_actions", "GET /api/v2/analysis/user-action"),
    ("users.check_resource_permission_batch", "POST /api/v2/acl/check-resource-permission-batch",
     NOBODY, "default", []),
    ("users.list_authorized_resources_of_resource_kind", "POST /api/v2/acl/get-authorized-resources-of-resource-kind",
     NOBODY, "default", "books"),
    ("auditLog.list_audit_logs", "GET /api/v2/analysis/audit"),
    ("principalAuth.detail", "GET /api/v2/users/{}/management/principal_authentication", NOBODY),
    ("principalAuth.authenticate", "POST /api/v2/users/{}/management/principal_authentication",
     NOBODY, "P", "Ada", "id card", "bank card"),

    ("userPool.detail", "GET /api/v2/userpools/detail"),
    ("userPool.list_env", "GET /api/v2/env"),
    ("userPool.add_env", "POST /api/v2/env", "key", "value"),
    ("userPool.remove_env", "DELETE /api/v2/env/{}", "key"),
    ("org.import_by_json", "POST /api/v2/orgs/import", "{}"),
    ("org.export_all", "GET /api/v2/orgs/export"),
    ("org.export_by_org_id", "GET /api/v2/orgs/export", NOBODY),
    ("org.start_sync", "POST /connections/enterprise/{}/start-sync", "dingtalk"),

    ("acl.create_namespace", "POST /api/v2/resource-namespace/{}", "code", "name"),
    ("acl.update_namespace", "PUT /api/v2/resource-namespace/{}/{}", 1),
    ("acl.list_namespaces", "GET /api/v2/resource-namespace/{}"),
    ("acl.delete_namespace", "DELETE /api/v2/resource-namespace/{}/{}", 1),
    ("acl.create_resource", "POST /api/v2/resources", "default", "books", "DATA", ACTIONS),
    ("acl.update_resource", "POST /api/v2/resources/{}", "default", "books"),
    ("acl.list_resources", "GET /api/v2/resources", "default"),
    ("acl.delete_resource", "DELETE /api/v2/resources/{}", "default", "books"),
    ("acl.get_resource_by_id", "GET /api/v2/resources/detail", NOBODY),
    ("acl.get_resource_by_code", "GET /api/v2/resources/detail", "default", "books"),
    ("acl.revoke_resource", "POST /api/v2/acl/revoke-resource", "default", "books", OPTS),
    ("acl.programmatic_access_account_list", "GET /api/v2/applications/{}/programmatic-access-accounts", NOBODY),
    ("acl.create_programmatic_access_account", "POST /api/v2/applications/{}/programmatic-access-accounts", NOBODY),
    ("acl.disable_programmatic_access_account", f"PATCH {ACCOUNTS}", NOBODY),
    ("acl.enable_programmatic_access_account", f"PATCH {ACCOUNTS}", NOBODY),
    ("acl.delete_programmatic_access_account", f"DELETE {ACCOUNTS}", NOBODY),
    ("acl.refresh_programmatic_access_account_secret", f"PATCH {ACCOUNTS}", NOBODY),
    ("acl.enable_application_access_policies", "POST /api/v2/applications/{}/authorization/enable-effect", *ACCESS),
    ("acl.disable_application_access_policies", "POST /api/v2/applications/{}/authorization/disable-effect", *ACCESS),
    ("acl.delete_application_access_policies", "POST /api/v2/applications/{}/authorization/revoke", *ACCESS),
    ("acl.allow_access_application", "POST /api/v2/applications/{}/authorization/allow", *ACCESS),
    ("acl.deny_access_application", "POST /api/v2/applications/{}/authorization/deny", *ACCESS),
    ("acl.update_default_application_access_policy", "POST /api/v2/applications/{}", NOBODY, "ALLOW_ALL"),

    ("applications.list", "GET /api/v2/applications"),
    ("applications.create", "POST /api/v2/applications", "name", "identifier", []),
    ("applications.find_by_id", "GET /api/v2/applications/{}", NOBODY),
    ("applications.delete", "DELETE /api/v2/applications/{}", NOBODY),
    ("applications.list_resources", "GET /api/v2/resources", NOBODY),
    ("applications.create_resource", "POST /api/v2/resources", NOBODY, "books", "DATA", ACTIONS),
    ("applications.update_resource", "POST /api/v2/resources/{}", NOBODY, "books", "DATA"),
    ("applications.delete_resource", "DELETE /api/v2/resources/{}", NOBODY, "books"),
    ("applications.get_access_policies", "GET /api/v2/applications/{}/authorization/records", NOBODY),
    ("applications.create_agreement", "POST /api/v2/applications/{}/agreements", NOBODY, "title"),
    ("applications.list_agreement", "GET /api/v2/applications/{}/agreements", NOBODY),
    ("applications.modify_agreement", "PUT /api/v2/applications/{}/agreements/{}", NOBODY, 1, "title"),
    ("applications.delete_agreement", "DELETE /api/v2/applications/{}/agreements/{}", NOBODY, 1),
    ("applications.sort_agreement", "POST /api/v2/applications/{}/agreements/sort", NOBODY, [1]),
    ("applications.refresh_application_secret", "PATCH /api/v2/application/{}/refresh-secret", NOBODY),
    ("applications.active_users", "GET /api/v2/applications/{}/active-users", NOBODY),
]


def calls(context):
    """Yields each of these methods, its endpoint, and a call of it."""
    client, _ = context.user()
    options = context.emulator["v2"]["appSecret"], "client_secret_post"
    client.options.secret, client.options.token_endpoint_auth_method = options
    client.options.introspection_endpoint_auth_method = client.options.revocation_endpoint_auth_method = options[1]
    client.options.redirect_uri, client.options.user_pool_id = "https://example.com/callback", context.pool
    client.options.websocket_host = context.host
    for name, endpoint, *arguments in NOT_YET:
        part, _, method = name.rpartition(".")
        owner = {"": client, "management": context.management}.get(part) or getattr(context.management, part)
        yield name, endpoint, lambda: getattr(owner, method)(*arguments)

"""OAuth and OIDC apps, SAML providers, LDAP servers and AD connectors."""

from context import NOBODY, covers
from harness import expect, includes
from shapes import DATE
from tokens import ID

REDIRECT = "https://example.com/callback"


@covers("CreateOAuthProvider", "UpdateOAuthProvider", "getOAuthedAppInfo", "getOAuthedAppList", "QueryClientIdByAppId",
        "QueryAppInfoByAppID", "QueryAppInfoByDomain", "queryProviderInfoByAppId", "queryProviderInfoByDomain",
        "isDomainAvaliable", "RemoveOAuthProvider")
def _(t):
    domain = t.name("domain")
    assert t.call("isDomainAvaliable", domain=domain) is True
    given = {"name": "An app", "domain": domain, "redirectUris": [REDIRECT], "grants": ["authorization_code"]}
    app = t.call("CreateOAuthProvider", **given)
    includes(app, _id=ID, appSecret=str, clientId=t.pool, isDeleted=False, when=DATE, **given)
    t.rejects(2223, "CreateOAuthProvider", **given)
    assert t.call("isDomainAvaliable", domain=domain) is False
    changed = t.call("UpdateOAuthProvider", appId=app["_id"], description="新描述", casExpire=60)
    includes(changed, description="新描述", casExpire=60, **given)
    includes(t.call("getOAuthedAppInfo", appId=app["_id"]), appSecret=app["appSecret"], description="新描述")
    total = t.call("getOAuthedAppList")["totalCount"]
    assert t.call("getOAuthedAppList", page=total, count=1)["list"][0]["_id"] == app["_id"]
    t.call("QueryClientIdByAppId", appId=app["_id"])
    includes(t.call("QueryAppInfoByAppID", appId=app["_id"]), _id=app["_id"], name="An app")
    includes(t.call("QueryAppInfoByDomain", domain=domain), _id=app["_id"])
    includes(t.call("queryProviderInfoByAppId", appId=app["_id"]), type="OAuth", domain=domain)
    includes(t.call("queryProviderInfoByDomain", domain=domain), type="OAuth", _id=app["_id"])
    t.call("RemoveOAuthProvider", appId=app["_id"])
    t.rejects(2221, "getOAuthedAppInfo", appId=app["_id"])


@covers("CreateOIDCApp", "UpdateOIDCApp", "GetOIDCAppInfo", "GetOIDCAppList", "QueryOIDCAppInfoByAppID",
        "QueryOIDCAppInfoByDomain", "RemoveOIDCApp")
def _(t):
    domain = t.name("domain")
    given = {"name": "An app", "domain": domain, "redirect_uris": [REDIRECT], "grant_types": ["authorization_code"],
             "response_types": ["code"]}
    app = t.call("CreateOIDCApp", access_token_expire="60", **given)
    includes(app, _id=ID, client_id=str, client_secret=str, access_token_expire="60", **given)
    t.rejects(2223, "CreateOIDCApp", **given)
    t.rejects(500, "CreateOIDCApp", **{**given, "domain": t.name("domain"), "redirect_uris": ["no URI"]})
    changed = t.call("UpdateOIDCApp", appId=app["_id"], id_token_signed_response_alg="RS256", name="新名字")
    includes(changed, _id=app["_id"], id_token_signed_response_alg="RS256", **{**given, "name": "新名字"})
    expect(t.call("GetOIDCAppInfo", appId=app["_id"])["client_secret"], app["client_secret"])
    total = t.call("GetOIDCAppList")["totalCount"]
    assert t.call("GetOIDCAppList", page=total, count=1)["list"][0]["_id"] == app["_id"]
    includes(t.call("QueryOIDCAppInfoByAppID", appId=app["_id"]), _id=app["_id"], name="新名字")
    includes(t.call("QueryOIDCAppInfoByDomain", domain=domain), _id=app["_id"])
    t.call("RemoveOIDCApp", appId=app["_id"])
    t.rejects(4212, "GetOIDCAppInfo", appId=app["_id"])


@covers("GetUserAuthorizedApps", "isAppAuthorizedByUser", "usersByOidcApp", "RevokeUserAuthorizedApp")
def _(t):
    user = t.user_id()
    app = t.emulator.set_up("apps", {"kind": "oidc", "name": "An app"})["id"]
    expect(t.call("isAppAuthorizedByUser", userId=user, appId=app), {"authorized": False})
    t.emulator.set_up("authorizations", {"user": user, "app": app, "scope": "openid"})
    expect(t.call("isAppAuthorizedByUser", userId=user, appId=app), {"authorized": True})
    expect(t.call("GetUserAuthorizedApps", userId=user)["totalCount"], 1)
    includes(t.call("usersByOidcApp", userPoolId=t.pool, appId=app), totalCount=1, list=[user])
    includes(t.call("RevokeUserAuthorizedApp", userPoolId=t.pool, userId=user, appId=app), appId=app, isRevoked="true")


def saml(kind, extra, changed):
    """Registers the check of the methods of one kind of SAML provider."""
    names = ["Create{}", "Update{}", "Enable{}", "Get{}Info", "Get{}List", "Query{}InfoByAppID", "Query{}InfoByDomain",
             "Remove{}"]
    create, update, enable, info, listed, by_id, by_domain, remove = names = [
        name.format(f"SAML{kind}Provider") for name in names]

    @covers(*names)
    def _(t):
        domain = t.name("domain")
        provider = t.call(create, name="SAML", domain=domain, **extra)
        id_ = provider["_id"]
        includes(provider, _id=ID, name="SAML", domain=domain, enabled=True, **extra)
        given = {"name": "新名字", "domain": domain, **extra, **changed}
        includes(t.call(update, appId=id_, **given), _id=id_, **given)
        includes(t.call(enable, appId=id_, enabled=False), _id=id_, enabled=False)
        includes(t.call(info, appId=id_), name="新名字", enabled=False)
        includes(t.call(by_id, appId=id_), _id=id_)
        includes(t.call(by_domain, domain=domain), _id=id_)
        assert id_ in [each["_id"] for each in t.call(listed, page=1, count=100)["list"]]
        t.call(remove, appId=id_)
        t.rejects(7348, info, appId=id_)
        t.rejects(7348, update, appId=NOBODY, **given)


saml("Service", {"redirectUrl": REDIRECT}, {"loginUrl": REDIRECT, "logoutUrl": REDIRECT, "nameId": "email"})
saml("Identity", {}, {"attributeNameFormat": "basic"})


@covers("CreateDefaultSAMLIdentityProviderSettings", "QueryDefaultSAMLIdentityProviderSettingsList")
def _(t):
    created = t.call("CreateDefaultSAMLIdentityProviderSettings", name="Default", mappings={"email": "mail"})
    includes(created, _id=ID, name="Default", mappings=dict)
    found = t.call("QueryDefaultSAMLIdentityProviderSettingsList", page=1, count=10)
    assert created["_id"] in [each["_id"] for each in found["list"]], found


@covers("AddLDAPServer", "UpdateLDAPServer", "QueryLDAPServerList", "QueryClientHasLDAPConfigs", "RemoveLDAPServer")
def _(t):
    expect(t.call("QueryClientHasLDAPConfigs"), {"result": False})
    given = {"name": "LDAP", "userId": NOBODY, "ldapLink": "ldap://localhost", "baseDN": "dc=example", "searchStandard": "uid",
             "username": "admin"}
    server = t.call("AddLDAPServer", password="secret", **given)
    includes(server, _id=ID, enabled=True, **given)
    expect(t.call("QueryClientHasLDAPConfigs"), {"result": True})
    given["name"] = "新名字"
    includes(t.call("UpdateLDAPServer", ldapId=server["_id"], password="secret", **given), _id=server["_id"], **given)
    includes(t.call("QueryLDAPServerList", page=1, count=10), totalCount=1, list=[dict])
    t.call("RemoveLDAPServer", ldapId=server["_id"])
    t.rejects(500, "RemoveLDAPServer", ldapId=server["_id"])


@covers("createAdConnector", "updateAdConnector", "refreshAdConnectorSecret", "adConnectorList", "enableAdConnector",
        "disableAdConnector", "checkAdConnectorStatus", "isAdConnectorAlive", "enableAdConnectorForProvider",
        "disableAdConnectorForProvider", "providerListByADConnector", "adConnectorByProvider", "removeAdConnector")
def _(t):
    connector = t.call("createAdConnector", name="AD", userPoolId=t.pool)
    id_ = connector["_id"]
    includes(connector, _id=ID, name="AD", secret=str)
    includes(t.call("updateAdConnector", _id=id_, name="新名字"), _id=id_, name="新名字")
    assert t.call("refreshAdConnectorSecret", _id=id_)["secret"] != connector["secret"]
    assert id_ in [each["_id"] for each in t.call("adConnectorList", userPoolId=t.pool)]
    for name, status in [("disableAdConnector", False), ("enableAdConnector", True)]:
        assert t.call(name, _id=id_) is True
        assert t.call("checkAdConnectorStatus", adConnectorId=id_) is status
        expect(t.call("isAdConnectorAlive", adConnectorId=id_), {"isAlive": status})
    use = {"providerId": t.name("provider"), "adConnectorId": id_}
    assert t.call("enableAdConnectorForProvider", providerType="OIDC", **use) is True
    expect(t.call("providerListByADConnector", _id=id_)[0]["providerId"], use["providerId"])
    provider = {"providerId": use["providerId"], "providerType": "OIDC"}
    includes(t.call("adConnectorByProvider", **provider), _id=id_, status=True)
    assert t.call("disableAdConnectorForProvider", **use) is True
    assert t.call("adConnectorByProvider", **provider) is None
    assert t.call("removeAdConnector", _id=id_) is True
    t.rejects(500, "removeAdConnector", _id=id_)

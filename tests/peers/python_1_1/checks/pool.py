"""The pool's administration: rules, webhooks, invitations, collaborators and settings."""

from context import NOBODY, PASSWORD, covers
from harness import expect, includes
from shapes import DATE, DONE
from tokens import ID


@covers("createRule", "ruleById", "rules", "updateRule", "updateRuleOrder", "deleteRule")
def _(t):
    given = {"userPoolId": t.pool, "name": "A rule", "type": "PRE_REGISTER", "code": "function pipe() {}"}
    rule = t.call("createRule", input=given)
    includes(rule, _id=ID, enabled=True, faasUrl=str, **{name: given[name] for name in ["name", "type", "code"]})
    includes(t.call("updateRule", input={"_id": rule["_id"], "enabled": False}), _id=rule["_id"], enabled=False)
    includes(t.call("updateRuleOrder", input={"list": [{"id": rule["_id"], "order": 7}]}), **DONE)
    includes(t.call("ruleById", _id=rule["_id"]), enabled=False, name="A rule")
    assert rule["_id"] in [each["_id"] for each in t.call("rules", userPoolId=t.pool)["list"]]
    includes(t.call("deleteRule", _id=rule["_id"]), **DONE)
    t.rejects(500, "ruleById", _id=rule["_id"])
    t.rejects(500, "updateRuleOrder", input={"list": [{"id": NOBODY, "order": 1}]})


@covers("setRuleEnv", "ruleEnv", "removeRuleEnv")
def _(t):
    given = {"userPoolId": t.pool, "key": t.name("KEY")}
    pair = {"key": given["key"], "value": "1"}
    assert pair in t.call("setRuleEnv", input={**given, "value": "1"})["list"]
    assert pair in t.call("ruleEnv", userPoolId=t.pool)["list"]
    assert pair not in t.call("removeRuleEnv", input=given)["list"]
    t.rejects(500, "removeRuleEnv", input=given)


@covers("addClientWebhook", "updateClientWebhook", "getAllWebhooks", "deleteClientWebhook", "getWebhookDetail")
def _(t):
    given = {"events": ["login"], "url": "https://example.com/hook", "contentType": "application/json", "enable": True}
    hook = t.call("addClientWebhook", **given)
    id_ = hook["_id"]
    includes(hook, _id=ID, client=t.pool, url=given["url"], enable=True)
    assert [each["name"] for each in hook["events"]] == ["login"], hook
    includes(t.call("updateClientWebhook", id=id_, **{**given, "enable": False}), _id=id_, enable=False)
    assert [each["_id"] for each in t.call("getAllWebhooks")] == [id_]
    # The SDK sends the id of the pool, whatever it is given.
    includes(t.call("getWebhookDetail", client=NOBODY), _id=id_)
    includes(t.call("deleteClientWebhook", id=id_), _id=id_)
    t.rejects(500, "deleteClientWebhook", id=id_)
    assert t.call("getWebhookDetail") is None


@covers("queryInvitation", "queryInvitationState", "addToInvitation", "removeFromInvitation", "setInvitationState",
        "generateInvitationCode")
def _(t):
    phone = t.phone()
    includes(t.call("queryInvitationState"), enablePhone=False)
    includes(t.call("addToInvitation", phone=phone), phone=phone, isDeleted=False)
    assert phone in [each["phone"] for each in t.call("queryInvitation")]
    includes(t.call("setInvitationState", enablePhone=True), enablePhone=True)
    try:
        t.rejects(2031, "register", phone=t.phone(), phoneCode="0000", password=PASSWORD)
        # Only the code is wrong.
        t.rejects(2001, "register", phone=phone, phoneCode="0000", password=PASSWORD)
    finally:
        includes(t.call("setInvitationState", enablePhone=False), enablePhone=False)
    includes(t.call("removeFromInvitation", phone=phone), phone=phone, isDeleted=True)
    assert phone not in [each["phone"] for each in t.call("queryInvitation")]
    t.rejects(500, "removeFromInvitation", phone=phone)
    user = t.user_id()
    includes(t.call("generateInvitationCode", user=user), _id=ID, user=user, code=str, createdAt=DATE)


@covers("addPermission", "queryPermissionList", "addCollaborator", "queryCollaboratorsByUserPoolId",
        "queryCollaborativeUserPoolByUserId", "queryCollaborationByUserPoolIdAndUserId", "queryCollaboratorPermissions",
        "updateCollaborator", "removeCollaborator")
def _(t):
    permission = t.call("addPermission", name="users")
    includes(permission, _id=ID, name="users")
    assert permission["_id"] in [each["_id"] for each in t.call("queryPermissionList")["list"]]
    user = t.user_id()
    may = [{"permissionId": permission["_id"], "operationAllow": 1}]
    given = {"userPoolId": t.pool, "collaboratorUserId": user, "permissionDescriptors": may}
    id_ = t.call("addCollaborator", **given)["_id"]
    t.rejects(3620, "addCollaborator", **given)
    t.rejects(2004, "addCollaborator", **{**given, "collaboratorUserId": NOBODY})
    for name in ["queryCollaboratorsByUserPoolId", "queryCollaborativeUserPoolByUserId"]:
        found = t.call(name, userPoolId=t.pool, userId=user)
        assert [each["_id"] for each in found["list"]] == [id_], found
    includes(t.call("queryCollaborationByUserPoolIdAndUserId", userId=user, userPoolId=t.pool), _id=id_)
    t.call("updateCollaborator", collaborationId=id_, permissionDescriptors=[{**may[0], "operationAllow": 3}])
    found = t.call("queryCollaboratorPermissions", collaborationId=id_)
    expect(found["list"][0]["operationAllow"], 3)
    t.call("removeCollaborator", collaborationId=id_)
    t.rejects(3623, "removeCollaborator", collaborationId=id_)
    assert t.call("queryCollaborationByUserPoolIdAndUserId", userId=user, userPoolId=t.pool) is None


@covers("client", "queryClient", "userClients", "queryUserPoolCommonInfo", "getAppSecretByClientId", "removeUserClients")
def _(t):
    for name in ["client", "queryClient"]:
        includes(t.call(name, id=t.pool), _id=t.pool, name=str)
        t.rejects(2011, name, id=NOBODY)
    assert t.pool in [each["_id"] for each in t.call("userClients", userId=NOBODY)["list"]]
    includes(t.call("queryUserPoolCommonInfo", userPoolId=t.pool), _id=t.pool)
    includes(t.call("getAppSecretByClientId"), secret=t.secret, clientId=t.pool)
    t.rejects(1001, "removeUserClients", ids=[t.pool])
    t.rejects(2011, "removeUserClients", ids=[NOBODY])
    t.called.add("removeUserClients")


@covers("newClient", "updateUserClient", "refreshAppSecret", broken="sends the id of the pool instead of the input")
def _(t):
    for name in ["newClient", "updateUserClient", "refreshAppSecret"]:
        given = {"_id": t.pool, "name": "A pool", "userId": NOBODY}
        try:
            getattr(t.sdk, name)({"client": given})
        except Exception as error:
            assert "client" in str(error), error
        else:
            raise AssertionError(f"{name} did not fail")
        t.called.add(name)


@covers("queryPasswordStrengthSettingsByUserPoolId", "updatePasswordStrengthSettingsByUserPoolId", "queryPasswordFaasEnabled",
        "enablePasswordFaas")
def _(t):
    assert t.call("queryPasswordStrengthSettingsByUserPoolId", userPoolId=t.pool) is None
    for strength in [2, 1]:
        includes(t.call("updatePasswordStrengthSettingsByUserPoolId", userPoolId=t.pool, pwdStrength=strength), pwdStrength=strength)
    includes(t.call("queryPasswordStrengthSettingsByUserPoolId", userPoolId=t.pool), pwdStrength=1)
    assert t.call("queryPasswordFaasEnabled") is None
    includes(t.call("enablePasswordFaas", enable=True), enable=True)
    includes(t.call("queryPasswordFaasEnabled"), enable=True)

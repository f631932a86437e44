"""Users, as the owner sees them, their metadata and social accounts, and the old roles."""

from context import NOBODY, PASSWORD, covers
from harness import expect, includes
from shapes import ANY_USER, DATE
from tokens import ID


@covers("user", "users", "userPatch", "searchUser", "userExist", "searchUserBasicInfoById")
def _(t):
    user = t.user(nickname="小明")
    id_, email = user["_id"], user["email"]
    includes(t.call("user", id=id_), **{**ANY_USER, "_id": id_, "nickname": "小明"})
    assert t.call("user", id=NOBODY) is None
    total = t.call("users")["totalCount"]
    assert t.call("users", page=total, count=1)["list"][0]["_id"] == id_
    found = t.call("userPatch", ids=f"{id_},{NOBODY}")
    assert [each["_id"] for each in found["list"]] == [id_], found
    found = t.call("searchUser", type="email", value=email, page=0, count=10)
    assert [each["_id"] for each in found["list"]] == [id_], found
    assert t.call("userExist", userPoolId=t.pool, email=email) is True
    assert t.call("userExist", userPoolId=t.pool, email=t.email()) is False
    includes(t.call("searchUserBasicInfoById", userId=id_), _id=id_, email=email, username=user["username"])
    t.rejects(2004, "searchUserBasicInfoById", userId=NOBODY)


@covers("createUser", "createUserWithoutAuthentication", "updateUser", "removeUsers")
def _(t):
    # The SDK does not encrypt passwords inside of an object.
    info = {"registerInClient": t.pool, "username": t.name("user"), "password": PASSWORD}
    t.rejects(2016, "createUser", userInfo=info)
    user = t.call("createUser", userInfo={**info, "password": t.encrypted()})
    includes(user, username=info["username"])
    info = {"registerInClient": t.pool, "username": t.name("user"), "password": t.encrypted()}
    other = t.call("createUserWithoutAuthentication", userPoolId=t.pool, userInfo=info)
    includes(other, _id=ID, username=info["username"])
    options = {"_id": user["_id"], "registerInClient": t.pool, "company": "例子公司"}
    includes(t.call("updateUser", options=options), _id=user["_id"], company="例子公司")
    t.rejects(2004, "updateUser", options={**options, "_id": NOBODY})
    ids = [user["_id"], other["_id"]]
    assert [each["_id"] for each in t.call("removeUsers", ids=ids)] == ids
    t.rejects(2210, "removeUsers", ids=ids)


@covers("userMetadata", "setUserMetadata", "removeUserMetadata")
def _(t):
    user = t.user_id()
    expect(t.call("userMetadata", _id=user)["totalCount"], 0)
    found = t.call("setUserMetadata", input={"_id": user, "key": "color", "value": "蓝"})
    expect(found["list"], [{"key": "color", "value": "蓝"}])
    expect(t.call("userMetadata", _id=user), found)
    expect(t.call("removeUserMetadata", input={"_id": user, "key": "color"})["totalCount"], 0)
    t.rejects(2004, "setUserMetadata", input={"_id": NOBODY, "key": "color", "value": "x"})


@covers("bindOtherOAuth", "bindedOAuthList", "notBindOAuthList", "unbindOtherOAuth", "userOAuthCount", "ReadOauthList")
def _(t):
    user, other = t.user_id(), t.user_id()
    account = {"type": "github", "unionid": t.name("unionid"), "userInfo": "{}", "user": user}
    includes(t.call("bindOtherOAuth", **account), _id=ID, user=user, createdAt=DATE)
    t.rejects(2213, "bindOtherOAuth", **account)
    found = t.call("bindedOAuthList", user=user)
    assert [each["type"] for each in found] == ["github"], found
    bound = {each["type"]: each["binded"] for each in t.call("notBindOAuthList", user=user)}
    assert bound.pop("github") is True and not any(bound.values()), bound
    assert t.call("userOAuthCount", userIds=[user, other]) == [1, 0]
    includes(t.call("unbindOtherOAuth", type="github", user=user), user=user, type="github")
    t.rejects(2216, "unbindOtherOAuth", type="github", user=user)
    assert "github" in [each["alias"] for each in t.call("ReadOauthList")]


@covers("createRole", "clientRoles", "updateRole", "updatePermissions", "assignUserToRole", "userGroup", "queryRoleByUserId",
        "removeUserFromGroup")
def _(t):
    role, user = t.call("createRole", name="editor")["_id"], t.user_id()
    total = t.call("clientRoles", page=1, count=1)["totalCount"]
    assert t.call("clientRoles", page=total, count=1)["list"][0]["_id"] == role
    includes(t.call("updateRole", _id=role, name="writer"), _id=role, name="writer")
    includes(t.call("updatePermissions", role=role, permissions="{}"), _id=role, permissions="{}")
    t.rejects(500, "updateRole", _id=NOBODY, name="writer")
    expect(t.call("assignUserToRole", group=role, user=user)["totalCount"], 1)
    expect(t.call("userGroup", group=role)["totalCount"], 1)
    expect(t.call("queryRoleByUserId", user=user)["totalCount"], 1)
    t.call("removeUserFromGroup", group=role, user=user)
    expect(t.call("userGroup", group=role)["totalCount"], 0)


@covers("qiNiuUploadToken", "getUserPoolSettings")
def _(t):
    expect(t.call("qiNiuUploadToken"), str)
    includes(t.call("getUserPoolSettings", userPoolId=t.pool), name=str, registerDisabled=False)
    t.rejects(2011, "getUserPoolSettings", userPoolId=NOBODY)

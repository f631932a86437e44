"""Resources and their namespaces at the REST endpoints."""

from context import NOBODY
from harness import check, expect, includes
from checks.management import data
from shapes import DATE
from tokens import ID

ACTIONS = [{"name": "read", "description": "reads"}]
RESOURCE = {"id": ID, "code": str, "type": "DATA", "namespace": str, "actions": ACTIONS, "createdAt": DATE}


def created(t, namespace="default"):
    return t.management.acl.create_resource(namespace, t.name("books"), "DATA", ACTIONS)


@check("acl.create_resource")
def _(t):
    found = includes(created(t), **RESOURCE)
    t.rejects(500, lambda: t.management.acl.create_resource("default", found["code"], "DATA", ACTIONS))


@check("acl.update_resource")
def _(t):
    code = created(t)["code"]
    found = t.management.acl.update_resource("default", code, description="All")
    includes(found, **RESOURCE)
    assert found["description"] == "All"
    t.rejects(500, lambda: t.management.acl.update_resource("another", code, description="All"))


@check("acl.list_resources")
def _(t):
    namespace = t.name("space")
    resource = created(t, namespace)
    expect(t.management.acl.list_resources(namespace), {"totalCount": 1, "list": [resource]})
    expect(t.management.acl.list_resources(namespace, "API"), {"totalCount": 0, "list": []})


@check("acl.delete_resource")
def _(t):
    code = created(t)["code"]
    assert t.management.acl.delete_resource("default", code) is True
    t.rejects(500, lambda: t.management.acl.delete_resource("default", code))


@check("acl.get_resource_by_id")
def _(t):
    resource = created(t)
    expect(data(t.management.acl.get_resource_by_id(resource["id"])), resource)
    data(t.management.acl.get_resource_by_id(NOBODY), 500)


@check("acl.get_resource_by_code")
def _(t):
    resource = created(t)
    expect(data(t.management.acl.get_resource_by_code("default", resource["code"])), resource)
    data(t.management.acl.get_resource_by_code("another", resource["code"]), 500)


@check("acl.revoke_resource")
def _(t):
    id, resource = t.id(), t.name("books")
    opts = [{"targetType": "USER", "targetIdentifier": id, "actions": ["read"]}]
    t.management.acl.authorize_resource("default", resource, opts)
    assert t.management.acl.is_allowed(id, "read", resource, "default") is True
    assert t.management.acl.revoke_resource("default", resource, opts) is True
    assert t.management.acl.is_allowed(id, "read", resource, "default") is False


@check("acl.create_namespace")
def _(t):
    code = t.name("space")
    includes(t.management.acl.create_namespace(code, "A space"), id=int, code=code, name="A space")
    t.rejects(500, lambda: t.management.acl.create_namespace(code, "A space"))


@check("acl.update_namespace")
def _(t):
    space = t.management.acl.create_namespace(t.name("space"), "A space")
    includes(t.management.acl.update_namespace(space["id"], name="Another"), name="Another", code=space["code"])
    t.rejects(3005, lambda: t.management.acl.update_namespace(0, name="Another"))


@check("acl.list_namespaces")
def _(t):
    space = t.management.acl.create_namespace(t.name("space"), "A space")
    found = t.management.acl.list_namespaces(1, 1000)
    assert space in found["list"] and found["total"] == len(found["list"])


@check("acl.delete_namespace")
def _(t):
    space = t.management.acl.create_namespace(t.name("space"), "A space")
    assert t.management.acl.delete_namespace(space["id"]) is True
    t.rejects(3005, lambda: t.management.acl.delete_namespace(space["id"]))


@check("applications.create_resource")
def _(t):
    found = t.management.applications.create_resource(t.app, t.name("books"), "DATA", ACTIONS)
    includes(found, **{**RESOURCE, "namespace": t.app})


@check("applications.list_resources")
def _(t):
    resource = t.management.applications.create_resource(t.app, t.name("books"), "DATA", ACTIONS)
    assert resource in t.management.applications.list_resources(t.app, 1, 1000)["list"]


@check("applications.update_resource")
def _(t):
    code = created(t, t.app)["code"]
    includes(t.management.applications.update_resource(t.app, code, "API"), type="API", actions=ACTIONS)


@check("applications.delete_resource")
def _(t):
    code = created(t, t.app)["code"]
    assert t.management.applications.delete_resource(t.app, code) is True

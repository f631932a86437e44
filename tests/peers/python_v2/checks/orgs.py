"""The manager of organizations."""

from context import NOBODY
from harness import check, expect, includes
from shapes import DONE, NODE, ROLE, USER


def creates(t, create):
    name = t.name("org")
    org = create(name, name, "a company")
    root = {"name": name, "code": name, "description": "a company", "root": True, "depth": 0}
    includes(org["rootNode"], **{**NODE, **root})
    assert [node["id"] for node in org["nodes"]] == [org["rootNode"]["id"]], org
    return org


@check("org.create_org")
def _(t):
    creates(t, t.management.org.create_org)


@check("org.create")
def _(t):
    creates(t, t.management.org.create)


def ids(nodes):
    return [node["id"] for node in nodes]


@check("org.create_node")
def _(t):
    orgs, (org, root, node) = t.management.org, t.org()
    code = t.name("shops")
    shops = orgs.create_node("Shops", org, node, code=code)
    includes(shops, **{**NODE, "name": "Shops", "code": code, "depth": 2, "root": False, "orgId": org, "children": []})
    assert shops["path"] == [root, node, shops["id"]], shops
    assert orgs.get_node_by_id(node)["children"] == [shops["id"]]
    t.rejects(500, lambda: orgs.create_node("Again", org, node, code=code))
    t.rejects(500, lambda: orgs.create_node("Lost", org, NOBODY))


@check("org.add_node")
def _(t):
    orgs, (org, root, node) = t.management.org, t.org()
    result = orgs.add_node(org, "Shops", node, code=t.name("shops"), description="sells", order=3)
    expect(result["id"], org)
    includes(result["rootNode"], id=root)
    shops = next(each for each in result["nodes"] if each["name"] == "Shops")
    includes(shops, **{**NODE, "description": "sells", "order": 3, "depth": 2})


@check("org.add_node(name_i18n)", broken="sends `name_i18n` for `nameI18n`, so it is lost")
def _(t):
    org, _, node = t.org()
    result = t.management.org.add_node(org, "Shops", node, name_i18n="magasins", description_i18n="vend")
    shops = next(each for each in result["nodes"] if each["name"] == "Shops")
    assert shops["nameI18n"] is None and shops["descriptionI18n"] is None, shops
    with t.renamed(name_i18n="nameI18n", description_i18n="descriptionI18n"):
        result = t.management.org.add_node(org, "Bars", node, name_i18n="bistros", description_i18n="vend")
    bars = next(each for each in result["nodes"] if each["name"] == "Bars")
    includes(bars, nameI18n="bistros", descriptionI18n="vend")


@check("org.list")
def _(t):
    (one, _, _), (two, root, node) = t.org(), t.org()
    found = t.management.org.list(1, 2)
    assert ids(found["list"]) == [two, one], found
    includes(found["list"][0]["rootNode"], **{**NODE, "id": root})
    assert set(ids(found["list"][0]["nodes"])) == {root, node}
    tree = t.management.org.list(1, 1, treeify=True)["list"][0]["nodes"]
    assert ids(tree) == [root] and ids(tree[0]["children"]) == [node], tree


@check("org.find_by_id")
def _(t):
    org, root, node = t.org()
    found = t.management.org.find_by_id(org)
    expect(found["id"], org)
    includes(found["rootNode"], **{**NODE, "id": root})
    assert set(ids(found["nodes"])) == {root, node}
    tree = t.management.org.find_by_id(org, treeify=True)["nodes"]
    assert ids(tree) == [root] and ids(tree[0]["children"]) == [node], tree
    t.rejects(500, lambda: t.management.org.find_by_id(NOBODY))


@check("org.delete_by_id")
def _(t):
    org, _, node = t.org()
    expect(t.management.org.delete_by_id(org), DONE)
    assert t.management.org.get_node_by_id(node) is None
    t.rejects(500, lambda: t.management.org.delete_by_id(org))


@check("org.get_node_by_id")
def _(t):
    org, root, node = t.org()
    includes(t.management.org.get_node_by_id(node), **{**NODE, "id": node, "orgId": org, "path": [str], "root": False})
    assert t.management.org.get_node_by_id(NOBODY) is None


@check("org.update_node")
def _(t):
    _, _, node = t.org()
    code = t.name("code")
    changed = t.management.org.update_node(node, name="Selling", code=code, description="changed")
    includes(changed, id=node, name="Selling", code=code, description="changed")
    includes(t.management.org.update_node(node, name="Sales"), name="Sales", code=code)
    t.rejects(500, lambda: t.management.org.update_node(NOBODY, name="x"))


@check("org.delete_node")
def _(t):
    orgs, (org, root, node) = t.management.org, t.org()
    below = orgs.create_node("Shops", org, node)["id"]
    expect(orgs.delete_node(org, node), DONE)
    assert orgs.get_node_by_id(node) is None and orgs.get_node_by_id(below) is None
    t.rejects(500, lambda: orgs.delete_node(org, root))


@check("org.is_root_node")
def _(t):
    org, root, node = t.org()
    expect(t.management.org.is_root_node(org, root), True)
    expect(t.management.org.is_root_node(org, node), False)


@check("org.move_node")
def _(t):
    orgs, (org, root, node) = t.management.org, t.org()
    below = orgs.create_node("Shops", org, node)["id"]
    t.rejects(500, lambda: orgs.move_node(org, node, below))
    moved = orgs.move_node(org, below, root)
    expect(moved["id"], org)
    assert set(orgs.get_node_by_id(root)["children"]) == {node, below}
    tree = orgs.move_node(org, below, node, treeify=True)["nodes"]
    assert ids(tree) == [root] and ids(tree[0]["children"][0]["children"]) == [below], tree


@check("org.list_children")
def _(t):
    org, root, node = t.org()
    assert ids(t.management.org.list_children(root)) == [node]
    assert t.management.org.list_children(node) == []
    t.rejects(500, lambda: t.management.org.list_children(NOBODY))


@check("org.root_node")
def _(t):
    org, root, _ = t.org()
    includes(t.management.org.root_node(org), **{**NODE, "id": root, "root": True})
    t.rejects(500, lambda: t.management.org.root_node(NOBODY))


@check("org.search_nodes")
def _(t):
    org, _, node = t.org()
    name = t.name("Unique")
    t.management.org.update_node(node, name=f"The {name} one")
    assert ids(t.management.org.search_nodes(name)) == [node]
    assert t.management.org.search_nodes(t.name("nothing")) == []


@check("org.add_members")
def _(t):
    (_, _, node), user = t.org(), t.id()
    result = t.management.org.add_members(node, [user])
    expect(result["id"], node)
    expect(result["users"]["totalCount"], 1)
    includes(result["users"]["list"][0], **{**USER, "id": user})
    t.rejects(2004, lambda: t.management.org.add_members(node, [NOBODY]))
    t.rejects(500, lambda: t.management.org.add_members(NOBODY, [user]))


@check("org.list_members")
def _(t):
    orgs, (_, root, node), users = t.management.org, t.org(), [t.id() for _ in range(3)]
    orgs.add_members(node, users)
    pages = [orgs.list_members(node, page, 2)["users"] for page in [1, 2]]
    assert [page["totalCount"] for page in pages] == [3, 3]
    assert {user["id"] for page in pages for user in page["list"]} == set(users)
    # The SDK sends null for what is not given, and the schema's default is true.
    for options, count in [({}, 3), ({"include_children_nodes": True}, 3), ({"include_children_nodes": False}, 0)]:
        expect(orgs.list_members(root, **options)["users"]["totalCount"], count)


@check("org.move_members")
def _(t):
    orgs, (_, root, node), user = t.management.org, t.org(), t.id()
    orgs.add_members(node, [user])
    expect(orgs.move_members([user], root, node), DONE)
    assert ids(orgs.list_members(root)["users"]["list"]) == [user]
    expect(orgs.list_members(node)["users"]["totalCount"], 0)


@check("org.delete_members")
def _(t):
    orgs, (_, _, node), one, two = t.management.org, t.org(), t.id(), t.id()
    orgs.add_members(node, [one, two])
    assert ids(orgs.delete_members(node, [one])["users"]["list"]) == [two]


@check("org.set_main_department")
def _(t):
    orgs, (_, root, node), user = t.management.org, t.org(), t.id()
    for department in [root, node]:
        orgs.add_members(department, [user])
    expect(orgs.set_main_department(user, node), DONE)
    found = t.management.users.list_department(user)["departments"]["list"]
    assert [each["department"]["id"] for each in found if each["isMainDepartment"]] == [node], found
    t.rejects(500, lambda: orgs.set_main_department(user, t.org()[1]))


@check("org.add_roles")
def _(t):
    orgs, (org, _, node), user, role = t.management.org, t.org(), t.id(), t.role()
    below = orgs.create_node("Shops", org, node)["id"]
    orgs.add_members(below, [user])
    expect(orgs.add_roles(node, [role]), DONE)
    # The department below inherits them.
    assert [each["code"] for each in t.management.users.list_roles(user)["list"]] == [role]
    t.rejects(500, lambda: orgs.add_roles(node, [t.name("unknown")]))


@check("org.list_roles")
def _(t):
    orgs, (_, _, node), role = t.management.org, t.org(), t.role()
    expect(orgs.list_roles(node), {"totalCount": 0, "list": []})
    orgs.add_roles(node, [role])
    includes(orgs.list_roles(node)["list"][0], **{**ROLE, "code": role})
    t.rejects(500, lambda: orgs.list_roles(NOBODY))


@check("org.remove_roles")
def _(t):
    orgs, (_, _, node), role = t.management.org, t.org(), t.role()
    orgs.add_roles(node, [role])
    expect(orgs.remove_roles(node, [role]), DONE)
    expect(orgs.list_roles(node)["totalCount"], 0)


@check("org.list_authorized_resources")
def _(t):
    (_, _, node), name = t.org(), t.name("books")
    opts = [{"targetType": "ORG", "targetIdentifier": node, "actions": ["read"]}]
    t.management.acl.authorize_resource("default", name, opts)
    includes(t.management.org.list_authorized_resources(node, "default")["list"][0], code=name, actions=["read"])
    t.rejects(500, lambda: t.management.org.list_authorized_resources(NOBODY))


@check("org.list_authorized_resources_by_code")
def _(t):
    (org, _, node), name = t.org(), t.name("books")
    code = t.management.org.get_node_by_id(node)["code"]
    opts = [{"targetType": "ORG", "targetIdentifier": node, "actions": ["read"]}]
    t.management.acl.authorize_resource("default", name, opts)
    found = t.management.org.list_authorized_resources_by_code(org, code, "default")
    includes(found["list"][0], code=name, actions=["read"])
    t.rejects(500, lambda: t.management.org.list_authorized_resources_by_code(org, t.name("unknown")))

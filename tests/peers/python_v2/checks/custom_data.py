"""Fields of custom data, and their values for users and roles."""

import datetime

from context import NOBODY
from harness import check, expect, includes
from shapes import DONE


@check("udf.set")
def _(t):
    udf, key = t.management.udf, t.name("field")
    field = {"targetType": "USER", "key": key, "dataType": "NUMBER", "label": "A size", "options": None}
    expect(udf.set("USER", key, "NUMBER", "A size"), field)
    expect(udf.set("USER", key, "STRING", "Another"), {**field, "dataType": "STRING", "label": "Another"})
    assert [each["label"] for each in udf.list("USER") if each["key"] == key] == ["Another"]


@check("udf.list")
def _(t):
    user, role = t.field(), t.field(target="ROLE")
    keys = {kind: [each["key"] for each in t.management.udf.list(kind)] for kind in ["USER", "ROLE"]}
    assert user in keys["USER"] and role in keys["ROLE"] and user not in keys["ROLE"], keys


@check("udf.remove")
def _(t):
    key = t.field()
    expect(t.management.udf.remove("USER", key), DONE)
    assert key not in [each["key"] for each in t.management.udf.list("USER")]
    t.rejects(500, lambda: t.management.udf.remove("USER", key))


@check("udf.list_udf_value")
def _(t):
    user, key = t.id(), t.field("NUMBER")
    t.management.users.set_udf_value(user, {key: 2})
    value = {"key": key, "dataType": "NUMBER", "value": "2", "label": "A label"}
    expect(t.management.udf.list_udf_value("USER", user), [value])
    t.rejects(2004, lambda: t.management.udf.list_udf_value("USER", NOBODY))


@check("udf.set_udf_value_batch")
def _(t):
    user, one, two = t.id(), t.field(), t.field("BOOLEAN")
    list_ = [{"key": one, "value": '"v"'}, {"key": two, "value": "true"}]
    values = t.management.udf.set_udf_value_batch("USER", user, list_)
    expect({each["key"]: each["value"] for each in values}, {one: "v", two: "true"})
    expect(t.management.users.get_udf_value(user), {one: "v", two: True})


VALUES = [("STRING", "v"), ("NUMBER", 1.5), ("BOOLEAN", False), ("OBJECT", {"a": [1]})]


@check("users.list_udv")
def _(t):
    user, keys = t.id(), [t.field(kind) for kind, _ in VALUES]
    t.management.users.set_udf_value(user, {key: value for key, (_, value) in zip(keys, VALUES)})
    found = {each["key"]: each["value"] for each in t.management.users.list_udv(user)}
    expect(found, {key: value for key, (_, value) in zip(keys, VALUES)})


@check("users.get_udf_value")
def _(t):
    user, key = t.id(), t.field("DATETIME")
    expect(t.management.users.get_udf_value(user), {})
    day = datetime.datetime(1815, 12, 10, tzinfo=datetime.timezone.utc)
    t.management.users.set_udv(user, key, day)
    expect(t.management.users.get_udf_value(user), {key: day})


@check("users.get_udf_value_batch", broken="sends `targetId` for `targetIds`")
def _(t):
    one, two, key = t.id(), t.id(), t.field()
    t.management.users.set_udf_value(one, {key: "v"})
    t.breaks_schema(lambda: t.management.users.get_udf_value_batch([one, two]), "targetIds")
    with t.renamed(targetId="targetIds"):
        found = t.management.users.get_udf_value_batch([one, two])
    value = {"key": key, "dataType": "STRING", "value": "v", "label": "A label"}
    expect(found, [{"targetId": str, "data": list}])
    expect({each["targetId"]: each["data"] for each in found}, {one: [value], two: []})


@check("users.set_udv")
def _(t):
    user = t.id()
    for kind, value in VALUES:
        key = t.field(kind)
        assert key in [each["key"] for each in t.management.users.set_udv(user, key, value)]
        includes(t.management.users.get_udf_value(user), **{key: value})
    t.rejects(500, lambda: t.management.users.set_udv(user, t.field("NUMBER"), "text"))
    t.rejects(500, lambda: t.management.users.set_udv(user, t.name("undefined"), "v"))
    t.rejects(2004, lambda: t.management.users.set_udv(NOBODY, t.field(), "v"))


@check("users.set_udf_value")
def _(t):
    user, key, number = t.id(), t.field(), t.field("NUMBER")
    expect(t.management.users.set_udf_value(user, {key: "v", number: 1}), True)
    t.rejects(500, lambda: t.management.users.set_udf_value(user, {key: "w", number: "x"}))
    expect(t.management.users.get_udf_value(user), {key: "v", number: 1})


@check("users.set_udf_value_batch")
def _(t):
    one, two, key = t.id(), t.id(), t.field()
    expect(t.management.users.set_udf_value_batch({one: {key: "1"}, two: {key: "2"}}), True)
    expect(t.management.users.get_udf_value(one), {key: "1"})
    expect(t.management.users.get_udf_value(two), {key: "2"})


@check("users.remove_udv")
def _(t):
    user, one, two = t.id(), t.field(), t.field()
    t.management.users.set_udf_value(user, {one: "1", two: "2"})
    assert [each["key"] for each in t.management.users.remove_udv(user, one)] == [two]


@check("users.remove_udf_value")
def _(t):
    user, key = t.id(), t.field()
    t.management.users.set_udf_value(user, {key: "v"})
    t.management.users.remove_udf_value(user, key)
    expect(t.management.users.get_udf_value(user), {})


def role_and_field(t, kind="STRING"):
    return t.management.roles.create(t.name("role"))["id"], t.field(kind, "ROLE")


@check("roles.get_udf_value")
def _(t):
    role, key = role_and_field(t, "OBJECT")
    expect(t.management.roles.get_udf_value(role), {})
    t.management.roles.set_udf_value(role, {key: {"a": 1}})
    expect(t.management.roles.get_udf_value(role), {key: {"a": 1}})
    t.rejects(500, lambda: t.management.roles.get_udf_value(NOBODY))


@check("roles.get_specific_udf_value")
def _(t):
    role, key = role_and_field(t)
    t.management.roles.set_udf_value(role, {key: "v"})
    expect(t.management.roles.get_specific_udf_value(role, key), "v")


@check("roles.get_udf_value_batch")
def _(t):
    (one, key), (two, _) = role_and_field(t), role_and_field(t)
    t.management.roles.set_udf_value(one, {key: "v"})
    expect(t.management.roles.get_udf_value_batch([one, two]), {one: {key: "v"}, two: {}})


@check("roles.set_udf_value")
def _(t):
    role, key = role_and_field(t, "NUMBER")
    expect(t.management.roles.set_udf_value(role, {key: 3}), True)
    expect(t.management.roles.get_udf_value(role), {key: 3})
    t.rejects(500, lambda: t.management.roles.set_udf_value(role, {key: "x"}))


@check("roles.set_udf_value_batch")
def _(t):
    (one, key), (two, _) = role_and_field(t), role_and_field(t)
    expect(t.management.roles.set_udf_value_batch({one: {key: "1"}, two: {key: "2"}}), True)
    expect(t.management.roles.get_udf_value_batch([one, two]), {one: {key: "1"}, two: {key: "2"}})


@check("roles.remove_udf_value")
def _(t):
    role, key = role_and_field(t)
    t.management.roles.set_udf_value(role, {key: "v"})
    expect(t.management.roles.remove_udf_value(role, key), True)
    expect(t.management.roles.get_udf_value(role), {})

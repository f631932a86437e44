//! Values that are likely to lead somewhere, or to hurt.

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const ODD: &str = "\u{0}|\u{1}refusal 0|\u{feff}| |0|-1|null|a@b.cn|A@B.cn|b@b.cn|c@b.cn|@|13800000000|13800000001|+8613800000000|\
    all|email|github|wechat|undefined|Bearer |{}|[]|{\"a\":|名字|😀|e\u{301}|ﬀ|İ|%ff|../../x|'\"\\|\n\r\t|000000000000000000000000|\
    zzzzzzzzzzzzzzzzzzzzzzzz|0,0,,0|123456|99999999999999999999|1e999|NaN|a.b.c|..|";

/// One of the texts between bars.
pub(super) fn one_of(texts: &'static str) -> BoxedStrategy<String> {
    let texts: Vec<_> = texts.split('|').map(str::to_owned).collect();
    select(texts).boxed()
}

/// One of the texts of that name that the run knows.
pub(super) fn known(name: &'static str) -> BoxedStrategy<String> {
    any::<u8>()
        .prop_map(move |n| format!("‹{name} {n}›"))
        .boxed()
}

/// Any text.
pub(super) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        6 => known("pool"),
        6 => known("secret"),
        24 => known("password"),
        27 => known("learned"),
        36 => one_of(ODD),
        1 => one_of(ODD).prop_map(|text| text.repeat(2000)),
    ]
    .boxed()
}

/// A text for what is so called: the pool's id where that is meant, most of the time.
fn text_for(name: &str) -> BoxedStrategy<String> {
    let name = name.to_lowercase();
    let likely = match name.as_str() {
        "registerinclient" | "client" | "clientid" | "userpoolid" | "userpool" => known("pool"),
        "secret" => known("secret"),
        "token" => known("token"),
        "password" | "oldpassword" => Just("‹password 0›".to_owned()).boxed(),
        _ if name.contains("email") => one_of("a@b.cn|b@b.cn|c@b.cn"),
        _ if name.contains("code") => one_of("000000|123456|x"),
        _ if name.contains("phone") => one_of("13800000000|13800000001"),
        "type" => one_of("all|email|github|wechat"),
        _ => text(),
    };
    prop_oneof![3 => likely, 1 => text()].boxed()
}

/// A value of that type for a variable: seldom of another.
pub(super) fn value(schema: &Schema, name: &str, ty: &Type, depth: u8) -> BoxedStrategy<Value> {
    let one_of = |values: Value| select(values.as_array().unwrap().clone()).boxed();
    let fitting = match schema.types.get(ty.inner_named_type()) {
        _ if ty.is_list() => {
            let item = value(schema, name, ty.item_type(), depth);
            vec(item, 0..4).prop_map(Value::from).boxed()
        }
        Some(ExtendedType::InputObject(input)) if depth < 4 => {
            let fields = input.fields.iter().map(|(name, field)| {
                let given = if field.is_required() { 0.99 } else { 0.25 };
                let value = value(schema, name, &field.ty, depth + 1);
                option::weighted(given, (Just(name.to_string()), value))
            });
            let fields: Vec<_> = fields.collect();
            let object = |fields: Vec<_>| fields.into_iter().flatten().collect::<Map<_, _>>();
            fields.prop_map(move |fields| object(fields).into()).boxed()
        }
        Some(ExtendedType::Enum(values)) => {
            let names = values.values.keys().map(|name| name.as_str());
            one_of(names.collect())
        }
        _ => match ty.inner_named_type().as_str() {
            "Int" => one_of(json!([
                0,
                1,
                -1,
                2,
                10,
                123_456,
                i32::MAX,
                i32::MIN,
                i64::MAX
            ])),
            "Float" => one_of(json!([0.0, -1.5, 1e300])),
            "Boolean" => one_of(json!([true, false])),
            _ => text_for(name).prop_map(Value::from).boxed(),
        },
    };
    prop_oneof![49 => fitting, 1 => one_of(json!([null, [[]], {"a": {"b": []}}, 1.5, "x", true]))]
        .boxed()
}

//! Values that are likely to match something, or to cause errors.

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const ODD: &str = "\u{0}|\u{1}error 0|\u{feff}| |0|-1|null|A@B.cn|c@b.cn|@|13800000001|+8613800000000|all|undefined|Bearer |{}|[]|\
    {\"a\":|名字|😀|e\u{301}|ﬀ|İ|%ff|../../x|'\"\\|\n\r\t|000000000000000000000000|zzzzzzzzzzzzzzzzzzzzzzzz|0,0,,0|123456|\
    99999999999999999999|1e999|NaN|a.b.c|..|";

/// The data that a client would have.
pub(super) struct Known {
    pub(super) pool: String,
    pub(super) secret: String,
    pub(super) password: String,
    pub(super) tokens: Vec<String>,
    /// Ids, names and other encrypted passwords.
    pub(super) others: Vec<String>,
}

/// One of the texts between bars.
pub(super) fn one_of(texts: &str) -> BoxedStrategy<String> {
    let texts: Vec<_> = texts.split('|').map(str::to_owned).collect();
    select(texts).boxed()
}

/// Any text.
pub(super) fn text(known: &Known) -> BoxedStrategy<String> {
    let mut texts = known.others.clone();
    texts.extend([&known.pool, &known.secret, &known.password].map(String::clone));
    let long = one_of(ODD).prop_map(|text| text.repeat(2000));
    prop_oneof![60 => select(texts), 40 => one_of(ODD), 1 => long].boxed()
}

/// A text for an argument with this name: usually the pool's id where one is expected.
fn text_for(known: &Known, name: &str) -> BoxedStrategy<String> {
    let name = name.to_lowercase();
    let likely = match name.as_str() {
        "registerinclient" | "client" | "clientid" | "userpoolid" | "userpool" => {
            Just(known.pool.clone()).boxed()
        }
        "secret" => Just(known.secret.clone()).boxed(),
        "token" => select(known.tokens.clone()).boxed(),
        "password" | "oldpassword" => Just(known.password.clone()).boxed(),
        _ if name.contains("email") => one_of("a@b.cn|b@b.cn|c@b.cn"),
        _ if name.contains("code") => one_of("000000|123456|x"),
        _ if name.contains("phone") => one_of("13800000000|13800000001"),
        "type" => one_of("all|email|github|wechat"),
        _ => text(known),
    };
    prop_oneof![3 => likely, 1 => text(known)].boxed()
}

/// A value for a variable of this type: seldom of another type.
pub(super) fn value(
    known: &Known,
    schema: &Schema,
    name: &str,
    ty: &Type,
    depth: u8,
) -> BoxedStrategy<Value> {
    let one_of = |values: Value| select(values.as_array().unwrap().clone()).boxed();
    let fitting = match schema.types.get(ty.inner_named_type()) {
        _ if ty.is_list() => {
            let item = value(known, schema, name, ty.item_type(), depth);
            vec(item, 0..4).prop_map(Value::from).boxed()
        }
        Some(ExtendedType::InputObject(input)) if depth < 4 => {
            let fields = input.fields.iter().map(|(name, field)| {
                let given = if field.is_required() { 0.99 } else { 0.25 };
                let value = value(known, schema, name, &field.ty, depth + 1);
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
            _ => text_for(known, name).prop_map(Value::from).boxed(),
        },
    };
    prop_oneof![49 => fitting, 1 => one_of(json!([null, [[]], {"a": {"b": []}}, 1.5, "x", true]))]
        .boxed()
}

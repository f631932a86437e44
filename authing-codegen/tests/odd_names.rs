//! Names that are valid in GraphQL and troublesome in Rust. The generated code is checked in, compared with the generator's like
//! the golden output, and compiled here; each test sends or reads the wire names.

// The generated modules are public in a library; here they are private to a test.
#![allow(dead_code)]

#[rustfmt::skip]
mod operations;
#[rustfmt::skip]
mod types;

use authing_core::response::read;
use authing_core::{BindError, Binder, Operation, Secret};
use serde_json::{Value, json};

use operations::{Find, Gen, GetCrate, Other, Values};
use types::{
    Blood, Fallbacks, Format, Gift, Height, How, Letters, Level, LoginForm, LoginInput, Own, Sort,
    Words,
};

/// Binds operations without anything to fill in.
struct Nothing;

impl Binder for Nothing {
    fn user_pool_id(&self) -> &str {
        ""
    }

    fn encrypt(&self, _: &'static str, _: &Secret) -> Result<String, BindError> {
        Ok(String::new())
    }
}

fn variables<O: Operation>(operation: O) -> Value {
    let mut body = serde_json::to_value(O::build_query(operation.bind(&Nothing).unwrap())).unwrap();
    body.get_mut("variables").unwrap().take()
}

/// Asserts that each variant is sent and read as its wire name.
fn assert_wire<E>(pairs: impl IntoIterator<Item = (E, &'static str)>)
where
    E: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    for (variant, wire) in pairs {
        assert_eq!(serde_json::to_value(&variant).unwrap(), json!(wire));
        assert_eq!(
            serde_json::from_value::<E>(json!(wire)).unwrap(),
            variant,
            "{wire}"
        );
    }
}

#[test]
fn input_twins_have_their_own_fields_and_secrets() {
    let form = LoginForm::new("c")
        .password("hunter2")
        .self_(1)
        .self_2(2)
        .r#gen(true)
        .field_1(3)
        .field(4);
    let shown = format!("{form:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    let find = Find::new()
        .f(form)
        .level(Level::Bottom)
        .how(How::new().self_(5));
    assert_eq!(
        variables(find),
        json!({
            "f": {
                "password": "hunter2", "self": 1, "Self": 2, "crate": "c", "gen": true, "_1": 3, "_": 4,
            },
            "level": "deep",
            "how": { "self": 5 },
        })
    );
    let other = Other::new().f(LoginInput::new().a(1)).level(Height::High);
    assert_eq!(
        variables(other),
        json!({ "f": { "a": 1 }, "level": "HIGH" })
    );
}

#[test]
fn keywords_are_sent_under_their_wire_names() {
    let operation = GetCrate::new("t")
        .self_(1)
        .super_(2)
        .crate_(3)
        .r#gen(4)
        .own(5)
        .field_1(6);
    assert_eq!(
        variables(operation),
        json!({ "type": "t", "self": 1, "super": 2, "crate": 3, "gen": 4, "Self": 5, "_1": 6 })
    );
    let inner = Own::new().a(1);
    assert_eq!(
        variables(Gen::new(Own::new().super_(inner), Sort::Asc)),
        json!({ "self": { "super": { "a": 1 } }, "sort": "ASC" })
    );
}

#[test]
fn keywords_are_read_under_their_wire_names() {
    let found = read::<Find>(
        json!({ "data": { "find": {
            "self": 1, "super": 2, "crate": 3, "gen": 4, "Self": 5, "_1": 6, "_": "seven", "async": true,
            "id": "u", "old": 8, "born": "today", "gift": "OTHER",
        } } })
        .to_string()
        .as_bytes(),
    )
    .unwrap();
    let numbers = [
        found.self_,
        found.super_,
        found.crate_,
        found.r#gen,
        found.own,
        found.field_1,
    ];
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6].map(Some));
    assert_eq!(found.field.as_deref(), Some("seven"));
    assert_eq!(found.r#async, Some(true));
    // Each scalar has the Rust type of its own name.
    assert_eq!(found.id.as_deref(), Some("u"));
    assert_eq!(found.old, Some(8));
    assert_eq!(found.born.as_deref(), Some("today"));
    assert_eq!(found.gift, Some(Gift::Other));
    let sorted = read::<Gen>(br#"{ "data": { "self": ["A_", "new"] } }"#).unwrap();
    assert_eq!(sorted, [Sort::A2, Sort::Other("new".to_owned())]);
}

#[test]
fn values_of_one_name_are_numbered() {
    assert_wire([
        (Sort::Asc, "ASC"),
        (Sort::Asc2, "Asc2"),
        (Sort::Asc3, "asc"),
        (Sort::FooBar, "FOO_BAR"),
        (Sort::FooBar2, "fooBar"),
        (Sort::A, "A"),
        (Sort::A2, "A_"),
        (Sort::A1, "A1"),
        (Sort::A12, "A_1"),
    ]);
}

#[test]
fn values_that_are_no_rust_names_are_renamed() {
    assert_wire([
        (Format::Imax, "IMAX"),
        (Format::Value2d, "_2D"),
        (Format::Value4dPlus, "_4D_PLUS"),
        (Format::Value, "_"),
        (Format::ValueSelf, "_self"),
    ]);
    assert_wire([
        (Letters::XYZ, "X_Y_Z"),
        (Letters::A1B, "A1_B"),
        (Letters::ClassAB, "CLASS_A_B"),
    ]);
    assert_wire([(Blood::ABPositive, "A_B_POSITIVE"), (Blood::O, "O")]);
    assert_wire([
        (Words::ValueSelf, "SELF"),
        (Words::ValueSelf2, "Self"),
        (Words::ValueSelf3, "self"),
        (Words::Gen, "gen"),
        (Words::Super, "super"),
        (Words::Crate, "crate"),
        (Words::Type, "type"),
        (Words::Async, "async"),
    ]);
}

#[test]
fn the_variant_for_unknown_values_has_a_free_name() {
    assert_wire([
        (Gift::Gift, "GIFT"),
        (Gift::Other, "OTHER"),
        (Gift::Unknown("NEW".to_owned()), "NEW"),
    ]);
    assert_wire([
        (Fallbacks::Other, "Other"),
        (Fallbacks::Unknown, "UNKNOWN"),
        (Fallbacks::Unrecognized("NEW".to_owned()), "NEW"),
    ]);
    assert_eq!(Gift::default(), Gift::Unknown(String::new()));
    let sent = Values::new().gift(Gift::Other).words(Words::Gen);
    assert_eq!(variables(sent), json!({ "gift": "OTHER", "words": "gen" }));
}

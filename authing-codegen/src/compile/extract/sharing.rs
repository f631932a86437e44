//! Whether a fragment can share the type of another: what is selected for the one must be readable as the type of the other.

use super::{Struct, TypedField};
use crate::compile::types::{Direction, Shape, Value};

/// A struct, and the types of the anonymous selections inside it and its siblings.
type Selected<'a> = (&'a Struct, &'a [Struct]);

/// Returns the reason that a response of `fragment` can't be read into the type of `main`, if there is one.
pub(super) fn difference(
    (fragment, inner): Selected<'_>,
    (main, main_inner): Selected<'_>,
) -> Option<String> {
    for field in &fragment.fields {
        let wire = &field.wire;
        let Some(other) = main.fields.iter().find(|other| other.wire == *wire) else {
            return Some(format!("that type has no field `{wire}`"));
        };
        if field.rust != other.rust {
            let (one, two) = (&field.rust, &other.rust);
            return Some(format!("`{wire}` is named `{one}` here, but `{two}` there"));
        }
        if let (Value::Local(name), Value::Local(other)) =
            (field.shape.value(), other.shape.value())
            && let Some(one) = local(name, inner)
            && let Some(two) = local(other, main_inner)
            && let Some(reason) = difference((one, inner), (two, main_inner))
        {
            return Some(format!("in `{wire}`, {reason}"));
        }
        if !is_readable(&field.shape, &other.shape) {
            let (one, two) = (text(field), text(other));
            return Some(format!("`{wire}` is `{one}` here, but `{two}` there"));
        }
    }
    let selected = |wire: &str| fragment.fields.iter().any(|field| field.wire == wire);
    // An absent option is read as `None`, and an absent list as an empty one.
    let is_required =
        |field: &&TypedField| !matches!(field.shape, Shape::Option(_) | Shape::List(_));
    let mut required = main.fields.iter().filter(is_required);
    let missing = required.find(|field| !selected(&field.wire))?;
    Some(format!(
        "its required field `{}` is not selected here",
        missing.wire
    ))
}

/// Returns whether a value of one shape can be read as the other: they are the same, or the other is optional.
fn is_readable(shape: &Shape, as_other: &Shape) -> bool {
    match (shape, as_other) {
        (Shape::Option(one), Shape::Option(other))
        | (Shape::List(one), Shape::List(other))
        | (Shape::Boxed(one), Shape::Boxed(other)) => is_readable(one, other),
        (one, Shape::Option(other)) => is_readable(one, other),
        // The fields of anonymous selections are compared one by one.
        (Shape::Value(Value::Local(_)), Shape::Value(Value::Local(_))) => true,
        (one, other) => one == other,
    }
}

fn local<'s>(name: &str, of: &'s [Struct]) -> Option<&'s Struct> {
    of.iter().find(|one| one.name == name)
}

fn text(field: &TypedField) -> String {
    field.shape.text(Direction::Received)
}

//! The setters of a value: one line of `support::setters!` per field, with its documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::unquoted;
use crate::compile::types::{Direction, Scope, Shape, Value};
use crate::names;

/// A field that has setters.
pub(super) struct Setter<'a> {
    /// The field's name in Rust.
    pub(super) name: &'a str,
    pub(super) docs: Vec<String>,
    pub(super) shape: Shape,
    pub(super) kind: Kind,
}

/// The kinds of a field's setters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Required,
    Optional,
    Clearable,
}

/// Returns the macro call, if there is a field to set.
pub(super) fn call<'a>(
    setters: impl Iterator<Item = Setter<'a>>,
    scope: &Scope,
) -> Option<TokenStream> {
    let lines: Vec<String> = setters.flat_map(|setter| setter.lines(scope)).collect();
    (!lines.is_empty()).then(|| {
        let body = unquoted::quoted(&lines);
        quote!(support::setters! { #body })
    })
}

impl Setter<'_> {
    fn lines(self, scope: &Scope) -> Vec<String> {
        let mut lines: Vec<String> = self.docs.iter().map(|line| doc(line)).collect();
        let names = self.names();
        let given = given(&self.shape, scope);
        let own = match names::ident(self.name).to_string() {
            raw if raw.starts_with("r#") => format!("{raw} {:?} ", self.name),
            plain => plain,
        };
        let others: String = names.iter().map(|name| format!(", {name}")).collect();
        lines.push(format!("{own}({given}){others};"));
        lines
    }

    /// Returns the names of the methods other than the setter itself.
    fn names(&self) -> Vec<String> {
        let maybe = names::maybe(self.name);
        match self.kind {
            Kind::Required => Vec::new(),
            Kind::Optional => vec![maybe],
            Kind::Clearable => vec![maybe, names::clear(self.name), names::patch(self.name)],
        }
    }
}

fn doc(line: &str) -> String {
    if line.is_empty() {
        "///".to_owned()
    } else {
        format!("/// {line}")
    }
}

/// Returns the type of a setter's parameter, in the syntax of the macro.
fn given(shape: &Shape, scope: &Scope) -> String {
    match shape {
        Shape::Option(inner) | Shape::Boxed(inner) => given(inner, scope),
        Shape::List(_) if shape.is_list_of_lists() => {
            let ty = shape.tokens(Direction::Sent, scope).to_string();
            let secret = if *shape.value() == Value::Secret {
                "secret "
            } else {
                ""
            };
            format!("{secret}{}", ty.replace(' ', ""))
        }
        Shape::List(inner) => format!("[{}]", given(inner, scope)),
        Shape::Value(Value::Text) => "text".to_owned(),
        Shape::Value(Value::Secret) => "secret".to_owned(),
        Shape::Value(Value::Scalar(rust)) => rust.clone(),
        Shape::Value(_) => {
            let ty = shape.tokens(Direction::Sent, scope).to_string();
            ty.replace(' ', "")
        }
    }
}

//! The setters of a value: one line of `support::setters!` per field, with its documentation.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::names;
use crate::types::{Direction, Scope, Shape, Value};

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

/// The beginning of the macro call, as prettyplease formats it.
const CALL: &str = "support::setters! {";

/// Returns the macro call, if there is a field to set. Its body is one string, because prettyplease would format all tokens of a
/// macro in one line; [`unwrapped`] removes the quotes.
pub(super) fn call<'a>(
    setters: impl Iterator<Item = Setter<'a>>,
    scope: &Scope,
) -> Option<TokenStream> {
    let lines: Vec<String> = setters.flat_map(|setter| setter.lines(scope)).collect();
    let body = lines.join("\n");
    (!body.is_empty()).then(|| quote!(support::setters! { #body }))
}

/// Removes the quotes from the bodies of these calls in a formatted file.
pub(super) fn unwrapped(text: &str) -> String {
    let mut unwrapped = String::new();
    let mut in_call = false;
    for line in text.split_inclusive('\n') {
        let body = in_call.then(|| syn::parse_str::<LitStr>(line.trim()).ok());
        in_call = line.trim() == CALL;
        let Some(body) = body.flatten() else {
            unwrapped.push_str(line);
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        for inner in body.value().lines() {
            unwrapped.push_str(&format!("{:indent$}{inner}\n", ""));
        }
    }
    unwrapped
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

//! The setters of a value: a line of `support::setters!` for each field, under its documentation.

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

/// What a field's setters can do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Required,
    Optional,
    Clearable,
}

/// How the macro is called, as prettyplease writes it.
const CALL: &str = "support::setters! {";

/// The call of the macro, if there is anything to set. Its body is one text, because prettyplease would write all tokens of a
/// macro in one line; [`unwrapped`] takes it out of its quotes.
pub(super) fn call<'a>(
    setters: impl Iterator<Item = Setter<'a>>,
    scope: &Scope,
) -> Option<TokenStream> {
    let lines: Vec<String> = setters.flat_map(|setter| setter.lines(scope)).collect();
    let body = lines.join("\n");
    (!body.is_empty()).then(|| quote!(support::setters! { #body }))
}

/// A formatted file, with the bodies of such calls as they are meant.
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

    /// The names of the methods beside the setter itself.
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

/// What a setter is given, in the macro's words.
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

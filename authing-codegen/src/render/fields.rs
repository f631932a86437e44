//! The reading and writing of a struct's fields: a call of `support::response!` or `support::sent!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::unquoted;
use crate::compile::types::{Shape, Value};
use crate::names;

/// A field on the wire.
pub(super) struct Field<'a> {
    pub(super) rust: &'a str,
    pub(super) wire: &'a str,
    /// The method of `support` that reads or writes it.
    pub(super) kind: &'static str,
    /// The value that is sent if none is set.
    pub(super) default: Option<i32>,
}

/// The maximum length of a line, without its indentation.
const WIDTH: usize = 96;

/// Returns how a field of a response is read. A list is read tolerantly, and a secret is not written.
pub(super) fn received(shape: &Shape) -> &'static str {
    let is_secret = *shape.value() == Value::Secret;
    match shape {
        Shape::List(_) if shape.is_list_of_lists() && is_secret => "secret_rows",
        Shape::List(_) if shape.is_list_of_lists() => "rows",
        Shape::List(_) if is_secret => "secrets",
        Shape::List(_) => "list",
        _ if is_secret => "secret",
        _ => "value",
    }
}

/// Returns how a field is sent. One that is not set is left out.
pub(super) fn sent(shape: &Shape) -> &'static str {
    if shape.is_option() {
        "optional"
    } else {
        "value"
    }
}

/// Returns the implementations of a response type.
pub(super) fn response<'a>(name: &str, fields: impl Iterator<Item = Field<'a>>) -> TokenStream {
    let fields = fields.enumerate();
    let fields = fields.map(|(number, field)| field.call(&format!("{number}, ")));
    implementation("response", name, fields)
}

/// Returns the implementations of a struct that is sent.
pub(super) fn request<'a>(name: &str, fields: impl Iterator<Item = Field<'a>>) -> TokenStream {
    implementation("sent", name, fields.map(|field| field.call("")))
}

impl Field<'_> {
    fn call(&self, number: &str) -> String {
        let (kind, rust, wire) = (self.kind, names::ident(self.rust), self.wire);
        let default = self.default.map(|default| format!(", {default}"));
        let default = default.unwrap_or_default();
        format!("{kind}({number}{rust}, {wire:?}{default}),")
    }
}

/// Returns the call of the macro, with as many fields per line as fit.
fn implementation(called: &str, name: &str, fields: impl Iterator<Item = String>) -> TokenStream {
    let mut lines = vec![format!("{}:", names::ident(name))];
    for field in fields {
        match lines.last_mut() {
            Some(line) if line.len() + field.len() < WIDTH => {
                line.push(' ');
                line.push_str(&field);
            }
            _ => lines.push(field),
        }
    }
    let called = names::ident(called);
    let body = unquoted::quoted(&lines);
    quote!(support::#called! { #body })
}

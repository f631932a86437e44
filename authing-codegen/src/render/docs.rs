//! Documentation: what the query files say, and what follows from them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::lift::{LiftedField, LiftedOperation, LiftedVariable};
use crate::model::Operation;
use crate::names;

/// Lines as doc comments.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        // prettyplease writes `///` and the text: the blank between them is ours.
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The documentation of an operation's struct.
pub(super) fn operation(operation: &LiftedOperation) -> Vec<String> {
    let model = &operation.model;
    let mut lines = model.docs.clone();
    lines.push(String::new());
    lines.push(sent(model));
    lines
}

/// How an operation is sent, in a sentence.
pub(super) fn sent(model: &Operation) -> String {
    format!(
        "On the wire: {} `{}`, {}, {}.",
        model.kind.keyword(),
        model.root.name,
        model.endpoint.words,
        model.token.words
    )
}

/// The documentation of a variable's setter.
pub(super) fn variable(variable: &LiftedVariable) -> Vec<String> {
    let mut docs = variable.model.docs.clone();
    if let Some(required) = &variable.model.requires {
        docs.push(String::new());
        docs.push(format!("Needs [`{required}`](Self::{required}) beside it."));
    }
    named(&docs, &variable.model.wire, &variable.model.rust)
}

/// The documentation of a constructor: what it takes.
pub(super) fn constructor(operation: &LiftedOperation) -> Vec<String> {
    let required = operation.variables.iter().filter(|v| v.is_required());
    if operation.by_setters() {
        return by_setters(
            "Creates the operation",
            required.map(|v| v.model.rust.as_str()),
        );
    }
    let parameters = required.map(|variable| {
        let (rust, wire) = (&variable.model.rust, &variable.model.wire);
        if variable.model.docs.is_empty() {
            return format!("- `{rust}`: the service's `{wire}`.");
        }
        let docs = variable.model.docs.join(" ");
        if *wire == names::camel_case(rust) {
            format!("- `{rust}`: {docs}")
        } else {
            format!("- `{rust}`: {docs} Wire name: `{wire}`.")
        }
    });
    with_parameters("Creates the operation", parameters.collect())
}

/// The first line of a constructor's documentation, and a line for each parameter.
pub(super) fn with_parameters(creates: &str, parameters: Vec<String>) -> Vec<String> {
    if parameters.is_empty() {
        return vec![format!("{creates}, which requires nothing.")];
    }
    let head = [format!("{creates} with what it requires."), String::new()];
    head.into_iter().chain(parameters).collect()
}

/// The documentation of a constructor that takes nothing, because too much is required.
pub(super) fn by_setters<'a>(
    creates: &str,
    required: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let head = [
        format!("{creates}. Nothing is sent until all of these are set:"),
        String::new(),
    ];
    let setters = required.map(|name| format!("- [`{name}`](Self::{name})"));
    head.into_iter().chain(setters).collect()
}

/// The documentation of a field.
pub(super) fn field(field: &LiftedField) -> Vec<String> {
    named(&field.docs, &field.wire, &field.rust)
}

/// The wire name is said where it is not the Rust name in camel case.
fn named(docs: &[String], wire: &str, rust: &str) -> Vec<String> {
    let mut lines = docs.to_vec();
    if lines.is_empty() {
        lines.push(format!("The service's `{wire}`."));
    } else if wire != names::camel_case(rust) {
        lines.push(String::new());
        lines.push(format!("Wire name: `{wire}`."));
    }
    lines
}

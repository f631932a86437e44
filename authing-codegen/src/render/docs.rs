//! The documentation of generated items, from the query files and the model.

use proc_macro2::TokenStream;
use quote::quote;

use crate::compile::extract::{TypedField, TypedOperation, TypedVariable};
use crate::input::markdown;
use crate::model::{Operation, Rest};
use crate::names;

/// Converts lines to doc comments.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        // prettyplease writes `///` and the text without a space between them.
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// Returns the documentation of an operation's struct.
pub(super) fn operation(operation: &TypedOperation) -> Vec<String> {
    let model = &operation.model;
    let mut lines = model.docs.clone();
    lines.push(String::new());
    lines.extend(at_least_one(model));
    lines.extend(since(model));
    let pages = match &model.no_stream {
        Some(reason) => {
            let reason = markdown::phrase(reason);
            format!(" No stream goes through its pages: {reason}.")
        }
        None if operation.paged.is_some() => " A stream goes through all pages.".to_owned(),
        None => String::new(),
    };
    lines.push(sent(model) + &pages);
    lines
}

/// Describes how an operation is sent, in one sentence.
pub(super) fn sent(model: &Operation) -> String {
    let token = markdown::phrase(&model.token.words);
    if let Some(Rest { method, path, .. }) = &model.rest {
        return format!("On the wire: `{method} {path}`, {token}.");
    }
    format!(
        "On the wire: {} `{}`, {}, {token}.",
        model.kind.keyword(),
        model.root.name,
        markdown::phrase(&model.endpoint.words),
    )
}

/// Says which variables an operation needs, in a paragraph.
pub(super) fn at_least_one(model: &Operation) -> Vec<String> {
    if model.at_least_one.is_empty() {
        return Vec::new();
    }
    let names = names::listed(&model.at_least_one);
    vec![
        format!("At least one of {names} is required."),
        String::new(),
    ]
}

/// Describes the release that an operation needs, in a paragraph.
pub(super) fn since(model: &Operation) -> Vec<String> {
    let Some(release) = &model.since else {
        return Vec::new();
    };
    let release = markdown::phrase(release);
    let line = format!(
        "Needs a service of release {release} or later: an older one rejects the document."
    );
    vec![line, String::new()]
}

/// Returns the documentation of a variable's setter.
pub(super) fn variable(variable: &TypedVariable) -> Vec<String> {
    let mut docs = variable.model.docs.clone();
    if let Some(required) = &variable.model.requires {
        docs.push(String::new());
        docs.push(format!("Requires [`{required}`](Self::{required})."));
    }
    named(&docs, &variable.model.wire, &variable.model.rust)
}

/// Returns the documentation of a constructor with its parameters.
pub(super) fn constructor(operation: &TypedOperation) -> Vec<String> {
    let required = operation.variables.iter().filter(|v| v.is_required());
    if operation.by_setters() {
        return by_setters(
            "Creates the operation",
            required.map(|v| v.model.rust.as_str()),
        );
    }
    let parameters = required.flat_map(|variable| {
        let model = &variable.model;
        parameter(&model.rust, &model.wire, &model.docs)
    });
    with_parameters("Creates the operation", parameters.collect())
}

/// Returns the list item of a constructor's parameter.
pub(super) fn parameter(rust: &str, wire: &str, docs: &[String]) -> Vec<String> {
    if docs.is_empty() {
        return vec![format!("- `{rust}`: the service's `{wire}`.")];
    }
    let mut item = markdown::list_item(&format!("`{rust}`:"), docs);
    if wire != names::camel_case(rust) {
        let wire = format!("Wire name: `{wire}`.");
        match item.as_mut_slice() {
            [line] => *line = format!("{line} {wire}"),
            _ => item.extend([String::new(), format!("  {wire}")]),
        }
    }
    item
}

/// Returns the first line of a constructor's documentation, and a line for each parameter.
pub(super) fn with_parameters(creates: &str, parameters: Vec<String>) -> Vec<String> {
    if parameters.is_empty() {
        return vec![format!("{creates}, which has no required fields.")];
    }
    let head = [
        format!("{creates} with its required fields."),
        String::new(),
    ];
    head.into_iter().chain(parameters).collect()
}

/// Returns the documentation of a constructor without arguments, because there are too many required fields.
pub(super) fn by_setters<'a>(
    creates: &str,
    required: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let head = [
        format!("{creates}. These required fields must be set before it is sent:"),
        String::new(),
    ];
    let setters = required.map(|name| format!("- [`{name}`](Self::{name})"));
    head.into_iter().chain(setters).collect()
}

/// Returns the documentation of a field.
pub(super) fn field(field: &TypedField) -> Vec<String> {
    named(&field.docs, &field.wire, &field.rust)
}

/// Adds the wire name, unless it is the Rust name in camel case.
fn named(docs: &[String], wire: &str, rust: &str) -> Vec<String> {
    let default = format!("The service's `{wire}`.");
    of_schema(docs, default, wire, &names::camel_case(rust))
}

/// Returns documentation, or else the default, which has the wire name. Adds the wire name, unless it is the expected one.
pub(super) fn of_schema(
    docs: &[String],
    default: String,
    wire: &str,
    expected: &str,
) -> Vec<String> {
    if docs.is_empty() {
        return vec![default];
    }
    let mut lines = docs.to_vec();
    if wire != expected {
        lines.push(String::new());
        lines.push(format!("Wire name: `{wire}`."));
    }
    lines
}

//! Documentation: what the query files say, and what follows from them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::Target;
use crate::lift::{LiftedField, LiftedOperation, LiftedVariable};
use crate::model::{Operation, Treatment};
use crate::types::{Shape, Value};

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
pub(super) fn operation(target: &Target, operation: &LiftedOperation) -> Vec<String> {
    let model = &operation.model;
    let mut lines = model.docs.clone();
    lines.push(String::new());
    lines.push(sent(model));
    lines.extend(example(target, operation));
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

/// A compiling example: the constructor, and the first of what can be set.
fn example(target: &Target, operation: &LiftedOperation) -> Vec<String> {
    let Some(path) = &target.examples else {
        return Vec::new();
    };
    let name = &operation.model.name;
    let required: Option<Vec<String>> = operation
        .variables
        .iter()
        .filter(|variable| variable.is_required())
        .map(placeholder)
        .collect();
    let Some(required) = required else {
        return Vec::new();
    };
    let setter = operation
        .variables
        .iter()
        .find(|variable| !variable.is_required() && !variable.is_filled_in())
        .and_then(|variable| {
            Some(format!(
                ".{}({})",
                variable.model.rust,
                placeholder(variable)?
            ))
        });
    [
        String::new(),
        "# Example".to_owned(),
        String::new(),
        "```".to_owned(),
        format!("use {path}::{name};"),
        String::new(),
        format!(
            "let operation = {name}::new({}){};",
            required.join(", "),
            setter.unwrap_or_default()
        ),
        "# drop(operation);".to_owned(),
        "```".to_owned(),
    ]
    .into()
}

fn placeholder(variable: &LiftedVariable) -> Option<String> {
    let example = match variable.shape.value() {
        Value::Secret if variable.model.treatment == Treatment::Digits => "\"123456\"".to_owned(),
        Value::Text | Value::Secret => format!("\"{}\"", variable.model.rust.replace('_', " ")),
        Value::Int => "1".to_owned(),
        Value::Float => "1.0".to_owned(),
        Value::Boolean => "true".to_owned(),
        _ => return None,
    };
    Some(if variable.shape.is_list() {
        format!("[{example}]")
    } else {
        example
    })
}

/// The documentation of a variable's setter.
pub(super) fn variable(variable: &LiftedVariable) -> Vec<String> {
    let mut docs = variable.model.docs.clone();
    if let Some(required) = &variable.model.requires {
        docs.push(String::new());
        docs.push(format!("Needs [`{required}`](Self::{required}) beside it."));
    }
    named(&docs, &variable.model.wire)
}

/// The documentation of the method that clears a variable.
pub(super) fn clear(variable: &LiftedVariable) -> Vec<String> {
    let (rust, wire) = (&variable.model.rust, &variable.model.wire);
    vec![
        format!("Clears what [`{rust}`](Self::{rust}) sets; without either, it stays as it is."),
        String::new(),
        format!("On the wire: `{wire}` is `null`."),
    ]
}

/// The documentation of a constructor: what it takes.
pub(super) fn constructor(operation: &LiftedOperation) -> Vec<String> {
    let mut lines = vec!["The operation with all that it needs.".to_owned()];
    let mut required = operation
        .variables
        .iter()
        .filter(|v| v.is_required())
        .peekable();
    if required.peek().is_some() {
        lines.push(String::new());
    }
    for variable in required {
        let (rust, wire) = (&variable.model.rust, &variable.model.wire);
        lines.push(if variable.model.docs.is_empty() {
            format!("- `{rust}`: the service's `{wire}`.")
        } else {
            format!(
                "- `{rust}`: {} Wire name: `{wire}`.",
                variable.model.docs.join(" ")
            )
        });
    }
    lines
}

/// The documentation of a field.
pub(super) fn field(field: &LiftedField) -> Vec<String> {
    named(&field.docs, &field.wire)
}

fn named(docs: &[String], wire: &str) -> Vec<String> {
    let mut lines = docs.to_vec();
    if lines.is_empty() {
        lines.push(format!("The service's `{wire}`."));
    } else {
        lines.push(String::new());
        lines.push(format!("Wire name: `{wire}`."));
    }
    lines
}

/// What an operation gives, in a few words, for `ResponseData`.
pub(super) fn output(shape: &Shape) -> &'static str {
    match shape {
        Shape::Option(_) => "What the service answers; `null` means that there is none.",
        _ => "What the service answers.",
    }
}

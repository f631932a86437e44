//! One method on one client: its parameters, its body and its documentation.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use crate::compile::extract::{TypedOperation, TypedVariable};
use crate::compile::types::{Direction, Scope, Value};
use crate::input::markdown;
use crate::model::Method;
use crate::names;
use crate::render::{docs, value};

/// The number of options that a sentence names.
const MOST_OPTIONS: usize = 4;

/// The call that a method on one client makes.
pub(super) struct Call<'a> {
    operation: &'a TypedOperation,
    method: &'a Method,
    /// The client's method that sends it.
    send: &'a str,
    /// The variables that it takes, in order.
    taken: Vec<&'a TypedVariable>,
    /// The variables that are the id of the client's own user.
    own: Vec<&'a TypedVariable>,
}

impl<'a> Call<'a> {
    pub(super) fn of(
        client: &str,
        operation: &'a TypedOperation,
        method: &'a Method,
        send: &'a str,
    ) -> Self {
        let (mut taken, mut own) = (Vec::new(), Vec::new());
        if !method.whole {
            let required = operation.variables.iter().filter(|v| v.is_required());
            (own, taken) = required.partition(|v| v.model.own_user.iter().any(|on| on == client));
            let with = method.with.iter();
            taken.extend(with.filter_map(|name| {
                let mut variables = operation.variables.iter();
                variables.find(|variable| variable.model.rust == *name)
            }));
        }
        Self {
            operation,
            method,
            send,
            taken,
            own,
        }
    }

    pub(super) fn parameters(&self, scope: &Scope) -> Vec<TokenStream> {
        if self.method.whole {
            let operation = self.path();
            return vec![quote!(operation: #operation)];
        }
        let parameters = self.taken.iter().map(|variable| {
            let name = names::ident(&variable.model.rust);
            let ty = value::parameter(&variable.shape.clone().required(), scope);
            quote!(#name: #ty)
        });
        parameters.collect()
    }

    /// Returns the output type. A type in the operation's own file is named through the operation.
    pub(super) fn output(&self, scope: &Scope) -> TokenStream {
        let output = &self.operation.output;
        if matches!(output.value(), Value::Local(_)) {
            let operation = self.path();
            return quote!(<#operation as operation::Operation>::Output);
        }
        output.tokens(Direction::Received, scope)
    }

    /// Returns the statements that get the id of the client's user.
    pub(super) fn own_ids(&self) -> impl Iterator<Item = TokenStream> {
        self.own.iter().map(|variable| {
            let variable = names::ident(&variable.model.rust);
            let operation = &self.operation.model.name;
            quote!(let #variable = self.own_id(#operation)?;)
        })
    }

    /// Returns the expression of the operation.
    pub(super) fn value(&self) -> TokenStream {
        if self.method.whole {
            return quote!(operation);
        }
        let ident = |variable: &TypedVariable| names::ident(&variable.model.rust);
        let arguments = value::arguments(self.operation).map(ident);
        let given = self.own.iter().chain(&self.taken);
        let set = given
            .filter(|v| !v.is_required() || v.by_setter)
            .map(|variable| {
                let name = ident(variable);
                quote!(.#name(#name))
            });
        let operation = self.path();
        quote!(#operation::new(#(#arguments),*) #(#set)*)
    }

    fn path(&self) -> TokenStream {
        let name = names::ident(&self.operation.model.name);
        quote!(operations::#name)
    }

    /// Returns the operation's documentation, with the parameters after its summary and the method's own documentation at the end.
    pub(super) fn docs(&self) -> Vec<String> {
        let model = &self.operation.model;
        let summary = markdown::summary(&model.docs);
        let (summary, rest) = model.docs.split_at(summary.len());
        let mut lines = summary.to_vec();
        let parameters = self.parameter_docs();
        if !parameters.is_empty() {
            lines.push(String::new());
            lines.extend(parameters);
        }
        lines.extend(rest.iter().cloned());
        if !self.own.is_empty() {
            lines.push(String::new());
            lines.push(
                "The user's id is read from the token. A token without one is rejected before anything is sent."
                    .to_owned(),
            );
        }
        lines.extend(self.option_docs());
        lines.push(String::new());
        if self.method.whole {
            lines.extend(docs::at_least_one(model));
        }
        lines.extend(docs::since(model));
        lines.push(docs::sent(model));
        if !self.method.docs.is_empty() {
            lines.push(String::new());
            lines.extend(self.method.docs.iter().cloned());
        }
        lines
    }

    /// Returns the sentence about the optional inputs that are no parameters, and about all pages of a list.
    fn option_docs(&self) -> Vec<String> {
        if self.method.whole {
            return Vec::new();
        }
        let variables = self.operation.variables.iter();
        let left = variables.filter(|variable| {
            !variable.is_required()
                && !variable.is_filled_in()
                && !self.method.with.contains(&variable.model.rust)
        });
        let names: Vec<String> = left.map(|left| left.model.rust.clone()).collect();
        let options = match names.len() {
            0 => None,
            count if count <= MOST_OPTIONS => Some(names::listed(&names)),
            _ => Some("more options".to_owned()),
        };
        let pass = format!("pass [`operations::{}`] to", self.operation.model.name);
        let send = format!("[`{0}`](Self::{0})", self.send);
        let sentence = match (options, self.operation.paged.is_some()) {
            (None, false) => return Vec::new(),
            (None, true) => vec![format!("For all pages, {pass} [`stream`](Self::stream).")],
            (Some(options), false) => {
                vec![format!("For {options}, {pass} {send}.")]
            }
            (Some(options), true) => vec![
                format!("For {options}, {pass} {send};"),
                "for all pages, to [`stream`](Self::stream).".to_owned(),
            ],
        };
        iter::once(String::new()).chain(sentence).collect()
    }

    fn parameter_docs(&self) -> Vec<String> {
        let name = &self.operation.model.name;
        if self.method.whole {
            return vec![format!(
                "- `operation`: created with [`operations::{name}::new`], with its optional fields set."
            )];
        }
        let taken = self.taken.iter().map(|variable| {
            let model = &variable.model;
            (&model.rust, markdown::without_defaults(&model.docs))
        });
        taken
            .filter(|(_, docs)| !docs.is_empty())
            .flat_map(|(rust, docs)| markdown::list_item(&format!("`{rust}`:"), &docs))
            .collect()
    }
}

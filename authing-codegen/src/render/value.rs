//! The public value of an operation: its struct, its constructor and its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::setters::{self, Kind, Setter};
use super::{docs, variables};
use crate::compile::extract::{TypedOperation, TypedVariable};
use crate::compile::types::{Direction, Scope, Shape, Value};
use crate::names;

/// Returns the public struct.
pub(super) fn structure(operation: &TypedOperation, scope: &Scope) -> TokenStream {
    let name = names::ident(&operation.model.name);
    let docs = docs::comment(&docs::operation(operation));
    let aliases = operation.model.aliases.iter();
    let fields = operation
        .variables
        .iter()
        .filter(|v| !v.is_filled_in())
        .map(|variable| {
            let ty = variable.held().tokens(Direction::Sent, scope);
            let ty = variables::clearable(variable, ty);
            let field = names::ident(&variable.model.rust);
            quote!(#field: #ty)
        });
    let derived = derived(!takes_arguments(operation));
    let sent = variables::are_as_given(operation);
    let sent = sent.then(|| variables::sent(&operation.model.name, operation));
    quote! {
        #docs
        #(#[doc(alias = #aliases)])*
        #derived
        #[must_use = "an operation does nothing until it is executed"]
        pub struct #name {
            #(#fields,)*
        }
        #sent
    }
}

/// Returns the constructor and the setters.
pub(super) fn methods(operation: &TypedOperation, scope: &Scope) -> TokenStream {
    let name = names::ident(&operation.model.name);
    let docs = docs::comment(&docs::constructor(operation));
    let parameters = arguments(operation).map(|variable| {
        let field = names::ident(&variable.model.rust);
        let ty = parameter(&variable.shape, scope);
        quote!(#field: #ty)
    });
    let fields = operation
        .variables
        .iter()
        .filter(|v| !v.is_filled_in())
        .map(|variable| {
            let field = names::ident(&variable.model.rust);
            if variable.is_required() && !variable.by_setter {
                let value = argument(&field, &variable.shape);
                initializer(&field, &value)
            } else {
                quote!(#field: None)
            }
        });
    let setters = operation
        .variables
        .iter()
        .filter(|variable| !variable.is_filled_in())
        .filter(|variable| !variable.is_required() || variable.by_setter)
        .map(setter);
    let setters = setters::call(setters, scope);
    inherent(&name, &docs, parameters, fields, setters)
}

/// Returns the derives of a public value. A value whose constructor takes no arguments has a default.
pub(super) fn derived(default: bool) -> TokenStream {
    let default = default.then(|| quote!(, Default));
    quote!(#[derive(Debug, Clone #default)])
}

/// Returns the variables that an operation's constructor takes.
pub(super) fn arguments(operation: &TypedOperation) -> impl Iterator<Item = &TypedVariable> {
    let variables = operation.variables.iter();
    variables.filter(|variable| variable.is_required() && !variable.by_setter)
}

/// Returns whether an operation's constructor takes arguments.
fn takes_arguments(operation: &TypedOperation) -> bool {
    arguments(operation).next().is_some()
}

/// Returns the check that the required fields are set, for a value whose constructor does not take them.
pub(super) fn require_set<'a>(
    of: &str,
    required: impl Iterator<Item = &'a str>,
) -> Option<TokenStream> {
    let fields: Vec<_> = required
        .map(|name| {
            let field = names::ident(name);
            quote!((#name, self.#field.is_some()))
        })
        .collect();
    (!fields.is_empty()).then(|| quote!(support::require_set(#of, &[#(#fields),*])?;))
}

/// Returns the constructor and the setters of an operation or input object.
pub(super) fn inherent(
    name: &syn::Ident,
    docs: &TokenStream,
    parameters: impl Iterator<Item = TokenStream>,
    fields: impl Iterator<Item = TokenStream>,
    setters: Option<TokenStream>,
) -> TokenStream {
    let parameters: Vec<_> = parameters.collect();
    let created = if parameters.is_empty() {
        // `Self::default` would be the setter of a field with this name.
        quote!(Default::default())
    } else {
        quote!(Self { #(#fields,)* })
    };
    quote! {
        impl #name {
            #docs
            pub fn new(#(#parameters),*) -> Self {
                #created
            }
            #setters
        }
    }
}

fn setter(variable: &TypedVariable) -> Setter<'_> {
    Setter {
        name: &variable.model.rust,
        docs: docs::variable(variable),
        shape: variable.shape.clone(),
        kind: match variable.model.clearable {
            true => Kind::Clearable,
            false if variable.is_required() => Kind::Required,
            false => Kind::Optional,
        },
    }
}

/// Returns the type of a parameter that converts to the field's type. A list of lists is the field's type itself.
pub(super) fn parameter(shape: &Shape, scope: &Scope) -> TokenStream {
    match shape {
        Shape::Value(Value::Text | Value::Secret) => {
            let ty = shape.tokens(Direction::Sent, scope);
            quote!(impl Into<#ty>)
        }
        Shape::List(inner) if !inner.is_list() => {
            let inner = parameter(inner, scope);
            quote!(impl IntoIterator<Item = #inner>)
        }
        Shape::Boxed(inner) => parameter(inner, scope),
        _ => shape.tokens(Direction::Sent, scope),
    }
}

/// Returns the conversion of a parameter to the field's value.
pub(super) fn argument(name: &syn::Ident, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Value(Value::Text | Value::Secret) => quote!(#name.into()),
        Shape::List(inner) if !inner.is_list() => quote!(support::each(#name)),
        Shape::Boxed(_) => quote!(Box::new(#name)),
        _ => quote!(#name),
    }
}

/// Returns a field of a struct expression, in short form if field and value have the same name.
pub(super) fn initializer(field: &syn::Ident, value: &TokenStream) -> TokenStream {
    if *field == value.to_string() {
        quote!(#field)
    } else {
        quote!(#field: #value)
    }
}

//! The value that people make: an operation's struct, its constructor, its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::setters::{self, Kind, Setter};
use super::{docs, variables};
use crate::lift::{LiftedOperation, LiftedVariable};
use crate::names;
use crate::types::{Direction, Scope, Shape, Value};

/// The struct that people make.
pub(super) fn structure(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let name = names::ident(&operation.model.name);
    let docs = docs::comment(&docs::operation(operation));
    let aliases = operation.model.aliases.iter();
    let naming = variables::are_as_given(operation).then(|| variables::naming(operation));
    let container = naming.as_ref().map(|naming| naming.container(scope));
    let fields = operation
        .variables
        .iter()
        .filter(|v| !v.is_filled_in())
        .map(|variable| {
            let ty = variable.shape.tokens(Direction::Sent, scope);
            let ty = variables::clearable(variable, ty);
            match &naming {
                Some(naming) => variables::field(variable, naming, ty),
                None => {
                    let field = names::ident(&variable.model.rust);
                    quote!(#field: #ty)
                }
            }
        });
    let derived = derived(!has_required(operation), naming.is_some());
    quote! {
        #docs
        #(#[doc(alias = #aliases)])*
        #derived
        #container
        #[must_use = "an operation does nothing until it is executed"]
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// The constructor and the setters.
pub(super) fn methods(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let name = names::ident(&operation.model.name);
    let docs = docs::comment(&docs::constructor(operation));
    let required = operation.variables.iter().filter(|v| v.is_required());
    let parameters = required.clone().map(|variable| {
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
            if variable.is_required() {
                let value = argument(&field, &variable.shape);
                initializer(&field, &value)
            } else {
                quote!(#field: None)
            }
        });
    let setters = operation
        .variables
        .iter()
        .filter(|variable| !variable.is_required() && !variable.is_filled_in())
        .map(setter);
    let setters = setters::call(setters, scope);
    let has_required = has_required(operation);
    inherent(&name, &docs, parameters, fields, setters, has_required)
}

/// What is derived for a value that people make. What can be made of nothing has a default.
pub(super) fn derived(default: bool, serialize: bool) -> TokenStream {
    let default = default.then(|| quote!(, Default));
    let serialize = serialize.then(|| quote!(, support::serde::Serialize));
    quote!(#[derive(Debug, Clone #default #serialize)])
}

/// Whether an operation can't be made of nothing.
fn has_required(operation: &LiftedOperation) -> bool {
    operation.variables.iter().any(LiftedVariable::is_required)
}

/// More parameters than that, clippy finds too many.
const FEW: usize = 7;

/// The attribute of a function with so many parameters.
pub(super) fn allow_many(parameters: usize) -> Option<TokenStream> {
    (parameters > FEW).then(|| {
        let reason = "the service requires as many";
        quote!(#[allow(clippy::too_many_arguments, reason = #reason)])
    })
}

/// The constructor and the setters of a value, whatever it is.
pub(super) fn inherent(
    name: &syn::Ident,
    docs: &TokenStream,
    parameters: impl Iterator<Item = TokenStream>,
    fields: impl Iterator<Item = TokenStream>,
    setters: Option<TokenStream>,
    has_required: bool,
) -> TokenStream {
    let parameters: Vec<_> = parameters.collect();
    let allowed = allow_many(parameters.len());
    let created = if has_required {
        quote!(Self { #(#fields,)* })
    } else {
        // `Self::default` would be the setter of a field of that name.
        quote!(Default::default())
    };
    quote! {
        impl #name {
            #docs
            #allowed
            pub fn new(#(#parameters),*) -> Self {
                #created
            }
            #setters
        }
    }
}

fn setter(variable: &LiftedVariable) -> Setter<'_> {
    Setter {
        name: &variable.model.rust,
        docs: docs::variable(variable),
        shape: variable.shape.clone(),
        kind: if variable.model.clearable {
            Kind::Clearable
        } else {
            Kind::Optional
        },
    }
}

/// The type of a parameter: what can become the field's type.
pub(super) fn parameter(shape: &Shape, scope: &Scope) -> TokenStream {
    match shape {
        Shape::Value(Value::Text | Value::Secret) => {
            let ty = shape.tokens(Direction::Sent, scope);
            quote!(impl Into<#ty>)
        }
        Shape::List(inner) => {
            let inner = parameter(inner, scope);
            quote!(impl IntoIterator<Item = #inner>)
        }
        Shape::Boxed(inner) => parameter(inner, scope),
        _ => shape.tokens(Direction::Sent, scope),
    }
}

/// A parameter as the field's value.
pub(super) fn argument(name: &syn::Ident, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Value(Value::Text | Value::Secret) => quote!(#name.into()),
        Shape::List(inner) => match &**inner {
            Shape::Value(Value::Text | Value::Secret) => {
                quote!(#name.into_iter().map(Into::into).collect())
            }
            _ => quote!(#name.into_iter().collect()),
        },
        Shape::Boxed(_) => quote!(Box::new(#name)),
        _ => quote!(#name),
    }
}

/// A field's part of a struct expression, short where field and value have one name.
pub(super) fn initializer(field: &syn::Ident, value: &TokenStream) -> TokenStream {
    if *field == value.to_string() {
        quote!(#field)
    } else {
        quote!(#field: #value)
    }
}

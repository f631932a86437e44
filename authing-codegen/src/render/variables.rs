//! The variables on the wire: their struct, and the conversion from an operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::fields::{self, Field};
use crate::compile::extract::{TypedOperation, TypedVariable};
use crate::compile::types::{Direction, Scope, Shape, Value};
use crate::model::Treatment;
use crate::names;

/// Returns whether the operation is sent unchanged. If so, its struct is also the struct of its variables.
pub(super) fn are_as_given(operation: &TypedOperation) -> bool {
    let variables = &mut operation.variables.iter();
    variables.all(|variable| variable.model.treatment == Treatment::Plain && !variable.is_bound)
}

/// Returns how the variables are sent, as fields of the struct with this name.
pub(super) fn sent(name: &str, operation: &TypedOperation) -> TokenStream {
    // A GraphQL service has the defaults in the document.
    let is_rest = operation.model.rest.is_some();
    let variables = operation.variables.iter().map(|variable| {
        let default = variable.model.default.filter(|_| is_rest);
        Field {
            rust: &variable.model.rust,
            wire: &variable.model.wire,
            kind: match default {
                Some(_) => "or",
                None => fields::sent(&variable.held()),
            },
            default,
        }
    });
    fields::request(name, variables)
}

/// Returns the struct of the variables on the wire, if it differs from the operation.
pub(super) fn structure(operation: &TypedOperation, scope: &Scope) -> Option<TokenStream> {
    if are_as_given(operation) {
        return None;
    }
    let fields = operation.variables.iter().map(|variable| {
        let shape = variable.held();
        let ty = match variable.model.treatment {
            Treatment::Plain if variable.is_bound => {
                let ty = shape.tokens(Direction::Sent, scope);
                quote!(<#ty as support::Bind>::Wire)
            }
            Treatment::Plain | Treatment::UserPool => shape.tokens(Direction::Sent, scope),
            Treatment::Encrypted => in_shape(&shape, &quote!(String)),
            Treatment::Secret => in_shape(&shape, &quote!(support::WireSecret)),
            Treatment::Digits => in_shape(&shape, &quote!(i32)),
            Treatment::CommaSeparated { .. } if shape.is_option() => {
                quote!(Option<String>)
            }
            Treatment::CommaSeparated { .. } => quote!(String),
        };
        let (name, ty) = (names::ident(&variable.model.rust), clearable(variable, ty));
        quote!(#name: #ty)
    });
    let sent = sent("Variables", operation);
    Some(quote! {
        pub struct Variables {
            #(#fields,)*
        }
        #sent
    })
}

/// Returns the type of a variable that can be cleared: left out, `null`, or a value.
pub(super) fn clearable(variable: &TypedVariable, ty: TokenStream) -> TokenStream {
    if variable.model.clearable {
        quote!(Option<#ty>)
    } else {
        ty
    }
}

fn in_shape(shape: &Shape, value: &TokenStream) -> TokenStream {
    match shape {
        Shape::Option(inner) => {
            let inner = in_shape(inner, value);
            quote!(Option<#inner>)
        }
        Shape::List(inner) => {
            let inner = in_shape(inner, value);
            quote!(Vec<#inner>)
        }
        Shape::Boxed(_) | Shape::Value(_) => value.clone(),
    }
}

/// Returns the local checks of a value: a required string is not empty, a required companion is set, and a number is in range.
pub(super) fn check(variable: &TypedVariable) -> TokenStream {
    let name = &variable.model.rust;
    let field = names::ident(name);
    let companion = variable.model.requires.as_ref().map(|required| {
        let companion = names::ident(required);
        quote! {
            if self.#field.is_some() && self.#companion.is_none() {
                return Err(support::missing(#required, #name).into());
            }
        }
    });
    let not_empty = match &variable.shape {
        // The caller does not set filled-in variables, and parsing digits rejects an empty code.
        _ if !variable.is_required() || variable.model.treatment == Treatment::Digits => None,
        Shape::Value(Value::Text) => Some(quote!(require_text)),
        Shape::Value(Value::Secret) => Some(quote!(require_secret)),
        Shape::List(inner) if **inner == Shape::Value(Value::Text) => {
            match variable.model.treatment {
                // Joining checks it.
                Treatment::CommaSeparated { .. } => None,
                _ if variable.model.may_be_empty => Some(quote!(require_elements)),
                _ => Some(quote!(require_texts)),
            }
        }
        _ => None,
    };
    let not_empty = not_empty.map(|check| quote!(support::#check(#name, &self.#field)?;));
    let at_most = variable.model.at_most;
    let at_most = at_most.map(|most| {
        let most = Literal::usize_unsuffixed(most);
        quote!(support::require_at_most(#name, &self.#field, #most)?;)
    });
    let in_range = (*variable.shape.value() == Value::Unsigned)
        .then(|| quote!(support::require_int(#name, self.#field)?;));
    quote!(#companion #not_empty #at_most #in_range)
}

/// Returns the check that at least one of the variables is set that `@atLeastOne` names.
pub(super) fn at_least_one(operation: &TypedOperation) -> Option<TokenStream> {
    let names = &operation.model.at_least_one;
    let wanted = operation
        .variables
        .iter()
        .filter(|v| names.contains(&v.model.rust));
    let set = wanted.map(|variable| {
        let name = &variable.model.rust;
        let field = names::ident(name);
        let check = match &variable.shape {
            Shape::Option(inner) => match **inner {
                Shape::Value(Value::Text) => quote!(support::is_text(&self.#field)),
                Shape::Value(Value::Secret) => quote!(support::is_secret(&self.#field)),
                Shape::List(_) => quote!(support::has_elements(&self.#field)),
                _ => quote!(self.#field.is_some()),
            },
            _ => quote!(true),
        };
        quote!((#name, #check))
    });
    (!names.is_empty()).then(|| quote!(support::require_any(&[#(#set),*])?;))
}

/// Returns the conversion of the operation's field to the variable's value.
pub(super) fn bind(variable: &TypedVariable) -> TokenStream {
    let name = &variable.model.rust;
    let field = names::ident(name);
    let optional = variable.held().is_option();
    match variable.model.treatment {
        Treatment::Plain if variable.is_bound => {
            quote!(support::Bind::bind(self.#field, #name, binder)?)
        }
        Treatment::Plain => quote!(self.#field),
        Treatment::UserPool if optional => quote!(support::maybe_user_pool(binder)),
        Treatment::UserPool => quote!(support::user_pool(binder)?),
        Treatment::Secret => {
            if variable.model.clearable || variable.shape.is_list() {
                quote!(support::Convert::convert(self.#field))
            } else if optional {
                quote!(self.#field.map(Into::into))
            } else {
                quote!(self.#field.into())
            }
        }
        Treatment::Encrypted if optional => quote! {
            self.#field.map(|secret| binder.encrypt(#name, &secret)).transpose()?
        },
        Treatment::Encrypted => quote!(binder.encrypt(#name, &self.#field)?),
        Treatment::Digits if optional => quote! {
            self.#field.map(|code| support::digits(#name, &code)).transpose()?
        },
        Treatment::Digits => quote!(support::digits(#name, &self.#field)?),
        Treatment::CommaSeparated { max } => {
            let max = max.map_or_else(|| quote!(None), |max| quote!(Some(#max)));
            if optional {
                quote! {
                    self.#field
                        .map(|list| support::comma_separated(#name, &list, #max))
                        .transpose()?
                }
            } else {
                quote!(support::comma_separated(#name, &self.#field, #max)?)
            }
        }
    }
}

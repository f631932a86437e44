//! The variables on the wire: their struct, and how an operation's value becomes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::lift::{LiftedOperation, LiftedVariable};
use crate::model::Treatment;
use crate::names;
use crate::types::{Direction, Scope, Shape, Value};

/// The variables as they go on the wire.
pub(super) fn structure(operation: &LiftedOperation, scope: &Scope) -> TokenStream {
    let serde = scope.support("serde");
    let line = format!(
        " The variables of [`{}`], as they go on the wire.",
        operation.model.name
    );
    let fields = operation.variables.iter().map(|variable| {
        let (rust, wire) = (&variable.model.rust, &variable.model.wire);
        let docs = docs::comment(&[format!("`${wire}`")]);
        let field = names::ident(rust);
        let ty = match variable.model.treatment {
            Treatment::Plain if variable.is_bound => {
                let ty = variable.shape.tokens(Direction::Sent, scope);
                quote!(<#ty as support::Bind>::Wire)
            }
            Treatment::Plain | Treatment::UserPool => variable.shape.tokens(Direction::Sent, scope),
            Treatment::Encrypted => in_shape(&variable.shape, &quote!(String)),
            Treatment::Secret => in_shape(&variable.shape, &quote!(support::WireSecret)),
            Treatment::Digits => in_shape(&variable.shape, &quote!(i32)),
            Treatment::CommaSeparated { .. } if variable.shape.is_option() => {
                quote!(Option<String>)
            }
            Treatment::CommaSeparated { .. } => quote!(String),
        };
        let ty = clearable(variable, ty);
        let attributes = serialize_attributes(wire, rust, variable.shape.is_option());
        quote!(#docs #attributes pub #field: #ty)
    });
    quote! {
        #[doc = #line]
        #[derive(Clone, support::serde::Serialize)]
        #[serde(crate = #serde)]
        pub struct Variables {
            #(#fields,)*
        }
    }
}

/// The type of a variable that can be cleared: left out, `null`, or a value.
pub(super) fn clearable(variable: &LiftedVariable, ty: TokenStream) -> TokenStream {
    if variable.model.clearable {
        quote!(Option<#ty>)
    } else {
        ty
    }
}

/// How a field is written: under its wire name, and not at all if it was not set.
pub(super) fn serialize_attributes(wire: &str, rust: &str, optional: bool) -> TokenStream {
    let rename = (wire != rust).then(|| quote!(#[serde(rename = #wire)]));
    let skip = optional.then(|| quote!(#[serde(skip_serializing_if = "Option::is_none")]));
    quote!(#rename #skip)
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

/// Variables hold tokens and ciphertexts: nothing of them is shown.
pub(super) fn hidden_debug() -> TokenStream {
    quote! {
        impl std::fmt::Debug for Variables {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("Variables").finish_non_exhaustive()
            }
        }
    }
}

/// What is known of a value before it is sent: a required text must not be empty, and what needs another is not alone.
pub(super) fn check(variable: &LiftedVariable) -> TokenStream {
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
        // What is filled in is not the caller's, and what reads digits refuses an empty code itself.
        _ if !variable.is_required() || variable.model.treatment == Treatment::Digits => None,
        Shape::Value(Value::Text) => Some(quote!(support::require_text(#name, &self.#field)?;)),
        Shape::Value(Value::Secret) => Some(quote!(support::require_secret(#name, &self.#field)?;)),
        Shape::List(inner) if **inner == Shape::Value(Value::Text) => {
            match variable.model.treatment {
                // It is checked when it is joined.
                Treatment::CommaSeparated { .. } => None,
                _ if variable.model.may_be_empty => {
                    Some(quote!(support::require_elements(#name, &self.#field)?;))
                }
                _ => Some(quote!(support::require_texts(#name, &self.#field)?;)),
            }
        }
        _ => None,
    };
    quote!(#companion #not_empty)
}

/// The operation's field as the variable's value.
pub(super) fn bind(variable: &LiftedVariable) -> TokenStream {
    let name = &variable.model.rust;
    let field = names::ident(name);
    let optional = variable.shape.is_option();
    match variable.model.treatment {
        Treatment::Plain if variable.is_bound => {
            quote!(support::Bind::bind(self.#field, #name, binder)?)
        }
        Treatment::Plain => quote!(self.#field),
        Treatment::UserPool if optional => quote!(Some(binder.user_pool_id().to_owned())),
        Treatment::UserPool => quote!(binder.user_pool_id().to_owned()),
        Treatment::Secret if variable.model.clearable => {
            quote!(self.#field.map(|secret| secret.map(Into::into)))
        }
        Treatment::Secret if optional => quote!(self.#field.map(Into::into)),
        Treatment::Secret => quote!(self.#field.into()),
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

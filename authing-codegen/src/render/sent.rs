//! The fields of input objects: the types that hold them until they are sent.

use proc_macro2::TokenStream;
use quote::quote;

use super::value;
use crate::compile::extract::{Struct, TypedField};
use crate::compile::types::{Direction, Scope, Shape, Value};
use crate::names;

/// Returns whether an input object has a field with a different wire type, or is checked.
pub(super) fn is_bound(input: &Struct) -> bool {
    input.fields.iter().any(|field| field.is_bound)
}

/// Returns the type that holds a field, given its shape, until it is sent.
pub(super) fn held(field: &TypedField, shape: &Shape, scope: &Scope) -> TokenStream {
    if field.is_bound {
        shape.tokens(Direction::Sent, scope)
    } else {
        sent(shape, scope)
    }
}

/// Returns the type that holds a field on the wire.
pub(super) fn wire(field: &TypedField, shape: &Shape, scope: &Scope) -> TokenStream {
    let held = held(field, shape, scope);
    if field.is_bound {
        quote!(<#held as support::Bind>::Wire)
    } else {
        held
    }
}

/// Returns the conversion of what holds a field to its value on the wire.
pub(super) fn bound(field: &TypedField, held: &TokenStream) -> TokenStream {
    let rust = &field.rust;
    if field.is_bound {
        quote!(support::Bind::bind(#held, #rust, binder)?)
    } else {
        held.clone()
    }
}

/// Returns the type of a field that is sent unchanged. A secret becomes its serializable wire type.
fn sent(shape: &Shape, scope: &Scope) -> TokenStream {
    match shape {
        Shape::Option(inner) => {
            let inner = sent(inner, scope);
            quote!(Option<#inner>)
        }
        Shape::List(inner) => {
            let inner = sent(inner, scope);
            quote!(Vec<#inner>)
        }
        Shape::Value(Value::Secret) => quote!(support::WireSecret),
        _ => shape.tokens(Direction::Sent, scope),
    }
}

/// Returns the private wire type of an input object, and the conversion to it. `definition` is the type
/// `Wire`; `wire` makes one of `self`, after the check of what is required.
pub(super) fn binding(
    name: &str,
    definition: &TokenStream,
    required: Option<&TokenStream>,
    wire: &TokenStream,
) -> TokenStream {
    let name = names::ident(name);
    quote! {
        const _: () = {
            #definition
            impl support::Bind for #name {
                type Wire = Wire;
                fn bind(
                    self,
                    _: &'static str,
                    binder: &dyn bind::Binder,
                ) -> Result<Wire, bind::BindError> {
                    #required
                    Ok(#wire)
                }
            }
        };
    }
}

/// Returns the conversion of a parameter to the value of a field.
pub(super) fn argument(name: &syn::Ident, field: &TypedField, shape: &Shape) -> TokenStream {
    match shape {
        _ if field.is_bound => value::argument(name, shape),
        Shape::Value(Value::Secret) => quote!(support::secret(#name)),
        Shape::List(inner) if **inner == Shape::Value(Value::Secret) => {
            quote!(support::secrets(#name))
        }
        Shape::List(_) if *shape.value() == Value::Secret => {
            quote!(support::Convert::convert(#name))
        }
        _ => value::argument(name, shape),
    }
}

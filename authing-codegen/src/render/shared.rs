//! The types that operations share: what fragments are read into, input objects, enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::value::{argument, inherent, initializer, parameter, set};
use super::variables::serialize_attributes;
use crate::lift::{LiftedField, SharedType, Struct};
use crate::names;
use crate::types::{Direction, Scope, Shape, Value};

/// The items of a shared type's file.
pub(super) fn items(name: &str, shared: &SharedType, scope: &Scope) -> Vec<TokenStream> {
    match shared {
        SharedType::Fragment {
            main,
            inner,
            verdict,
        } => {
            let mut items = vec![structure(main, scope)];
            items.extend(verdict.then(|| verdict_of(main)));
            items.extend(inner.iter().map(|inner| structure(inner, scope)));
            items
        }
        SharedType::Input(input) => {
            let mut items = vec![input_struct(input, scope), input_methods(input, scope)];
            items.extend(is_bound(input).then(|| wire_twin(input, scope)));
            items
        }
        SharedType::Enum { wire, values, raw } => {
            let mut raw = raw.clone();
            let line = format!("The service's enum `{wire}`.");
            for (variant, value) in raw.definition.variants.iter_mut().zip(values) {
                let line = format!(" `{value}`");
                variant.attrs.push(syn::parse_quote!(#[doc = #line]));
            }
            if let Some(other) = raw.definition.variants.last_mut() {
                other.attrs.push(syn::parse_quote!(
                    /// A value that this version does not know.
                ));
            }
            let docs = docs::comment(&[line]);
            let (definition, impls) = (&raw.definition, &raw.impls);
            let name = names::ident(name);
            debug_assert_eq!(definition.ident, name);
            let mut items = vec![quote!(#docs #[non_exhaustive] #definition)];
            // As graphql_client_codegen writes them.
            items.extend(
                impls
                    .iter()
                    .map(|item| quote!(#[allow(clippy::needless_borrow)] #item)),
            );
            items
        }
    }
}

/// What a struct says of its own success.
fn verdict_of(of: &Struct) -> TokenStream {
    let name = names::ident(&of.name);
    let said = |wire: &str, value: Value| {
        let mut fields = of.fields.iter().filter(|field| field.wire == wire);
        let field = fields.find(|field| *field.shape.value() == value);
        field.map(|field| (names::ident(&field.rust), field.shape.is_option()))
    };
    let copied = |wire: &str, value: Value| match said(wire, value) {
        Some((field, true)) => quote!(self.#field),
        Some((field, false)) => quote!(Some(self.#field)),
        None => quote!(None),
    };
    let (code, status) = (copied("code", Value::Int), copied("status", Value::Boolean));
    let message = match said("message", Value::Text) {
        Some((field, true)) => quote!(self.#field.as_deref()),
        Some((field, false)) => quote!(Some(&self.#field)),
        None => quote!(None),
    };
    quote! {
        impl support::Verdict for #name {
            fn code(&self) -> Option<i64> {
                #code
            }
            fn status(&self) -> Option<bool> {
                #status
            }
            fn message(&self) -> Option<&str> {
                #message
            }
        }
    }
}

/// A struct that answers are read into.
pub(super) fn structure(of: &Struct, scope: &Scope) -> TokenStream {
    let name = names::ident(&of.name);
    let mut lines = of.docs.clone();
    if lines.is_empty() {
        lines.push(format!("The service's `{}`.", of.wire));
    }
    let docs = docs::comment(&lines);
    let attributes = received(scope);
    let fields = of.fields.iter().map(|of| field(of, scope));
    quote! {
        #docs
        #attributes
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// The attributes of a struct that answers are read into.
pub(super) fn received(scope: &Scope) -> TokenStream {
    let serde = scope.support("serde");
    quote! {
        #[derive(Debug, Clone, support::serde::Deserialize)]
        #[serde(crate = #serde)]
        #[non_exhaustive]
    }
}

/// A field of a struct that answers are read into. What is not there is read as null is.
pub(super) fn field(of: &LiftedField, scope: &Scope) -> TokenStream {
    let list = list_reader(&of.shape).map(|reader| {
        let list = scope.support(reader);
        quote!(#[serde(default, deserialize_with = #list)])
    });
    received_field(of, list, scope)
}

/// The field of an answer's `data`. Null may be the answer, but it must be there: to serde, a field with a function of its
/// own and no default must be.
pub(super) fn root_field(of: &LiftedField, scope: &Scope) -> TokenStream {
    let read = scope.support(list_reader(&of.shape).unwrap_or("present"));
    received_field(of, Some(quote!(#[serde(deserialize_with = #read)])), scope)
}

fn received_field(of: &LiftedField, read: Option<TokenStream>, scope: &Scope) -> TokenStream {
    let docs = docs::comment(&docs::field(of));
    let name = names::ident(&of.rust);
    let ty = of.shape.tokens(Direction::Received, scope);
    let rename = (of.wire != of.rust).then(|| {
        let wire = &of.wire;
        quote!(#[serde(rename = #wire)])
    });
    quote!(#docs #rename #read pub #name: #ty)
}

/// The function that reads a list tolerantly.
fn list_reader(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::List(_) if shape.is_list_of_lists() => Some("rows"),
        Shape::List(_) => Some("list"),
        _ => None,
    }
}

/// A struct that is sent.
fn input_struct(input: &Struct, scope: &Scope) -> TokenStream {
    let serde = scope.support("serde");
    let name = names::ident(&input.name);
    let mut lines = input.docs.clone();
    if lines.is_empty() {
        lines.push(format!("The service's input `{}`.", input.wire));
    }
    let docs = docs::comment(&lines);
    // Of one that is bound, the twin is sent.
    let sends = !is_bound(input);
    let fields = input.fields.iter().map(|field| {
        let name = names::ident(&field.rust);
        let ty = held(field, scope);
        let attributes =
            sends.then(|| serialize_attributes(&field.wire, &field.rust, field.shape.is_option()));
        quote!(#attributes #name: #ty)
    });
    let derives = if sends {
        quote! {
            #[derive(Debug, Clone, support::serde::Serialize)]
            #[serde(crate = #serde)]
        }
    } else {
        quote!(#[derive(Debug, Clone)])
    };
    quote! {
        #docs
        #derives
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// Whether something in an input object is encrypted.
fn is_bound(input: &Struct) -> bool {
    input.fields.iter().any(|field| field.is_bound)
}

/// What an input object is on the wire if something in it is encrypted, and how it becomes that. Nothing else can name it.
fn wire_twin(input: &Struct, scope: &Scope) -> TokenStream {
    let serde = scope.support("serde");
    let name = names::ident(&input.name);
    let fields = input.fields.iter().map(|field| {
        let attributes = serialize_attributes(&field.wire, &field.rust, field.shape.is_option());
        let name = names::ident(&field.rust);
        let mut ty = held(field, scope);
        if field.is_bound {
            ty = quote!(<#ty as support::Bind>::Wire);
        }
        quote!(#attributes #name: #ty)
    });
    let bound = input.fields.iter().map(|field| {
        let (rust, name) = (&field.rust, names::ident(&field.rust));
        let value = if field.is_bound {
            quote!(support::Bind::bind(self.#name, #rust, binder)?)
        } else {
            quote!(self.#name)
        };
        quote!(#name: #value)
    });
    quote! {
        const _: () = {
            #[derive(Debug, Clone, support::serde::Serialize)]
            #[serde(crate = #serde)]
            pub struct Wire {
                #(#fields,)*
            }
            impl support::Bind for #name {
                type Wire = Wire;
                fn bind(
                    self,
                    _: &'static str,
                    binder: &dyn bind::Binder,
                ) -> Result<Wire, bind::BindError> {
                    Ok(Wire { #(#bound,)* })
                }
            }
        };
    }
}

/// A field's type inside an input object.
fn held(field: &LiftedField, scope: &Scope) -> TokenStream {
    if field.is_bound {
        field.shape.tokens(Direction::Sent, scope)
    } else {
        sent(&field.shape, scope)
    }
}

/// The type of a field that is sent as it is, where a secret must be able to go on the wire.
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

fn input_methods(input: &Struct, scope: &Scope) -> TokenStream {
    let name = names::ident(&input.name);
    let required = input.fields.iter().filter(|field| !field.shape.is_option());
    let parameters = required.clone().map(|field| {
        let name = names::ident(&field.rust);
        let ty = parameter(&field.shape, scope);
        quote!(#name: #ty)
    });
    let mut lines = vec![
        "The input with all that it needs.".to_owned(),
        String::new(),
    ];
    lines.extend(
        required.map(|field| format!("- `{}`: the service's `{}`.", field.rust, field.wire)),
    );
    if lines.len() == 2 {
        lines.truncate(1);
    }
    let docs = docs::comment(&lines);
    let fields = input.fields.iter().map(|field| {
        let name = names::ident(&field.rust);
        if field.shape.is_option() {
            return quote!(#name: None);
        }
        initializer(&name, &input_argument(&name, field, &field.shape))
    });
    let setters = input
        .fields
        .iter()
        .filter(|field| field.shape.is_option())
        .map(|field| {
            let docs = docs::comment(&docs::field(field));
            let inner = field.shape.clone().required();
            let name = names::ident(&field.rust);
            let ty = parameter(&inner, scope);
            set(&name, &ty, &input_argument(&name, field, &inner), &docs)
        });
    let has_required = input.fields.iter().any(|field| !field.shape.is_option());
    inherent(&name, &docs, parameters, fields, setters, has_required)
}

fn input_argument(name: &syn::Ident, field: &LiftedField, shape: &Shape) -> TokenStream {
    match shape {
        _ if field.is_bound => argument(name, shape),
        Shape::Value(Value::Secret) => {
            quote!(support::WireSecret::from(#name.into()))
        }
        Shape::List(inner) if **inner == Shape::Value(Value::Secret) => quote! {
            #name
                .into_iter()
                .map(|secret| support::WireSecret::from(secret.into()))
                .collect()
        },
        _ => argument(name, shape),
    }
}

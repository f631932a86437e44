//! The types that operations share: types of fragments, input objects and enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{self, Field};
use super::setters::{self, Kind, Setter};
use super::value::{derived, inherent, initializer, parameter, require_set};
use super::{docs, one_of, sent};
use crate::compile::extract::{Enum, SharedType, Struct, TypedField};
use crate::compile::types::{Direction, Scope, Value};
use crate::names;

/// Returns the items of a shared type.
pub(super) fn items(shared: &SharedType, scope: &Scope) -> Vec<TokenStream> {
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
            items.extend(binding(input, scope));
            items
        }
        SharedType::OneOf { input, variants } => one_of::items(input, variants, scope),
        SharedType::Enum(of) => enumeration(of, scope),
    }
}

/// Returns an enum and its default.
fn enumeration(of: &Enum, scope: &Scope) -> Vec<TokenStream> {
    let default = format!("The service's enum `{}`.", of.wire);
    let docs = docs::comment(&docs::of_schema(&of.docs, default, &of.wire, &of.name));
    let (name, other) = (names::ident(&of.name), names::ident(&of.other));
    let serde = scope.support("serde");
    let variants = of.variants.iter().map(|variant| {
        let (wire, rust) = (&variant.wire, names::ident(&variant.rust));
        // Values have no conventional case: each says its own.
        let docs = docs::of_schema(&variant.docs, format!("`{wire}`"), wire, "");
        let docs = docs::comment(&docs);
        let rename = (*wire != variant.rust).then(|| quote!(#[serde(rename = #wire)]));
        quote!(#docs #rename #rust)
    });
    let definition = quote! {
        #docs
        #[non_exhaustive]
        #[derive(Debug, Clone, PartialEq, Eq, Hash, support::Serialize, support::Deserialize)]
        #[serde(crate = #serde)]
        pub enum #name {
            #(#variants,)*
            /// A value unknown to this version.
            #[serde(untagged)]
            #other(String),
        }
    };
    vec![definition, quote!(support::default_enum!(#name, #other);)]
}

/// Returns the implementation of `Verdict` for a struct that reports its own success or failure.
fn verdict_of(of: &Struct) -> TokenStream {
    let name = names::ident(&of.name);
    let field_of = |wire: &str, value: Value| {
        let mut fields = of.fields.iter().filter(|field| field.wire == wire);
        let field = fields.find(|field| *field.shape.value() == value);
        field.map(|field| (names::ident(&field.rust), field.shape.is_option()))
    };
    let copied = |wire: &str, value: Value| match field_of(wire, value) {
        Some((field, true)) => quote!(self.#field),
        Some((field, false)) => quote!(Some(self.#field)),
        None => quote!(None),
    };
    let (code, status) = (copied("code", Value::Int), copied("status", Value::Boolean));
    let message = match field_of("message", Value::Text) {
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

/// Returns the struct of a response.
pub(super) fn structure(of: &Struct, scope: &Scope) -> TokenStream {
    let name = names::ident(&of.name);
    let default = format!("The service's `{}`.", of.wire);
    let docs = docs::comment(&docs::of_schema(&of.docs, default, &of.wire, &of.wire));
    let fields = of.fields.iter().map(|field| {
        let docs = docs::comment(&docs::field(field));
        let name = names::ident(&field.rust);
        let ty = field.shape.tokens(Direction::Received, scope);
        quote!(#docs pub #name: #ty)
    });
    let read = of.fields.iter().map(|field| Field {
        rust: &field.rust,
        wire: &field.wire,
        kind: fields::received(&field.shape),
        default: None,
    });
    let read = fields::response(&of.name, read);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
        #read
    }
}

/// Returns the struct of an input object.
fn input_struct(input: &Struct, scope: &Scope) -> TokenStream {
    let name = names::ident(&input.name);
    let default = format!("The service's input `{}`.", input.wire);
    let docs = docs::of_schema(&input.docs, default, &input.wire, &input.name);
    let docs = docs::comment(&docs);
    let fields = input.fields.iter().map(|field| {
        let name = names::ident(&field.rust);
        let ty = sent::held(field, &input.held(field), scope);
        quote!(#name: #ty)
    });
    let derived = derived(!takes_arguments(input));
    // Of one that is bound, the twin is sent.
    let sent = (!sent::is_bound(input)).then(|| sent_fields(&input.name, input));
    quote! {
        #docs
        #derived
        #[must_use = "an input object does nothing until it is sent"]
        pub struct #name {
            #(#fields,)*
        }
        #sent
    }
}

/// Returns how the fields of an input object are sent.
fn sent_fields(name: &str, input: &Struct) -> TokenStream {
    let fields = input.fields.iter().map(|field| Field {
        rust: &field.rust,
        wire: &field.wire,
        kind: fields::sent(&input.held(field)),
        default: None,
    });
    fields::request(name, fields)
}

/// Returns the fields that the constructor of an input object takes.
fn arguments(input: &Struct) -> impl Iterator<Item = &TypedField> {
    let fields = input.fields.iter();
    fields.filter(|field| field.is_required() && !input.by_setters())
}

/// Returns whether the constructor of an input object takes arguments.
fn takes_arguments(input: &Struct) -> bool {
    arguments(input).next().is_some()
}

/// Returns the checks of an input object and its conversion to the wire type.
fn binding(input: &Struct, scope: &Scope) -> Option<TokenStream> {
    let by_setter = input.fields.iter().filter(|field| field.is_required());
    let by_setter = by_setter.filter(|_| input.by_setters());
    let required = require_set(&input.name, by_setter.map(|field| field.rust.as_str()));
    if sent::is_bound(input) {
        return Some(wire_twin(input, required.as_ref(), scope));
    }
    let name = names::ident(&input.name);
    required.map(|required| {
        quote! {
            impl support::Bind for #name {
                type Wire = Self;
                fn bind(self, _: &'static str, _: &dyn bind::Binder) -> Result<Self, bind::BindError> {
                    #required
                    Ok(self)
                }
            }
        }
    })
}

/// Returns the private wire type of an input object with a bound field, and the conversion to it.
fn wire_twin(input: &Struct, required: Option<&TokenStream>, scope: &Scope) -> TokenStream {
    let fields = input.fields.iter().map(|field| {
        let name = names::ident(&field.rust);
        let ty = sent::wire(field, &input.held(field), scope);
        quote!(#name: #ty)
    });
    let bound = input.fields.iter().map(|field| {
        let name = names::ident(&field.rust);
        let value = sent::bound(field, &quote!(self.#name));
        quote!(#name: #value)
    });
    let sent = sent_fields("Wire", input);
    let definition = quote! {
        #[allow(missing_debug_implementations)]
        pub struct Wire {
            #(#fields,)*
        }
        #sent
    };
    sent::binding(
        &input.name,
        &definition,
        required,
        &quote!(Wire { #(#bound,)* }),
    )
}

fn input_methods(input: &Struct, scope: &Scope) -> TokenStream {
    let name = names::ident(&input.name);
    let parameters = arguments(input).map(|field| {
        let name = names::ident(&field.rust);
        let ty = parameter(&field.shape, scope);
        quote!(#name: #ty)
    });
    let required = input.fields.iter().filter(|field| field.is_required());
    let lines = if input.by_setters() {
        docs::by_setters(
            "Creates the input",
            required.map(|field| field.rust.as_str()),
        )
    } else {
        let listed =
            required.flat_map(|field| docs::parameter(&field.rust, &field.wire, &field.docs));
        docs::with_parameters("Creates the input", listed.collect())
    };
    let docs = docs::comment(&lines);
    let fields = input.fields.iter().map(|field| {
        let name = names::ident(&field.rust);
        if input.held(field).is_option() {
            return quote!(#name: None);
        }
        initializer(&name, &sent::argument(&name, field, &field.shape))
    });
    let settable = |field: &&TypedField| input.held(field).is_option();
    let setters = input.fields.iter().filter(settable).map(|field| Setter {
        name: &field.rust,
        docs: docs::field(field),
        shape: field.shape.clone(),
        kind: if field.is_required() {
            Kind::Required
        } else {
            Kind::Optional
        },
    });
    let setters = setters::call(setters, scope);
    inherent(&name, &docs, parameters, fields, setters)
}

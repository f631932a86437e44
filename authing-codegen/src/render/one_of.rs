//! Input objects with exactly one of their fields (`@oneOf`): enums.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::docs;
use super::sent::{self, argument, is_bound};
use super::value::parameter;
use crate::compile::extract::{Struct, TypedField};
use crate::compile::types::Scope;
use crate::names;

/// Returns the enum, its constructors, and its conversion to the wire type.
pub(super) fn items(input: &Struct, variants: &[String], scope: &Scope) -> Vec<TokenStream> {
    let fields = input.fields.iter();
    let variants: Vec<_> = fields
        .zip(variants)
        .map(|(field, variant)| (field, names::ident(variant)))
        .collect();
    let mut items = vec![
        definition(input, &variants, scope),
        constructors(input, &variants, scope),
    ];
    items.extend(is_bound(input).then(|| binding(input, &variants, scope)));
    items
}

fn definition(input: &Struct, variants: &[(&TypedField, Ident)], scope: &Scope) -> TokenStream {
    let name = names::ident(&input.name);
    let default = format!("The service's input `{}`.", input.wire);
    let mut lines = docs::of_schema(&input.docs, default, &input.wire, &input.name);
    lines.push(String::new());
    lines.push("The service takes exactly one of these.".to_owned());
    let docs = docs::comment(&lines);
    // Of one that is bound, the twin is sent.
    let is_sent = !is_bound(input);
    let serde = scope.support("serde");
    let serialized = is_sent.then(|| quote!(, support::serde::Serialize));
    let container = is_sent.then(|| quote!(#[serde(crate = #serde)]));
    let variants = variants.iter().map(|(field, variant)| {
        let docs = docs::comment(&docs::field(field));
        let wire = &field.wire;
        let rename = is_sent.then(|| quote!(#[serde(rename = #wire)]));
        let held = sent::held(field, &field.shape, scope);
        quote!(#docs #rename #variant(#held))
    });
    quote! {
        #docs
        #[derive(Debug, Clone #serialized)]
        #container
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }
    }
}

fn constructors(input: &Struct, variants: &[(&TypedField, Ident)], scope: &Scope) -> TokenStream {
    let name = names::ident(&input.name);
    let constructors = variants.iter().map(|(field, variant)| {
        let docs = docs::comment(&docs::field(field));
        let rust = names::ident(&field.rust);
        let given = parameter(&field.shape, scope);
        let value = argument(&rust, field, &field.shape);
        quote! {
            #docs
            pub fn #rust(#rust: #given) -> Self {
                Self::#variant(#value)
            }
        }
    });
    quote! {
        impl #name {
            #(#constructors)*
        }
    }
}

/// Returns the private wire type of an enum with a bound field, and the conversion to it.
fn binding(input: &Struct, variants: &[(&TypedField, Ident)], scope: &Scope) -> TokenStream {
    let serde = scope.support("serde");
    let wire = variants.iter().map(|(field, variant)| {
        let (name, wire) = (&field.wire, sent::wire(field, &field.shape, scope));
        quote!(#[serde(rename = #name)] #variant(#wire))
    });
    let bound = variants.iter().map(|(field, variant)| {
        let value = sent::bound(field, &quote!(value));
        quote!(Self::#variant(value) => Wire::#variant(#value))
    });
    let definition = quote! {
        #[allow(missing_debug_implementations)]
        #[derive(support::serde::Serialize)]
        #[serde(crate = #serde)]
        pub enum Wire {
            #(#wire,)*
        }
    };
    sent::binding(
        &input.name,
        &definition,
        None,
        &quote!(match self { #(#bound,)* }),
    )
}

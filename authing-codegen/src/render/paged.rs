//! The implementation of `PagedOperation`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use crate::compile::extract::TypedOperation;
use crate::compile::extract::pages::{Id, Paged};
use crate::compile::types::{Direction, Scope};
use crate::names;

/// Renders the implementation of `PagedOperation`, if the operation has pages.
pub(super) fn implementation(operation: &TypedOperation, scope: &Scope) -> Option<TokenStream> {
    let paged = operation.paged.as_ref()?;
    let name = names::ident(&operation.model.name);
    let item = paged.list.item.tokens(Direction::Received, scope);
    let (page, count) = (names::ident(&paged.page), names::ident(&paged.count));
    let first = match paged.first {
        Some(first) => {
            let first = Literal::u32_unsuffixed(first);
            quote!(Some(#first))
        }
        None => quote!(None),
    };
    let list = paged
        .list
        .field
        .iter()
        .chain(&paged.list.total)
        .map(|field| names::ident(field));
    let id = match &paged.list.id {
        Id::Item => quote!(self),
        Id::Field(field) => names::ident(field).into_token_stream(),
        Id::Nothing => TokenStream::new(),
    };
    let output = output(paged).map(|output| quote!(, #output));
    Some(quote! {
        support::paged!(#name, [#page, #count, #first], #item, [#(#list),*], [#id] #output);
    })
}

/// Where the page is, if it is not the output.
fn output(paged: &Paged) -> Option<TokenStream> {
    if !paged.is_optional && paged.list.path.is_empty() {
        return None;
    }
    let absent = |is: bool| is.then(|| quote!(?));
    let root = absent(paged.is_optional);
    let path = paged.list.path.iter().map(|field| {
        let (name, absent) = (names::ident(&field.rust), absent(field.shape.is_option()));
        quote!(.#name #absent)
    });
    Some(quote!(output #root #(#path)*))
}

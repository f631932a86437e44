//! What serde is told of a struct: where it is, and what the fields are called on the wire.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;

use crate::names;
use crate::types::Scope;

/// How the fields of a struct get their wire names: by one rule for all, or each by itself.
pub(super) struct Naming {
    camel_case: bool,
}

impl Naming {
    /// The way that takes fewer lines for these fields, each with its wire name and its Rust name.
    pub(super) fn of<'f>(fields: impl Iterator<Item = (&'f str, &'f str)>) -> Self {
        let (mut one_by_one, mut by_rule) = (0, 1);
        for (wire, rust) in fields {
            let written = written(rust);
            one_by_one += usize::from(wire != written);
            by_rule += usize::from(wire != names::camel_case(&written));
        }
        Self {
            camel_case: by_rule < one_by_one,
        }
    }

    /// The attribute of the struct.
    pub(super) fn container(&self, scope: &Scope) -> TokenStream {
        let path = scope.support("serde");
        let rule = self.camel_case.then(|| quote!(, rename_all = "camelCase"));
        quote!(#[serde(crate = #path #rule)])
    }

    /// The attribute of a field, if it needs one: its wire name, and what else serde is told of it.
    pub(super) fn field(
        &self,
        wire: &str,
        rust: &str,
        others: Option<TokenStream>,
    ) -> Option<TokenStream> {
        let written = written(rust);
        let known = if self.camel_case {
            names::camel_case(&written)
        } else {
            written
        };
        let rename = (wire != known).then(|| quote!(rename = #wire));
        let parts: Vec<_> = rename.into_iter().chain(others).collect();
        (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
    }
}

/// What leaves a field out that was not set.
pub(super) fn left_out(optional: bool) -> Option<TokenStream> {
    optional.then(|| quote!(skip_serializing_if = "Option::is_none"))
}

/// A field's name as serde sees it.
fn written(rust: &str) -> String {
    names::ident(rust).unraw().to_string()
}

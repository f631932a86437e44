//! The serde attributes of a struct: the path of serde and the wire names of the fields.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;

use crate::names;
use crate::types::Scope;

/// The naming of a struct's fields on the wire: one rule for all, or one attribute per field.
pub(super) struct Naming {
    camel_case: bool,
}

impl Naming {
    /// Chooses the naming with fewer lines for these fields, given as wire name and Rust name.
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

    /// Returns the attribute of the struct.
    pub(super) fn container(&self, scope: &Scope) -> TokenStream {
        let path = scope.support("serde");
        let rule = self.camel_case.then(|| quote!(, rename_all = "camelCase"));
        quote!(#[serde(crate = #path #rule)])
    }

    /// Returns the attribute of a field, if it needs one: its wire name and other arguments for serde.
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

/// Returns the serde argument that leaves out an unset field.
pub(super) fn left_out(optional: bool) -> Option<TokenStream> {
    optional.then(|| quote!(skip_serializing_if = "Option::is_none"))
}

/// Returns a field's name in the form that serde sees.
fn written(rust: &str) -> String {
    names::ident(rust).unraw().to_string()
}

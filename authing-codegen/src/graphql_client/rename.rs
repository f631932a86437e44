//! Renames an enum in graphql_client_codegen's output.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::Ident;

use super::RawEnum;
use crate::names;

impl RawEnum {
    /// Renames the enum and its variants. The variant for unknown values keeps its name.
    pub(crate) fn renamed(mut self, name: &str, variants: Vec<String>) -> Self {
        let old_type = self.definition.ident.clone();
        let new_type = names::ident(name);
        let mut renamed = Vec::new();
        for (variant, name) in self.definition.variants.iter_mut().zip(&variants) {
            let new = names::ident(name);
            renamed.push((std::mem::replace(&mut variant.ident, new.clone()), new));
        }
        self.definition.ident = new_type.clone();
        let renaming = Renaming {
            ty: (old_type, new_type),
            variants: renamed,
        };
        for item in &mut self.impls {
            // Renaming keeps an implementation valid.
            if let Ok(parsed) = syn::parse2(renaming.tokens(item.to_token_stream())) {
                *item = parsed;
            }
        }
        self
    }
}

/// The old and new names of a type and its variants.
struct Renaming {
    ty: (Ident, Ident),
    variants: Vec<(Ident, Ident)>,
}

impl Renaming {
    /// Replaces the type everywhere, and a variant where it follows the type: `Type::Variant`.
    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut colons = None;
        let renamed = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) if ident == self.ty.0 => {
                colons = Some(0);
                TokenTree::Ident(self.ty.1.clone())
            }
            TokenTree::Ident(ident) if colons == Some(2) => {
                colons = None;
                let mut variants = self.variants.iter();
                let new = variants.find(|(old, _)| *old == ident);
                TokenTree::Ident(new.map_or(ident, |(_, new)| new.clone()))
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons = colons.map(|count| count + 1);
                TokenTree::Punct(punct)
            }
            TokenTree::Group(group) => {
                colons = None;
                let mut inside = Group::new(group.delimiter(), self.tokens(group.stream()));
                inside.set_span(group.span());
                TokenTree::Group(inside)
            }
            other => {
                colons = None;
                other
            }
        });
        renamed.collect()
    }
}

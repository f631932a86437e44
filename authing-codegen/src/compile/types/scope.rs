//! The paths in generated code.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;

use crate::names;

/// The paths in generated code. Every file imports the modules of `authing-core` that it uses.
pub(crate) struct Scope {
    /// `authing-core`.
    pub(crate) runtime: TokenStream,
    /// The module of shared types.
    pub(crate) types: TokenStream,
    /// The types that are in another module.
    pub(crate) inherited: Rc<Inherited>,
}

/// The shared types that belong to another crate.
#[derive(Debug, Default)]
pub(crate) struct Inherited {
    /// The Rust path of their module.
    pub(crate) path: String,
    /// Their names, and those of the constants of inherited fragments.
    pub(crate) names: BTreeSet<String>,
}

impl Inherited {
    /// Returns the module of a shared type, given the module of those that are not inherited.
    pub(crate) fn module(&self, types: &TokenStream, name: &str) -> TokenStream {
        if self.names.contains(name) {
            self.path.parse().unwrap_or_default()
        } else {
            types.clone()
        }
    }

    /// Removes the paths of inherited types from code.
    pub(crate) fn without_paths(&self, code: &str) -> String {
        match self.path.parse::<TokenStream>() {
            Ok(path) if !path.is_empty() => code.replace(&path.to_string(), ""),
            _ => code.to_owned(),
        }
    }
}

impl Scope {
    /// Returns the path of a shared type, or of the constant of a fragment.
    pub(crate) fn shared(&self, name: &str) -> TokenStream {
        let module = self.inherited.module(&self.types, name);
        let name = names::ident(name);
        quote!(#module::#name)
    }

    /// Returns the path of an item in the runtime's `support`, in the form that serde's attributes require.
    pub(crate) fn support(&self, name: &str) -> String {
        format!("{}::support::{name}", self.runtime_path())
    }

    pub(super) fn runtime_path(&self) -> String {
        self.runtime.to_string().replace(' ', "")
    }
}

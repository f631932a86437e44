//! Writes the Rust code: a file for each operation, a file for each shared type, the two `mod.rs`, and the
//! samples.

mod docs;
mod operation;
mod samples;
mod shared;
mod value;
mod variables;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::lift::Library;
use crate::names;
use crate::output::{MARK, Output};
use crate::types::Scope;

/// The modules that generated code names things by.
const MODULES: [&str; 4] = ["bind", "operation", "secret", "support"];

/// Renders everything into `output`.
pub(crate) fn render(target: &Target, library: &Library, output: &mut Output) -> Result<(), Error> {
    let runtime: TokenStream = target.runtime.parse().unwrap_or_default();
    let scope = Scope {
        runtime,
        types: quote!(types),
    };
    for operation in &library.operations {
        let path = format!("operations/{}.rs", operation.model.name.to_snake_case());
        let source = operation.model.place.file.display().to_string();
        let items = operation::items(target, operation, &scope);
        output.add(&path, file(&source, with_imports(&scope, items))?)?;
    }
    output.add("operations/mod.rs", operations_mod(target, library)?)?;

    let scope = Scope {
        types: quote!(super),
        ..scope
    };
    for (name, shared) in &library.types {
        let path = format!("types/{}.rs", name.to_snake_case());
        let source = format!("the schema and the query files of `{}`", target.name);
        let items = shared::items(name, shared, &scope);
        output.add(&path, file(&source, with_imports(&scope, items))?)?;
    }
    output.add("types/mod.rs", types_mod(target, library)?)?;

    let Some(samples) = &target.samples else {
        return Ok(());
    };
    let source = format!("the query files of `{}`", target.name);
    let text = file(&source, samples::items(samples, library)?)?;
    output.add_elsewhere(target.path(&samples.file), text)
}

/// Imports the modules that the items name, after the file's own documentation.
fn with_imports(scope: &Scope, mut items: Vec<TokenStream>) -> Vec<TokenStream> {
    let runtime = &scope.runtime;
    let text: String = items.iter().map(ToString::to_string).collect();
    // The implementations of an enum come with full paths, which need no import.
    let text = text.replace(&format!("{runtime} :: support"), "");
    let uses = |module: &str| text.contains(&format!("{module} ::"));
    let modules = MODULES
        .iter()
        .filter(|module| uses(module))
        .map(|module| names::ident(module));
    let types = uses("types").then(|| {
        quote!(
            use super::super::types;
        )
    });
    let modules: Vec<_> = modules.collect();
    let runtime = (!modules.is_empty()).then(|| quote!(use #runtime::{#(#modules),*};));
    let imports = quote!(#runtime #types);
    let after_docs = items
        .iter()
        .take_while(|item| item.to_string().starts_with("# !"))
        .count();
    if !imports.is_empty() {
        items.insert(after_docs, imports);
    }
    items
}

/// A file of items, formatted one by one so that a blank line stands between them.
fn file(source: &str, items: Vec<TokenStream>) -> Result<String, Error> {
    let mut text = format!("{MARK} from {source}. Do not edit.\n");
    for item in items {
        let parsed: syn::File = syn::parse2(item.clone()).map_err(|error| {
            Error::Invalid(vec![
                Problem::nowhere(format!(
                    "the code generated from {source} is no Rust: {error}"
                ))
                .with_help(item.to_string()),
            ])
        })?;
        text.push('\n');
        text.push_str(&prettyplease::unparse(&parsed));
    }
    Ok(text)
}

fn operations_mod(target: &Target, library: &Library) -> Result<String, Error> {
    let source = format!("the query files of `{}`", target.name);
    let head = quote! {
        //! The operations of the service, each a value that can be sent.
    };
    let mut items = vec![head];
    items.extend(modules(
        library
            .operations
            .iter()
            .map(|o| (o.model.name.as_str(), true)),
    ));
    file(&source, items)
}

fn types_mod(target: &Target, library: &Library) -> Result<String, Error> {
    let source = format!("the schema and the query files of `{}`", target.name);
    let head = quote! {
        //! The types that operations give and take, shared by all that use them.
    };
    let mut items = vec![head];
    items.extend(modules(
        library.types.keys().map(|name| (name.as_str(), false)),
    ));
    file(&source, items)
}

/// `mod` and `use` for each name. An operation's module is public: it holds the types of its variables and answer.
fn modules<'n>(of: impl Iterator<Item = (&'n str, bool)> + Clone) -> Vec<TokenStream> {
    let declarations = of.clone().map(|(name, public)| {
        let module = names::ident(&name.to_snake_case());
        if public {
            quote!(pub mod #module;)
        } else {
            quote!(mod #module;)
        }
    });
    let uses = of.map(|(name, public)| {
        let module = names::ident(&name.to_snake_case());
        let name = names::ident(name);
        if public {
            quote!(pub use #module::#name;)
        } else {
            quote!(pub use #module::*;)
        }
    });
    vec![quote!(#(#declarations)*), quote!(#(#uses)*)]
}

//! Generates the Rust code: a file for each operation, in the folder of its area; a file for the types of each area; the
//! `mod.rs` of each folder; the clients' named methods; and the samples.

pub(crate) mod api;
mod areas;
mod docs;
mod fields;
mod methods;
mod one_of;
mod operation;
mod paged;
mod samples;
mod sent;
mod setters;
mod shared;
mod unquoted;
mod value;
mod variables;

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::compile::extract::{Library, TypedOperation};
use crate::compile::types::Scope;
use crate::config::Target;
use crate::error::{Error, Place, Problem};
use crate::names;
use crate::output::{MARK, Output};

/// The modules of `authing-core` that generated code imports.
const MODULES: [&str; 5] = ["bind", "operation", "rest", "secret", "support"];

/// Renders everything into `output`.
pub(crate) fn render(target: &Target, library: &Library, output: &mut Output) -> Result<(), Error> {
    operations(target, library, output)?;
    types(target, library, output)?;
    for (path, items) in methods::files(target, library) {
        let text = file(&query_files(target), items)?;
        // Methods are separated by a blank line.
        let text = text.replace("\n    }\n    ", "\n    }\n\n    ");
        output.add_elsewhere(path, text)?;
    }
    let Some(samples) = &target.samples else {
        return Ok(());
    };
    let text = file(&query_files(target), samples::items(samples, library)?)?;
    output.add_elsewhere(target.path(&samples.file), text)
}

/// Renders `operations/<area>/<operation>.rs`, or `operations/<operation>.rs` if the query file is directly in `queries`.
fn operations(target: &Target, library: &Library, output: &mut Output) -> Result<(), Error> {
    let mut areas: BTreeMap<Option<String>, Vec<&TypedOperation>> = BTreeMap::new();
    for operation in &library.operations {
        let area = areas::of_operation(target, operation);
        areas.entry(area).or_default().push(operation);
    }
    let named = || areas.keys().flatten();
    for area in named() {
        check_area(area, &areas)?;
    }
    let modules: Vec<_> = named().map(|area| names::ident(area)).collect();
    let mut items = vec![
        introduction(!modules.is_empty()),
        // An operation can have its area's name, variables are private wire types, and a crate may not use every type.
        quote!(
            #![allow(clippy::module_inception, missing_debug_implementations, unused_imports)]
        ),
    ];
    items.push(quote!(#(pub mod #modules;)*));
    items.push(quote!(#(#[doc(hidden)] pub use #modules::*;)*));
    items.extend(by_area(&modules));
    if let Some(unknown) = target
        .areas
        .keys()
        .find(|area| !areas.contains_key(&Some((*area).clone())))
    {
        let message = format!("`areas` names `{unknown}`, which is not a folder of query files");
        return Err(Error::Invalid(vec![Problem::nowhere(message)]));
    }
    for (area, operations) in &areas {
        let Some(area) = area else {
            items.extend(declarations(operations));
            continue;
        };
        let line = format!(" {}.", areas::title(target, area));
        let mut items = vec![quote!(#![doc = #line])];
        items.extend(declarations(operations));
        let text = file(&query_files(target), items)?;
        output.add(&format!("operations/{area}/mod.rs"), text)?;
    }
    output.add("operations/mod.rs", file(&query_files(target), items)?)?;
    for (area, operations) in areas {
        let (folder, up) = match area {
            Some(area) => (format!("operations/{area}"), quote!(super::super::super)),
            None => ("operations".to_owned(), quote!(super::super)),
        };
        let scope = scope(target, library, quote!(types));
        for operation in operations {
            let path = format!("{folder}/{}.rs", names::snake_case(&operation.model.name));
            let source = operation.model.place.file.display().to_string();
            let items = with_imports(operation::items(operation, &scope), &scope, &up);
            output.add(&path, file(&source, items)?)?;
        }
    }
    Ok(())
}

/// Returns the documentation of the module of all operations.
fn introduction(has_areas: bool) -> TokenStream {
    if has_areas {
        quote! {
            //! The operations of the service, by area. Each is a value that a client can send.
            //!
            //! The modules are the areas. This module also has every operation under its own name, without the area's.
        }
    } else {
        quote! {
            //! The operations of the service. Each is a value that a client can send.
        }
    }
}

/// Returns a module of the areas alone. rustdoc ignores `#[doc(hidden)]` on a re-export of another crate: a crate that documents
/// these operations as its own would list each one twice.
fn by_area(modules: &[Ident]) -> Option<TokenStream> {
    (!modules.is_empty())
        .then(|| quote!(#[doc(hidden)] pub mod by_area { pub use super::{#(#modules),*}; }))
}

/// Checks that an area can be a module next to the modules of operations without an area.
fn check_area(
    area: &str,
    areas: &BTreeMap<Option<String>, Vec<&TypedOperation>>,
) -> Result<(), Error> {
    let fault = |place: Option<&Place>, message: String| {
        let problem = Problem {
            place: place.cloned(),
            ..Problem::nowhere(message)
        };
        Err(Error::Invalid(vec![problem.with_help("rename the folder")]))
    };
    let inside = areas.get(&Some(area.to_owned())).into_iter().flatten();
    let first = inside.map(|operation| &operation.model.place).next();
    if !names::is_area(area) {
        return fault(
            first,
            format!(
                "the folder `{area}` of query files can't be a module: its name is reserved or not in snake case"
            ),
        );
    }
    let ungrouped = areas.get(&None).into_iter().flatten();
    let mut ungrouped = ungrouped.map(|operation| &operation.model);
    match ungrouped.find(|operation| names::snake_case(&operation.name) == area) {
        Some(operation) => fault(
            Some(&operation.place),
            format!(
                "the folder `{area}` of query files and the operation `{}` would have the same module",
                operation.name
            ),
        ),
        None => Ok(()),
    }
}

/// Returns `mod` and `use` for each operation and the types of its selections. The module is private because its other items
/// are wire types.
fn declarations(operations: &[&TypedOperation]) -> [TokenStream; 2] {
    let module =
        |operation: &TypedOperation| names::ident(&names::snake_case(&operation.model.name));
    let declared = operations.iter().map(|operation| {
        let module = module(operation);
        quote!(mod #module;)
    });
    let used = operations.iter().map(|operation| {
        let (module, name) = (module(operation), names::ident(&operation.model.name));
        let mut selections = operation.selections.iter().peekable();
        if selections.peek().is_none() {
            return quote!(pub use #module::#name;);
        }
        let selections = selections.map(|selection| names::ident(&selection.name));
        quote!(pub use #module::{#name, #(#selections),*};)
    });
    [quote!(#(#declared)*), quote!(#(#used)*)]
}

/// Renders `types/<area>.rs`.
fn types(target: &Target, library: &Library, output: &mut Output) -> Result<(), Error> {
    let source = format!("the schema and the query files of `{}`", target.name);
    let scope = scope(target, library, quote!(super));
    let areas = areas::of_types(target, library);
    for (area, types) in &areas {
        let items = types.iter().flat_map(|(name, shared)| {
            let mut items = fragments(library, name);
            if !library.inherited.names.contains(*name) {
                items.extend(shared::items(shared, &scope));
            }
            items
        });
        let items = with_imports(items.collect(), &scope, &quote!(super));
        output.add(&format!("types/{area}.rs"), file(&source, items)?)?;
    }
    let modules: Vec<_> = areas.keys().map(|area| names::ident(area)).collect();
    let items = vec![
        quote! {
            //! Types of variables and responses, shared by the operations that use them.
            //!
            //! Response types can be compared, and serialized under the service's field names without their secrets. To create
            //! one in a test, call `default()` and set its fields.
        },
        // The service names its enums' values.
        quote!(#![allow(clippy::enum_variant_names, clippy::upper_case_acronyms)]),
        quote!(#(mod #modules;)*),
        quote!(#(pub use #modules::*;)*),
    ];
    output.add("types/mod.rs", file(&source, items)?)
}

/// Returns the texts of the fragments of a type.
fn fragments(library: &Library, type_name: &str) -> Vec<TokenStream> {
    let fragments = library.fragments.iter();
    fragments
        .filter(|fragment| fragment.type_name == type_name)
        .map(|fragment| {
            let constant = names::ident(&names::fragment_constant(&fragment.name));
            let text = operation::raw_string(&format!("\n{}", fragment.text));
            quote!(#[doc(hidden)] pub const #constant: &str = #text;)
        })
        .collect()
}

fn scope(target: &Target, library: &Library, types: TokenStream) -> Scope {
    Scope {
        runtime: target.runtime.parse().unwrap_or_default(),
        types,
        inherited: Rc::clone(&library.inherited),
    }
}

fn query_files(target: &Target) -> String {
    format!("the query files of `{}`", target.name)
}

/// Imports the modules that the items use, after the file's documentation. `up` is the path of the types' parent module.
fn with_imports(mut items: Vec<TokenStream>, scope: &Scope, up: &TokenStream) -> Vec<TokenStream> {
    let runtime = &scope.runtime;
    let text: String = items.iter().map(ToString::to_string).collect();
    // The implementations of an enum use full paths, which need no import.
    let text = text.replace(&format!("{runtime} :: support"), "");
    let text = scope.inherited.without_paths(&text);
    let uses = |module: &str| text.contains(&format!("{module} ::"));
    let modules = MODULES
        .iter()
        .filter(|module| uses(module))
        .map(|module| names::ident(module));
    let types = uses("types").then(|| quote!(use #up::types;));
    let modules: Vec<_> = modules.collect();
    let runtime = (!modules.is_empty()).then(|| quote!(use #runtime::{#(#modules),*};));
    let imports = quote!(#runtime #types);
    if !imports.is_empty() {
        items.insert(0, imports);
    }
    items
}

/// Returns a file of items, formatted one by one with blank lines between them.
fn file(source: &str, items: Vec<TokenStream>) -> Result<String, Error> {
    let mut text = format!("{MARK} from {source}. Do not edit.\n");
    for item in items.into_iter().filter(|item| !item.is_empty()) {
        let parsed: syn::File = syn::parse2(item.clone()).map_err(|error| {
            Error::Invalid(vec![
                Problem::nowhere(format!(
                    "the code generated from {source} is not valid Rust: {error}"
                ))
                .with_help(item.to_string()),
            ])
        })?;
        text.push('\n');
        text.push_str(&unquoted::unquoted(&prettyplease::unparse(&parsed)));
    }
    Ok(text)
}

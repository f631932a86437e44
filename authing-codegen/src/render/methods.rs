//! The named methods of the clients: for each folder of query files that has any, one file of asynchronous methods and one of
//! blocking methods.

mod call;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;

use super::{areas, docs};
use crate::compile::extract::{Library, TypedOperation};
use crate::compile::types::{Inherited, Scope};
use crate::config::{Methods, Sender, Target};
use crate::input::markdown;
use crate::model::Method;
use crate::names;
use call::Call;

/// The methods of a folder of query files.
type Area<'a> = Vec<(&'a TypedOperation, &'a Method)>;

/// Returns the items of each file.
pub(super) fn files(target: &Target, library: &Library) -> Vec<(PathBuf, Vec<TokenStream>)> {
    let Some(config) = &target.methods else {
        return Vec::new();
    };
    let areas = areas(target, library);
    let asynchronous = Writer {
        target,
        config,
        clients: &config.clients,
        senders: &config.senders,
        is_blocking: false,
        inherited: &library.inherited,
    };
    let mut files = asynchronous.files(&target.path(&config.folder), &areas);
    if let Some(blocking) = &config.blocking {
        let waiting = Writer {
            target,
            config,
            clients: &blocking.clients,
            senders: &blocking.senders,
            is_blocking: true,
            inherited: &library.inherited,
        };
        files.extend(waiting.files(&target.path(&blocking.folder), &areas));
    }
    files
}

/// Returns the methods by folder, sorted by name.
fn areas<'a>(target: &Target, library: &'a Library) -> BTreeMap<&'a str, Area<'a>> {
    let mut areas: BTreeMap<&str, Area<'_>> = BTreeMap::new();
    for operation in &library.operations {
        for method in &operation.model.methods {
            if let Some(area) = target.area(&method.place.file) {
                areas.entry(area).or_default().push((operation, method));
            }
        }
    }
    for area in areas.values_mut() {
        area.sort_by_key(|(_, method)| &method.name);
    }
    areas
}

/// Generates the methods of one kind of client.
struct Writer<'a> {
    target: &'a Target,
    config: &'a Methods,
    /// The client types by their names in query files.
    clients: &'a BTreeMap<String, String>,
    /// The methods that send the operations with a marker trait.
    senders: &'a BTreeMap<String, Sender>,
    is_blocking: bool,
    inherited: &'a Rc<Inherited>,
}

impl Writer<'_> {
    fn files(
        &self,
        folder: &Path,
        areas: &BTreeMap<&str, Area<'_>>,
    ) -> Vec<(PathBuf, Vec<TokenStream>)> {
        let modules = areas.keys().map(|area| names::ident(area));
        let modules = vec![
            quote! {
                //! Methods that send one operation each.
            },
            quote!(#(mod #modules;)*),
        ];
        let mut files = vec![(folder.join("mod.rs"), modules)];
        files.extend(areas.iter().map(|(area, methods)| {
            let path = folder.join(format!("{area}.rs"));
            (path, self.items(area, methods))
        }));
        files
    }

    /// Returns the items of an area's file: an `impl` block for each client.
    fn items(&self, area: &str, methods: &Area<'_>) -> Vec<TokenStream> {
        let heading = areas::title(self.target, area);
        let head = format!(" {heading}.");
        let mut text = String::new();
        let mut blocks = Vec::new();
        for (client, path) in self.clients {
            let own = methods
                .iter()
                .filter(|(_, method)| method.on.contains(client))
                .map(|(operation, method)| self.method(client, operation, method));
            let own: Vec<_> = own.collect();
            if own.is_empty() {
                continue;
            }
            text.extend(own.iter().map(ToString::to_string));
            // The whole path: two clients may have types of the same name.
            let path = tokens(path);
            let docs = docs::comment(&[format!("# {heading}")]);
            blocks.push(quote! {
                #docs
                impl #path {
                    #(#own)*
                }
            });
        }
        let text = self.inherited.without_paths(&text);
        let Methods {
            runtime,
            operations,
            types,
            error,
            ..
        } = self.config;
        let mut uses = vec![operations.clone(), error.clone()];
        for (module, path) in [
            ("types", types.clone()),
            ("operation", format!("{runtime}::operation")),
            ("secret", format!("{runtime}::secret")),
        ] {
            if text.contains(&format!("{module} ::")) {
                uses.push(path);
            }
        }
        uses.sort();
        let uses = uses.iter().map(|path| tokens(path));
        let mut items = vec![quote!(#![doc = #head]), quote!(#(use #uses;)*)];
        items.append(&mut blocks);
        items
    }

    fn method(&self, client: &str, operation: &TypedOperation, method: &Method) -> TokenStream {
        let scope = Scope {
            runtime: tokens(&self.config.runtime),
            types: quote!(types),
            inherited: Rc::clone(self.inherited),
        };
        let sender = self.sender(operation);
        let send = sender.map_or("execute", |sender| &sender.method);
        let call = Call::of(client, operation, method, send);
        let lines = if self.is_blocking {
            self.short_docs(client, operation, method)
        } else {
            call.docs()
        };
        let docs = docs::comment(&lines);
        let aliases = operation.model.aliases.iter();
        let aliases = aliases.filter(|alias| **alias != method.name);
        let name = names::ident(&method.name);
        let parameters = call.parameters(&scope);
        let output = match sender {
            // A complete path: another type in the file may have its name.
            Some(sender) => tokens(&sender.output),
            None => call.output(&scope),
        };
        let own = call.own_ids();
        let value = call.value();
        let send = names::ident(send);
        let (asynchronous, done) = if self.is_blocking {
            (None, quote!())
        } else {
            (Some(quote!(async)), quote!(.await))
        };
        quote! {
            #docs
            #(#[doc(alias = #aliases)])*
            pub #asynchronous fn #name(&self, #(#parameters),*) -> Result<#output, Error> {
                #(#own)*
                self.#send(#value) #done
            }
        }
    }

    /// Returns the method that sends an operation in place of `execute`, if any.
    fn sender(&self, operation: &TypedOperation) -> Option<&Sender> {
        let traits = &operation.model.implements;
        let (_, sender) = self.target.senders_of(self.senders, traits).next()?;
        Some(sender)
    }

    /// The documentation of a blocking method refers to the asynchronous method.
    fn short_docs(&self, client: &str, operation: &TypedOperation, method: &Method) -> Vec<String> {
        let summary = markdown::summary(&operation.model.docs).iter().cloned();
        let name = &method.name;
        let path = self.config.clients.get(client).map_or("", String::as_str);
        let rest = [
            String::new(),
            format!("The asynchronous [`{name}`]({path}::{name}) documents parameters and errors."),
        ];
        summary.chain(rest).collect()
    }
}

/// Parses a path that the configuration has already validated.
fn tokens(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

//! The clients' named methods: for each folder of query files that has any, a file of them, and one of those that wait.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use super::{areas, docs, file, value};
use crate::config::{Methods, Target};
use crate::error::Error;
use crate::lift::{Library, LiftedOperation, LiftedVariable};
use crate::model::Method;
use crate::names;
use crate::output::Output;
use crate::types::{Direction, Scope, Value};

/// The methods of a folder of query files.
type Area<'a> = Vec<(&'a LiftedOperation, &'a Method)>;

/// Renders the methods into `output`.
pub(super) fn render(target: &Target, library: &Library, output: &mut Output) -> Result<(), Error> {
    let Some(config) = &target.methods else {
        return Ok(());
    };
    let areas = areas(target, library);
    let asynchronous = Writer {
        config,
        clients: &config.clients,
        is_blocking: false,
    };
    asynchronous.write(target, &config.folder, &areas, output)?;
    let Some(blocking) = &config.blocking else {
        return Ok(());
    };
    let waiting = Writer {
        config,
        clients: &blocking.clients,
        is_blocking: true,
    };
    waiting.write(target, &blocking.folder, &areas, output)
}

/// The methods by folder, in the order of their names.
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

/// Writes the methods of one kind of clients.
struct Writer<'a> {
    config: &'a Methods,
    /// The types by the names that query files have for them.
    clients: &'a BTreeMap<String, String>,
    is_blocking: bool,
}

impl Writer<'_> {
    fn write(
        &self,
        target: &Target,
        folder: &Path,
        areas: &BTreeMap<&str, Area<'_>>,
        output: &mut Output,
    ) -> Result<(), Error> {
        let folder = target.path(folder);
        let source = format!("the query files of `{}`", target.name);
        let modules = areas.keys().map(|area| names::ident(area));
        let modules = vec![
            quote! {
                //! The methods that send one operation each.
            },
            quote!(#(mod #modules;)*),
        ];
        output.add_elsewhere(folder.join("mod.rs"), file(&source, modules)?)?;
        for (area, methods) in areas {
            let text = file(&source, self.items(target, area, methods))?;
            let text = text.replace("\n    }\n    ", "\n    }\n\n    ");
            output.add_elsewhere(folder.join(format!("{area}.rs")), text)?;
        }
        Ok(())
    }

    /// The items of an area's file: a block of methods for each client.
    fn items(&self, target: &Target, area: &str, methods: &Area<'_>) -> Vec<TokenStream> {
        let heading = areas::title(target, area);
        let head = format!(" {heading}.");
        let mut uses = Vec::new();
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
            let name = type_name(path);
            let docs = docs::comment(&[format!("# {heading}")]);
            blocks.push(quote! {
                #docs
                impl #name {
                    #(#own)*
                }
            });
            uses.push(path.clone());
        }
        let text: String = blocks.iter().map(ToString::to_string).collect();
        let Methods {
            runtime,
            operations,
            types,
            error,
            ..
        } = self.config;
        uses.extend([operations.clone(), error.clone()]);
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

    fn method(&self, client: &str, operation: &LiftedOperation, method: &Method) -> TokenStream {
        let scope = Scope {
            runtime: tokens(&self.config.runtime),
            types: quote!(types),
        };
        let call = Call::of(client, operation, method);
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
        let allowed = value::allow_many(parameters.len() + 1);
        let output = call.output(&scope);
        let own = call.own_ids();
        let value = call.value();
        let (asynchronous, done) = if self.is_blocking {
            (None, quote!())
        } else {
            (Some(quote!(async)), quote!(.await))
        };
        quote! {
            #docs
            #(#[doc(alias = #aliases)])*
            #allowed
            pub #asynchronous fn #name(&self, #(#parameters),*) -> Result<#output, Error> {
                #(#own)*
                self.execute(#value) #done
            }
        }
    }

    /// Of a method that waits, the documentation is with the one that it waits for.
    fn short_docs(
        &self,
        client: &str,
        operation: &LiftedOperation,
        method: &Method,
    ) -> Vec<String> {
        let summary = operation.model.docs.iter();
        let summary = summary.take_while(|line| !line.is_empty()).cloned();
        let name = &method.name;
        let path = self.config.clients.get(client).map_or("", String::as_str);
        let rest = [
            String::new(),
            format!("The asynchronous [`{name}`]({path}::{name}) documents parameters and errors."),
        ];
        summary.chain(rest).collect()
    }
}

/// How a method on one client sends its operation.
struct Call<'a> {
    operation: &'a LiftedOperation,
    method: &'a Method,
    /// The variables that it takes, in order.
    taken: Vec<&'a LiftedVariable>,
    /// Those that are the client's own user.
    own: Vec<&'a LiftedVariable>,
}

impl<'a> Call<'a> {
    fn of(client: &str, operation: &'a LiftedOperation, method: &'a Method) -> Self {
        let (mut taken, mut own) = (Vec::new(), Vec::new());
        if !method.whole {
            let required = operation.variables.iter().filter(|v| v.is_required());
            (own, taken) = required.partition(|v| v.model.own_user.iter().any(|on| on == client));
            let with = method.with.iter();
            taken.extend(with.filter_map(|name| {
                let mut variables = operation.variables.iter();
                variables.find(|variable| variable.model.rust == *name)
            }));
        }
        Self {
            operation,
            method,
            taken,
            own,
        }
    }

    fn parameters(&self, scope: &Scope) -> Vec<TokenStream> {
        if self.method.whole {
            let operation = self.path();
            return vec![quote!(operation: #operation)];
        }
        let parameters = self.taken.iter().map(|variable| {
            let name = names::ident(&variable.model.rust);
            let ty = value::parameter(&variable.shape.clone().required(), scope);
            quote!(#name: #ty)
        });
        parameters.collect()
    }

    /// A type that stands in the operation's own file is named by the operation.
    fn output(&self, scope: &Scope) -> TokenStream {
        let output = &self.operation.output;
        if matches!(output.value(), Value::Local(_)) {
            let operation = self.path();
            return quote!(<#operation as operation::Operation>::Output);
        }
        output.tokens(Direction::Received, scope)
    }

    /// What finds out who the client's user is.
    fn own_ids(&self) -> impl Iterator<Item = TokenStream> {
        self.own.iter().map(|variable| {
            let variable = names::ident(&variable.model.rust);
            let operation = &self.operation.model.name;
            quote!(let #variable = self.own_id(#operation)?;)
        })
    }

    /// The operation's value.
    fn value(&self) -> TokenStream {
        if self.method.whole {
            return quote!(operation);
        }
        let ident = |variable: &LiftedVariable| names::ident(&variable.model.rust);
        let variables = self.operation.variables.iter();
        let required = variables.filter(|v| v.is_required()).map(ident);
        let set = self
            .taken
            .iter()
            .filter(|v| !v.is_required())
            .map(|variable| {
                let name = ident(variable);
                quote!(.#name(#name))
            });
        let operation = self.path();
        quote!(#operation::new(#(#required),*) #(#set)*)
    }

    fn path(&self) -> TokenStream {
        let name = names::ident(&self.operation.model.name);
        quote!(operations::#name)
    }

    /// The operation's documentation, with the parameters after its summary, and what only concerns the method at its end.
    fn docs(&self) -> Vec<String> {
        let model = &self.operation.model;
        let name = &model.name;
        let summary = model.docs.iter().take_while(|line| !line.is_empty());
        let (summary, rest) = model.docs.split_at(summary.count());
        let mut lines = summary.to_vec();
        let parameters = self.parameter_docs();
        if !parameters.is_empty() {
            lines.push(String::new());
            lines.extend(parameters);
        }
        lines.extend(rest.iter().cloned());
        if !self.own.is_empty() {
            lines.push(String::new());
            lines.push(
                "The token says who the user is; one that names no user is rejected before anything is sent."
                    .to_owned(),
            );
        }
        let mut variables = self.operation.variables.iter();
        let is_left = |variable: &LiftedVariable| {
            !variable.is_required()
                && !variable.is_filled_in()
                && !self.method.with.contains(&variable.model.rust)
        };
        if !self.method.whole && variables.any(is_left) {
            lines.push(String::new());
            lines.push(format!(
                "[`operations::{name}`] has more to set; [`execute`](Self::execute) sends it."
            ));
        }
        lines.push(String::new());
        lines.push(docs::sent(model));
        if !self.method.docs.is_empty() {
            lines.push(String::new());
            lines.extend(self.method.docs.iter().cloned());
        }
        lines
    }

    fn parameter_docs(&self) -> Vec<String> {
        let name = &self.operation.model.name;
        if self.method.whole {
            return vec![format!(
                "- `operation`: what [`operations::{name}::new`] makes, with all that is to be set."
            )];
        }
        let taken = self.taken.iter().map(|variable| &variable.model);
        taken
            .filter(|variable| !variable.docs.is_empty())
            .map(|variable| format!("- `{}`: {}", variable.rust, variable.docs.join(" ")))
            .collect()
    }
}

/// The last segment of a path.
fn type_name(path: &str) -> TokenStream {
    tokens(path.rsplit("::").next().unwrap_or(path))
}

/// A path that the configuration has been checked for.
fn tokens(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

//! Reads the directives of the query files.

use std::collections::BTreeMap;

use apollo_compiler::Node;
use apollo_compiler::ast::{DirectiveList, OperationType, Selection as AstSelection};

use super::arguments::string;
use super::{Api, Fragment, Kind, Model, Operation};
use crate::check::validate;
use crate::error::{Error, Place, Problem};
use crate::input::schema::Schemas;
use crate::input::source::{FragmentFile, OperationFile, SourceFile, Sources};
use crate::model::document;
use crate::names;

/// Reads the directives of every operation and fragment.
pub(crate) fn build(api: &Api, schemas: &Schemas, sources: &Sources) -> Result<Model, Error> {
    let mut reader = Reader {
        api,
        schemas,
        sources,
        faults: Vec::new(),
    };
    let fragments = sources
        .fragments
        .iter()
        .map(|(name, fragment)| (name.clone(), reader.fragment(fragment)))
        .collect();
    let operations = sources
        .operations
        .iter()
        .filter_map(|operation| reader.operation(operation))
        .collect();
    reader.faults.sort_by(|a, b| a.place.cmp(&b.place));
    reader.faults.dedup();
    Problem::none(reader.faults)?;
    Ok(Model {
        operations,
        fragments,
    })
}

pub(super) struct Reader<'a> {
    pub(super) api: &'a Api,
    pub(super) schemas: &'a Schemas,
    pub(super) sources: &'a Sources,
    faults: Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, problem: Problem) {
        self.faults.push(problem);
    }

    /// Returns the comment above a node, as documentation.
    pub(super) fn docs<T>(&mut self, file: &SourceFile, node: &Node<T>) -> Vec<String> {
        if !self.sources.may_be_drafts {
            self.faults.append(&mut file.placeholders(node));
        }
        file.comment(node)
    }

    fn operation(&mut self, operation: &OperationFile) -> Option<Operation> {
        let OperationFile { file, definition } = operation;
        let place = file.place(definition);
        let Some(name) = &definition.name else {
            self.fault(Problem::new(&place, "an operation needs a name"));
            return None;
        };
        self.check_name("operation name", name, &place);
        let docs = self.docs(file, definition);
        if docs.is_empty() {
            let fault = Problem::new(&place, format!("the operation `{name}` is not documented"));
            let help =
                "add a comment above it that describes its effect, its errors and its source";
            self.fault(fault.with_help(help));
        }
        let kind = match definition.operation_type {
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            // `validate` has rejected it, and a schema without this kind.
            OperationType::Subscription => return None,
        };
        let on = self.schemas.service.root_operation(kind.operation_type())?;
        let Some(authing) = definition.directives.get("authing") else {
            let message = format!("the operation `{name}` has no `@authing` directive");
            let help = "add `@authing(service: …, token: …)`";
            self.fault(Problem::new(&place, message).with_help(help));
            return None;
        };
        let endpoint = self.choice(authing, "service", &self.api.endpoints, &place);
        let token = self.choice(authing, "token", &self.api.tokens, &place);
        let implements = self.traits(authing, &place);
        let mut variables = self.variables(file, &definition.variables);
        for variable in &mut variables {
            variable.argument = argument(&variable.wire, &definition.selection_set);
        }
        self.collisions(
            "variables",
            variables.iter().map(|v| (&v.rust, &v.wire, &v.place)),
        );
        let methods = self.methods(file, definition, &variables);
        let mut roots = self.fields(file, &definition.selection_set, true);
        if roots.len() != 1 {
            let count = roots.len();
            let message =
                format!("the operation `{name}` has {count} root fields; it must have exactly one");
            self.fault(Problem::new(&place, message));
        }
        let root = roots.pop()?;
        Some(Operation {
            name: name.to_string(),
            docs,
            kind,
            api: self.api.path.clone(),
            endpoint: endpoint?,
            token: token?,
            aliases: self.aliases(name, authing, &place),
            implements,
            since: self.since(authing, &place),
            no_stream: self.no_stream(definition, &place),
            at_least_one: self.at_least_one(definition, &variables, &place),
            variables,
            methods,
            rest: self.rest(on, &root, &definition.selection_set),
            on: on.to_string(),
            root,
            reached: validate::reached(operation, self.sources),
            text: document::of_operation(definition),
            place,
        })
    }

    fn fragment(&mut self, fragment: &FragmentFile) -> Fragment {
        let FragmentFile {
            file,
            definition,
            inherited,
        } = fragment;
        let name = definition.name.to_string();
        let place = file.place(definition);
        self.check_name("fragment's name", &name, &place);
        if file
            .path
            .file_stem()
            .is_none_or(|stem| stem != name.as_str())
        {
            self.fault(
                Problem::new(
                    &place,
                    format!("the fragment `{name}` is not in a file with its name"),
                )
                .with_help(format!("rename the file to `{name}.graphql`")),
            );
        }
        Fragment {
            type_name: fragment.type_name(),
            docs: self.docs(file, definition),
            on: definition.type_condition.to_string(),
            text: document::of_fragment(definition),
            inherited: *inherited,
            verdict: definition.directives.has("verdict"),
            fields: self.fields(file, &definition.selection_set, false),
            name,
            place,
        }
    }

    /// Reports the name of an operation or fragment that is not one of a Rust type.
    fn check_name(&mut self, what: &str, name: &str, place: &Place) {
        let rust = names::type_name(name);
        if rust != name {
            let message = format!("the {what} `{name}` is not in upper camel case");
            let help = format!("rename it to `{rust}`");
            self.fault(Problem::new(place, message).with_help(help));
        }
    }

    pub(super) fn rust_name(
        &mut self,
        wire: &str,
        directives: &DirectiveList,
        place: &Place,
    ) -> String {
        let Some(rename) = directives.get("rename") else {
            return names::field(wire);
        };
        let to = string(rename, "to").unwrap_or_default();
        if !names::is_field_name(&to) {
            self.fault(Problem::new(
                place,
                format!(
                    "`{to}` is not a valid snake case name, so `{wire}` can't be renamed to it"
                ),
            ));
        }
        to
    }

    /// Reports names of the service that are the same in Rust.
    pub(super) fn collisions<'n>(
        &mut self,
        what: &str,
        names: impl Iterator<Item = (&'n String, &'n String, &'n Place)>,
    ) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let mut faults = Vec::new();
        for (rust, wire, place) in names {
            if let Some(other) = seen.insert(rust, wire) {
                faults.push(
                    Problem::new(
                        place,
                        format!(
                            "the {what} `{other}` and `{wire}` are both named `{rust}` in Rust"
                        ),
                    )
                    .with_help("rename one of them with `@rename(to: …)`"),
                );
            }
        }
        self.faults.append(&mut faults);
    }
}

/// Returns the argument of the root field that a variable is the value of.
fn argument(variable: &str, roots: &[AstSelection]) -> Option<String> {
    let root = roots.iter().find_map(AstSelection::as_field)?;
    let mut arguments = root.arguments.iter();
    let argument = arguments.find(|argument| {
        let value = argument.value.as_variable();
        value.is_some_and(|name| name == variable)
    })?;
    Some(argument.name.to_string())
}

//! The schema, with and without the client-side directives.

mod defaults;
mod unknown;

use std::io::ErrorKind::NotFound;
use std::path::Path;

use apollo_compiler::ast::{DirectiveDefinition, DirectiveLocation};
use apollo_compiler::parser::{Parser, SourceMap};
use apollo_compiler::schema::SchemaBuilder;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{Node, Schema, name};

use crate::config::Target;
use crate::error::diagnostics::problems;
use crate::error::{Error, Place, Problem};
use crate::input::text;
pub(crate) use defaults::fits;

/// The schema with the REST paths, without and with the client-side directives.
pub(crate) struct Schemas {
    /// The service's schema, and the REST paths as fields of it.
    pub(crate) service: Valid<Schema>,
    /// The same with the client-side directives, against which query files are validated.
    pub(crate) with_directives: Valid<Schema>,
}

impl Schemas {
    /// Rejects defaults of the wrong type.
    pub(crate) fn check_defaults(&self) -> Result<(), Error> {
        Problem::none(defaults::faults(&self.with_directives))
    }

    /// Returns the location of a node in the service's schema.
    pub(crate) fn place<T>(&self, node: &Node<T>) -> Place {
        place_in(&self.service.sources, node)
    }

    /// Returns the location of a node in the directives.
    pub(crate) fn place_of_directive<T>(&self, node: &Node<T>) -> Place {
        place_in(&self.with_directives.sources, node)
    }
}

/// Returns the location of a node in one of these files.
pub(crate) fn place_in<T>(sources: &SourceMap, node: &Node<T>) -> Place {
    let start = node.line_column_range(sources).map(|range| range.start);
    let file = node
        .location()
        .and_then(|span| sources.get(&span.file_id()))
        .map(|source| source.path().to_owned());
    Place {
        file: file.unwrap_or_default(),
        line: start.as_ref().map_or(1, |start| start.line),
        column: start.map_or(1, |start| start.column),
    }
}

/// Reads and validates the schema and the directives.
pub(crate) fn read(target: &Target) -> Result<Schemas, Error> {
    let schemas = parse(target, &read_file(target, &target.schema)?, &target.schema)?;
    schemas.check_defaults()?;
    Ok(schemas)
}

/// Validates a schema, alone and with the target's directives, except for the types of defaults.
pub(crate) fn parse(target: &Target, schema: &str, path: &Path) -> Result<Schemas, Error> {
    let mut document = Parser::new()
        .parse_ast(schema, path)
        .map_err(|error| invalid(&error.errors))?;
    unknown::remove(&mut document);
    let mut service = Schema::builder().add_ast(&document);
    let mut with_directives = Schema::builder().add_ast(&document);
    for rest in &target.rest {
        let text = read_file(target, rest)?;
        let mut paths = Parser::new()
            .parse_ast(text, rest)
            .map_err(|error| invalid(&error.errors))?;
        with_directives = with_directives.add_ast(&paths);
        unknown::remove(&mut paths);
        service = service.add_ast(&paths);
    }
    for directives in &target.directives {
        with_directives = with_directives.parse(&read_file(target, directives)?, directives);
    }
    Ok(Schemas {
        service: validated(service)?,
        with_directives: validated(with_directives)?,
    })
}

/// Validates a schema. It can use `@oneOf` without a definition, as GraphQL has it since 2025.
fn validated(schema: SchemaBuilder) -> Result<Valid<Schema>, Error> {
    let mut schema = schema.build().map_err(|error| invalid(&error.errors))?;
    let one_of = schema.directive_definitions.entry(name!("oneOf"));
    one_of.or_insert_with(one_of_definition);
    schema.validate().map_err(|error| invalid(&error.errors))
}

/// Returns the definition of `@oneOf`, which a schema need not have.
pub(crate) fn one_of_definition() -> Node<DirectiveDefinition> {
    Node::new(DirectiveDefinition {
        description: None,
        name: name!("oneOf"),
        arguments: Vec::new(),
        repeatable: false,
        locations: vec![DirectiveLocation::InputObject],
    })
}

/// Reads a schema file of the target.
pub(crate) fn read_file(target: &Target, relative: &Path) -> Result<String, Error> {
    let path = target.path(relative);
    let text = text::read(&path).map_err(|error| match error {
        Error::Io { path, source } if source.kind() == NotFound && *relative == target.schema => {
            let reason = "the schema file does not exist; `authing-codegen fetch` writes it";
            Error::Config {
                path,
                reason: reason.to_owned(),
            }
        }
        error => error,
    })?;
    is_sdl(&text, &path)?;
    Ok(text)
}

/// Rejects JSON, in which each character would be an error.
pub(crate) fn is_sdl(text: &str, path: &Path) -> Result<(), Error> {
    if !text::without_bom(text).trim_start().starts_with(['{', '[']) {
        return Ok(());
    }
    let file = path.display();
    let advice = format!(
        "if it is the response to an introspection query, `authing-codegen fetch --from {file} --out schema.graphql` \
         makes a schema of it"
    );
    let problem = Problem::nowhere(format!(
        "{file} is JSON, not a schema in GraphQL's schema language"
    ));
    Err(Error::Invalid(vec![problem.with_help(advice)]))
}

fn invalid(diagnostics: &DiagnosticList) -> Error {
    Error::Invalid(problems(diagnostics))
}

//! Validates every operation, with the fragments that it reaches, against the schema.

use std::collections::BTreeSet;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::ast::Selection;
use apollo_compiler::validation::DiagnosticList;

use crate::diagnostics::problems;
use crate::error::{Error, Problem};
use crate::schema::Schemas;
use crate::source::{OperationFile, Sources};

/// Reports everything that is invalid under the schema, and fragments that no operation reaches.
pub(crate) fn against(schemas: &Schemas, sources: &Sources) -> Result<(), Error> {
    let mut faults: Vec<Problem> = Vec::new();
    let mut reached_by_any = BTreeSet::new();
    for operation in &sources.operations {
        let reached = reached(operation, sources);
        for problem in faults_of(schemas, sources, operation, &reached) {
            // A problem in a fragment is found once for each operation that reaches it.
            if !faults.contains(&problem) {
                faults.push(problem);
            }
        }
        reached_by_any.extend(reached);
    }
    for (name, fragment) in &sources.fragments {
        if !reached_by_any.contains(name) {
            let place = fragment.file.place(&fragment.definition);
            faults.push(Problem::new(
                &place,
                format!("no operation uses the fragment `{name}`"),
            ));
        }
    }
    Problem::none(faults)
}

/// Returns the fragments that an operation uses, directly or through others, in the order of their first use.
pub(crate) fn reached(operation: &OperationFile, sources: &Sources) -> Vec<String> {
    let mut reached = Vec::new();
    follow(&operation.definition.selection_set, sources, &mut reached);
    reached
}

fn follow(selections: &[Selection], sources: &Sources, reached: &mut Vec<String>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => follow(&field.selection_set, sources, reached),
            Selection::InlineFragment(inline) => follow(&inline.selection_set, sources, reached),
            Selection::FragmentSpread(spread) => {
                let name = spread.fragment_name.to_string();
                if reached.contains(&name) {
                    continue;
                }
                // The validation reports names that don't exist.
                if let Some(fragment) = sources.fragments.get(&name) {
                    reached.push(name);
                    follow(&fragment.definition.selection_set, sources, reached);
                }
            }
        }
    }
}

/// Validates an operation and the fragments that it reaches.
pub(crate) fn faults_of(
    schemas: &Schemas,
    sources: &Sources,
    operation: &OperationFile,
    reached: &[String],
) -> Vec<Problem> {
    // A diagnostic can also mark a location in the schema.
    let mut errors = DiagnosticList::new(schemas.with_directives.sources.clone());
    let mut builder = ExecutableDocument::builder(Some(&schemas.with_directives), &mut errors);
    builder.add_ast_document(&operation.file.document, true);
    for fragment in reached
        .iter()
        .filter_map(|name| sources.fragments.get(name))
    {
        builder.add_ast_document(&fragment.file.document, true);
    }
    let document = builder.build();
    if !errors.is_empty() {
        return problems(&errors);
    }
    match document.validate(&schemas.with_directives) {
        Ok(_) => Vec::new(),
        Err(error) => problems(&error.errors),
    }
}

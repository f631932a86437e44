//! The documents on the wire: an operation and the fragments that it reaches, without the client-side directives.

use apollo_compiler::Node;
use apollo_compiler::ast::{
    Definition, DirectiveList, Document, FragmentDefinition, OperationDefinition, Selection,
};

/// Returns the text of an operation in a canonical layout.
pub(crate) fn of_operation(operation: &OperationDefinition) -> String {
    let mut definition = operation.clone();
    strip(&mut definition.directives);
    for variable in &mut definition.variables {
        strip(&mut variable.make_mut().directives);
    }
    strip_selections(&mut definition.selection_set);
    text(Definition::OperationDefinition(Node::new(definition)))
}

/// Returns the text of a fragment in the same layout.
pub(crate) fn of_fragment(fragment: &FragmentDefinition) -> String {
    let mut definition = fragment.clone();
    strip(&mut definition.directives);
    strip_selections(&mut definition.selection_set);
    text(Definition::FragmentDefinition(Node::new(definition)))
}

fn text(definition: Definition) -> String {
    let mut document = Document::new();
    document.definitions.push(definition);
    document.to_string()
}

/// Every remaining directive is client-side: `unsupported` has rejected `@include` and `@skip`.
fn strip(directives: &mut DirectiveList) {
    directives.0.clear();
}

fn strip_selections(selections: &mut [Selection]) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                let field = field.make_mut();
                strip(&mut field.directives);
                strip_selections(&mut field.selection_set);
            }
            Selection::FragmentSpread(spread) => strip(&mut spread.make_mut().directives),
            Selection::InlineFragment(inline) => {
                let inline = inline.make_mut();
                strip(&mut inline.directives);
                strip_selections(&mut inline.selection_set);
            }
        }
    }
}

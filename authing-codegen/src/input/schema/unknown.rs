//! Directives of a schema that no one defines: those of other tools, such as federation's `@link` and `@key`.

use std::collections::BTreeSet;

use apollo_compiler::Node;
use apollo_compiler::Schema;
use apollo_compiler::ast::{
    Definition, DirectiveList, Document, FieldDefinition, InputValueDefinition,
};

/// GraphQL's own directive for input objects with exactly one field, which is defined later where apollo-compiler does not.
const ONE_OF: &str = "oneOf";

/// Removes the directives that neither the schema nor GraphQL defines, which would make it invalid. They have no meaning for the
/// operations that a client sends.
pub(super) fn remove(document: &mut Document) {
    let mut defined: BTreeSet<String> = Schema::new()
        .directive_definitions
        .keys()
        .map(ToString::to_string)
        .collect();
    defined.extend(document.definitions.iter().filter_map(|one| match one {
        Definition::DirectiveDefinition(directive) => Some(directive.name.to_string()),
        _ => None,
    }));
    defined.insert(ONE_OF.to_owned());
    let remover = Remover { defined };
    for definition in &mut document.definitions {
        remover.definition(definition);
    }
}

struct Remover {
    defined: BTreeSet<String>,
}

impl Remover {
    fn definition(&self, definition: &mut Definition) {
        match definition {
            Definition::SchemaDefinition(one) => self.directives(&mut one.make_mut().directives),
            Definition::SchemaExtension(one) => self.directives(&mut one.make_mut().directives),
            Definition::ScalarTypeDefinition(one) => {
                self.directives(&mut one.make_mut().directives);
            }
            Definition::ScalarTypeExtension(one) => self.directives(&mut one.make_mut().directives),
            Definition::UnionTypeDefinition(one) => self.directives(&mut one.make_mut().directives),
            Definition::UnionTypeExtension(one) => self.directives(&mut one.make_mut().directives),
            Definition::ObjectTypeDefinition(one) => {
                let one = one.make_mut();
                self.fields(&mut one.directives, &mut one.fields);
            }
            Definition::ObjectTypeExtension(one) => {
                let one = one.make_mut();
                self.fields(&mut one.directives, &mut one.fields);
            }
            Definition::InterfaceTypeDefinition(one) => {
                let one = one.make_mut();
                self.fields(&mut one.directives, &mut one.fields);
            }
            Definition::InterfaceTypeExtension(one) => {
                let one = one.make_mut();
                self.fields(&mut one.directives, &mut one.fields);
            }
            Definition::EnumTypeDefinition(one) => {
                let one = one.make_mut();
                self.directives(&mut one.directives);
                for value in &mut one.values {
                    self.directives(&mut value.make_mut().directives);
                }
            }
            Definition::EnumTypeExtension(one) => {
                let one = one.make_mut();
                self.directives(&mut one.directives);
                for value in &mut one.values {
                    self.directives(&mut value.make_mut().directives);
                }
            }
            Definition::InputObjectTypeDefinition(one) => {
                let one = one.make_mut();
                self.directives(&mut one.directives);
                self.inputs(&mut one.fields);
            }
            Definition::InputObjectTypeExtension(one) => {
                let one = one.make_mut();
                self.directives(&mut one.directives);
                self.inputs(&mut one.fields);
            }
            Definition::DirectiveDefinition(one) => self.inputs(&mut one.make_mut().arguments),
            Definition::OperationDefinition(_) | Definition::FragmentDefinition(_) => {}
        }
    }

    fn fields(&self, directives: &mut DirectiveList, fields: &mut [Node<FieldDefinition>]) {
        self.directives(directives);
        for field in fields {
            let field = field.make_mut();
            self.directives(&mut field.directives);
            self.inputs(&mut field.arguments);
        }
    }

    fn inputs(&self, inputs: &mut [Node<InputValueDefinition>]) {
        for input in inputs {
            self.directives(&mut input.make_mut().directives);
        }
    }

    fn directives(&self, directives: &mut DirectiveList) {
        directives.retain(|one| self.defined.contains(one.name.as_str()));
    }
}

//! Which parts of the schema the operations use, and how.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Schema;
use apollo_compiler::ast::{Selection, Value};
use apollo_compiler::schema::ExtendedType;
use serde::Serialize;

use crate::input::source::{OperationFile, Sources};

/// How an operation uses a part of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// It selects this field.
    SelectedField,
    /// It sets this argument.
    Argument,
    /// It sends this field of an input object, or can send it in a variable.
    InputField,
    /// A variable has this type, or contains it.
    VariableType,
    /// A selected field has this type.
    OutputType,
    /// It sends this value of an enum.
    Literal,
}

impl Role {
    /// Returns the role as a noun, for messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::SelectedField => "selected field",
            Self::Argument => "argument",
            Self::InputField => "input field",
            Self::VariableType => "type of a variable",
            Self::OutputType => "type of the output",
            Self::Literal => "value in the document",
        }
    }
}

/// The uses of all operations.
#[derive(Default)]
pub(super) struct Uses {
    /// By coordinate and operation.
    roles: BTreeMap<String, BTreeMap<String, BTreeSet<Role>>>,
    /// What each variable is used for, by operation and name.
    flow: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Uses {
    /// Returns the operations that use one of these, with the ways in which they do.
    pub(super) fn of(&self, coordinates: &[String]) -> BTreeMap<String, BTreeSet<Role>> {
        let mut found: BTreeMap<String, BTreeSet<Role>> = BTreeMap::new();
        for coordinate in coordinates {
            for (operation, roles) in self.roles.get(coordinate).into_iter().flatten() {
                found.entry(operation.clone()).or_default().extend(roles);
            }
        }
        found
    }

    /// Returns whether a variable is used for one of these.
    pub(super) fn flows(&self, operation: &str, variable: &str, coordinates: &[String]) -> bool {
        let key = (operation.to_owned(), variable.to_owned());
        let to = self.flow.get(&key);
        to.is_some_and(|to| coordinates.iter().any(|coordinate| to.contains(coordinate)))
    }

    /// Adds the uses of an operation that the schema accepts.
    pub(super) fn add(&mut self, schema: &Schema, sources: &Sources, operation: &OperationFile) {
        let definition = &operation.definition;
        let (Some(name), Some(root)) = (
            &definition.name,
            schema.root_operation(definition.operation_type),
        ) else {
            return;
        };
        let mut walk = Walk {
            schema,
            sources,
            operation: name.as_str(),
            uses: self,
        };
        walk.selections(&definition.selection_set, root);
        for variable in &definition.variables {
            walk.taken(variable.ty.inner_named_type());
        }
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    sources: &'a Sources,
    operation: &'a str,
    uses: &'a mut Uses,
}

impl Walk<'_> {
    /// Records a use; returns whether it is the first of its kind.
    fn note(&mut self, coordinate: String, role: Role) -> bool {
        let operations = self.uses.roles.entry(coordinate).or_default();
        let roles = operations.entry(self.operation.to_owned()).or_default();
        roles.insert(role)
    }

    fn selections(&mut self, selections: &[Selection], parent: &str) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    let Ok(definition) = self.schema.type_field(parent, &field.name) else {
                        continue;
                    };
                    let coordinate = format!("{parent}.{}", field.name);
                    for argument in &field.arguments {
                        let place = format!("{coordinate}({}:)", argument.name);
                        self.note(place.clone(), Role::Argument);
                        if let Some(definition) = definition.argument_by_name(&argument.name) {
                            let ty = definition.ty.inner_named_type().to_string();
                            self.value(&argument.value, &ty, &place);
                        }
                    }
                    self.note(coordinate, Role::SelectedField);
                    let ty = definition.ty.inner_named_type().to_string();
                    self.note(ty.clone(), Role::OutputType);
                    self.selections(&field.selection_set, &ty);
                }
                Selection::FragmentSpread(spread) => {
                    let sources = self.sources;
                    if let Some(fragment) = sources.fragments.get(spread.fragment_name.as_str()) {
                        let fragment = &fragment.definition;
                        self.selections(&fragment.selection_set, &fragment.type_condition);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.type_condition.as_deref().unwrap_or(parent);
                    self.selections(&inline.selection_set, on);
                }
            }
        }
    }

    /// A value of an argument or an input field of this type.
    fn value(&mut self, value: &Value, ty: &str, place: &str) {
        match value {
            Value::Variable(name) => {
                let key = (self.operation.to_owned(), name.to_string());
                let flow = self.uses.flow.entry(key).or_default();
                flow.insert(place.to_owned());
            }
            Value::Enum(value) => {
                self.note(format!("{ty}.{value}"), Role::Literal);
            }
            Value::List(elements) => {
                for element in elements {
                    self.value(element, ty, place);
                }
            }
            Value::Object(fields) => {
                let Some(ExtendedType::InputObject(definition)) = self.schema.types.get(ty) else {
                    return;
                };
                self.note(ty.to_owned(), Role::Literal);
                for (name, value) in fields {
                    let place = format!("{ty}.{name}");
                    self.note(place.clone(), Role::InputField);
                    if let Some(field) = definition.fields.get(name) {
                        let ty = field.ty.inner_named_type().to_string();
                        self.value(value, &ty, &place);
                    }
                }
            }
            _ => {}
        }
    }

    /// The type of a variable, with all types that it contains: a loop, because a schema nests them as deep as it likes.
    fn taken(&mut self, ty: &str) {
        let schema = self.schema;
        let mut ahead = vec![ty];
        while let Some(ty) = ahead.pop() {
            if !self.note(ty.to_owned(), Role::VariableType) {
                continue;
            }
            for (name, field) in schema.get_input_object(ty).iter().flat_map(|ty| &ty.fields) {
                self.note(format!("{ty}.{name}"), Role::InputField);
                ahead.push(field.ty.inner_named_type());
            }
        }
    }
}

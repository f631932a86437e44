//! The data flow of variables: the arguments and input fields that their values are sent as.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ast::{Selection, Value};
use apollo_compiler::schema::InputObjectType;

use crate::graph::Graph;
use crate::input::schema::Schemas;
use crate::input::source::Sources;
use crate::model::Operation;

/// The argument or input field that a value is sent as.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sink {
    /// The input object that has the field, or the `Type.field` that has the argument; `None` for the variable itself.
    pub(super) on: Option<String>,
    pub(super) name: String,
}

/// The destinations of each variable.
pub(super) type Flow = BTreeMap<String, BTreeSet<Sink>>;

/// Returns the destinations of an operation's variables, in its own selections and in those of its fragments.
pub(super) fn of(operation: &Operation, schemas: &Schemas, sources: &Sources) -> Flow {
    let mut tracer = Tracer {
        schemas,
        flow: Flow::new(),
    };
    let own = sources.operations.iter().filter(|file| {
        let name = file.definition.name.as_deref();
        name == Some(operation.name.as_str())
    });
    for file in own {
        let definition = &file.definition;
        if let Some(root) = schemas.service.root_operation(definition.operation_type) {
            tracer.selections(&definition.selection_set, root);
        }
    }
    for fragment in &operation.reached {
        if let Some(fragment) = sources.fragments.get(fragment) {
            let definition = &fragment.definition;
            tracer.selections(&definition.selection_set, &definition.type_condition);
        }
    }
    tracer.flow
}

struct Tracer<'a> {
    schemas: &'a Schemas,
    flow: Flow,
}

impl Tracer<'_> {
    fn selections(&mut self, of: &[Selection], on: &str) {
        let schemas = self.schemas;
        for selection in of {
            match selection {
                Selection::Field(field) => {
                    let Ok(definition) = schemas.service.type_field(on, &field.name) else {
                        continue;
                    };
                    for argument in &field.arguments {
                        let Some(known) = definition.argument_by_name(&argument.name) else {
                            continue;
                        };
                        let sink = Sink {
                            on: Some(format!("{on}.{}", field.name)),
                            name: argument.name.to_string(),
                        };
                        self.value(&sink, known.ty.inner_named_type(), &argument.value);
                    }
                    self.selections(&field.selection_set, definition.ty.inner_named_type());
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.type_condition.as_deref().unwrap_or(on);
                    self.selections(&inline.selection_set, on);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    /// Follows a value of this type, or a list of them.
    fn value(&mut self, sink: &Sink, ty: &str, of: &Value) {
        match of {
            Value::Variable(variable) => {
                let sinks = self.flow.entry(variable.to_string()).or_default();
                sinks.insert(sink.clone());
            }
            Value::List(elements) => {
                for element in elements {
                    self.value(sink, ty, element);
                }
            }
            Value::Object(fields) => {
                let Some(object) = self.schemas.service.get_input_object(ty) else {
                    return;
                };
                for (name, field) in fields {
                    let Some(known) = object.fields.get(name) else {
                        continue;
                    };
                    let sink = Sink {
                        on: Some(ty.to_owned()),
                        name: name.to_string(),
                    };
                    self.value(&sink, known.ty.inner_named_type(), field);
                }
            }
            _ => {}
        }
    }
}

/// Returns the input objects that contain a matching field, directly or nested, given those of which it is known. The predicate
/// gets the type and the field's name.
pub(crate) fn reaching<'t>(
    inputs: impl Iterator<Item = &'t InputObjectType>,
    known: &'t BTreeSet<String>,
    such: &impl Fn(&str, &str) -> bool,
) -> BTreeSet<String> {
    let mut holds = Graph::default();
    let mut matching: Vec<&str> = known.iter().map(String::as_str).collect();
    for input in inputs {
        for field in input.fields.values() {
            holds.lead(&input.name, field.ty.inner_named_type());
        }
        if input.fields.keys().any(|field| such(&input.name, field)) {
            matching.push(input.name.as_str());
        }
    }
    let reaching = holds.leading_to(matching).into_iter();
    reaching.map(str::to_owned).collect()
}

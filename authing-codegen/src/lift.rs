//! Makes one set of types of the copies that every operation's compilation gives.
//!
//! A fragment, an input object or an enum is compiled again with each operation that uses it. Here they become one type
//! each, under the names that the query files give them; two definitions of one name that differ are an error.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;

use crate::config::Target;
use crate::error::{Error, Place, Problem};
use crate::graphql_client::{Compiled, Compiler, Named, RawEnum, RawField, RawInput};
use crate::model::{Field, Fragment, Model, Operation, Selection, Treatment, Variable};
use crate::names;
use crate::schema::Schemas;
use crate::types::{Shape, Value};

/// Everything that is rendered.
pub(crate) struct Library {
    pub(crate) operations: Vec<LiftedOperation>,
    pub(crate) types: BTreeMap<String, SharedType>,
}

/// An operation with its types.
pub(crate) struct LiftedOperation {
    pub(crate) model: Operation,
    pub(crate) variables: Vec<LiftedVariable>,
    /// The field of `ResponseData`.
    pub(crate) root: LiftedField,
    /// What the operation gives.
    pub(crate) output: Shape,
    /// Types of selections that are no fragments.
    pub(crate) selections: Vec<Struct>,
}

/// A variable with its type.
pub(crate) struct LiftedVariable {
    pub(crate) model: Variable,
    /// The type of the operation's field; the type on the wire follows from it and the treatment.
    pub(crate) shape: Shape,
}

impl LiftedVariable {
    /// Whether the caller must give it.
    pub(crate) fn is_required(&self) -> bool {
        !self.shape.is_option() && !self.is_filled_in()
    }

    /// Whether the SDK fills it in.
    pub(crate) fn is_filled_in(&self) -> bool {
        self.model.treatment == Treatment::UserPool
    }
}

/// A type of the `types` module.
#[derive(Clone)]
pub(crate) enum SharedType {
    /// What a fragment is read into, with the types of its inner selections.
    Fragment {
        main: Struct,
        inner: Vec<Struct>,
    },
    Input(Struct),
    Enum {
        wire: String,
        values: Vec<String>,
        raw: RawEnum,
    },
}

/// A struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// The GraphQL type, for the documentation.
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) fields: Vec<LiftedField>,
}

/// A field with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LiftedField {
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) docs: Vec<String>,
    pub(crate) shape: Shape,
}

/// Compiles every operation and lifts what they share.
pub(crate) fn lift(target: &Target, schemas: &Schemas, model: &Model) -> Result<Library, Error> {
    let compiler = Compiler::new(target, schemas)?;
    let mut lifter = Lifter {
        target,
        schemas,
        model,
        taken: taken_names(schemas, model),
        fragments: BTreeMap::new(),
        types: BTreeMap::new(),
        faults: Vec::new(),
    };
    let mut operations = Vec::new();
    for operation in &model.operations {
        let compiled = compiler.compile(model, operation)?;
        operations.extend(lifter.operation(operation, &compiled));
    }
    operations.sort_by(|a, b| a.model.name.cmp(&b.model.name));
    lifter.unite_fragments();
    lifter.refuse_equal_names(&operations);
    if lifter.faults.is_empty() {
        Ok(Library {
            operations,
            types: lifter.types,
        })
    } else {
        Err(Error::Invalid(lifter.faults))
    }
}

/// The names in `types` that selections without a name must not take.
fn taken_names(schemas: &Schemas, model: &Model) -> BTreeSet<String> {
    let fragments = model
        .fragments
        .values()
        .map(|fragment| fragment.type_name.clone());
    let schema = schemas
        .service
        .types
        .iter()
        .filter(|(_, definition)| definition.is_input_object() || definition.is_enum())
        .map(|(name, _)| names::type_name(name));
    fragments.chain(schema).collect()
}

struct Lifter<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    model: &'a Model,
    taken: BTreeSet<String>,
    /// What each fragment is read into, before those that share a type are united.
    fragments: BTreeMap<String, (Struct, Vec<Struct>)>,
    types: BTreeMap<String, SharedType>,
    faults: Vec<Problem>,
}

impl Lifter<'_> {
    fn operation(&mut self, operation: &Operation, compiled: &Compiled) -> Option<LiftedOperation> {
        for input in &compiled.inputs {
            self.input(input);
        }
        for raw in &compiled.enums {
            self.enumeration(raw);
        }
        for name in &operation.reached {
            if let (Some(fragment), Some(raw)) =
                (self.model.fragments.get(name), compiled.fragment(name))
            {
                self.fragment(fragment, raw, compiled);
            }
        }
        let mut selections = Vec::new();
        let mut fields = self.fields(
            std::slice::from_ref(&operation.root),
            &compiled.response,
            compiled,
            &operation.name,
            &mut selections,
        );
        let root = fields.pop()?;
        let output = match &root.shape {
            Shape::Option(inner) if !operation.root.nullable => (**inner).clone(),
            shape => shape.clone(),
        };
        if operation.root.nullable && !root.shape.is_option() {
            self.faults.push(Problem::new(
                &operation.root.place,
                format!(
                    "`{}` is never null, or a list, which is empty instead",
                    operation.root.name
                ),
            ));
        }
        Some(LiftedOperation {
            variables: self.variables(operation, compiled),
            model: operation.clone(),
            root,
            output,
            selections,
        })
    }

    fn variables(&mut self, operation: &Operation, compiled: &Compiled) -> Vec<LiftedVariable> {
        let mut lifted = Vec::new();
        for variable in &operation.variables {
            let Some(raw) = compiled
                .variables
                .iter()
                .find(|raw| raw.wire == variable.wire)
            else {
                continue;
            };
            let shape = self.known(Shape::parse(&raw.ty).strict_list(), &variable.place);
            let shape = match variable.treatment {
                Treatment::Encrypted | Treatment::Secret | Treatment::Digits => {
                    shape.with_value(Value::Secret)
                }
                Treatment::Plain | Treatment::UserPool => shape,
            };
            lifted.push(LiftedVariable {
                model: variable.clone(),
                shape,
            });
        }
        lifted
    }

    fn fragment(&mut self, fragment: &Fragment, raw: &[RawField], compiled: &Compiled) {
        let mut inner = Vec::new();
        let fields = self.fields(
            &fragment.fields,
            raw,
            compiled,
            &fragment.type_name,
            &mut inner,
        );
        let main = Struct {
            name: fragment.type_name.clone(),
            wire: fragment.on.clone(),
            docs: fragment.docs.clone(),
            fields,
        };
        let lifted = (main, inner);
        match self.fragments.get(&fragment.name) {
            Some(earlier) if *earlier != lifted => self.faults.push(Problem::new(
                &fragment.place,
                format!(
                    "the fragment `{}` was compiled to two different types",
                    fragment.name
                ),
            )),
            _ => {
                self.fragments.insert(fragment.name.clone(), lifted);
            }
        }
    }

    fn fields(
        &mut self,
        fields: &[Field],
        raw: &[RawField],
        compiled: &Compiled,
        path: &str,
        selections: &mut Vec<Struct>,
    ) -> Vec<LiftedField> {
        let mut lifted = Vec::new();
        for field in fields {
            let Some(raw) = raw.iter().find(|raw| raw.wire == field.wire) else {
                self.faults.push(Problem::new(
                    &field.place,
                    format!("graphql_client_codegen left `{}` out", field.wire),
                ));
                continue;
            };
            let mut shape = Shape::parse(&raw.ty);
            if let Value::Raw(name) = shape.value().clone() {
                shape = match compiled.named(&name) {
                    Named::Fragment(fragment) => {
                        let name = self
                            .model
                            .fragments
                            .get(fragment)
                            .map_or(fragment, |fragment| fragment.type_name.as_str());
                        shape.with_value(Value::Shared(name.to_owned()))
                    }
                    Named::Selection(inner) => {
                        let name = self.selection(field, inner, compiled, path, selections);
                        shape.with_value(Value::Local(name))
                    }
                    Named::Other => self.known(shape, &field.place),
                };
            }
            lifted.push(LiftedField {
                wire: field.wire.clone(),
                rust: field.rust.clone(),
                docs: field.docs.clone(),
                shape: self.adjust(field, shape),
            });
        }
        lifted
    }

    /// A selection without a name gets the path to it as its name.
    fn selection(
        &mut self,
        field: &Field,
        raw: &[RawField],
        compiled: &Compiled,
        path: &str,
        selections: &mut Vec<Struct>,
    ) -> String {
        let mut name = format!("{path}{}", names::type_name(&field.rust));
        while self.taken.contains(&name) {
            name.push_str("Selection");
        }
        let inner: &[Field] = match &field.selection {
            Selection::Fields(fields) => fields,
            Selection::Leaf | Selection::Fragment(_) => &[],
        };
        let fields = self.fields(inner, raw, compiled, &name, selections);
        selections.push(Struct {
            name: name.clone(),
            wire: field.name.clone(),
            docs: vec![format!("What is selected of `{}`.", field.wire)],
            fields,
        });
        name
    }

    /// What the directives of a field make of its type.
    fn adjust(&mut self, field: &Field, shape: Shape) -> Shape {
        let mut shape = if shape.is_list() {
            shape.tolerant_list()
        } else {
            shape
        };
        if field.secret {
            if *shape.value() != Value::Text {
                self.faults.push(Problem::new(
                    &field.place,
                    format!("`{}` is no text, so it can't be a `@secret`", field.wire),
                ));
            }
            shape = shape.with_value(Value::Secret);
        }
        if field.non_null {
            shape.required()
        } else {
            shape
        }
    }

    /// Gives a name that stands for an enum, an input object or a scalar its Rust type.
    fn known(&mut self, shape: Shape, place: &Place) -> Shape {
        let Value::Raw(name) = shape.value() else {
            return shape;
        };
        let Some((wire, definition)) = self
            .schemas
            .service
            .types
            .iter()
            .find(|(wire, _)| names::type_name(wire) == *name || wire.as_str() == name)
        else {
            return shape;
        };
        let value = if !definition.is_scalar() {
            Value::Shared(name.clone())
        } else if let Some(rust) = self.target.scalars.get(wire.as_str()) {
            Value::Scalar(rust.clone())
        } else {
            self.faults.push(
                Problem::new(place, format!("the scalar `{wire}` has no Rust type")).with_help(
                    format!("give it one in the configuration: [target.scalars] {wire} = \"…\""),
                ),
            );
            Value::Text
        };
        shape.with_value(value)
    }

    fn input(&mut self, input: &RawInput) {
        let Some((wire, definition)) =
            self.schemas
                .service
                .types
                .iter()
                .find_map(|(name, definition)| {
                    let input_object = definition.as_input_object()?;
                    (names::type_name(name) == input.name).then_some((name, input_object))
                })
        else {
            return;
        };
        let nowhere = Place {
            file: self.target.schema.clone(),
            line: 1,
            column: 1,
        };
        let mut fields: Vec<LiftedField> = Vec::new();
        for raw in &input.fields {
            let shape = self.known(Shape::parse(&raw.ty).strict_list(), &nowhere);
            let secret = self.target.sensitive.contains(&raw.wire) && *shape.value() == Value::Text;
            let docs = definition
                .fields
                .get(raw.wire.as_str())
                .and_then(|field| field.description.as_ref())
                .map(|description| description.lines().map(str::to_owned).collect())
                .unwrap_or_default();
            fields.push(LiftedField {
                wire: raw.wire.clone(),
                rust: names::field(&raw.wire),
                docs,
                shape: if secret {
                    shape.with_value(Value::Secret)
                } else {
                    shape
                },
            });
        }
        tell_apart(&mut fields);
        let docs = definition
            .description
            .as_ref()
            .map(|description| description.lines().map(str::to_owned).collect())
            .unwrap_or_default();
        self.share(
            input.name.clone(),
            SharedType::Input(Struct {
                name: input.name.clone(),
                wire: wire.to_string(),
                docs,
                fields,
            }),
        );
    }

    fn enumeration(&mut self, raw: &RawEnum) {
        let name = raw.definition.ident.to_string();
        let Some((wire, definition)) =
            self.schemas
                .service
                .types
                .iter()
                .find_map(|(wire, definition)| {
                    let definition = definition.as_enum()?;
                    (names::type_name(wire) == name).then_some((wire, definition))
                })
        else {
            return;
        };
        let values: Vec<String> = definition.values.keys().map(ToString::to_string).collect();
        let mut variants = BTreeMap::new();
        for value in &values {
            if let Some(other) = variants.insert(names::type_name(value), value) {
                self.faults.push(Problem::nowhere(format!(
                    "the values `{other}` and `{value}` of the enum `{wire}` have one name in Rust"
                )));
            }
        }
        self.share(
            name,
            SharedType::Enum {
                wire: wire.to_string(),
                values,
                raw: raw.clone(),
            },
        );
    }

    fn share(&mut self, name: String, shared: SharedType) {
        // The same input or enum comes with every operation that uses it, and is the schema's: it can't differ.
        self.types.entry(name).or_insert(shared);
    }

    /// Fragments that share a type become that type: the one of its name, which has all fields of the others.
    fn unite_fragments(&mut self) {
        for (name, (lifted, inner)) in std::mem::take(&mut self.fragments) {
            let Some(fragment) = self.model.fragments.get(&name) else {
                continue;
            };
            if fragment.type_name == fragment.name {
                let shared = SharedType::Fragment {
                    main: lifted,
                    inner,
                };
                if self.types.insert(name.clone(), shared).is_some() {
                    self.faults.push(Problem::new(
                        &fragment.place,
                        format!("the fragment `{name}` and a type of the schema would have one name in Rust"),
                    ));
                }
                continue;
            }
            let main = self.model.fragments.get(&fragment.type_name);
            let problem = match main {
                Some(main) => differences(fragment, main),
                None => Some(format!(
                    "there is no fragment `{}` to share a type with",
                    fragment.type_name
                )),
            };
            if let Some(problem) = problem {
                self.faults.push(Problem::new(&fragment.place, problem));
            }
        }
    }

    fn refuse_equal_names(&mut self, operations: &[LiftedOperation]) {
        let mut files: BTreeMap<String, &Operation> = BTreeMap::new();
        for operation in operations {
            let operation = &operation.model;
            if let Some(other) = files.insert(operation.name.to_snake_case(), operation) {
                self.faults.push(Problem::new(
                    &operation.place,
                    format!(
                        "the operation `{}` has the name of the one in {}",
                        operation.name, other.place
                    ),
                ));
            }
            if ["Variables", "ResponseData"].contains(&operation.name.as_str()) {
                self.faults.push(Problem::new(
                    &operation.place,
                    format!(
                        "`{}` is a name that every generated module uses",
                        operation.name
                    ),
                ));
            }
        }
        let mut files: BTreeMap<String, &String> = BTreeMap::new();
        for name in self.types.keys() {
            if let Some(other) = files.insert(name.to_snake_case(), name) {
                self.faults.push(Problem::nowhere(format!(
                    "the types `{other}` and `{name}` would have one file"
                )));
            }
        }
    }
}

/// Why a fragment can't share the type of another: all that it selects must be there, and be the same.
fn differences(fragment: &Fragment, main: &Fragment) -> Option<String> {
    for field in &fragment.fields {
        let same = main.fields.iter().any(|other| {
            other.wire == field.wire
                && other.rust == field.rust
                && other.secret == field.secret
                && other.non_null == field.non_null
        });
        if !same {
            return Some(format!(
                "`{}` shares the type of `{}`, which has no such field `{}`",
                fragment.name, main.name, field.wire
            ));
        }
    }
    main.fields
        .iter()
        .filter(|field| field.non_null)
        .find(|field| !fragment.fields.iter().any(|other| other.wire == field.wire))
        .map(|missing| {
            format!(
                "`{}` shares the type of `{}`, where `{}` is never absent, and does not select it",
                fragment.name, main.name, missing.wire
            )
        })
}

/// Fields of an input object whose names are one in Rust: the schema can't be annotated, so the one that is written as
/// in Rust keeps the name, and the other gets a number.
fn tell_apart(fields: &mut [LiftedField]) {
    let mut taken: BTreeSet<String> = fields
        .iter()
        .filter(|field| field.wire == field.rust)
        .map(|field| field.rust.clone())
        .collect();
    for field in fields.iter_mut().filter(|field| field.wire != field.rust) {
        let name = field.rust.clone();
        let mut number = 2;
        while !taken.insert(field.rust.clone()) {
            field.rust = format!("{name}_{number}");
            number += 1;
        }
    }
}

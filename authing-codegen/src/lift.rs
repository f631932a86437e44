//! Makes one set of types of the copies that every operation's compilation gives.
//!
//! A fragment, an input object or an enum is compiled again with each operation that uses it. Here they become one type
//! each, under the names that the query files give them; two definitions of one name that differ are an error.

mod schema_types;
mod selections;
mod unite;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::graphql_client::{Compiled, Compiler, RawEnum};
use crate::model::{Fragment, Kind, MOST_ARGUMENTS, Model, Operation, Treatment, Variable};
use crate::rules::flow;
use crate::schema::Schemas;
use crate::types::{Shape, Value};

/// Everything that is rendered.
pub(crate) struct Library {
    pub(crate) operations: Vec<LiftedOperation>,
    pub(crate) types: BTreeMap<String, SharedType>,
    /// What goes on the wire of each fragment, by its name.
    pub(crate) fragments: BTreeMap<String, FragmentText>,
}

/// A fragment's text, and the type that it is read into.
pub(crate) struct FragmentText {
    pub(crate) text: String,
    pub(crate) type_name: String,
}

/// An operation with its types.
pub(crate) struct LiftedOperation {
    pub(crate) model: Operation,
    /// The schema's type of queries, or of mutations.
    pub(crate) on: String,
    pub(crate) variables: Vec<LiftedVariable>,
    /// The field of `ResponseData`.
    pub(crate) root: LiftedField,
    /// What the operation gives.
    pub(crate) output: Shape,
    /// Whether the output can hold a refusal.
    pub(crate) judged: bool,
    /// Types of selections that are no fragments.
    pub(crate) selections: Vec<Struct>,
}

/// A variable with its type.
pub(crate) struct LiftedVariable {
    pub(crate) model: Variable,
    /// The type of the operation's field; the type on the wire follows from it and the treatment.
    pub(crate) shape: Shape,
    /// Whether it, or something in it, must not be shown.
    pub(crate) is_secret: bool,
    /// Whether it is an input object in which something is encrypted or checked.
    pub(crate) is_bound: bool,
    /// Whether it is required, and there are too many of these for a constructor: a setter gives it.
    pub(crate) by_setter: bool,
}

impl LiftedOperation {
    /// Whether its constructor takes nothing, because too much is required.
    pub(crate) fn by_setters(&self) -> bool {
        self.variables.iter().any(|variable| variable.by_setter)
    }
}

impl LiftedVariable {
    /// Whether the caller must give it.
    pub(crate) fn is_required(&self) -> bool {
        !self.shape.is_option() && !self.is_filled_in()
    }

    /// The type of the operation's field, in which what a setter gives may be missing.
    pub(crate) fn held(&self) -> Shape {
        self.shape.clone().optional_if(self.by_setter)
    }

    /// Whether the SDK fills it in.
    pub(crate) fn is_filled_in(&self) -> bool {
        self.model.is_filled_in()
    }
}

/// A type of the `types` module.
#[derive(Clone)]
pub(crate) enum SharedType {
    /// What a fragment is read into, with the types of its inner selections.
    Fragment {
        main: Struct,
        inner: Vec<Struct>,
        verdict: bool,
    },
    Input(Struct),
    Enum {
        wire: String,
        /// The values on the wire, in the order of the variants.
        values: Vec<String>,
        raw: RawEnum,
    },
}

/// A struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// What it is called on the wire, for the documentation: a type, or the field that a selection without a name is of.
    pub(crate) wire: String,
    /// The GraphQL type that its fields are of.
    pub(crate) on: String,
    pub(crate) docs: Vec<String>,
    pub(crate) fields: Vec<LiftedField>,
}

impl Struct {
    /// Of an input object, whether its constructor takes nothing, because too much is required.
    pub(crate) fn by_setters(&self) -> bool {
        let required = self.fields.iter().filter(|field| field.is_required());
        required.count() > MOST_ARGUMENTS
    }

    /// Of an input object, the type of a field, in which what a setter gives may be missing.
    pub(crate) fn held(&self, field: &LiftedField) -> Shape {
        field.shape.clone().optional_if(self.by_setters())
    }
}

/// A field with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LiftedField {
    pub(crate) wire: String,
    /// Its name in the schema, which is not `wire` where it has an alias.
    pub(crate) name: String,
    pub(crate) rust: String,
    pub(crate) docs: Vec<String>,
    pub(crate) shape: Shape,
    /// Whether it is bound before it is sent: a text that is encrypted, an input object that is checked, or one that holds
    /// such.
    pub(crate) is_bound: bool,
}

impl LiftedField {
    /// Of an input object, whether the caller must give it.
    pub(crate) fn is_required(&self) -> bool {
        !self.shape.is_option()
    }
}

/// Compiles every operation and lifts what they share.
pub(crate) fn lift(target: &Target, schemas: &Schemas, model: &Model) -> Result<Library, Error> {
    let (library, faults) = lift_tolerantly(target, schemas, model)?;
    Problem::none(faults)?;
    Ok(library)
}

/// The same, with what can be made in spite of the faults beside them.
pub(crate) fn lift_tolerantly(
    target: &Target,
    schemas: &Schemas,
    model: &Model,
) -> Result<(Library, Vec<Problem>), Error> {
    let compiler = Compiler::new(target, schemas)?;
    let mut lifter = Lifter {
        target,
        schemas,
        model,
        taken: taken_names(target, schemas, model),
        bound: flow::reaching(&schemas.service.types, &|on, name| {
            is_encrypted(target, schemas, on, name) || is_checked(schemas, on)
        }),
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
    let library = Library {
        operations,
        types: lifter.types,
        fragments: texts(model),
    };
    Ok((library, lifter.faults))
}

/// The texts of the fragments.
fn texts(model: &Model) -> BTreeMap<String, FragmentText> {
    let text = |(name, fragment): (&String, &Fragment)| {
        let text = FragmentText {
            text: fragment.text.clone(),
            type_name: fragment.type_name.clone(),
        };
        (name.clone(), text)
    };
    model.fragments.iter().map(text).collect()
}

/// Where fields stand: the GraphQL type that they are of, and the name of the struct that they are read into.
struct Path {
    on: String,
    name: String,
}

/// The name of the schema's type of queries, or of mutations.
fn root_type(schemas: &Schemas, kind: Kind) -> String {
    let root = schemas.service.root_operation(kind.operation_type());
    root.map(ToString::to_string).unwrap_or_default()
}

/// Whether a field of an input object is encrypted before it is sent; only texts are.
fn is_encrypted(target: &Target, schemas: &Schemas, on: &str, name: &str) -> bool {
    let input = schemas.service.get_input_object(on);
    let field = input.and_then(|input| input.fields.get(name));
    let is_text = |ty: &str| ["ID", "String"].contains(&ty);
    target.is_encrypted(Some(on), name)
        && field.is_some_and(|field| is_text(field.ty.inner_named_type()))
}

/// Whether an input object is made without what it requires, so that this is checked before it is sent.
fn is_checked(schemas: &Schemas, on: &str) -> bool {
    let input = schemas.service.get_input_object(on);
    input.is_some_and(|input| {
        let required = input.fields.values().filter(|field| field.ty.is_non_null());
        required.count() > MOST_ARGUMENTS
    })
}

/// The names in `types` that selections without a name must not take.
fn taken_names(target: &Target, schemas: &Schemas, model: &Model) -> BTreeSet<String> {
    let fragments = model
        .fragments
        .values()
        .map(|fragment| fragment.type_name.clone());
    let schema = schemas
        .service
        .types
        .iter()
        .filter(|(_, definition)| definition.is_input_object() || definition.is_enum())
        .map(|(name, _)| target.type_name(name));
    fragments.chain(schema).collect()
}

struct Lifter<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    model: &'a Model,
    taken: BTreeSet<String>,
    /// The input objects in which something is encrypted or checked.
    bound: BTreeSet<String>,
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
        let path = Path {
            on: root_type(self.schemas, operation.kind),
            name: operation.name.clone(),
        };
        let mut fields = self.fields(
            std::slice::from_ref(&operation.root),
            &compiled.response,
            compiled,
            &path,
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
            on: path.on,
            root,
            judged: self.is_judged(&output),
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
                Treatment::CommaSeparated { .. } => shape.into_list(),
                Treatment::Plain if variable.unsigned => shape.with_value(Value::Unsigned),
                Treatment::Plain | Treatment::UserPool => match &variable.rust_type {
                    Some(path) => shape.with_value(Value::TextType(path.clone())),
                    None => shape,
                },
            };
            lifted.push(LiftedVariable {
                model: variable.clone(),
                shape,
                is_secret: self.is_secret(variable),
                is_bound: self.bound.contains(variable.ty.inner_named_type().as_str()),
                by_setter: false,
            });
        }
        let required = lifted.iter_mut().filter(|variable| variable.is_required());
        let required: Vec<_> = required.collect();
        let by_setter = required.len() > MOST_ARGUMENTS;
        for variable in required {
            variable.by_setter = by_setter;
        }
        lifted
    }

    /// Whether it is read into a fragment that can hold a refusal.
    fn is_judged(&self, output: &Shape) -> bool {
        matches!(output, Shape::Value(Value::Shared(name))
            if self.model.fragments.get(name).is_some_and(|fragment| fragment.verdict))
    }

    fn is_secret(&self, variable: &Variable) -> bool {
        let types = &self.schemas.service.types;
        let sensitive = |on: &str, name: &str| self.target.is_sensitive(Some(on), name);
        variable.treatment.is_secret()
            || flow::reached(types, variable.ty.inner_named_type(), &sensitive).is_some()
    }
}

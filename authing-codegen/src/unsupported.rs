//! What GraphQL has and the generator does not: refused here, with the place, before anything is compiled.
//!
//! `validate` has seen everything before, so that names which lead nowhere are skipped.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Node;
use apollo_compiler::ast::{DirectiveList, Field, FragmentSpread, Selection, Type};
use apollo_compiler::schema::{EnumType, ExtendedType, InputObjectType};

use crate::error::{Error, Place, Problem};
use crate::names;
use crate::schema::Schemas;
use crate::source::{OperationFile, SourceFile, Sources};

/// Reports everything in the query files, and in the part of the schema that they use, that can't become Rust.
pub(crate) fn refuse(schemas: &Schemas, sources: &Sources) -> Result<(), Error> {
    Problem::none(faults(schemas, sources))
}

/// Everything of that kind, by its place.
pub(crate) fn faults(schemas: &Schemas, sources: &Sources) -> Vec<Problem> {
    let mut refusal = Refusal {
        schemas,
        seen: BTreeSet::new(),
        types: BTreeMap::new(),
        faults: Vec::new(),
    };
    for operation in &sources.operations {
        refusal.operation(operation);
    }
    for fragment in sources.fragments.values() {
        let place = fragment.file.place(&fragment.definition);
        let on = &fragment.definition.type_condition;
        refusal.output(on, &place);
        refusal.selections(&fragment.file, &fragment.definition.selection_set, on);
    }
    let mut faults = refusal.faults;
    faults.sort_by(|a, b| a.place.cmp(&b.place));
    faults.dedup();
    faults
}

struct Refusal<'a> {
    schemas: &'a Schemas,
    /// Input objects and enums that have been looked at.
    seen: BTreeSet<String>,
    /// The wire names of those, and of scalars, by what they are called in Rust.
    types: BTreeMap<String, String>,
    faults: Vec<Problem>,
}

/// Whether it is a list of lists of lists, which can't be read.
pub(crate) fn nests_too_deep(ty: &Type) -> bool {
    ty.is_list() && ty.item_type().is_list() && ty.item_type().item_type().is_list()
}

impl Refusal<'_> {
    fn operation(&mut self, operation: &OperationFile) {
        let OperationFile { file, definition } = operation;
        for variable in &definition.variables {
            let place = file.place(variable);
            self.sent_list(&variable.ty, &format!("${}", variable.name), &place);
            self.name(
                &variable.name,
                "call the variable something else; it need not have the argument's name",
                &place,
            );
            self.input(variable.ty.inner_named_type());
        }
        let schema = &self.schemas.service;
        if let Some(root) = schema.root_operation(definition.operation_type) {
            self.selections(file, &definition.selection_set, root);
        }
    }

    fn selections(&mut self, file: &SourceFile, selections: &[Selection], parent: &str) {
        for selection in selections {
            match selection {
                Selection::Field(field) => self.field(file, field, parent),
                Selection::FragmentSpread(spread) => self.spread(file, spread),
                Selection::InlineFragment(inline) => {
                    let on = inline.type_condition.as_deref().unwrap_or(parent);
                    self.conditions(&inline.directives, &file.place(inline));
                    self.selections(file, &inline.selection_set, on);
                }
            }
        }
    }

    fn spread(&mut self, file: &SourceFile, spread: &Node<FragmentSpread>) {
        self.conditions(&spread.directives, &file.place(spread));
    }

    fn field(&mut self, file: &SourceFile, field: &Node<Field>, parent: &str) {
        let place = file.place(field);
        self.conditions(&field.directives, &place);
        if field.name == "__typename" {
            self.faults.push(
                Problem::new(&place, "`__typename` is not supported")
                    .with_help("leave it out: without interfaces and unions, the type is known"),
            );
            return;
        }
        self.name(
            field.alias.as_ref().unwrap_or(&field.name),
            "give the field an alias that is a name in Rust",
            &place,
        );
        let Ok(definition) = self.schemas.service.type_field(parent, &field.name) else {
            return;
        };
        let ty = definition.ty.clone();
        if nests_too_deep(&ty) {
            self.nested(&ty, "list of lists of lists", &field.name, &place);
        }
        let ty = ty.inner_named_type();
        self.output(ty, &place);
        self.selections(file, &field.selection_set, ty);
    }

    fn conditions(&mut self, directives: &DirectiveList, place: &Place) {
        for condition in ["include", "skip"] {
            if directives.has(condition) {
                self.faults.push(
                    Problem::new(
                        place,
                        format!(
                            "`@{condition}` is not supported: a field that may be left out can't be typed"
                        ),
                    )
                    .with_help("select it always, or write two operations"),
                );
            }
        }
    }

    /// A list of lists can be read, and not sent.
    fn sent_list(&mut self, ty: &Type, name: &str, place: &Place) {
        if ty.is_list() && ty.item_type().is_list() {
            self.nested(ty, "list of lists", name, place);
        }
    }

    fn nested(&mut self, ty: &Type, what: &str, name: &str, place: &Place) {
        self.faults.push(Problem::new(
            place,
            format!("`{name}` is a {what}, `{ty}`, which is not supported"),
        ));
    }

    /// A name that nothing in Rust can be called; a directive does not help, because it is derived from all the same.
    fn name(&mut self, wire: &str, help: &str, place: &Place) {
        let rust = names::field(wire);
        if !names::is_field_name(&rust) {
            self.faults.push(
                Problem::new(
                    place,
                    format!("`{wire}` becomes `{rust}` in Rust, which is no name there"),
                )
                .with_help(help),
            );
        }
    }

    /// A type of the schema whose name is none in Rust, or another's.
    fn type_name(&mut self, wire: &str, place: &Place) {
        let rust = names::type_name(wire);
        let other = self
            .types
            .entry(rust.clone())
            .or_insert_with(|| wire.to_owned());
        if other != wire {
            self.faults.push(Problem::new(
                place,
                format!("the types `{other}` and `{wire}` are both called `{rust}` in Rust"),
            ));
        } else if !names::is_type_name(&rust) && names::reserved(&rust).is_none() {
            self.faults.push(Problem::new(
                place,
                format!("the type `{wire}` becomes `{rust}` in Rust, which is no name there"),
            ));
        }
    }

    /// The type of a field in an answer.
    fn output(&mut self, ty: &str, place: &Place) {
        match self.schemas.service.types.get(ty) {
            Some(ExtendedType::Interface(_)) => self.abstract_type("interface", ty, place),
            Some(ExtendedType::Union(_)) => self.abstract_type("union", ty, place),
            Some(ExtendedType::Enum(definition)) => self.enumeration(definition),
            Some(ExtendedType::Scalar(definition)) if !definition.is_built_in() => {
                self.type_name(ty, &self.schemas.place(definition));
            }
            _ => {}
        }
    }

    fn abstract_type(&mut self, what: &str, ty: &str, place: &Place) {
        self.faults.push(Problem::new(
            place,
            format!("`{ty}` is of the kind `{what}`, which is not supported"),
        ));
    }

    /// The type of a variable, with all that it holds.
    fn input(&mut self, ty: &str) {
        match self.schemas.service.types.get(ty) {
            Some(ExtendedType::InputObject(definition)) => self.input_object(definition),
            Some(ExtendedType::Enum(definition)) => self.enumeration(definition),
            Some(ExtendedType::Scalar(definition)) if !definition.is_built_in() => {
                self.type_name(ty, &self.schemas.place(definition));
            }
            _ => {}
        }
    }

    fn input_object(&mut self, definition: &Node<InputObjectType>) {
        if !self.seen.insert(definition.name.to_string()) {
            return;
        }
        self.type_name(&definition.name, &self.schemas.place(definition));
        for field in definition.fields.values() {
            let place = self.schemas.place(field);
            self.sent_list(&field.ty, &field.name, &place);
            self.name(
                &field.name,
                &format!(
                    "don't use `{}`: pass its fields one by one",
                    definition.name
                ),
                &place,
            );
            self.input(field.ty.inner_named_type());
        }
    }

    fn enumeration(&mut self, definition: &Node<EnumType>) {
        if !self.seen.insert(definition.name.to_string()) {
            return;
        }
        self.type_name(&definition.name, &self.schemas.place(definition));
        for value in definition.values.values() {
            let rust = names::type_name(&value.value);
            let reason = if rust == "Other" {
                "which stands for the values that this version does not know"
            } else if names::is_type_name(&rust) {
                continue;
            } else {
                "which is no name there"
            };
            self.faults.push(Problem::new(
                &self.schemas.place(value),
                format!(
                    "the value `{}` of the enum `{}` becomes `{rust}` in Rust, {reason}",
                    value.value, definition.name
                ),
            ));
        }
    }
}

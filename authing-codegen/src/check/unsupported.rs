//! Rejects GraphQL features that the generator does not support, with their location, before anything is compiled.
//!
//! `validate` has already reported unknown names, so they are skipped.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::Node;
use apollo_compiler::ast::{DirectiveList, Field, FragmentSpread, Selection, Type};
use apollo_compiler::schema::{EnumType, ExtendedType};

use crate::config::Target;
use crate::error::{Place, Problem};
use crate::input::schema::Schemas;
use crate::input::source::{OperationFile, SourceFile, Sources};
use crate::names;

/// Returns everything in the query files, and in the part of the schema that they use, that can't be compiled to Rust, sorted by
/// location.
pub(crate) fn faults(
    target: &Target,
    unsent: &dyn Fn(&str, &str) -> bool,
    schemas: &Schemas,
    sources: &Sources,
) -> Vec<Problem> {
    let mut checker = Checker {
        target,
        unsent,
        schemas,
        seen: BTreeSet::new(),
        types: BTreeMap::new(),
        faults: Vec::new(),
    };
    for operation in &sources.operations {
        checker.operation(operation);
    }
    for fragment in sources.fragments.values() {
        let place = fragment.file.place(&fragment.definition);
        let on = &fragment.definition.type_condition;
        checker.output(on, &place);
        checker.selections(&fragment.file, &fragment.definition.selection_set, on);
    }
    let mut faults = checker.faults;
    faults.sort_by(|a, b| a.place.cmp(&b.place));
    faults.dedup();
    faults
}

struct Checker<'a> {
    target: &'a Target,
    /// Whether a field of an input object is never sent.
    unsent: &'a dyn Fn(&str, &str) -> bool,
    schemas: &'a Schemas,
    /// The input objects and enums that have been checked.
    seen: BTreeSet<String>,
    /// Their wire names by Rust name.
    types: BTreeMap<String, String>,
    faults: Vec<Problem>,
}

/// Returns whether it is a list of lists of lists, which can't be read.
pub(crate) fn nests_too_deep(ty: &Type) -> bool {
    // The item type of a type that is no list is the type itself.
    ty.item_type().is_list() && ty.item_type().item_type().is_list()
}

impl Checker<'_> {
    fn operation(&mut self, operation: &OperationFile) {
        let OperationFile { file, definition } = operation;
        for variable in &definition.variables {
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
                Problem::new(&place, "`__typename` is not supported").with_help(
                    "remove it; without interfaces and unions, the type is always known",
                ),
            );
            return;
        }
        let Ok(definition) = self.schemas.service.type_field(parent, &field.name) else {
            return;
        };
        let ty = definition.ty.clone();
        if nests_too_deep(&ty) {
            let name = &field.name;
            let message =
                format!("`{name}` is a list of lists of lists, `{ty}`, which is not supported");
            let fault = Problem::new(&place, message).with_help("don't select the field");
            self.faults.push(fault);
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
                            "`@{condition}` is not supported: a field that may be missing can't be typed"
                        ),
                    )
                    .with_help("always select the field, or write two operations"),
                );
            }
        }
    }

    /// Reports a type of the schema whose Rust name is invalid or not unique among the types that are used.
    fn type_name(&mut self, wire: &str, place: &Place) {
        let rust = self.target.type_name(wire);
        let other = self.types.entry(rust.clone());
        let other = other.or_insert_with(|| wire.to_owned());
        let message = if other != wire {
            format!("the types `{other}` and `{wire}` are both named `{rust}` in Rust")
        } else if !names::is_type_name(&rust) && names::reserved(&rust).is_none() {
            format!("the type `{wire}` becomes `{rust}` in Rust, which is not a valid name")
        } else {
            return;
        };
        let fault = Problem::new(place, message).with_help(names::help(wire));
        self.faults.push(fault);
    }

    /// Checks the type of a field in a response.
    fn output(&mut self, ty: &str, place: &Place) {
        match self.schemas.service.types.get(ty) {
            Some(ExtendedType::Interface(_)) => self.abstract_type("interface", ty, place),
            Some(ExtendedType::Union(_)) => self.abstract_type("union", ty, place),
            Some(ExtendedType::Enum(definition)) => self.enumeration(definition),
            _ => {}
        }
    }

    fn abstract_type(&mut self, what: &str, ty: &str, place: &Place) {
        let fault = Problem::new(place, format!("the {what} `{ty}` is not supported"));
        self.faults.push(fault.with_help(
            "don't select the field, or select another one that has one of the object types",
        ));
    }

    /// Checks the type of a variable, with all nested types: a loop, because a schema nests them as deep as it likes.
    fn input(&mut self, ty: &str) {
        let schemas = self.schemas;
        let mut ahead = vec![ty];
        while let Some(ty) = ahead.pop() {
            match schemas.service.types.get(ty) {
                Some(ExtendedType::InputObject(definition))
                    if self.seen.insert(definition.name.to_string()) =>
                {
                    self.type_name(&definition.name, &schemas.place(definition));
                    let fields = definition.fields.values();
                    let sent = fields.filter(|field| !(self.unsent)(&definition.name, &field.name));
                    ahead.extend(sent.map(|field| field.ty.inner_named_type().as_str()));
                }
                Some(ExtendedType::Enum(definition)) => self.enumeration(definition),
                _ => {}
            }
        }
    }

    fn enumeration(&mut self, definition: &Node<EnumType>) {
        if self.seen.insert(definition.name.to_string()) {
            self.type_name(&definition.name, &self.schemas.place(definition));
        }
    }
}

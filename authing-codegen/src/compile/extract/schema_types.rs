//! Types of the schema: input objects, enums and scalars.

use std::collections::BTreeSet;

use apollo_compiler::schema::InputObjectType;

use super::holds::is_encrypted;
use super::{Enum, Extractor, SharedType, Struct, TypedField, Variant, described, variants};
use crate::compile::graphql_client;
use crate::compile::types::{Shape, Value};
use crate::error::{Place, Problem};
use crate::names::{self, CONSTRUCTOR};

impl Extractor<'_> {
    /// Resolves the Rust type of an enum, an input object or a scalar.
    pub(super) fn known(&mut self, shape: Shape, place: &Place) -> Shape {
        let Value::Raw(name) = shape.value() else {
            return shape;
        };
        let types = &self.schemas.service.types;
        let named = graphql_client::position(name).and_then(|index| types.get_index(index));
        let Some((wire, definition)) = named else {
            return shape;
        };
        let value = if definition.is_input_object() {
            if self.used.inputs.insert(wire.to_string()) {
                self.used.ahead.push(wire.to_string());
            }
            Value::Shared(self.target.type_name(wire))
        } else if definition.is_enum() {
            self.used.enums.insert(wire.to_string());
            Value::Shared(self.target.type_name(wire))
        } else if self.target.is_text(wire) {
            Value::Text
        } else if let Some(rust) = self.target.scalar(wire) {
            Value::Scalar(rust.clone())
        } else {
            self.faults.push(
                Problem::new(place, format!("the scalar `{wire}` has no Rust type")).with_help(
                    format!("add one to the configuration: [target.scalars] {wire} = \"…\""),
                ),
            );
            Value::Text
        };
        shape.with_value(value)
    }

    /// Extracts the input objects of variables, and those in them.
    pub(super) fn inputs(&mut self) {
        let schemas = self.schemas;
        while let Some(wire) = self.used.ahead.pop() {
            if let Some(name) = self.reused.get(&wire).cloned() {
                self.inherit(&name);
            } else if let Some(definition) = schemas.service.get_input_object(&wire) {
                self.input(&wire, definition);
            }
        }
    }

    fn input(&mut self, wire: &str, definition: &InputObjectType) {
        let name = self.target.type_name(wire);
        let is_one_of = definition.directives.has("oneOf");
        let mut fields: Vec<TypedField> = Vec::new();
        for (field, known) in &definition.fields {
            let holds = known.ty.inner_named_type();
            let shape = Shape::sent(
                &known.ty,
                &graphql_client::type_name(self.schemas, holds),
                self.holds.recursive.contains(holds.as_str()),
            );
            // A field with a default can be left out; the one field of `@oneOf` can't.
            let shape = self
                .known(shape, &self.schemas.place(known))
                .optional_if(!known.is_required());
            let shape = if is_one_of { shape.required() } else { shape };
            let shape = if *shape.value() != Value::Text {
                shape
            } else if self.target.is_sensitive(Some(wire), field) {
                shape.with_value(Value::Secret)
            } else if let Some(path) = self.target.input_text_type(wire, field) {
                shape.with_value(Value::TextType(path))
            } else {
                shape
            };
            let docs = described::docs(&[], known.description.as_ref(), &known.directives);
            fields.push(TypedField {
                wire: field.to_string(),
                name: field.to_string(),
                rust: self.target.input_field(wire, field),
                docs,
                shape,
                is_bound: is_encrypted(self.target, self.schemas, wire, field)
                    || self.holds.bound.contains(holds.as_str()),
            });
        }
        make_names_unique(&mut fields);
        let docs = described::description(definition.description.as_ref());
        let input = Struct {
            name: name.clone(),
            wire: wire.to_owned(),
            on: wire.to_owned(),
            docs,
            fields,
        };
        let shared = if is_one_of {
            let fields = input.fields.iter();
            let wires: Vec<&str> = fields.clone().map(|field| field.wire.as_str()).collect();
            let derived = fields.map(|field| names::variant(&field.rust)).collect();
            let variants = variants::unique(&wires, derived);
            SharedType::OneOf { input, variants }
        } else {
            SharedType::Input(input)
        };
        self.types.insert(name, shared);
    }

    /// Extracts the enums of variables, input objects and responses.
    pub(super) fn enums(&mut self) {
        for wire in std::mem::take(&mut self.used.enums) {
            if let Some(name) = self.reused.get(&wire).cloned() {
                self.inherit(&name);
                continue;
            }
            let Some(definition) = self.schemas.service.get_enum(&wire) else {
                continue;
            };
            let values: Vec<&str> = definition.values.keys().map(|one| one.as_str()).collect();
            let names = variants::names(self.target, &wire, &values);
            let other = variants::other(&names);
            let variants = definition.values.values().zip(names);
            let variants = variants.map(|(value, rust)| Variant {
                wire: value.value.to_string(),
                rust,
                docs: described::docs(&[], value.description.as_ref(), &value.directives),
            });
            let name = self.target.type_name(&wire);
            let shared = Enum {
                name: name.clone(),
                wire,
                docs: described::description(definition.description.as_ref()),
                variants: variants.collect(),
                other,
            };
            self.types.insert(name, SharedType::Enum(shared));
        }
    }
}

/// Renames fields of an input object with the same Rust name. The schema can't be annotated, so the field that is already in
/// snake case keeps the name, and the other gets a number. So does a field with the name of the constructor, or of another
/// field's setter that takes an option.
fn make_names_unique(fields: &mut [TypedField]) {
    let mut taken = BTreeSet::from([CONSTRUCTOR.to_owned()]);
    let mut ordered: Vec<&mut TypedField> = fields.iter_mut().collect();
    // A field's name is shorter than the names of its setters.
    ordered.sort_by_key(|field| {
        let keeps = field.wire == field.rust && field.rust != CONSTRUCTOR;
        (!keeps, field.rust.len())
    });
    for field in ordered {
        let maybe = |name: &str| field.shape.is_option().then(|| names::maybe(name));
        let is_free = |name: &str| {
            !taken.contains(name) && maybe(name).is_none_or(|maybe| !taken.contains(&maybe))
        };
        let numbered = (2..).map(|number| names::numbered(&field.rust, number));
        let mut names = std::iter::once(field.rust.clone()).chain(numbered);
        if let Some(name) = names.find(|name| is_free(name)) {
            taken.extend(maybe(&name));
            taken.insert(name.clone());
            field.rust = name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the Rust names of optional fields with these wire names.
    fn unique_names(wires: &[&str]) -> Vec<String> {
        let field = |wire: &&str| TypedField {
            wire: (*wire).to_owned(),
            name: (*wire).to_owned(),
            rust: names::field(wire),
            docs: Vec::new(),
            shape: Shape::Option(Box::new(Shape::Value(Value::Text))),
            is_bound: false,
        };
        let mut fields: Vec<_> = wires.iter().map(field).collect();
        make_names_unique(&mut fields);
        fields.into_iter().map(|field| field.rust).collect()
    }

    #[test]
    fn fields_of_one_name_are_numbered() {
        assert_eq!(unique_names(&["_id", "id"]), ["id_2", "id"]);
        assert_eq!(unique_names(&["new", "new_2"]), ["new_3", "new_2"]);
    }

    #[test]
    fn no_field_has_the_name_of_another_ones_setter() {
        assert_eq!(
            unique_names(&["maybeName", "name"]),
            ["maybe_name_2", "name"]
        );
        assert_eq!(
            unique_names(&["maybe_name", "name"]),
            ["maybe_name_2", "name"]
        );
        assert_eq!(
            unique_names(&["Name", "maybe_name", "maybe_maybe_name"]),
            ["name_2", "maybe_name", "maybe_maybe_name_2"]
        );
    }
}

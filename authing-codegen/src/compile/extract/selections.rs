//! The types of selections: fragments and anonymous selections.

use super::{Extractor, Path, Struct, TypedField, described};
use crate::compile::graphql_client::{Compiled, Named, RawFields};
use crate::compile::types::{Shape, Value};
use crate::error::Problem;
use crate::model::{Field, Fragment, Selection};
use crate::names;

impl Extractor<'_> {
    pub(super) fn fragment(&mut self, fragment: &Fragment, compiled: &Compiled) {
        let mut inner = Vec::new();
        let path = Path {
            on: fragment.on.clone(),
            name: fragment.type_name.clone(),
        };
        let fields = self.fields(
            &fragment.fields,
            &compiled.fields,
            compiled,
            &path,
            &mut inner,
        );
        let main = Struct {
            name: fragment.type_name.clone(),
            wire: fragment.on.clone(),
            on: path.on,
            docs: if fragment.docs.is_empty() {
                let on = self.schemas.service.types.get(fragment.on.as_str());
                described::description(on.and_then(|on| on.description()))
            } else {
                fragment.docs.clone()
            },
            fields,
        };
        self.fragments.insert(fragment.name.clone(), (main, inner));
    }

    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        raw: &RawFields,
        compiled: &Compiled,
        path: &Path,
        selections: &mut Vec<Struct>,
    ) -> Vec<TypedField> {
        let mut typed = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let Some(raw) = raw.get(&index) else {
                self.faults.push(Problem::new(
                    &field.place,
                    format!("graphql_client_codegen omitted `{}`", field.wire),
                ));
                continue;
            };
            let mut shape = Shape::parse(raw);
            if let Value::Raw(name) = shape.value().clone() {
                shape = match compiled.named(&name) {
                    Named::Fragment(index) => {
                        let name = self.fragment_names.get(index).copied();
                        let fragment = name.and_then(|name| self.model.fragments.get(name));
                        let name = fragment.map(|fragment| fragment.type_name.clone());
                        shape.with_value(Value::Shared(name.unwrap_or_default()))
                    }
                    Named::Selection(inner) => {
                        let name = self.selection(field, inner, compiled, path, selections);
                        shape.with_value(Value::Local(name))
                    }
                    Named::Other => self.known(shape, &field.place),
                };
            }
            typed.push(TypedField {
                wire: field.wire.clone(),
                name: field.name.clone(),
                rust: field.rust.clone(),
                docs: self.field_docs(field, &path.on),
                shape: self.adjust(field, &path.on, shape),
                is_bound: false,
            });
        }
        typed
    }

    fn field_docs(&self, field: &Field, on: &str) -> Vec<String> {
        match self.schemas.service.type_field(on, &field.name) {
            Ok(known) => {
                described::docs(&field.docs, known.description.as_ref(), &known.directives)
            }
            Err(_) => field.docs.clone(),
        }
    }

    /// Names an anonymous selection by its path.
    fn selection(
        &mut self,
        field: &Field,
        raw: &RawFields,
        compiled: &Compiled,
        path: &Path,
        selections: &mut Vec<Struct>,
    ) -> String {
        let mut name = format!("{}{}", path.name, names::type_name(&field.rust));
        while self.taken.contains(&name) {
            name.push_str("Selection");
        }
        let inner: &[Field] = match &field.selection {
            Selection::Fields(fields) => fields,
            Selection::Leaf | Selection::Fragment(_) => &[],
        };
        let on = self.schemas.service.type_field(&path.on, &field.name);
        let path = Path {
            on: on
                .map(|definition| definition.ty.inner_named_type().to_string())
                .unwrap_or_default(),
            name: name.clone(),
        };
        let fields = self.fields(inner, raw, compiled, &path, selections);
        selections.push(Struct {
            name: name.clone(),
            wire: field.name.clone(),
            on: path.on,
            docs: vec![format!("What is selected of `{}`.", field.wire)],
            fields,
        });
        name
    }

    /// Applies the configuration and the directives of a field to its type.
    fn adjust(&mut self, field: &Field, on: &str, shape: Shape) -> Shape {
        let mut shape = if shape.is_list() {
            shape.tolerant_list()
        } else {
            shape
        };
        if field.secret {
            if *shape.value() != Value::Text {
                self.faults.push(Problem::new(
                    &field.place,
                    format!(
                        "`{}` is not a string, so it can't be a `@secret`",
                        field.wire
                    ),
                ));
            }
            shape = shape.with_value(Value::Secret);
        }
        if *shape.value() == Value::Text
            && let Some(path) = self.target.text_type(on, &field.name)
        {
            shape = shape.with_value(Value::TextType(path));
        }
        if field.optional && shape.is_list() {
            let message = format!(
                "`@nullable` can't apply to the list `{}`: one that is left out is read as empty",
                field.wire
            );
            self.faults.push(Problem::new(&field.place, message));
        }
        if field.non_null {
            shape.required()
        } else {
            shape.optional_if(field.optional)
        }
    }
}

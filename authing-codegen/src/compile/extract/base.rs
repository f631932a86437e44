//! The types of the target that is extended: which of them are used in place of new ones, and whether the schema allows it.

use std::collections::BTreeMap;

use apollo_compiler::ast;
use apollo_compiler::schema::{ExtendedType, InputValueDefinition};

use super::{Extractor, Library, SharedType, Struct, sharing};
use crate::compile::types::{Inherited, Value};
use crate::config::Target;
use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::model::Fragment;
use crate::names;

/// The target that is extended.
#[derive(Clone, Copy)]
pub(crate) struct Base<'a> {
    pub(crate) target: &'a Target,
    pub(crate) schemas: &'a Schemas,
    pub(crate) library: &'a Library,
}

impl Base<'_> {
    /// Returns the input objects and enums of a schema whose types are inherited, with their Rust names.
    pub(super) fn types_of(&self, target: &Target, schemas: &Schemas) -> BTreeMap<String, String> {
        let types = schemas.service.types.iter();
        let inherited = types.filter_map(|(wire, definition)| {
            Some((wire.to_string(), self.type_of(target, wire, definition)?))
        });
        inherited.collect()
    }

    /// Returns the Rust name of an input object or enum if its type is inherited: if the base has a type for it, unless the
    /// target names it itself.
    fn type_of(&self, target: &Target, wire: &str, definition: &ExtendedType) -> Option<String> {
        let name = self.target.type_name(wire);
        let is_same = match self.library.types.get(&name)? {
            SharedType::Input(input) | SharedType::OneOf { input, .. } => {
                definition.is_input_object() && input.wire == wire
            }
            SharedType::Enum(of) => definition.is_enum() && of.wire == wire,
            SharedType::Fragment { .. } => false,
        };
        (is_same && !target.names_itself(wire)).then_some(name)
    }

    /// Returns whether a field of an input object is never sent, because the object's type is inherited and does not have it.
    pub(crate) fn lacks(&self, target: &Target, schemas: &Schemas, on: &str, field: &str) -> bool {
        let definition = schemas.service.types.get(on);
        let inherited = definition.and_then(|definition| self.type_of(target, on, definition));
        let known = self.schemas.service.get_input_object(on);
        inherited.is_some() && known.is_some_and(|known| !known.fields.contains_key(field))
    }
}

impl Extractor<'_> {
    /// Compares what an inherited fragment selects in this schema with its type.
    pub(super) fn inherit_fragment(&mut self, fragment: &Fragment, compiled: (&Struct, &[Struct])) {
        let Some(base) = self.base else {
            return;
        };
        if let Some(SharedType::Fragment { main, inner, .. }) =
            base.library.types.get(&fragment.type_name)
            && let Some(reason) = sharing::difference(compiled, (main, inner))
        {
            let name = &fragment.name;
            let message = format!(
                "the schema does not fit the type of the inherited fragment `{name}`: {reason}"
            );
            let help = format!(
                "use a fragment of your own in place of `{name}`, without this field or with a Rust type of its own"
            );
            self.faults
                .push(Problem::new(&fragment.place, message).with_help(help));
        }
        self.inherit(&fragment.type_name);
    }

    /// Uses an inherited type, with the types in it.
    pub(super) fn inherit(&mut self, name: &str) {
        let Some(base) = self.base else {
            return;
        };
        let mut ahead = vec![name.to_owned()];
        while let Some(name) = ahead.pop() {
            let Some(shared) = base.library.types.get(&name) else {
                continue;
            };
            if self.inherited.contains_key(&name) {
                continue;
            }
            if let SharedType::Input(input) | SharedType::OneOf { input, .. } = shared {
                self.check_input(&input.wire);
            }
            for field in shared.structs().flat_map(|one| &one.fields) {
                if let Value::Shared(inner) = field.shape.value() {
                    ahead.push(inner.clone());
                }
            }
            self.inherited.insert(name, shared.clone());
        }
    }

    /// Reports the differences that make an inherited input object invalid in this schema, or reveal a secret.
    fn check_input(&mut self, wire: &str) {
        let Some(base) = self.base else {
            return;
        };
        let (own, theirs) = (self.schemas, base.schemas);
        let Some(known) = theirs.service.get_input_object(wire) else {
            return;
        };
        let Some(definition) = own.service.get_input_object(wire) else {
            let message = format!("the inherited input object `{wire}` is not one in this schema");
            self.faults
                .push(Problem::nowhere(message).with_help(names::help(wire)));
            return;
        };
        let mut reasons: Vec<String> = Vec::new();
        if known.directives.has("oneOf") != definition.directives.has("oneOf") {
            reasons.push("only one of the two schemas has it `@oneOf`".to_owned());
        }
        for (name, field) in &known.fields {
            reasons.extend(match definition.fields.get(name) {
                None => Some(format!("the schema has no field `{name}`")),
                Some(own) if !self.fits(field, own) => Some(format!(
                    "`{name}` is `{}` in the schema, but `{}` in the inherited type",
                    own.ty, field.ty
                )),
                Some(_) => self.protection(base.target, wire, name),
            });
        }
        for (name, field) in &definition.fields {
            if field.is_required() && !known.fields.contains_key(name) {
                reasons.push(format!(
                    "the schema requires `{name}`, which the inherited type does not have"
                ));
            }
        }
        let place = own.place(definition);
        let faults = reasons.into_iter().map(|reason| {
            let message =
                format!("the inherited type of the input object `{wire}` can't be used: {reason}");
            let help = format!("to generate a type for it, {}", names::help(wire));
            Problem::new(&place, message).with_help(help)
        });
        self.faults.extend(faults);
    }

    /// Returns the reason if this target protects a field more than the inherited type does.
    fn protection(&self, base: &Target, wire: &str, name: &str) -> Option<String> {
        let (own, on) = (self.target, Some(wire));
        if own.is_encrypted(on, name) && !base.is_encrypted(on, name) {
            Some(format!(
                "`{name}` is `encrypted` here, but not in the inherited type"
            ))
        } else if own.is_sensitive(on, name) && !base.is_sensitive(on, name) {
            Some(format!(
                "`{name}` is `sensitive` here, but not in the inherited type"
            ))
        } else {
            None
        }
    }

    /// Returns whether a value of an inherited field is valid for the schema's field.
    fn fits(&self, inherited: &InputValueDefinition, own: &InputValueDefinition) -> bool {
        if own.is_required() && !inherited.is_required() {
            return false;
        }
        // A field that is not set is left out.
        let (from, to) = (ast::Type::clone(&inherited.ty), ast::Type::clone(&own.ty));
        self.is_assignable(&from.non_null(), &to.nullable())
    }

    fn is_assignable(&self, from: &ast::Type, to: &ast::Type) -> bool {
        use ast::Type::{List, Named, NonNullList, NonNullNamed};
        match (from, to) {
            (NonNullNamed(_) | Named(_), Named(_)) | (NonNullNamed(_), NonNullNamed(_)) => {
                let (from, to) = (from.inner_named_type(), to.inner_named_type());
                let is_text = |name: &str| self.target.is_text(name);
                from == to || is_text(from) && is_text(to)
            }
            (List(from) | NonNullList(from), List(to)) | (NonNullList(from), NonNullList(to)) => {
                // Elements that are sent are never `null`.
                self.is_assignable(&from.as_ref().clone().non_null(), to)
            }
            _ => false,
        }
    }

    /// Returns the inherited types. One with the name of a new type is an error.
    pub(super) fn take_inherited(&mut self) -> Inherited {
        let Some(base) = self.base else {
            return Inherited::default();
        };
        let types = std::mem::take(&mut self.inherited);
        let mut inherited = Inherited {
            path: base.target.types_path(),
            names: types.keys().cloned().collect(),
        };
        for (name, shared) in types {
            let beyond = self.beyond(base.schemas, &shared);
            if !beyond.is_empty() {
                self.beyond.insert(name.clone(), beyond);
            }
            if let Some(own) = self.types.get(&name) {
                let message = format!(
                    "`{name}` would be the name of a new type and of an inherited one, which is used, too"
                );
                let help = match own {
                    SharedType::Fragment { .. } => {
                        format!("rename the fragment, for example to `Own{name}`")
                    }
                    other => names::help(other.wire()),
                };
                let fault = Problem::new(&self.place_of(&name, own), message);
                self.faults.push(fault.with_help(help));
            }
            self.types.insert(name, shared);
        }
        let fragments = self
            .model
            .fragments
            .values()
            .filter(|fragment| fragment.inherited);
        inherited
            .names
            .extend(fragments.map(|fragment| names::fragment_constant(&fragment.name)));
        inherited
    }

    /// Returns the fields or values of the schema that an inherited type does not have.
    fn beyond(&self, base: &Schemas, shared: &SharedType) -> Vec<String> {
        if matches!(shared, SharedType::Fragment { .. }) {
            return Vec::new();
        }
        let members = |schemas: &Schemas| -> Vec<String> {
            match schemas.service.types.get(shared.wire()) {
                Some(ExtendedType::InputObject(input)) => {
                    input.fields.keys().map(ToString::to_string).collect()
                }
                Some(ExtendedType::Enum(of)) => of.values.keys().map(ToString::to_string).collect(),
                _ => Vec::new(),
            }
        };
        let known = members(base);
        let mut beyond = members(self.schemas);
        beyond.retain(|member| !known.contains(member));
        beyond
    }
}

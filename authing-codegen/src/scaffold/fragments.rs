//! Fragments for types that have none.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ast::FieldDefinition;
use apollo_compiler::schema::ExtendedType;

use super::learned::Learned;
use super::plan::{Inner, Plan, reason_to_skip};
use crate::config::Target;
use crate::graph::Graph;
use crate::input::markdown;
use crate::input::schema::Schemas;
use crate::input::source::PLACEHOLDER;
use crate::model::Treatment;
use crate::names;

/// The fragments being created.
pub(super) struct Fragments<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    learned: &'a Learned,
    plan: Plan<'a>,
    /// The fragment of each type that has one.
    by_type: BTreeMap<String, String>,
    /// The texts of the new fragments' files.
    pub(super) made: BTreeMap<String, String>,
    /// Notes about fields that were skipped.
    pub(super) notes: Vec<String>,
}

impl<'a> Fragments<'a> {
    /// Creates the fragments that root fields of these types need.
    pub(super) fn new(
        target: &'a Target,
        schemas: &'a Schemas,
        learned: &'a Learned,
        roots: impl Iterator<Item = &'a str>,
        depth: usize,
    ) -> Self {
        let roots: Vec<&'a str> = roots.collect();
        let mut fragments = Self {
            target,
            schemas,
            learned,
            plan: Plan::new(schemas, learned, roots.iter().copied(), depth),
            by_type: learned.fragments.clone(),
            made: BTreeMap::new(),
            notes: Vec::new(),
        };
        let new = fragments.selectable(roots);
        let mut taken = learned.taken.clone();
        for ty in &new {
            let name = unused_name(ty, &mut taken);
            fragments.by_type.insert((*ty).to_owned(), name);
        }
        for ty in new {
            fragments.make(ty);
        }
        fragments
    }

    /// Returns the fragment on a type; `None` if no field of the type can be selected.
    pub(super) fn on(&self, ty: &str) -> Option<&str> {
        self.by_type.get(ty).map(String::as_str)
    }

    /// Returns the planned types that root fields of these types reach, and of which something can be selected, directly or nested.
    fn selectable(&self, roots: Vec<&'a str>) -> Vec<&'a str> {
        let schemas = self.schemas;
        let mut types = self.plan.types();
        let mut spreads = Graph::default();
        let mut fruitful = Vec::new();
        for ty in &types {
            let fields = schemas.service.get_object(ty);
            let fields = fields.into_iter().flat_map(|object| object.fields.values());
            for field in fields.filter(|field| reason_to_skip(field).is_none()) {
                let inner = field.ty.inner_named_type().as_str();
                match schemas.service.types.get(inner) {
                    Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {}
                    Some(ExtendedType::Object(_)) => match self.plan.inner(ty, inner) {
                        Inner::Fragment if self.by_type.contains_key(inner) => fruitful.push(*ty),
                        Inner::Fragment => spreads.lead(ty, inner),
                        Inner::Leaves if !self.leaves(inner, "").is_empty() => fruitful.push(*ty),
                        Inner::Leaves | Inner::TooDeep => {}
                    },
                    _ if self.is_unmarkable(ty, field) => {}
                    _ => fruitful.push(*ty),
                }
            }
        }
        let selectable = spreads.leading_to(fruitful);
        // The plan also has the types below a field that is cut.
        let reached = spreads.reached_from(roots);
        types.retain(|ty| selectable.contains(ty) && reached.contains(ty));
        types
    }

    fn make(&mut self, ty: &str) {
        let lines = self.fields(ty, "  ");
        let description = self.description(ty);
        let name = self.by_type.get(ty).cloned().unwrap_or_default();
        let text = format!(
            "{description}# {PLACEHOLDER}: describe `{ty}`.\nfragment {name} on {ty} {{\n{lines}}}\n"
        );
        self.made.insert(name, text);
    }

    /// Returns whether it is a secret that no directive can mark.
    fn is_unmarkable(&self, on: &str, field: &FieldDefinition) -> bool {
        self.target.is_sensitive(Some(on), &field.name) && !self.is_text(field)
    }

    fn is_text(&self, field: &FieldDefinition) -> bool {
        self.target.is_text(field.ty.inner_named_type())
    }

    fn description(&self, ty: &str) -> String {
        let definition = self.schemas.service.types.get(ty);
        let description = definition.and_then(|definition| definition.description());
        description.map_or_else(String::new, |text| {
            comment(&markdown::docs(text), "") + "#\n"
        })
    }

    /// Returns the lines that select a type's fields.
    fn fields(&mut self, ty: &str, indent: &str) -> String {
        let schemas = self.schemas;
        let Some(definition) = schemas.service.get_object(ty) else {
            return String::new();
        };
        let mut lines = String::new();
        let mut rust = BTreeSet::new();
        for field in definition.fields.values() {
            let selection = match self.selection(ty, field, indent) {
                Ok(selection) => selection,
                Err(reason) => {
                    self.notes
                        .push(format!("skipped `{ty}.{}`: {reason}", field.name));
                    continue;
                }
            };
            let known = self.learned.field(ty, &field.name);
            let mut directives = String::new();
            let is_secret = known.treatment == Some(Treatment::Secret)
                || self.target.is_secret(Some(ty), &field.name);
            if is_secret && selection.is_empty() && self.is_text(field) {
                directives.push_str(" @secret");
            }
            directives.push_str(&rename(&field.name, known.rename, &mut rust));
            let described = field.description.as_ref();
            lines.push_str(&match described {
                Some(text) => comment(&markdown::docs(text), indent),
                None => comment(&known.docs, indent),
            });
            lines.push_str(&format!("{indent}{}{directives}{selection}\n", field.name));
        }
        lines
    }

    /// Returns the selection of a field: none for a leaf, a fragment for an object, only leaves for an enclosing type.
    fn selection(&self, on: &str, field: &FieldDefinition, indent: &str) -> Result<String, String> {
        if let Some(reason) = reason_to_skip(field) {
            return Err(reason);
        }
        let ty = field.ty.inner_named_type().as_str();
        match self.schemas.service.types.get(ty) {
            Some(ExtendedType::Object(_)) => {}
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                return Err(format!("its type `{ty}` is an interface or a union"));
            }
            _ if self.is_unmarkable(on, field) => {
                return Err(format!(
                    "it is a secret, but its type is not a string: `{}`",
                    field.ty
                ));
            }
            _ => return Ok(String::new()),
        }
        let inner = match self.plan.inner(on, ty) {
            Inner::TooDeep => {
                return Err(format!("it is nested too deeply below `{on}`; see --depth"));
            }
            Inner::Leaves => {
                let leaves = self.leaves(ty, &format!("{indent}  "));
                if leaves.is_empty() {
                    let reason = format!(
                        "of `{ty}`, only scalar fields can be selected here, and it has none"
                    );
                    return Err(reason);
                }
                leaves
            }
            Inner::Fragment => {
                let fragment = self.on(ty);
                let fragment =
                    fragment.ok_or_else(|| format!("no field of `{ty}` can be selected"))?;
                format!("{indent}  ...{fragment}\n")
            }
        };
        Ok(format!(" {{\n{inner}{indent}}}"))
    }

    fn leaves(&self, ty: &str, indent: &str) -> String {
        let Some(definition) = self.schemas.service.get_object(ty) else {
            return String::new();
        };
        let mut rust = BTreeSet::new();
        let mut lines = String::new();
        for field in definition.fields.values() {
            let inner = self.schemas.service.types.get(field.ty.inner_named_type());
            let is_leaf = inner.is_some_and(ExtendedType::is_leaf);
            let sensitive = self.target.is_sensitive(Some(ty), &field.name)
                || self.is_text(field) && self.target.is_secret(Some(ty), &field.name);
            if is_leaf && reason_to_skip(field).is_none() && !sensitive {
                let known = self.learned.field(ty, &field.name);
                let rename = rename(&field.name, known.rename, &mut rust);
                lines.push_str(&comment(&known.docs, indent));
                lines.push_str(&format!("{indent}{}{rename}\n", field.name));
            }
        }
        lines
    }
}

/// Returns a name for the fragment on a type that no other fragment and no type has.
fn unused_name(ty: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = names::type_name(ty);
    if taken.contains(&name) || names::reserved(&name).is_some() {
        name.push_str("Fields");
    }
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// Returns a `@rename` directive with an unused Rust name, if the derived one is taken or invalid.
pub(super) fn rename(wire: &str, learned: Option<String>, taken: &mut BTreeSet<String>) -> String {
    let derived = names::field(wire);
    for name in learned.into_iter().chain([derived.clone()]) {
        if taken.insert(name.clone()) {
            return if name == derived {
                String::new()
            } else {
                format!(" @rename(to: \"{name}\")")
            };
        }
    }
    let mut number = 2;
    while !taken.insert(names::numbered(&derived, number)) {
        number += 1;
    }
    format!(" @rename(to: \"{}\")", names::numbered(&derived, number))
}

/// Formats lines as a comment.
pub(super) fn comment(docs: &[String], indent: &str) -> String {
    docs.iter()
        .map(|line| format!("{}\n", format!("{indent}# {line}").trim_end()))
        .collect()
}

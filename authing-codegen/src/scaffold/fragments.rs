//! Fragments for types that have none.

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::ast::FieldDefinition;
use apollo_compiler::schema::ExtendedType;

use super::learned::Learned;
use crate::config::Target;
use crate::model::Treatment;
use crate::names;
use crate::schema::Schemas;
use crate::source::PLACEHOLDER;
use crate::unsupported;

/// The fragments being created.
pub(super) struct Fragments<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    learned: &'a Learned,
    depth: usize,
    /// The fragment of each type that has one.
    by_type: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    /// The texts of the new fragments' files.
    pub(super) made: BTreeMap<String, String>,
    /// Notes about fields that were skipped.
    pub(super) notes: Vec<String>,
}

impl<'a> Fragments<'a> {
    pub(super) fn new(
        target: &'a Target,
        schemas: &'a Schemas,
        learned: &'a Learned,
        depth: usize,
    ) -> Self {
        Self {
            target,
            schemas,
            learned,
            depth,
            by_type: learned.fragments.clone(),
            taken: learned.taken.clone(),
            made: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Returns the fragment on a type and creates it if needed; `None` if no field of the type can be selected.
    ///
    /// `within` are the enclosing types, whose fragments can't be spread again.
    pub(super) fn on(&mut self, ty: &str, within: &[String]) -> Option<String> {
        if let Some(name) = self.by_type.get(ty) {
            return Some(name.clone());
        }
        let mut inside = within.to_vec();
        inside.push(ty.to_owned());
        let lines = self.fields(ty, &inside, "  ");
        if lines.is_empty() {
            return None;
        }
        let mut name = names::type_name(ty);
        if self.taken.contains(&name) || names::reserved(&name).is_some() {
            name.push_str("Fields");
        }
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        let description = self.description(ty);
        let text = format!(
            "{description}# {PLACEHOLDER}: describe `{ty}`.\nfragment {name} on {ty} {{\n{lines}}}\n"
        );
        self.made.insert(name.clone(), text);
        self.by_type.insert(ty.to_owned(), name.clone());
        Some(name)
    }

    fn description(&self, ty: &str) -> String {
        let definition = self.schemas.service.types.get(ty);
        let description = definition.and_then(|definition| definition.description());
        description.map_or_else(String::new, |text| comment(text.lines(), "") + "#\n")
    }

    /// Returns the lines that select a type's fields.
    fn fields(&mut self, ty: &str, inside: &[String], indent: &str) -> String {
        let schemas = self.schemas;
        let Some(definition) = schemas.service.get_object(ty) else {
            return String::new();
        };
        let mut lines = String::new();
        let mut rust = BTreeSet::new();
        for field in definition.fields.values() {
            let selection = match self.selection(ty, field, inside, indent) {
                Ok(selection) => selection,
                Err(reason) => {
                    let note = format!("skipped `{ty}.{}`: {reason}", field.name);
                    if !self.notes.contains(&note) {
                        self.notes.push(note);
                    }
                    continue;
                }
            };
            let known = self.learned.field(ty, &field.name);
            let mut directives = String::new();
            let is_secret = known.treatment == Some(Treatment::Secret)
                || self.target.is_secret(Some(ty), &field.name);
            if is_secret && selection.is_empty() && self.target.is_text(field.ty.inner_named_type())
            {
                directives.push_str(" @secret");
            }
            directives.push_str(&rename(&field.name, known.rename, &mut rust));
            let described = field.description.as_ref();
            lines.push_str(&match described {
                Some(text) => comment(text.lines(), indent),
                None => comment(known.docs.iter().map(String::as_str), indent),
            });
            lines.push_str(&format!("{indent}{}{directives}{selection}\n", field.name));
        }
        lines
    }

    /// Returns the selection of a field: none for a leaf, a fragment for an object, only leaves for an enclosing type.
    fn selection(
        &mut self,
        on: &str,
        field: &FieldDefinition,
        inside: &[String],
        indent: &str,
    ) -> Result<String, String> {
        if field
            .arguments
            .iter()
            .any(|argument| argument.is_required())
        {
            return Err("it has required arguments".to_owned());
        }
        if unsupported::nests_too_deep(&field.ty) {
            return Err(format!("it is a list of lists of lists, `{}`", field.ty));
        }
        let ty = field.ty.inner_named_type().as_str();
        let schemas = self.schemas;
        match schemas.service.types.get(ty) {
            Some(ExtendedType::Object(_)) => {}
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                return Err(format!("its type `{ty}` is an interface or a union"));
            }
            _ if self.target.is_sensitive(Some(on), &field.name)
                && !self.target.is_text(field.ty.inner_named_type()) =>
            {
                return Err(format!(
                    "it is a secret, but its type is not a string: `{}`",
                    field.ty
                ));
            }
            _ => return Ok(String::new()),
        }
        if inside.iter().any(|outer| outer == ty) {
            let inner = format!("{indent}  ");
            // Only leaves, to end the recursion.
            let leaves = self.leaves(ty, &inner);
            return if leaves.is_empty() {
                Err(format!(
                    "it is nested in a `{ty}`, which has no scalar fields"
                ))
            } else {
                Ok(format!(" {{\n{leaves}{indent}}}"))
            };
        }
        if inside.len() >= self.depth && !self.by_type.contains_key(ty) {
            return Err(format!("it is nested too deeply below `{on}`; see --depth"));
        }
        let fragment = self.on(ty, inside);
        let fragment = fragment.ok_or_else(|| format!("no field of `{ty}` can be selected"))?;
        Ok(format!(" {{\n{indent}  ...{fragment}\n{indent}}}"))
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
            let needs = field
                .arguments
                .iter()
                .any(|argument| argument.is_required());
            let sensitive = self.target.is_sensitive(Some(ty), &field.name)
                || self.target.is_text(field.ty.inner_named_type())
                    && self.target.is_secret(Some(ty), &field.name);
            if is_leaf && !needs && !sensitive {
                let known = self.learned.field(ty, &field.name);
                let rename = rename(&field.name, known.rename, &mut rust);
                lines.push_str(&comment(known.docs.iter().map(String::as_str), indent));
                lines.push_str(&format!("{indent}{}{rename}\n", field.name));
            }
        }
        lines
    }
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
pub(super) fn comment<'t>(lines: impl Iterator<Item = &'t str>, indent: &str) -> String {
    lines
        .map(|line| format!("{}\n", format!("{indent}# {line}").trim_end()))
        .collect()
}

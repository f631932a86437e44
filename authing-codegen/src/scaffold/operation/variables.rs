//! The arguments of a new operation's root field, and the variables that are their values.

use std::collections::BTreeSet;

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition};
use apollo_compiler::schema::ExtendedType;

use super::Maker;
use crate::input::markdown;
use crate::model::Treatment;
use crate::names;
use crate::scaffold::Root;
use crate::scaffold::fragments::{comment, rename};
use crate::scaffold::learned::Known;

/// How many input objects deep an argument becomes variables. What is deeper stays an input object, which encrypts what it
/// must.
const NESTED: usize = 4;

/// The variables of an operation, as text.
#[derive(Default)]
pub(super) struct Variables {
    pub(super) text: String,
    /// The names of the root field's arguments, whose variables keep them.
    arguments: BTreeSet<String>,
    wire: BTreeSet<String>,
    rust: BTreeSet<String>,
}

impl Variables {
    /// Returns no variables of a root field with these arguments.
    pub(super) fn of(root: &FieldDefinition) -> Self {
        let names = root.arguments.iter().map(|argument| &argument.name);
        // No setter has the name of the constructor, or of a setter that takes an option.
        let setters = names.clone().map(|name| names::maybe(&names::field(name)));
        Self {
            arguments: names.map(ToString::to_string).collect(),
            rust: setters.chain([names::CONSTRUCTOR.to_owned()]).collect(),
            ..Self::default()
        }
    }
}

impl Maker<'_> {
    /// Returns the value of an argument: a variable, or an object of variables if the SDK must treat one of them.
    pub(super) fn argument(
        &self,
        argument: &InputValueDefinition,
        root: &Root<'_>,
        variables: &mut Variables,
    ) -> String {
        let within = &mut vec![root.coordinate.clone()];
        let value = self.value(argument, argument.name.as_str(), variables, within);
        format!("{}: {value}", argument.name)
    }

    fn value(
        &self,
        definition: &InputValueDefinition,
        path: &str,
        variables: &mut Variables,
        within: &mut Vec<String>,
    ) -> String {
        let ty = definition.ty.inner_named_type();
        let types = &self.schemas.service.types;
        if let Some(ExtendedType::InputObject(object)) = types.get(ty)
            && !definition.ty.is_list()
            && !object.directives.has("oneOf")
            && within.len() <= NESTED
            && !within.iter().any(|outer| outer == ty.as_str())
            && self.treated.contains(ty.as_str())
        {
            within.push(ty.to_string());
            let fields: Vec<String> = object
                .fields
                .values()
                .filter(|field| !is_dispensable(field))
                .map(|field| {
                    let path = format!("{path}_{}", field.name);
                    let value = self.value(field, &path, variables, within);
                    format!("{}: {value}", field.name)
                })
                .collect();
            within.pop();
            return format!("{{ {} }}", fields.join(", "));
        }
        let on = within.last().map(String::as_str);
        self.variable(definition, on, path, variables)
    }

    fn variable(
        &self,
        definition: &InputValueDefinition,
        on: Option<&str>,
        path: &str,
        variables: &mut Variables,
    ) -> String {
        let name = definition.name.as_str();
        // A duplicate name in an object becomes the path to it.
        let is_nested = path != name;
        let wire =
            if is_nested && variables.arguments.contains(name) || variables.wire.contains(name) {
                path
            } else {
                name
            };
        variables.wire.insert(wire.to_owned());
        let known = self.known(name);
        let treatment = self.treatment(definition, on, &known);
        // A variable that the SDK fills in needs no documentation.
        let (known_name, docs) = if treatment == " @userPool" {
            (None, String::new())
        } else {
            let described = definition.description.as_ref();
            let docs = described.map(|text| comment(&markdown::docs(text), "  "));
            (known.rename, docs.unwrap_or_default())
        };
        let renamed = rename(wire, known_name, &mut variables.rust);
        let default = definition.default_value.as_ref();
        let default = default.map_or_else(String::new, |default| {
            format!(" = {}", default.serialize().no_indent())
        });
        variables.text.push_str(&format!(
            "{docs}  ${wire}: {}{default}{treatment}{renamed}\n",
            definition.ty
        ));
        format!("${wire}")
    }

    /// Returns whether this is what the API calls the number of a page, or how many items it has.
    fn is_of_pages(&self, name: &str) -> bool {
        let pages = self.target.pages();
        pages.is_some_and(|pages| [&pages.page, &pages.count].iter().any(|one| *one == name))
    }

    pub(super) fn known(&self, name: &str) -> Known {
        let learned = self.learned.variables.get(name).cloned();
        learned.unwrap_or_else(|| Known {
            treatment: self
                .target
                .is_user_pool(name)
                .then_some(Treatment::UserPool),
            ..Known::default()
        })
    }

    /// Returns the directive for the SDK's treatment of the value.
    fn treatment(
        &self,
        definition: &InputValueDefinition,
        on: Option<&str>,
        known: &Known,
    ) -> &'static str {
        let name = definition.name.as_str();
        let sensitive = self.target.is_secret(on, name);
        let ty = match definition.ty.inner_named_type().as_str() {
            text if self.target.is_text(text) => "String",
            other => other,
        };
        if definition.ty.is_list() {
            let is_secret = ty == "String" && sensitive;
            return if is_secret { " @secret" } else { "" };
        }
        match (ty, known.treatment) {
            ("String", Some(Treatment::UserPool)) => " @userPool",
            ("String", _) if self.target.is_encrypted(on, name) => " @encrypted",
            ("String", Some(Treatment::Encrypted)) => " @encrypted",
            ("String", Some(Treatment::Secret)) => " @secret",
            ("String", _) if sensitive => " @secret",
            ("Int", Some(Treatment::Digits)) => " @digits",
            ("Int", _) if self.target.is_sensitive(on, name) => " @digits",
            ("Int", _) if self.is_of_pages(name) => " @unsigned",
            _ => "",
        }
    }
}

/// Returns whether an argument or an input field is deprecated, and can be left out.
pub(super) fn is_dispensable(definition: &InputValueDefinition) -> bool {
    definition.directives.has("deprecated") && !definition.is_required()
}

//! The query file of one root field.

use std::collections::BTreeSet;

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, OperationType};
use apollo_compiler::schema::ExtendedType;

use super::Root;
use super::area::Areas;
use super::fragments::{Fragments, comment, rename};
use super::learned::{Known, Learned};
use crate::check::unsupported;
use crate::config::Target;
use crate::error::Problem;
use crate::input::markdown;
use crate::input::schema::Schemas;
use crate::input::source::PLACEHOLDER;
use crate::model::{Api, Choice, Treatment};
use crate::names;
use crate::rules::flow;

/// The inputs for creating a query file.
pub(super) struct Maker<'a> {
    pub(super) target: &'a Target,
    pub(super) schemas: &'a Schemas,
    pub(super) api: &'a Api,
    pub(super) learned: &'a Learned,
    pub(super) areas: &'a Areas,
    /// The input objects that hold something that the SDK encrypts or fills in.
    treated: BTreeSet<String>,
}

/// The variables of an operation, as text.
#[derive(Default)]
struct Variables {
    text: String,
    /// The names of the root field's arguments, whose variables keep them.
    arguments: BTreeSet<String>,
    wire: BTreeSet<String>,
    rust: BTreeSet<String>,
}

/// Whether an argument or an input field is deprecated or can't be sent, and can be left out.
fn is_dispensable(definition: &InputValueDefinition) -> bool {
    let is_unwanted =
        definition.directives.has("deprecated") || unsupported::is_list_of_lists(&definition.ty);
    is_unwanted && !definition.is_required()
}

/// The length above which a selection of the root field has a line for each argument.
const WIDTH: usize = 100;

/// How many input objects deep an argument becomes variables. What is deeper stays an input object, which encrypts what it
/// must.
const NESTED: usize = 4;

impl<'a> Maker<'a> {
    pub(super) fn new(
        target: &'a Target,
        schemas: &'a Schemas,
        api: &'a Api,
        learned: &'a Learned,
        areas: &'a Areas,
    ) -> Self {
        let mut maker = Self {
            target,
            schemas,
            api,
            learned,
            areas,
            treated: BTreeSet::new(),
        };
        let types = schemas.service.types.values();
        let inputs = types.filter_map(ExtendedType::as_input_object);
        maker.treated = flow::reaching(inputs, &BTreeSet::new(), &|on, name| {
            target.is_encrypted(Some(on), name)
                || maker.known(name).treatment == Some(Treatment::UserPool)
        });
        maker
    }

    /// Returns the operation's name, and the text of its file.
    pub(super) fn operation(
        &self,
        root: &Root,
        names: &mut BTreeSet<String>,
        fragments: &Fragments<'_>,
    ) -> Result<(String, String), Problem> {
        let schema = &self.schemas.service;
        let fault = |reason: &str| {
            Problem::nowhere(format!("`{}` can't be scaffolded: {reason}", root.name))
        };
        let (of, _) = root.coordinate.split_once('.').unwrap_or_default();
        let definition = schema
            .type_field(of, &root.name)
            .map_err(|_| fault("the schema does not define it"))?;
        if unsupported::nests_too_deep(&definition.ty) {
            let reason = format!("it is a list of lists of lists, `{}`", definition.ty);
            return Err(fault(&reason));
        }
        let ty = definition.ty.inner_named_type();
        let selection = match schema.types.get(ty) {
            Some(ExtendedType::Object(_)) => {
                let fragment = fragments.on(ty);
                let fragment =
                    fragment.ok_or_else(|| fault("no field of its type can be selected"))?;
                format!(" {{\n    ...{fragment}\n  }}")
            }
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let fault = fault("its type is an interface or a union");
                return Err(
                    fault.with_help("scaffold another root field that has one of the object types")
                );
            }
            _ => {
                let is_text = self.target.is_text(ty);
                let secret = self.target.is_secret(Some(of), &root.name) && is_text;
                if secret { " @secret" } else { "" }.to_owned()
            }
        };
        let arguments = definition.arguments.iter();
        let mut variables = Variables {
            arguments: arguments.clone().map(|one| one.name.to_string()).collect(),
            // No setter has the name of the constructor, or of a setter that takes an option.
            rust: arguments
                .map(|one| names::maybe(&names::field(&one.name)))
                .chain([names::CONSTRUCTOR.to_owned()])
                .collect(),
            ..Variables::default()
        };
        let arguments: Vec<String> = definition
            .arguments
            .iter()
            .filter(|argument| !is_dispensable(argument))
            .map(|argument| self.argument(argument, root, &mut variables))
            .collect();
        let name = self.name(root, definition.ty.is_list(), names);
        let described = definition.description.as_ref();
        let described = described.map(|text| comment(&markdown::docs(text), "") + "#\n");
        let head = match variables.text.as_str() {
            "" => String::new(),
            text => format!("(\n{text})"),
        };
        let text = format!(
            "{}# {PLACEHOLDER}: describe its effect, documentation and errors. The service and the token are guesses.\n\
             {} {name}{head} @authing({}){} {{\n{}{selection}\n}}\n",
            described.unwrap_or_default(),
            root.kind,
            self.authing(root, &name),
            self.no_stream(root, definition),
            call(&root.name, &arguments),
        );
        Ok((name, text))
    }

    /// Returns a name for the operation. If operation names begin with verbs, so does that of a query.
    fn name(&self, root: &Root, is_list: bool, names: &mut BTreeSet<String>) -> String {
        let whole = names::type_name(&root.name);
        let noun = noun(root, &whole);
        if self.target.verbs.is_empty() {
            return free(&whole, noun, names);
        }
        let is_noun = noun.is_some() || self.target.verb(&whole).is_none();
        if root.kind != OperationType::Query || !is_noun {
            return free(&whole, None, names);
        }
        let verb = if is_list { "List" } else { "Get" };
        let noun = noun.unwrap_or(whole);
        free(&format!("{verb}{noun}"), None, names)
    }

    fn authing(&self, root: &Root, name: &str) -> String {
        // Without existing query files, the first value of each enum of the directives is the default.
        let first = |of: &[Choice]| of.first().map(|choice| choice.value.clone());
        let endpoint = self.areas.endpoint(&root.coordinate);
        let endpoint = endpoint.or_else(|| first(&self.api.endpoints));
        let token = self.areas.token(root);
        let token = token.or_else(|| first(&self.api.tokens));
        let alias = if root.name == name {
            String::new()
        } else {
            format!(", alias: [\"{}\"]", root.name)
        };
        format!(
            "service: {}, token: {}{alias}",
            // A valid enum has at least one value.
            endpoint.unwrap_or_default(),
            token.unwrap_or_default()
        )
    }

    /// Returns `@noStream` with a reason, if the pages of this field can't be streamed.
    fn no_stream(&self, root: &Root, definition: &FieldDefinition) -> String {
        let Some(pages) = self.target.pages() else {
            return String::new();
        };
        let number = |name: &String| {
            let argument = definition.argument_by_name(name);
            argument.is_some_and(|one| one.ty.inner_named_type() == "Int" && !one.ty.is_list())
        };
        let ty = definition.ty.inner_named_type();
        let list = self.schemas.service.type_field(ty, &pages.list);
        let reason = match definition.argument_by_name(&pages.page) {
            None => return String::new(),
            Some(_) if root.kind != OperationType::Query => "it is a mutation".to_owned(),
            Some(_) if !number(&pages.page) || !number(&pages.count) => {
                format!(
                    "`{}` and `{}` are not both numbers",
                    pages.page, pages.count
                )
            }
            Some(_) if !definition.ty.is_list() && !list.is_ok_and(|list| list.ty.is_list()) => {
                format!("a page has no list `{}`", pages.list)
            }
            Some(_) => return String::new(),
        };
        format!(" @noStream(reason: \"{reason}\")")
    }

    /// Returns the value of an argument: a variable, or an object of variables if the SDK must treat one of them.
    fn argument(
        &self,
        argument: &InputValueDefinition,
        root: &Root,
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

    /// Whether this is what the API calls the number of a page, or how many items it has.
    fn is_of_pages(&self, name: &str) -> bool {
        let pages = self.target.pages();
        pages.is_some_and(|pages| [&pages.page, &pages.count].iter().any(|one| *one == name))
    }

    fn known(&self, name: &str) -> Known {
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
            let is_nested = definition.ty.item_type().is_list();
            let is_secret = ty == "String" && sensitive && !is_nested;
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

/// Returns the selection of the root field, without its subfields.
fn call(root: &str, arguments: &[String]) -> String {
    if arguments.is_empty() {
        return format!("  {root}");
    }
    let line = format!("  {root}({})", arguments.join(", "));
    if line.len() <= WIDTH {
        line
    } else {
        format!("  {root}(\n    {}\n  )", arguments.join("\n    "))
    }
}

/// Removes a verb that only means reading.
fn noun(root: &Root, whole: &str) -> Option<String> {
    ["Get", "Query", "Read"]
        .iter()
        .filter(|_| root.kind == OperationType::Query)
        .find_map(|verb| whole.strip_prefix(verb))
        .filter(|rest| rest.starts_with(char::is_uppercase))
        .map(str::to_owned)
}

/// Returns the first of these names that no other operation has.
fn free(whole: &str, short: Option<String>, names: &mut BTreeSet<String>) -> String {
    let candidates = short
        .into_iter()
        .chain([whole.to_owned(), format!("{whole}Operation")]);
    for name in candidates {
        if names::reserved(&name).is_none() && names.insert(name.clone()) {
            return name;
        }
    }
    let mut number = 2;
    while !names.insert(format!("{whole}{number}")) {
        number += 1;
    }
    format!("{whole}{number}")
}

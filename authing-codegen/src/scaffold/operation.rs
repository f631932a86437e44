//! The query file of one root field.

mod name;
mod variables;

use std::collections::BTreeSet;

use apollo_compiler::ast::{FieldDefinition, OperationType};
use apollo_compiler::schema::ExtendedType;

use super::Root;
use super::area::Areas;
use super::fragments::{Fragments, comment};
use super::learned::Learned;
use crate::check::unsupported;
use crate::config::Target;
use crate::error::Problem;
use crate::input::markdown;
use crate::input::schema::Schemas;
use crate::input::source::PLACEHOLDER;
use crate::model::{Api, Choice, Treatment};
use crate::rules::flow;
use variables::{Variables, is_dispensable};

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

/// The length above which a selection of the root field has a line for each argument.
const WIDTH: usize = 100;

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
        root: &Root<'_>,
        names: &mut BTreeSet<String>,
        fragments: &Fragments<'_>,
    ) -> Result<(String, String), Problem> {
        let definition = root.definition;
        let selection = self.selection(root, fragments)?;
        let mut variables = Variables::of(definition);
        let arguments: Vec<String> = definition
            .arguments
            .iter()
            .filter(|argument| !is_dispensable(argument))
            .map(|argument| self.argument(argument, root, &mut variables))
            .collect();
        let name = self.name(root, names);
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
            self.no_stream(root),
            call(&definition.name, &arguments),
        );
        Ok((name, text))
    }

    /// Returns the directive or the selection set of a root field.
    fn selection(&self, root: &Root<'_>, fragments: &Fragments<'_>) -> Result<String, Problem> {
        let FieldDefinition { name, ty, .. } = root.definition;
        let fault =
            |reason: &str| Problem::nowhere(format!("`{name}` can't be scaffolded: {reason}"));
        if unsupported::nests_too_deep(ty) {
            return Err(fault(&format!("it is a list of lists of lists, `{ty}`")));
        }
        let ty = ty.inner_named_type();
        match self.schemas.service.types.get(ty) {
            Some(ExtendedType::Object(_)) => {
                let fragment = fragments.on(ty);
                let fragment =
                    fragment.ok_or_else(|| fault("no field of its type can be selected"))?;
                Ok(format!(" {{\n    ...{fragment}\n  }}"))
            }
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let fault = fault("its type is an interface or a union");
                Err(fault.with_help("scaffold another root field that has one of the object types"))
            }
            _ => {
                let is_text = self.target.is_text(ty);
                let secret = self.target.is_secret(Some(root.on), name) && is_text;
                Ok(if secret { " @secret" } else { "" }.to_owned())
            }
        }
    }

    fn authing(&self, root: &Root<'_>, name: &str) -> String {
        // Without existing query files, the first value of each enum of the directives is the default.
        let first = |of: &[Choice]| of.first().map(|choice| choice.value.clone());
        let endpoint = self.areas.endpoint(&root.coordinate);
        let endpoint = endpoint.or_else(|| first(&self.api.endpoints));
        let token = self.areas.token(root);
        let token = token.or_else(|| first(&self.api.tokens));
        let alias = if root.definition.name == name {
            String::new()
        } else {
            format!(", alias: [\"{}\"]", root.definition.name)
        };
        format!(
            "service: {}, token: {}{alias}",
            // A valid enum has at least one value.
            endpoint.unwrap_or_default(),
            token.unwrap_or_default()
        )
    }

    /// Returns `@noStream` with a reason, if the pages of this field can't be streamed.
    fn no_stream(&self, root: &Root<'_>) -> String {
        let definition = root.definition;
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

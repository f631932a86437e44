//! Writes definitions in the layout of a schema file: one line for each field, or for each of its arguments if it is too long.

use apollo_compiler::ast::{
    Definition, DirectiveDefinition, DirectiveList, Document, EnumValueDefinition, FieldDefinition,
    InputValueDefinition, Value,
};
use apollo_compiler::{Name, Node};

use crate::input::layout::{Layout, Place, arrange, key};

/// A field that is longer than this many columns has a line for each argument.
const WIDTH: usize = 100;

/// Returns the text of a schema file.
pub(super) fn text(document: &Document, layout: &Layout) -> String {
    let mut definitions: Vec<(String, &Definition)> = document
        .definitions
        .iter()
        .filter_map(|definition| Some((key(definition)?, definition)))
        .collect();
    if layout.definitions.is_empty() {
        let roots = roots(document);
        let rank = |name: &str| {
            roots
                .iter()
                .position(|root| root == name)
                .unwrap_or(usize::MAX)
        };
        definitions.sort_by(|(a, _), (b, _)| (rank(a), a).cmp(&(rank(b), b)));
    }
    let mut text = String::new();
    for (definition, comment, place) in arrange(definitions, &layout.definitions) {
        if !text.is_empty() {
            text.push('\n');
        }
        for line in &comment {
            text.push_str(line);
            text.push('\n');
        }
        let members = place.map_or(&[][..], |place| place.members.as_slice());
        text.push_str(&definition_text(definition, members));
        text.push('\n');
    }
    text
}

/// Returns the definitions that come first where there is no file yet.
fn roots(document: &Document) -> Vec<String> {
    let mut roots = vec!["schema".to_owned()];
    for definition in &document.definitions {
        if let Definition::SchemaDefinition(schema) = definition {
            let types = schema.root_operations.iter();
            roots.extend(types.map(|root| root.1.to_string()));
        }
    }
    roots
}

fn definition_text(definition: &Definition, places: &[Place]) -> String {
    match definition {
        Definition::SchemaDefinition(schema) => {
            let roots = schema.root_operations.iter();
            let lines = roots.map(|root| format!("  {}: {}\n", root.0, root.1));
            let description = description(schema.description.as_ref(), "");
            format!("{description}schema {{\n{}}}", lines.collect::<String>())
        }
        Definition::ScalarTypeDefinition(ty) => {
            let description = description(ty.description.as_ref(), "");
            format!("{description}scalar {}{}", ty.name, applied(&ty.directives))
        }
        Definition::ObjectTypeDefinition(ty) => block(
            description(ty.description.as_ref(), ""),
            format!("type {}{}", ty.name, implements(&ty.implements_interfaces)),
            &ty.directives,
            members(&ty.fields, places, |one| one.name.to_string(), field),
        ),
        Definition::InterfaceTypeDefinition(ty) => block(
            description(ty.description.as_ref(), ""),
            format!(
                "interface {}{}",
                ty.name,
                implements(&ty.implements_interfaces)
            ),
            &ty.directives,
            members(&ty.fields, places, |one| one.name.to_string(), field),
        ),
        Definition::UnionTypeDefinition(ty) => {
            let members: Vec<&str> = ty.members.iter().map(Name::as_str).collect();
            format!(
                "{}union {}{} = {}",
                description(ty.description.as_ref(), ""),
                ty.name,
                applied(&ty.directives),
                members.join(" | ")
            )
        }
        Definition::EnumTypeDefinition(ty) => block(
            description(ty.description.as_ref(), ""),
            format!("enum {}", ty.name),
            &ty.directives,
            members(&ty.values, places, |one| one.value.to_string(), value),
        ),
        Definition::InputObjectTypeDefinition(ty) => block(
            description(ty.description.as_ref(), ""),
            format!("input {}", ty.name),
            &ty.directives,
            members(
                &ty.fields,
                places,
                |one| one.name.to_string(),
                |field| input(field, "  "),
            ),
        ),
        Definition::DirectiveDefinition(directive) => directive_text(directive),
        // Introspection returns no others.
        other => other.to_string().trim_end().to_owned(),
    }
}

fn directive_text(directive: &DirectiveDefinition) -> String {
    let locations: Vec<String> = directive
        .locations
        .iter()
        .map(ToString::to_string)
        .collect();
    let repeatable = if directive.repeatable {
        " repeatable"
    } else {
        ""
    };
    with_arguments(
        &description(directive.description.as_ref(), ""),
        &format!("directive @{}", directive.name),
        &directive.arguments,
        &format!("{repeatable} on {}", locations.join(" | ")),
        "",
    )
}

fn block(description: String, head: String, directives: &DirectiveList, body: String) -> String {
    format!("{description}{head}{} {{\n{body}}}", applied(directives))
}

fn members<T>(
    of: &[Node<T>],
    places: &[Place],
    name: impl Fn(&T) -> String,
    line: impl Fn(&T) -> String,
) -> String {
    let mut text = String::new();
    let named = of.iter().map(|one| (name(one), one)).collect();
    for (member, comment, _) in arrange(named, places) {
        if !comment.is_empty() && !text.is_empty() {
            text.push('\n');
        }
        for comment in comment {
            text.push_str(format!("  {comment}").trim_end());
            text.push('\n');
        }
        text.push_str(&line(member));
        text.push('\n');
    }
    text
}

fn value(value: &EnumValueDefinition) -> String {
    let description = description(value.description.as_ref(), "  ");
    let directives = applied(&value.directives);
    format!("{description}  {}{directives}", value.value)
}

fn field(field: &FieldDefinition) -> String {
    with_arguments(
        &description(field.description.as_ref(), "  "),
        &field.name,
        &field.arguments,
        &format!(": {}{}", field.ty, applied(&field.directives)),
        "  ",
    )
}

/// Name, arguments and the rest: in one line if it fits and no argument has a description.
fn with_arguments(
    description: &str,
    name: &str,
    arguments: &[Node<InputValueDefinition>],
    rest: &str,
    indent: &str,
) -> String {
    if arguments.is_empty() {
        return format!("{description}{indent}{name}{rest}");
    }
    let short: Vec<String> = arguments.iter().map(|one| input(one, "")).collect();
    let line = format!("{indent}{name}({}){rest}", short.join(", "));
    if line.chars().count() <= WIDTH && arguments.iter().all(|one| one.description.is_none()) {
        return format!("{description}{line}");
    }
    let inner = format!("{indent}  ");
    let lines: Vec<String> = arguments.iter().map(|one| input(one, &inner)).collect();
    format!(
        "{description}{indent}{name}(\n{}\n{indent}){rest}",
        lines.join("\n")
    )
}

fn input(value: &InputValueDefinition, indent: &str) -> String {
    let default = value.default_value.as_ref();
    let default = default.map(|default| format!(" = {}", default.serialize().no_indent()));
    format!(
        "{}{indent}{}: {}{}{}",
        description(value.description.as_ref(), indent),
        value.name,
        value.ty,
        default.unwrap_or_default(),
        applied(&value.directives),
    )
}

fn implements(interfaces: &[Name]) -> String {
    if interfaces.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = interfaces.iter().map(Name::as_str).collect();
    format!(" implements {}", names.join(" & "))
}

fn applied(directives: &DirectiveList) -> String {
    directives
        .iter()
        .map(|directive| format!(" {}", directive.serialize().no_indent()))
        .collect()
}

/// Returns a description on its own lines: a quoted string if it is one line, otherwise a block string.
fn description(of: Option<&Node<str>>, indent: &str) -> String {
    let Some(text) = of else {
        return String::new();
    };
    // The first and last line of a block string and its common indentation are not part of the text.
    let is_block = text.contains('\n')
        && !text.contains("\"\"\"")
        && !text.ends_with(['\\', '"'])
        && text.chars().all(|one| one == '\n' || !one.is_control())
        && text
            .lines()
            .all(|line| line.trim_end() == line && (line.is_empty() || !line.starts_with(' ')))
        && !text.starts_with('\n')
        && !text.ends_with('\n');
    if !is_block {
        let quoted = Value::String(text.to_string());
        return format!("{indent}{}\n", quoted.serialize().no_indent());
    }
    let lines: String = text
        .lines()
        .map(|line| format!("{indent}{line}").trim_end().to_owned() + "\n")
        .collect();
    format!("{indent}\"\"\"\n{lines}{indent}\"\"\"\n")
}

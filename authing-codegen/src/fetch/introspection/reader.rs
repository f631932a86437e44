//! Reads the JSON of a schema, piece by piece: a piece that can't be read is skipped alone.

use std::collections::HashMap;

use apollo_compiler::ast::{
    Argument, Definition, Directive, DirectiveDefinition, DirectiveList, DirectiveLocation,
    EnumTypeDefinition, EnumValueDefinition, FieldDefinition, InputObjectTypeDefinition,
    InputValueDefinition, InterfaceTypeDefinition, ObjectTypeDefinition, OperationType,
    ScalarTypeDefinition, SchemaDefinition, Type, UnionTypeDefinition, Value as Literal,
};
use apollo_compiler::{Name, Node, name};
use serde_json::Value;

use super::{DIRECTIVES, SCALARS, Skipped, defaults};

const LOCATIONS: [DirectiveLocation; 19] = [
    DirectiveLocation::Query,
    DirectiveLocation::Mutation,
    DirectiveLocation::Subscription,
    DirectiveLocation::Field,
    DirectiveLocation::FragmentDefinition,
    DirectiveLocation::FragmentSpread,
    DirectiveLocation::InlineFragment,
    DirectiveLocation::VariableDefinition,
    DirectiveLocation::Schema,
    DirectiveLocation::Scalar,
    DirectiveLocation::Object,
    DirectiveLocation::FieldDefinition,
    DirectiveLocation::ArgumentDefinition,
    DirectiveLocation::Interface,
    DirectiveLocation::Union,
    DirectiveLocation::Enum,
    DirectiveLocation::EnumValue,
    DirectiveLocation::InputObject,
    DirectiveLocation::InputFieldDefinition,
];

#[derive(Default)]
pub(super) struct Reader {
    pub(super) skipped: Skipped,
}

impl Reader {
    /// Returns the objects of a list, each read by `read`, which receives its coordinate. `null` counts as an empty list; an
    /// object with the name of an earlier one is skipped.
    pub(super) fn each<T>(
        &mut self,
        of: &Value,
        list: &str,
        at: &str,
        mut read: impl FnMut(&mut Self, &Value, &str) -> Result<T, String>,
    ) -> Vec<T> {
        let mut read_all = Vec::new();
        let mut names: HashMap<&str, &Value> = HashMap::new();
        for (index, one) in items(of, list).iter().enumerate() {
            let Some(name) = one.get("name").and_then(Value::as_str) else {
                self.skipped
                    .warn(&format!("{at}.{list}[{index}]"), "it has no name");
                continue;
            };
            let coordinate = match list {
                "types" => name.to_owned(),
                "directives" => format!("@{name}"),
                "args" => format!("{at}({name}:)"),
                _ => format!("{at}.{name}"),
            };
            if let Some(first) = names.insert(name, one) {
                // Of two that are equal, nothing is lost.
                if first != one {
                    self.skipped
                        .warn(&coordinate, "it is there twice, and only the first counts");
                }
                names.insert(name, first);
                continue;
            }
            match read(self, one, &coordinate) {
                Ok(read) => read_all.push(read),
                Err(reason) => {
                    self.skipped.warn(&coordinate, &reason);
                    if list == "types" {
                        self.skipped.types.extend(Name::new(name).ok());
                    }
                }
            }
        }
        read_all
    }

    fn nodes<T>(
        &mut self,
        of: &Value,
        list: &str,
        at: &str,
        read: impl FnMut(&mut Self, &Value, &str) -> Result<T, String>,
    ) -> Vec<Node<T>> {
        self.each(of, list, at, read)
            .into_iter()
            .map(Node::new)
            .collect()
    }

    pub(super) fn schema(&mut self, schema: &Value) -> SchemaDefinition {
        let mut root_operations = Vec::new();
        for (operation, field) in [
            (OperationType::Query, "queryType"),
            (OperationType::Mutation, "mutationType"),
            (OperationType::Subscription, "subscriptionType"),
        ] {
            match schema.get(field).map(named) {
                Some(Ok(name)) => root_operations.push(Node::new((operation, name))),
                Some(Err(reason)) if schema.get(field) != Some(&Value::Null) => {
                    self.skipped.warn(&format!("__schema.{field}"), &reason);
                }
                _ => {}
            }
        }
        SchemaDefinition {
            description: description(schema),
            directives: DirectiveList::new(),
            root_operations,
        }
    }

    /// Reads a type; `None` for built-in types.
    pub(super) fn type_definition(
        &mut self,
        ty: &Value,
        at: &str,
    ) -> Result<Option<Definition>, String> {
        let name = named(ty)?;
        if name.starts_with("__") || SCALARS.contains(&name.as_str()) {
            return Ok(None);
        }
        let description = description(ty);
        let mut directives = DirectiveList::new();
        if let Some(url) = ty.get("specifiedByURL").and_then(Value::as_str) {
            directives.push(directive(name!("specifiedBy"), name!("url"), Some(url)));
        }
        if is(ty, "isOneOf") {
            directives.push(directive(name!("oneOf"), name!("oneOf"), None));
        }
        Ok(Some(match ty.get("kind").and_then(Value::as_str) {
            Some("SCALAR") => ScalarTypeDefinition {
                description,
                name,
                directives,
            }
            .into(),
            Some("OBJECT") => ObjectTypeDefinition {
                description,
                name,
                directives,
                implements_interfaces: self.each(ty, "interfaces", at, |_, one, _| named(one)),
                fields: self.nodes(ty, "fields", at, Self::field),
            }
            .into(),
            Some("INTERFACE") => InterfaceTypeDefinition {
                description,
                name,
                directives,
                implements_interfaces: self.each(ty, "interfaces", at, |_, one, _| named(one)),
                fields: self.nodes(ty, "fields", at, Self::field),
            }
            .into(),
            Some("UNION") => UnionTypeDefinition {
                description,
                name,
                directives,
                members: self.each(ty, "possibleTypes", at, |_, one, _| named(one)),
            }
            .into(),
            Some("ENUM") => EnumTypeDefinition {
                description,
                name,
                directives,
                values: self.nodes(ty, "enumValues", at, |_, one, _| value(one)),
            }
            .into(),
            Some("INPUT_OBJECT") => InputObjectTypeDefinition {
                description,
                name,
                directives,
                fields: self.nodes(ty, "inputFields", at, Self::input),
            }
            .into(),
            Some(other) => {
                return Err(format!(
                    "its kind is `{other}`, which GraphQL does not have"
                ));
            }
            None => return Err("it has no kind".to_owned()),
        }))
    }

    fn field(&mut self, field: &Value, at: &str) -> Result<FieldDefinition, String> {
        Ok(FieldDefinition {
            description: description(field),
            name: own(field)?,
            ty: reference(field.get("type"))?,
            arguments: self.nodes(field, "args", at, Self::input),
            directives: deprecation(field),
        })
    }

    fn input(&mut self, input: &Value, at: &str) -> Result<InputValueDefinition, String> {
        let default_value = match input.get("defaultValue") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
        };
        let default_value = default_value.and_then(|text| {
            let literal = defaults::literal(&text);
            if literal.is_none() {
                self.skipped.warnings.push(defaults::warning(
                    at,
                    &text,
                    "it is not a GraphQL value",
                ));
            }
            literal
        });
        Ok(InputValueDefinition {
            description: description(input),
            name: own(input)?,
            ty: Node::new(reference(input.get("type"))?),
            default_value,
            directives: deprecation(input),
        })
    }

    /// Reads the definition of a directive; `None` for built-in directives.
    pub(super) fn directive_definition(
        &mut self,
        directive: &Value,
        at: &str,
    ) -> Result<Option<Definition>, String> {
        let name = named(directive)?;
        if DIRECTIVES.contains(&name.as_str()) {
            return Ok(None);
        }
        let mut locations: Vec<DirectiveLocation> = Vec::new();
        for location in items(directive, "locations") {
            let text = location.as_str().unwrap_or("null");
            match LOCATIONS
                .into_iter()
                .find(|known| known.to_string() == text)
            {
                Some(known) if locations.contains(&known) => {}
                Some(known) => locations.push(known),
                None => self.skipped.warn(
                    &format!("{at} on {text}"),
                    "GraphQL has no such location of directives",
                ),
            }
        }
        if locations.is_empty() {
            return Err("it has no location".to_owned());
        }
        Ok(Some(
            DirectiveDefinition {
                description: description(directive),
                name,
                arguments: self.nodes(directive, "args", at, Self::input),
                repeatable: is(directive, "isRepeatable"),
                locations,
            }
            .into(),
        ))
    }
}

fn items<'v>(of: &'v Value, list: &str) -> &'v [Value] {
    let items = of.get(list).and_then(Value::as_array);
    items.map_or(&[], Vec::as_slice)
}

fn is(of: &Value, flag: &str) -> bool {
    of.get(flag).and_then(Value::as_bool) == Some(true)
}

fn named(of: &Value) -> Result<Name, String> {
    let name = of
        .get("name")
        .and_then(Value::as_str)
        .ok_or("it has no name")?;
    Name::new(name).map_err(|_| format!("`{name}` is not a valid name"))
}

/// Returns the name of a field, argument or input field, of which GraphQL keeps those with two underscores for itself.
fn own(of: &Value) -> Result<Name, String> {
    let name = named(of)?;
    match name.starts_with("__") {
        true => Err("names that begin with `__` are GraphQL's own".to_owned()),
        false => Ok(name),
    }
}

fn description(of: &Value) -> Option<Node<str>> {
    let text = of.get("description").and_then(Value::as_str);
    text.map(Node::new_str)
}

fn value(of: &Value) -> Result<EnumValueDefinition, String> {
    let value = named(of)?;
    if matches!(value.as_str(), "true" | "false" | "null") {
        return Err(format!("`{value}` can't be the name of an enum value"));
    }
    Ok(EnumValueDefinition {
        description: description(of),
        value,
        directives: deprecation(of),
    })
}

fn reference(of: Option<&Value>) -> Result<Type, String> {
    let of = of.ok_or("its type is nested too deeply, or missing")?;
    match of.get("kind").and_then(Value::as_str) {
        Some("NON_NULL") => Ok(reference(of.get("ofType"))?.non_null()),
        Some("LIST") => Ok(reference(of.get("ofType"))?.list()),
        _ => Ok(Type::Named(
            named(of).map_err(|_| "its type has no valid name")?,
        )),
    }
}

fn deprecation(of: &Value) -> DirectiveList {
    let mut directives = DirectiveList::new();
    if is(of, "isDeprecated") {
        let reason = of.get("deprecationReason").and_then(Value::as_str);
        // The reason that goes without saying.
        let reason = reason.filter(|reason| *reason != "No longer supported");
        directives.push(directive(name!("deprecated"), name!("reason"), reason));
    }
    directives
}

fn directive(name: Name, argument: Name, value: Option<&str>) -> Node<Directive> {
    let arguments = value.map(|value| {
        Node::new(Argument {
            name: argument,
            value: Node::new(Literal::String(value.to_owned())),
        })
    });
    Node::new(Directive {
        name,
        arguments: arguments.into_iter().collect(),
    })
}

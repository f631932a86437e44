//! From the answer to an introspection query to definitions.

mod answer;

use answer::{
    Data, DirectiveAnswer, FieldAnswer, InputAnswer, Named, Reference, SchemaAnswer, TypeAnswer,
    ValueAnswer,
};
use apollo_compiler::ast::{
    Argument, Definition, Directive, DirectiveDefinition, DirectiveList, DirectiveLocation,
    Document, EnumTypeDefinition, EnumValueDefinition, FieldDefinition, InputObjectTypeDefinition,
    InputValueDefinition, InterfaceTypeDefinition, ObjectTypeDefinition, OperationType,
    ScalarTypeDefinition, SchemaDefinition, Type, UnionTypeDefinition, Value,
};
use apollo_compiler::parser::Parser;
use apollo_compiler::{Name, Node, name};

/// GraphQL's own scalars and directives, which a schema file leaves out.
const SCALARS: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];
const DIRECTIVES: [&str; 5] = ["deprecated", "include", "oneOf", "skip", "specifiedBy"];

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

/// The definitions in the order of the answer, the schema's own first.
pub(super) fn document(data: &serde_json::Value) -> Result<Document, String> {
    let Data { schema: answer } = serde_path_to_error::deserialize(data)
        .map_err(|error| format!("at `{}`: {}", error.path(), error.inner()))?;
    let mut document = Document::new();
    document.definitions.push(schema(&answer)?);
    for ty in answer.types {
        if !ty.name.starts_with("__") && !SCALARS.contains(&ty.name.as_str()) {
            let name = ty.name.clone();
            let definition =
                definition(ty).map_err(|reason| format!("in the type `{name}`, {reason}"))?;
            document.definitions.push(definition);
        }
    }
    for directive in answer.directives {
        if !DIRECTIVES.contains(&directive.name.as_str()) {
            let name = directive.name.clone();
            let definition = directive_definition(directive)
                .map_err(|reason| format!("in the directive `@{name}`, {reason}"))?;
            document.definitions.push(definition);
        }
    }
    Ok(document)
}

fn schema(answer: &SchemaAnswer) -> Result<Definition, String> {
    let roots = [
        (OperationType::Query, Some(&answer.query_type)),
        (OperationType::Mutation, answer.mutation_type.as_ref()),
        (
            OperationType::Subscription,
            answer.subscription_type.as_ref(),
        ),
    ];
    let mut root_operations = Vec::new();
    for (operation, root) in roots {
        if let Some(root) = root {
            root_operations.push(Node::new((operation, named(&root.name)?)));
        }
    }
    Ok(Definition::SchemaDefinition(Node::new(SchemaDefinition {
        description: text(answer.description.as_ref()),
        directives: DirectiveList::new(),
        root_operations,
    })))
}

fn definition(ty: TypeAnswer) -> Result<Definition, String> {
    let name = named(&ty.name)?;
    let description = text(ty.description.as_ref());
    let mut directives = DirectiveList::new();
    if let Some(url) = &ty.specified_by {
        directives.push(directive(name!("specifiedBy"), name!("url"), Some(url)));
    }
    if ty.is_one_of == Some(true) {
        directives.push(directive(name!("oneOf"), name!("oneOf"), None));
    }
    let lacks = |what: &str| format!("`{what}` is missing");
    Ok(match ty.kind.as_str() {
        "SCALAR" => Definition::ScalarTypeDefinition(Node::new(ScalarTypeDefinition {
            description,
            name,
            directives,
        })),
        "OBJECT" => Definition::ObjectTypeDefinition(Node::new(ObjectTypeDefinition {
            description,
            name,
            directives,
            implements_interfaces: names(ty.interfaces.unwrap_or_default())?,
            fields: each(ty.fields.ok_or_else(|| lacks("fields"))?, field)?,
        })),
        "INTERFACE" => Definition::InterfaceTypeDefinition(Node::new(InterfaceTypeDefinition {
            description,
            name,
            directives,
            implements_interfaces: names(ty.interfaces.unwrap_or_default())?,
            fields: each(ty.fields.ok_or_else(|| lacks("fields"))?, field)?,
        })),
        "UNION" => Definition::UnionTypeDefinition(Node::new(UnionTypeDefinition {
            description,
            name,
            directives,
            members: names(ty.possible_types.ok_or_else(|| lacks("possibleTypes"))?)?,
        })),
        "ENUM" => Definition::EnumTypeDefinition(Node::new(EnumTypeDefinition {
            description,
            name,
            directives,
            values: each(ty.enum_values.ok_or_else(|| lacks("enumValues"))?, value)?,
        })),
        "INPUT_OBJECT" => {
            Definition::InputObjectTypeDefinition(Node::new(InputObjectTypeDefinition {
                description,
                name,
                directives,
                fields: each(ty.input_fields.ok_or_else(|| lacks("inputFields"))?, input)?,
            }))
        }
        other => return Err(format!("there is no kind `{other}`")),
    })
}

fn field(field: FieldAnswer) -> Result<FieldDefinition, String> {
    Ok(FieldDefinition {
        description: text(field.description.as_ref()),
        name: named(&field.name)?,
        arguments: each(field.args, input)?,
        ty: reference(&field.r#type)?,
        directives: deprecation(field.is_deprecated, field.deprecation_reason.as_ref()),
    })
}

fn input(input: InputAnswer) -> Result<InputValueDefinition, String> {
    let default = input.default_value.as_deref().map(literal).transpose();
    Ok(InputValueDefinition {
        description: text(input.description.as_ref()),
        name: named(&input.name)?,
        ty: Node::new(reference(&input.r#type)?),
        default_value: default.map_err(|reason| format!("at `{}`, {reason}", input.name))?,
        directives: deprecation(input.is_deprecated, input.deprecation_reason.as_ref()),
    })
}

fn value(value: ValueAnswer) -> Result<EnumValueDefinition, String> {
    Ok(EnumValueDefinition {
        description: text(value.description.as_ref()),
        value: named(&value.name)?,
        directives: deprecation(value.is_deprecated, value.deprecation_reason.as_ref()),
    })
}

fn directive_definition(directive: DirectiveAnswer) -> Result<Definition, String> {
    let location = |location: String| {
        let mut known = LOCATIONS.into_iter();
        known
            .find(|known| known.to_string() == location)
            .ok_or_else(|| format!("there is no location `{location}`"))
    };
    let locations: Result<Vec<_>, String> = directive.locations.into_iter().map(location).collect();
    Ok(Definition::DirectiveDefinition(Node::new(
        DirectiveDefinition {
            description: text(directive.description.as_ref()),
            name: named(&directive.name)?,
            arguments: each(directive.args, input)?,
            repeatable: directive.is_repeatable,
            locations: locations?,
        },
    )))
}

fn each<A, D>(
    answers: Vec<A>,
    definition: impl Fn(A) -> Result<D, String>,
) -> Result<Vec<Node<D>>, String> {
    let definitions = answers.into_iter().map(definition);
    definitions.map(|one| one.map(Node::new)).collect()
}

fn named(text: &str) -> Result<Name, String> {
    Name::new(text).map_err(|_| format!("`{text}` is no name"))
}

fn names(of: Vec<Named>) -> Result<Vec<Name>, String> {
    of.iter().map(|one| named(&one.name)).collect()
}

fn text(of: Option<&String>) -> Option<Node<str>> {
    of.map(|text| Node::new_str(text))
}

fn reference(of: &Reference) -> Result<Type, String> {
    let inner = || {
        let inner = of.of_type.as_deref();
        reference(inner.ok_or("a type is nested too deeply, or `ofType` is missing")?)
    };
    match of.kind.as_str() {
        "NON_NULL" => Ok(inner()?.non_null()),
        "LIST" => Ok(inner()?.list()),
        _ => Ok(Type::Named(named(
            of.name.as_deref().ok_or("a type has no name")?,
        )?)),
    }
}

/// A default value, which comes as it is written in a schema.
fn literal(text: &str) -> Result<Node<Value>, String> {
    let wrong = || format!("`{text}` is no default value");
    let document = Parser::new()
        .parse_ast(format!("{{ of(value: {text}) }}"), "default.graphql")
        .map_err(|_| wrong())?;
    let operation = document
        .definitions
        .iter()
        .find_map(|one| one.as_operation_definition());
    let field = operation.and_then(|operation| match operation.selection_set.as_slice() {
        [selection] => selection.as_field(),
        _ => None,
    });
    match field.map(|field| field.arguments.as_slice()) {
        // Without its place in that text.
        Some([argument]) => Ok(Node::new((*argument.value).clone())),
        _ => Err(wrong()),
    }
}

fn deprecation(is: bool, reason: Option<&String>) -> DirectiveList {
    let mut directives = DirectiveList::new();
    if is {
        // The reason that goes without saying.
        let reason = reason.filter(|reason| *reason != "No longer supported");
        directives.push(directive(name!("deprecated"), name!("reason"), reason));
    }
    directives
}

fn directive(name: Name, argument: Name, value: Option<&String>) -> Node<Directive> {
    let arguments = value.map(|value| {
        Node::new(Argument {
            name: argument,
            value: Node::new(Value::String(value.clone())),
        })
    });
    Node::new(Directive {
        name,
        arguments: arguments.into_iter().collect(),
    })
}

//! REST paths are well-formed, and each argument has a place in the request.

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, Type};

use crate::error::Problem;
use crate::model::{Model, Operation, Rest};
use crate::schema::Schemas;

/// Returns the problems of the REST paths that operations use, and of how they use them.
pub(super) fn faults(schemas: &Schemas, model: &Model) -> Vec<Problem> {
    let mut faults = Vec::new();
    for operation in &model.operations {
        if let Some(rest) = &operation.rest {
            faults.extend(misused(operation));
            let on = schemas
                .service
                .root_operation(operation.kind.operation_type());
            let field = on.and_then(|on| schemas.service.type_field(on, &operation.root.name).ok());
            faults.extend(field.and_then(|field| malformed(schemas, field, rest)));
        }
    }
    faults
}

/// Reports an operation that does not send the path's arguments under their own names: a variable's name is the name on the wire.
fn misused(operation: &Operation) -> Option<Problem> {
    let root = &operation.root;
    if root.wire != root.name {
        let message = format!("`{}` is a REST path, which can't have an alias", root.name);
        return Some(Problem::new(&root.place, message).with_help("remove the alias"));
    }
    let variable = operation
        .variables
        .iter()
        .find(|variable| variable.argument.as_ref() != Some(&variable.wire))?;
    let wire = &variable.wire;
    let message = format!("`${wire}` is not the value of the REST path's argument `{wire}`");
    let help = format!("pass it as `{wire}: ${wire}`, and rename it for Rust with `@rename`");
    Some(Problem::new(&variable.place, message).with_help(help))
}

/// Reports a path that can't be sent.
fn malformed(schemas: &Schemas, field: &FieldDefinition, rest: &Rest) -> Option<Problem> {
    let fault = |message: String, help: &str| {
        let message = format!("`{}` of `{}`: {message}", rest.path, field.name);
        Some(Problem::nowhere(message).with_help(help))
    };
    let path = &rest.path;
    let braces = path.matches(['{', '}']).count();
    if !path.starts_with('/') || path.contains(['?', '#']) || braces != rest.segments().count() * 2
    {
        return fault(
            "it is not a path".to_owned(),
            "write it as `/api/v2/users/{id}`, without a query string, with each variable as a whole segment",
        );
    }
    for segment in rest.segments() {
        let argument = field.argument_by_name(segment);
        if !argument.is_some_and(|argument| argument.ty.is_non_null() && !argument.ty.is_list()) {
            return fault(
                format!("`{{{segment}}}` is not a required argument"),
                "add the argument, with a type such as `String!`",
            );
        }
    }
    let in_path =
        |argument: &InputValueDefinition| rest.segments().any(|segment| argument.name == segment);
    let mut rests = field.arguments.iter().filter(|one| !in_path(one));
    let nested = rests.find(|one| !rest.has_body() && is_nested(schemas, &one.ty));
    nested.and_then(|argument| {
        fault(
            format!("`{}` can't be in a query string", argument.name),
            "a query string has strings, numbers, flags, enums and lists of them; use a method with a body for anything else",
        )
    })
}

/// Returns whether a type is an object, or a list of lists.
fn is_nested(schemas: &Schemas, ty: &Type) -> bool {
    let is_object = schemas
        .service
        .get_input_object(ty.inner_named_type())
        .is_some();
    is_object || ty.item_type().is_list()
}

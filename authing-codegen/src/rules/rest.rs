//! REST paths are well-formed, and each argument has a place in the request.

use apollo_compiler::ast::{FieldDefinition, InputValueDefinition, Type};

use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::model::{Field, Model, Operation, Rest, Selection, Variable, rest};

/// Returns the problems of the REST paths that operations use, and of how they use them.
pub(super) fn faults(schemas: &Schemas, model: &Model) -> Vec<Problem> {
    let mut faults = Vec::new();
    for operation in &model.operations {
        if let Some(rest) = &operation.rest {
            faults.extend(misused(operation, rest).or_else(|| aliased(model, operation)));
            let field = schemas
                .service
                .type_field(&operation.on, &operation.root.name);
            faults.extend(field.ok().and_then(|field| malformed(schemas, field, rest)));
        }
    }
    faults
}

/// Reports an operation that relies on what only a GraphQL service does: aliases, constants, defaults other than integers, and
/// names of variables that differ from the arguments'.
fn misused(operation: &Operation, rest: &Rest) -> Option<Problem> {
    let root = &operation.root;
    if root.wire != root.name {
        let message = format!("`{}` is a REST path, which can't have an alias", root.name);
        return Some(Problem::new(&root.place, message).with_help("remove the alias"));
    }
    if let Some(constant) = rest.constants.first() {
        let message =
            format!("the REST path's argument `{constant}` is not a variable, so it is not sent");
        let help = format!("pass it as `{constant}: ${constant}`");
        return Some(Problem::new(&root.place, message).with_help(help));
    }
    operation.variables.iter().find_map(|variable| {
        let wire = &variable.wire;
        let (message, help) = if variable.argument.as_ref() != Some(wire) {
            (
                format!("`${wire}` is not the value of the REST path's argument `{wire}`"),
                format!("pass it as `{wire}: ${wire}`, and rename it for Rust with `@rename`"),
            )
        } else if variable.has_default && !is_sent(variable) {
            (
                format!("`${wire}` has a default that can't be sent to a REST path"),
                "remove it: only an integer can be sent, for `@unsigned` none below zero, for `@clearable` none".to_owned(),
            )
        } else {
            return None;
        };
        Some(Problem::new(&variable.place, message).with_help(help))
    })
}

/// Returns whether a variable's default is sent if the variable is not set.
fn is_sent(variable: &Variable) -> bool {
    let can_have = |default| !variable.clearable && (!variable.unsigned || default >= 0);
    variable.default.is_some_and(can_have)
}

/// Reports a field with an alias below a REST path: the service returns it by its own name.
fn aliased(model: &Model, operation: &Operation) -> Option<Problem> {
    let mut fields: Vec<&Field> = fields(&operation.root.selection).collect();
    for name in &operation.reached {
        let fragment = model.fragments.get(name);
        fields.extend(fragment.into_iter().flat_map(|one| &one.fields));
    }
    while let Some(field) = fields.pop() {
        if field.wire != field.name {
            let message = format!(
                "`{}` has the alias `{}`, but `{}` is a REST path, whose response has no aliases",
                field.name, field.wire, operation.root.name
            );
            let help = "remove the alias; `@rename` renames a field for Rust";
            return Some(Problem::new(&field.place, message).with_help(help));
        }
        fields.extend(self::fields(&field.selection));
    }
    None
}

fn fields(selection: &Selection) -> impl Iterator<Item = &Field> {
    let fields: &[Field] = match selection {
        Selection::Fields(fields) => fields,
        Selection::Leaf | Selection::Fragment(_) => &[],
    };
    fields.iter()
}

/// Reports a path that can't be sent.
fn malformed(schemas: &Schemas, field: &FieldDefinition, rest: &Rest) -> Option<Problem> {
    let fault = |message: String, help: &str| {
        let message = format!("`{}` of `{}`: {message}", rest.path, field.name);
        Some(Problem::nowhere(message).with_help(help))
    };
    if !is_path(rest) {
        return fault(
            "it is not a path".to_owned(),
            "write it as `/api/v2/users/{id}`, without a query string, with each variable as a whole segment",
        );
    }
    for (index, segment) in rest.segments().enumerate() {
        let argument = field.argument_by_name(segment);
        if !argument.is_some_and(|argument| is_text(schemas, &argument.ty)) {
            return fault(
                format!("`{{{segment}}}` is not a required argument with one value"),
                "add the argument, with a type such as `String!`",
            );
        }
        if rest.segments().take(index).any(|before| before == segment) {
            return fault(
                format!("`{{{segment}}}` is there twice"),
                "give each segment an argument of its own",
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

/// Returns whether the path can be sent as it is, apart from its variables.
fn is_path(rest: &Rest) -> bool {
    let Some(path) = rest.path.strip_prefix('/') else {
        return false;
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    path.is_empty()
        || path
            .split('/')
            .all(|segment| match rest::variable(segment) {
                Some(name) => !name.contains(['{', '}']),
                None => !["", ".", ".."].contains(&segment) && segment.bytes().all(is_plain),
            })
}

/// Returns whether a type is a required text, number or enum.
fn is_text(schemas: &Schemas, ty: &Type) -> bool {
    ty.is_non_null() && !ty.is_list() && !is_nested(schemas, ty)
}

/// Returns whether a type is an object, or a list of lists.
fn is_nested(schemas: &Schemas, ty: &Type) -> bool {
    let is_object = schemas
        .service
        .get_input_object(ty.inner_named_type())
        .is_some();
    is_object || ty.item_type().is_list()
}

//! The schema as graphql_client_codegen is given it: only what types are made of. Its parser knows an older GraphQL than ours,
//! and panics at some of what a valid schema may have around them: descriptions, directives, interfaces of interfaces.

use std::fmt::Write as _;

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;

/// The root operations, and every type's fields, values or members.
pub(super) fn of(schema: &Schema) -> String {
    let mut text = String::from("schema {");
    for (operation, ty) in schema.schema_definition.iter_root_operations() {
        // Writing to a string can't fail.
        let _ = write!(text, " {operation}: {ty}");
    }
    text.push_str(" }\n");
    for (name, definition) in &schema.types {
        if definition.is_built_in() {
            continue;
        }
        let line = match definition {
            ExtendedType::Scalar(_) => format!("scalar {name}"),
            ExtendedType::Object(object) => {
                let fields = object.fields.values();
                let fields = fields.map(|field| (field.name.as_str(), &field.ty));
                braced("type", name, fields)
            }
            ExtendedType::Interface(interface) => {
                let fields = interface.fields.values();
                let fields = fields.map(|field| (field.name.as_str(), &field.ty));
                braced("interface", name, fields)
            }
            ExtendedType::InputObject(input) => {
                let fields = input.fields.values();
                let fields = fields.map(|field| (field.name.as_str(), &*field.ty));
                braced("input", name, fields)
            }
            ExtendedType::Union(union) => {
                let members: Vec<&str> = union.members.iter().map(|one| one.as_str()).collect();
                format!("union {name} = {}", members.join(" | "))
            }
            ExtendedType::Enum(values) => {
                let values: Vec<&str> = values.values.keys().map(|one| one.as_str()).collect();
                format!("enum {name} {{ {} }}", values.join(" "))
            }
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn braced<'s>(
    keyword: &str,
    name: &str,
    fields: impl Iterator<Item = (&'s str, &'s Type)>,
) -> String {
    let fields: Vec<String> = fields.map(|(name, ty)| format!("{name}: {ty}")).collect();
    format!("{keyword} {name} {{ {} }}", fields.join(" "))
}

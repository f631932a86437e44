//! A reduced schema for graphql_client_codegen, with nothing but the structure of the types. Its parser supports an older
//! GraphQL than ours and panics on some valid syntax: descriptions, directives, interfaces that implement interfaces.

use std::fmt::Write as _;

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;

/// Returns the root operations, and the fields, values or members of every type.
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

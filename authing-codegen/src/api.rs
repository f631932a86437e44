//! `API.txt`: the generated public API in plain text, a line for each thing that a schema change can change.

use std::fmt::Write as _;

use crate::lift::{Library, LiftedOperation, SharedType, Struct};
use crate::model::Treatment;
use crate::types::Direction;

/// The text.
pub(crate) fn text(library: &Library) -> String {
    let mut text =
        String::from("# The generated public API. Made by authing-codegen; do not edit.\n");
    for operation in &library.operations {
        text.push('\n');
        describe(&mut text, operation);
    }
    for (name, shared) in &library.types {
        text.push('\n');
        // Writing to a string can't fail.
        let _ = match shared {
            SharedType::Fragment { main, inner } => {
                structure(&mut text, "type", main, Direction::Received);
                for inner in inner {
                    structure(&mut text, "type", inner, Direction::Received);
                }
                Ok(())
            }
            SharedType::Input(input) => {
                structure(&mut text, "input", input, Direction::Sent);
                Ok(())
            }
            SharedType::Enum { wire, values, .. } => {
                let _ = writeln!(text, "enum {name} ({wire})");
                values.iter().try_for_each(|value| {
                    writeln!(
                        text,
                        "enum {name}::{} ({value})",
                        crate::names::type_name(value)
                    )
                })
            }
        };
    }
    text
}

fn describe(text: &mut String, operation: &LiftedOperation) {
    let model = &operation.model;
    let _ = writeln!(
        text,
        "operation {} -> {} ({} {}, {}, token {})",
        model.name,
        operation.output.text(Direction::Received),
        model.kind.keyword(),
        model.root.name,
        model.service.to_lowercase(),
        model.token.to_lowercase(),
    );
    for variable in &operation.variables {
        let role = if variable.is_filled_in() {
            "filled in"
        } else if variable.is_required() {
            "required"
        } else {
            "optional"
        };
        let mut role = role.to_owned();
        if variable.model.clearable {
            role.push_str(", clearable");
        }
        if let Some(required) = &variable.model.requires {
            let _ = write!(role, ", requires {required}");
        }
        if let Treatment::CommaSeparated { max } = variable.model.treatment {
            role.push_str(", comma-separated");
            if let Some(max) = max {
                let _ = write!(role, ", at most {max}");
            }
        }
        let _ = writeln!(
            text,
            "operation {}.{}: {} ({}: {}, {role})",
            model.name,
            variable.model.rust,
            variable.shape.text(Direction::Sent),
            variable.model.wire,
            variable.model.ty,
        );
    }
    for selection in &operation.selections {
        structure(text, "type", selection, Direction::Received);
    }
}

fn structure(text: &mut String, what: &str, of: &Struct, direction: Direction) {
    let _ = writeln!(text, "{what} {} ({})", of.name, of.wire);
    for field in &of.fields {
        let _ = writeln!(
            text,
            "{what} {}.{}: {} ({})",
            of.name,
            field.rust,
            field.shape.text(direction),
            field.wire
        );
    }
}

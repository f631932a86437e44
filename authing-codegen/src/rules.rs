//! The rules of the house that the schema does not know: secrets are marked as such.

use apollo_compiler::schema::ExtendedType;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::model::{Field, Model, Selection, Treatment};
use crate::schema::Schemas;

/// Checks that every text with a sensitive name is marked where it is sent and where it is selected.
pub(crate) fn check(target: &Target, schemas: &Schemas, model: &Model) -> Result<(), Error> {
    let sensitive = |name: &String| target.sensitive.contains(name);
    let mut faults = Vec::new();
    for operation in &model.operations {
        for variable in &operation.variables {
            let leaf = schemas
                .service
                .types
                .get(variable.ty.inner_named_type())
                .is_some_and(ExtendedType::is_leaf);
            if sensitive(&variable.wire) && leaf && variable.treatment == Treatment::Plain {
                faults.push(
                    Problem::new(
                        &variable.place,
                        format!("`${}` is sensitive and not marked", variable.wire),
                    )
                    .with_help("mark it `@encrypted`, `@secret` or `@digits`"),
                );
            }
        }
        fields(
            std::slice::from_ref(&operation.root),
            &sensitive,
            &mut faults,
        );
    }
    for fragment in model.fragments.values() {
        fields(&fragment.fields, &sensitive, &mut faults);
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

fn fields(fields_of: &[Field], sensitive: &impl Fn(&String) -> bool, faults: &mut Vec<Problem>) {
    for field in fields_of {
        match &field.selection {
            Selection::Leaf if sensitive(&field.name) && !field.secret => faults.push(
                Problem::new(
                    &field.place,
                    format!("`{}` is sensitive and not marked", field.name),
                )
                .with_help("mark it `@secret`"),
            ),
            Selection::Fields(inner) => fields(inner, sensitive, faults),
            Selection::Leaf | Selection::Fragment(_) => {}
        }
    }
}

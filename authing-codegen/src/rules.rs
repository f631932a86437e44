//! The rules of the house that the schema does not know: secrets are marked as such.

pub(crate) mod flow;

use apollo_compiler::schema::ExtendedType;

use crate::config::Target;
use crate::error::{Error, Problem};
use crate::model::{Field, Model, Operation, Selection, Treatment, Variable};
use crate::schema::Schemas;
use crate::source::Sources;

/// Checks that every text with a sensitive name is marked where it is sent and where it is selected.
pub(crate) fn check(
    target: &Target,
    schemas: &Schemas,
    sources: &Sources,
    model: &Model,
) -> Result<(), Error> {
    let sensitive = |name: &str| target.is_sensitive(name);
    let mut rules = Rules {
        target,
        schemas,
        faults: Vec::new(),
    };
    for operation in &model.operations {
        rules.operation(operation, sources, &sensitive);
        let root = std::slice::from_ref(&operation.root);
        fields(root, &sensitive, &mut rules.faults);
    }
    let mut faults = rules.faults;
    for fragment in model.fragments.values() {
        fields(&fragment.fields, &sensitive, &mut faults);
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

struct Rules<'a> {
    target: &'a Target,
    schemas: &'a Schemas,
    faults: Vec<Problem>,
}

impl Rules<'_> {
    fn operation(
        &mut self,
        operation: &Operation,
        sources: &Sources,
        sensitive: &impl Fn(&str) -> bool,
    ) {
        let flow = flow::of(operation, sources);
        for variable in &operation.variables {
            if variable.treatment != Treatment::Plain {
                continue;
            }
            let ty = variable.ty.inner_named_type();
            match self.schemas.service.types.get(ty) {
                Some(ExtendedType::InputObject(_)) => self.input(variable),
                Some(definition) if definition.is_leaf() => {
                    let into = flow.get(&variable.wire).into_iter().flatten();
                    if let Some(name) = std::iter::once(&variable.wire)
                        .chain(into)
                        .find(|name| sensitive(name))
                    {
                        self.faults.push(unmarked(variable, name));
                    }
                }
                _ => {}
            }
        }
    }

    /// Inside an input object a sensitive text is not shown, but nothing encrypts it.
    fn input(&mut self, variable: &Variable) {
        let ty = variable.ty.inner_named_type();
        let types = &self.schemas.service.types;
        let encrypted = |name: &str| self.target.encrypted.iter().any(|one| one == name);
        if let Some(field) = flow::reached(types, ty, &encrypted) {
            self.faults.push(
                Problem::new(
                    &variable.place,
                    format!(
                        "`${}` holds `{field}`, which nothing encrypts",
                        variable.wire
                    ),
                )
                .with_help(format!(
                    "pass the fields of `{ty}` one by one, so that `{field}` can be marked"
                )),
            );
        }
    }
}

fn unmarked(variable: &Variable, name: &str) -> Problem {
    let wire = &variable.wire;
    let message = if wire == name {
        format!("`${wire}` is sensitive and not marked")
    } else {
        format!("`${wire}` is sent as `{name}`, which is sensitive, and not marked")
    };
    Problem::new(&variable.place, message).with_help("mark it `@encrypted`, `@secret` or `@digits`")
}

fn fields(fields_of: &[Field], sensitive: &impl Fn(&str) -> bool, faults: &mut Vec<Problem>) {
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

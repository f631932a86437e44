//! Strings that are secrets are marked where they are sent and selected, and those that sound like secrets are marked or listed as
//! `public`.

use std::collections::BTreeSet;

use apollo_compiler::schema::ExtendedType;

use super::flow::{self, Flow, Sink};
use crate::config::Target;
use crate::error::Problem;
use crate::input::schema::Schemas;
use crate::input::source::Sources;
use crate::model::{Field, Model, Operation, Selection, Variable};

/// Returns the problems of unmarked secrets.
pub(super) fn faults(
    target: &Target,
    unsent: &dyn Fn(&str, &str) -> bool,
    schemas: &Schemas,
    sources: &Sources,
    model: &Model,
) -> Vec<Problem> {
    let mut secrets = Secrets {
        target,
        unsent,
        schemas,
        seen: BTreeSet::new(),
        faults: Vec::new(),
    };
    for operation in &model.operations {
        let flow = flow::of(operation, schemas, sources);
        secrets.operation(operation, &flow);
        secrets.fields(std::slice::from_ref(&operation.root), &operation.on);
    }
    let reached = model.operations.iter().flat_map(|one| &one.reached);
    let reached: BTreeSet<&String> = reached.collect();
    for fragment in reached
        .into_iter()
        .filter_map(|name| model.fragments.get(name))
    {
        let before = secrets.faults.len();
        secrets.fields(&fragment.fields, &fragment.on);
        if fragment.inherited {
            let found = secrets.faults.split_off(before).into_iter();
            let name = &fragment.name;
            let help = format!(
                "mark it `@secret` in a fragment of your own, in place of the inherited `{name}`"
            );
            secrets
                .faults
                .extend(found.map(|fault| fault.with_help(&help)));
        }
    }
    secrets.faults
}

struct Secrets<'a> {
    target: &'a Target,
    /// Whether a field of an input object is never sent.
    unsent: &'a dyn Fn(&str, &str) -> bool,
    schemas: &'a Schemas,
    /// The input objects that have been checked.
    seen: BTreeSet<String>,
    faults: Vec<Problem>,
}

const PUBLIC: &str = "or list it as `public` in the configuration if it is no secret";

impl Secrets<'_> {
    fn operation(&mut self, operation: &Operation, flow: &Flow) {
        for variable in &operation.variables {
            let ty = variable.ty.inner_named_type().as_str();
            let definition = self.schemas.service.types.get(ty);
            if definition.is_some_and(ExtendedType::is_input_object) {
                self.input(ty);
            } else if !variable.treatment.is_secret() && !variable.is_filled_in() {
                let into: Vec<&Sink> = flow.get(&variable.wire).into_iter().flatten().collect();
                self.faults.extend(self.variable(variable, &into));
            }
        }
    }

    /// Reports a variable that is not marked. Only a variable that is sent unchanged can be.
    fn variable(&self, variable: &Variable, into: &[&Sink]) -> Option<Problem> {
        let own = Sink {
            on: None,
            name: variable.wire.clone(),
        };
        let is_sensitive = |sink: &Sink| self.target.is_sensitive(sink.on.as_deref(), &sink.name);
        let mut own_first = std::iter::once(&own).chain(into.iter().copied());
        if let Some(sink) = own_first.find(|sink| is_sensitive(sink)) {
            return Some(unmarked(variable, &sink.name));
        }
        let sounds =
            |sink: &Sink| (self.target.sounds_secret(sink.on.as_deref(), &sink.name)).is_some();
        let is_public = |sink: &Sink| self.target.is_public(sink.on.as_deref(), &sink.name);
        // Its destinations say more than its own name.
        let is_known = into.iter().any(|sink| is_public(sink));
        let said = into.iter().copied().find(|sink| sounds(sink));
        let said = said.or_else(|| Some(&own).filter(|own| !is_known && sounds(own)))?;
        let Sink { on, name } = said;
        if !self.target.is_text(variable.ty.inner_named_type()) {
            return None;
        }
        let (wire, entry) = (&variable.wire, entry(on.as_deref(), name));
        let message = if wire == name {
            format!("`${wire}` sounds like a secret, but is not marked")
        } else {
            format!("`${wire}` is sent as `{name}`, which sounds like a secret, but is not marked")
        };
        let marks = "mark it `@secret` or `@encrypted`";
        let fault = Problem::new(&variable.place, message);
        Some(fault.with_help(format!("{marks}, {PUBLIC}: `{entry}`")))
    }

    /// Checks an input object and those in it. Its fields can't be marked, so the configuration lists them.
    fn input(&mut self, ty: &str) {
        let schemas = self.schemas;
        let mut ahead = vec![ty];
        while let Some(ty) = ahead.pop() {
            let Some(definition) = schemas.service.get_input_object(ty) else {
                continue;
            };
            if !self.seen.insert(ty.to_owned()) {
                continue;
            }
            for (name, field) in &definition.fields {
                if (self.unsent)(ty, name) {
                    continue;
                }
                let inner = field.ty.inner_named_type().as_str();
                ahead.push(inner);
                if self.target.is_text(inner) && self.target.sounds_secret(Some(ty), name).is_some()
                {
                    let message =
                        format!("`{name}` of the input object `{ty}` sounds like a secret");
                    let help = format!("list `{ty}.{name}` as `sensitive`, {PUBLIC}");
                    let fault = Problem::new(&schemas.place(field), message);
                    self.faults.push(fault.with_help(help));
                } else if self.is_other_scalar(inner) && self.target.is_sensitive(Some(ty), name) {
                    let message = format!(
                        "`{name}` of the input object `{ty}` is sensitive, but is not a string"
                    );
                    let help = format!(
                        "if `{inner}` is sent as a string, its Rust type must be `String`; otherwise pass the fields of `{ty}` \
                         as variables, and mark a code `@digits`"
                    );
                    let fault = Problem::new(&schemas.place(field), message);
                    self.faults.push(fault.with_help(help));
                }
            }
        }
    }

    /// Returns whether it is a scalar that could hold a secret, but can't be redacted.
    fn is_other_scalar(&self, ty: &str) -> bool {
        let definition = self.schemas.service.types.get(ty);
        definition.is_some_and(ExtendedType::is_scalar)
            && ty != "Boolean"
            && !self.target.is_text(ty)
    }

    /// Checks the selection of a type.
    fn fields(&mut self, selected: &[Field], on: &str) {
        for field in selected {
            let definition = self.schemas.service.type_field(on, &field.name);
            let Ok(ty) = definition.map(|definition| definition.ty.inner_named_type().clone())
            else {
                continue;
            };
            match &field.selection {
                Selection::Leaf if field.secret => {}
                Selection::Leaf => self.leaf(field, on, &ty),
                Selection::Fields(inner) => self.fields(inner, &ty),
                Selection::Fragment(_) => {}
            }
        }
    }

    fn leaf(&mut self, field: &Field, on: &str, ty: &str) {
        let name = &field.name;
        // A flag such as `password: Boolean` says whether there is one.
        let (message, help) = if ty == "Boolean" {
            return;
        } else if self.target.is_sensitive(Some(on), name) {
            let message = format!("`{name}` is sensitive but not marked");
            (message, "mark it `@secret`".to_owned())
        } else if self.target.is_text(ty) && self.target.sounds_secret(Some(on), name).is_some() {
            let message = format!("`{name}` sounds like a secret, but is not marked");
            (
                message,
                format!("mark it `@secret`, {PUBLIC}: `{on}.{name}`"),
            )
        } else {
            return;
        };
        let fault = Problem::new(&field.place, message).with_help(help);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// Returns the entry of the configuration for a field, an argument or a name.
fn entry(on: Option<&str>, name: &str) -> String {
    match on {
        Some(on) => format!("{on}.{name}"),
        None => name.to_owned(),
    }
}

fn unmarked(variable: &Variable, name: &str) -> Problem {
    let wire = &variable.wire;
    let message = if wire == name {
        format!("`${wire}` is sensitive but not marked")
    } else {
        format!("`${wire}` is sent as `{name}`, which is sensitive, but is not marked")
    };
    Problem::new(&variable.place, message).with_help("mark it `@encrypted`, `@secret` or `@digits`")
}

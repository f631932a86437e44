//! Compares two schemas, and classifies every difference.
//!
//! The classes are those of GraphQL's reference implementation, where it has one: a change is breaking if it can make a valid
//! document invalid or remove a value that was always there, and dangerous if a program that still compiles can get values that
//! it does not expect. The order of definitions, fields, arguments and values means nothing in GraphQL and is not compared.

mod directives;
mod members;
mod types;

use std::collections::HashMap;

use apollo_compiler::Schema;
use apollo_compiler::schema::{ExtendedType, SchemaDefinition};

use super::change::{Change, Class, Event, Kind, Subject};

/// Returns every change, the most severe first.
pub(crate) fn compare(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    roots(&mut changes, &old.schema_definition, &new.schema_definition);
    for side in sides(own_types(old), own_types(new)) {
        changes.type_definition(side);
    }
    changes.directive_definitions(old, new);
    let mut changes = changes.0;
    changes.sort_by(|a, b| {
        (a.class, &a.coordinate, a.kind, &a.old, &a.new).cmp(&(
            b.class,
            &b.coordinate,
            b.kind,
            &b.old,
            &b.new,
        ))
    });
    changes
}

/// Returns the types that are not built in.
fn own_types(schema: &Schema) -> Named<'_, ExtendedType> {
    let types = schema.types.iter();
    types
        .filter(|(_, definition)| !definition.is_built_in())
        .map(|(name, definition)| (name.as_str(), definition))
        .collect()
}

/// Definitions by name.
pub(super) type Named<'a, T> = Vec<(&'a str, &'a T)>;

/// A name with its definitions in the old and the new schema.
pub(super) enum Side<'a, T> {
    Removed(&'a str, &'a T),
    Added(&'a str, &'a T),
    Both(&'a str, &'a T, &'a T),
}

/// Pairs definitions by name.
pub(super) fn sides<'a, T>(old: Named<'a, T>, new: Named<'a, T>) -> Vec<Side<'a, T>> {
    let before: HashMap<&str, &T> = old.iter().copied().collect();
    let after: HashMap<&str, &T> = new.iter().copied().collect();
    let kept = old.into_iter().map(|(name, before)| match after.get(name) {
        Some(after) => Side::Both(name, before, after),
        None => Side::Removed(name, before),
    });
    let new = new.into_iter();
    let added = new.filter(|(name, _)| !before.contains_key(name));
    kept.chain(added.map(|(name, after)| Side::Added(name, after)))
        .collect()
}

/// The changes found so far.
pub(super) struct Changes(Vec<Change>);

/// The parts of a change besides its class and kind.
#[derive(Default)]
pub(super) struct Details {
    pub(super) message: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

impl Details {
    /// One value was replaced by another; either may be missing.
    pub(super) fn from_to(what: &str, old: Option<String>, new: Option<String>) -> Self {
        let message = match (&old, &new) {
            (Some(old), Some(new)) => format!("{what} changed from {old} to {new}"),
            (Some(old), None) => format!("{what} {old} was removed"),
            (None, Some(new)) => format!("{what} {new} was added"),
            (None, None) => what.to_owned(),
        };
        Self { message, old, new }
    }
}

impl From<String> for Details {
    fn from(message: String) -> Self {
        Self {
            message,
            ..Self::default()
        }
    }
}

impl Changes {
    pub(super) fn push(
        &mut self,
        class: Class,
        (subject, event): (Subject, Event),
        coordinate: impl Into<String>,
        details: impl Into<Details>,
    ) {
        let Details { message, old, new } = details.into();
        self.0.push(Change {
            class,
            kind: Kind { subject, event },
            coordinate: coordinate.into(),
            message,
            old,
            new,
        });
    }

    /// A description means nothing to programs.
    pub(super) fn description(
        &mut self,
        subject: Subject,
        coordinate: &str,
        old: Option<&str>,
        new: Option<&str>,
    ) {
        if old == new {
            return;
        }
        let details = match (old, new) {
            (None, _) => "was added",
            (_, None) => "was removed",
            _ => "changed",
        };
        let whose = if coordinate.is_empty() {
            "the schema".to_owned()
        } else {
            format!("`{coordinate}`")
        };
        self.push(
            Class::Safe,
            (subject, Event::DescriptionChanged),
            coordinate,
            Details {
                message: format!("the description of {whose} {details}"),
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
            },
        );
    }
}

/// The types that operations begin from.
fn roots(changes: &mut Changes, old: &SchemaDefinition, new: &SchemaDefinition) {
    for (subject, what, before, after) in [
        (Subject::QueryType, "queries", &old.query, &new.query),
        (
            Subject::MutationType,
            "mutations",
            &old.mutation,
            &new.mutation,
        ),
        (
            Subject::SubscriptionType,
            "subscriptions",
            &old.subscription,
            &new.subscription,
        ),
    ] {
        let (before, after) = (
            before.as_ref().map(ToString::to_string),
            after.as_ref().map(ToString::to_string),
        );
        let (class, event) = match (&before, &after) {
            (None, Some(_)) => (Class::Safe, Event::Added),
            (Some(_), None) => (Class::Breaking, Event::Removed),
            (before, after) if before != after => (Class::Breaking, Event::Changed),
            _ => continue,
        };
        let coordinate = before.clone().or_else(|| after.clone()).unwrap_or_default();
        let details = Details::from_to(&format!("the type of {what}"), before, after);
        changes.push(class, (subject, event), coordinate, details);
    }
    changes.description(
        Subject::Schema,
        "",
        old.description.as_deref(),
        new.description.as_deref(),
    );
    changes.usages(Subject::Schema, "", &old.directives, &new.directives);
}

//! Directives: their definitions, and their uses.

use std::collections::BTreeSet;

use apollo_compiler::Schema;
use apollo_compiler::ast::{Directive, DirectiveDefinition};

use super::super::change::{Class, Event, Subject};
use super::members::arguments;
use super::{Changes, Details, Named, Side, sides};

/// The directive whose changes have kinds of their own.
const DEPRECATED: &str = "deprecated";

impl Changes {
    pub(super) fn directive_definitions(&mut self, old: &Schema, new: &Schema) {
        for side in sides(own(old), own(new)) {
            match side {
                Side::Removed(name, _) => self.push(
                    Class::Breaking,
                    (Subject::Directive, Event::Removed),
                    format!("@{name}"),
                    format!("the directive `@{name}` was removed"),
                ),
                Side::Added(name, _) => self.push(
                    Class::Safe,
                    (Subject::Directive, Event::Added),
                    format!("@{name}"),
                    format!("the directive `@{name}` was added"),
                ),
                Side::Both(name, old, new) => {
                    self.directive_definition(&format!("@{name}"), old, new)
                }
            }
        }
    }

    fn directive_definition(
        &mut self,
        coordinate: &str,
        old: &DirectiveDefinition,
        new: &DirectiveDefinition,
    ) {
        self.description(
            Subject::Directive,
            coordinate,
            old.description.as_deref(),
            new.description.as_deref(),
        );
        let repeatable = match (old.repeatable, new.repeatable) {
            (false, true) => Some((Class::Safe, Event::RepeatableAdded, "may be repeated now")),
            (true, false) => Some((
                Class::Breaking,
                Event::RepeatableRemoved,
                "may no longer be repeated",
            )),
            _ => None,
        };
        if let Some((class, event, details)) = repeatable {
            let message = format!("`{coordinate}` {details}");
            self.push(class, (Subject::Directive, event), coordinate, message);
        }
        self.locations(coordinate, old, new);
        self.input_values(
            Subject::DirectiveArgument,
            &|name| format!("{coordinate}({name}:)"),
            sides(arguments(&old.arguments), arguments(&new.arguments)),
        );
    }

    fn locations(
        &mut self,
        coordinate: &str,
        old: &DirectiveDefinition,
        new: &DirectiveDefinition,
    ) {
        let kind = |event| (Subject::DirectiveLocation, event);
        for location in old
            .locations
            .iter()
            .filter(|one| !new.locations.contains(one))
        {
            let details = Details {
                message: format!("`{coordinate}` may no longer be used on {location}"),
                old: Some(location.to_string()),
                new: None,
            };
            self.push(Class::Breaking, kind(Event::Removed), coordinate, details);
        }
        for location in new
            .locations
            .iter()
            .filter(|one| !old.locations.contains(one))
        {
            let details = Details {
                message: format!("`{coordinate}` may be used on {location}"),
                old: None,
                new: Some(location.to_string()),
            };
            self.push(Class::Safe, kind(Event::Added), coordinate, details);
        }
    }

    /// The directives that are applied to something.
    pub(super) fn usages<'a, D: AsRef<Directive> + 'a>(
        &mut self,
        subject: Subject,
        coordinate: &str,
        old: impl IntoIterator<Item = &'a D>,
        new: impl IntoIterator<Item = &'a D>,
    ) {
        let (old_reason, old) = applied(old);
        let (new_reason, new) = applied(new);
        self.deprecation(subject, coordinate, old_reason, new_reason);
        let place = match subject {
            Subject::Schema => "the schema".to_owned(),
            _ => format!("`{coordinate}`"),
        };
        for usage in old.difference(&new) {
            let details = Details {
                message: format!("`{usage}` was removed from {place}"),
                old: Some(usage.clone()),
                new: None,
            };
            self.push(
                Class::Dangerous,
                (subject, Event::UsageRemoved),
                coordinate,
                details,
            );
        }
        for usage in new.difference(&old) {
            // Only one field of a `@oneOf` input object may be given.
            let class = if usage == "@oneOf" {
                Class::Breaking
            } else {
                Class::Dangerous
            };
            let details = Details {
                message: format!("`{usage}` was added to {place}"),
                old: None,
                new: Some(usage.clone()),
            };
            self.push(class, (subject, Event::UsageAdded), coordinate, details);
        }
    }

    fn deprecation(
        &mut self,
        subject: Subject,
        coordinate: &str,
        old: Option<String>,
        new: Option<String>,
    ) {
        let (event, what) = match (&old, &new) {
            (None, Some(_)) => (Event::DeprecationAdded, "is deprecated"),
            (Some(_), None) => (Event::DeprecationRemoved, "is no longer deprecated"),
            (Some(old), Some(new)) if old != new => (
                Event::DeprecationReasonChanged,
                "is deprecated for another reason",
            ),
            _ => return,
        };
        let message = match &new {
            Some(reason) => format!("`{coordinate}` {what}: {reason}"),
            None => format!("`{coordinate}` {what}"),
        };
        self.push(
            Class::Safe,
            (subject, event),
            coordinate,
            Details { message, old, new },
        );
    }
}

/// Returns the directives that are not built in.
fn own(schema: &Schema) -> Named<'_, DirectiveDefinition> {
    let definitions = schema.directive_definitions.iter();
    definitions
        .filter(|(_, definition)| !definition.is_built_in())
        .map(|(name, definition)| (name.as_str(), &**definition))
        .collect()
}

/// Returns the reason of a deprecation, and the other directives as they are written.
fn applied<'a, D: AsRef<Directive> + 'a>(
    directives: impl IntoIterator<Item = &'a D>,
) -> (Option<String>, BTreeSet<String>) {
    let mut reason = None;
    let mut others = BTreeSet::new();
    for directive in directives {
        let directive = directive.as_ref();
        if directive.name == DEPRECATED {
            let given = directive.specified_argument_by_name("reason");
            let text = given.and_then(|value| value.as_str());
            // The specification's own default.
            reason = Some(text.unwrap_or("No longer supported").to_owned());
        } else {
            others.insert(directive.to_string());
        }
    }
    (reason, others)
}

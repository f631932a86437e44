//! Types and their members.

use apollo_compiler::Name;
use apollo_compiler::collections::{IndexMap, IndexSet};
use apollo_compiler::schema::{Component, ComponentName, ExtendedType};

use super::super::change::{Class, Event, Subject};
use super::{Changes, Details, Named, Side, sides};

impl Changes {
    pub(super) fn type_definition(&mut self, side: Side<'_, ExtendedType>) {
        match side {
            Side::Removed(name, definition) => self.push(
                Class::Breaking,
                (Subject::Type, Event::Removed),
                name,
                format!("the {} `{name}` was removed", kind(definition)),
            ),
            Side::Added(name, definition) => self.push(
                Class::Safe,
                (Subject::Type, Event::Added),
                name,
                format!("the {} `{name}` was added", kind(definition)),
            ),
            Side::Both(name, old, new) => self.both(name, old, new),
        }
    }

    fn both(&mut self, name: &str, old: &ExtendedType, new: &ExtendedType) {
        self.description(
            Subject::Type,
            name,
            old.description().map(|text| &**text),
            new.description().map(|text| &**text),
        );
        self.usages(Subject::Type, name, old.directives(), new.directives());
        match (old, new) {
            (ExtendedType::Scalar(_), ExtendedType::Scalar(_)) => {}
            (ExtendedType::Object(old), ExtendedType::Object(new)) => {
                self.interfaces(name, &old.implements_interfaces, &new.implements_interfaces);
                self.fields(name, &old.fields, &new.fields);
            }
            (ExtendedType::Interface(old), ExtendedType::Interface(new)) => {
                self.interfaces(name, &old.implements_interfaces, &new.implements_interfaces);
                self.fields(name, &old.fields, &new.fields);
            }
            (ExtendedType::Union(old), ExtendedType::Union(new)) => {
                self.members(name, &old.members, &new.members);
            }
            (ExtendedType::Enum(old), ExtendedType::Enum(new)) => {
                for side in sides(by_name(&old.values), by_name(&new.values)) {
                    self.enum_value(name, side);
                }
            }
            (ExtendedType::InputObject(old), ExtendedType::InputObject(new)) => {
                self.input_values(
                    Subject::InputField,
                    &|field| format!("{name}.{field}"),
                    sides(by_name(&old.fields), by_name(&new.fields)),
                );
            }
            _ => self.push(
                Class::Breaking,
                (Subject::Type, Event::KindChanged),
                name,
                Details {
                    message: format!(
                        "the type `{name}` changed from the kind {} to the kind {}",
                        kind(old),
                        kind(new)
                    ),
                    old: Some(kind(old).to_owned()),
                    new: Some(kind(new).to_owned()),
                },
            ),
        }
    }

    fn interfaces(
        &mut self,
        name: &str,
        old: &IndexSet<ComponentName>,
        new: &IndexSet<ComponentName>,
    ) {
        self.names(
            (Subject::Interface, name),
            (old, new),
            |interface| format!("`{name}` no longer implements `{interface}`"),
            |interface| format!("`{name}` implements `{interface}`"),
        );
    }

    fn members(
        &mut self,
        name: &str,
        old: &IndexSet<ComponentName>,
        new: &IndexSet<ComponentName>,
    ) {
        self.names(
            (Subject::UnionMember, name),
            (old, new),
            |member| format!("the union `{name}` no longer has `{member}`"),
            |member| format!("the union `{name}` has `{member}`"),
        );
    }

    /// Names of types: without one, fragments on it break; with a new one, programs get objects that they do not know.
    fn names(
        &mut self,
        (subject, of): (Subject, &str),
        (old, new): (&IndexSet<ComponentName>, &IndexSet<ComponentName>),
        removed: impl Fn(&str) -> String,
        added: impl Fn(&str) -> String,
    ) {
        let names = |set: &IndexSet<ComponentName>| -> Vec<String> {
            set.iter().map(ToString::to_string).collect()
        };
        let (old, new) = (names(old), names(new));
        for name in old.iter().filter(|name| !new.contains(name)) {
            let details = Details {
                message: removed(name),
                old: Some(name.clone()),
                new: None,
            };
            self.push(Class::Breaking, (subject, Event::Removed), of, details);
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            let details = Details {
                message: added(name),
                old: None,
                new: Some(name.clone()),
            };
            self.push(Class::Dangerous, (subject, Event::Added), of, details);
        }
    }
}

/// Fields or values by name.
pub(super) fn by_name<T>(of: &IndexMap<Name, Component<T>>) -> Named<'_, T> {
    of.iter()
        .map(|(name, component)| (name.as_str(), &***component))
        .collect()
}

/// Returns the kind of a type, for messages.
fn kind(of: &ExtendedType) -> &'static str {
    match of {
        ExtendedType::Scalar(_) => "scalar",
        ExtendedType::Object(_) => "object",
        ExtendedType::Interface(_) => "interface",
        ExtendedType::Union(_) => "union",
        ExtendedType::Enum(_) => "enum",
        ExtendedType::InputObject(_) => "input object",
    }
}

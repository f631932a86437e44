//! Members of types: fields, arguments, input fields, enum values.

use apollo_compiler::ast::{
    EnumValueDefinition, FieldDefinition, InputValueDefinition, Type, Value,
};
use apollo_compiler::collections::IndexMap;
use apollo_compiler::schema::Component;
use apollo_compiler::{Name, Node};

use super::super::change::{Class, Event, Subject};
use super::types::by_name;
use super::{Changes, Details, Named, Side, sides};

impl Changes {
    pub(super) fn fields(
        &mut self,
        of: &str,
        old: &IndexMap<Name, Component<FieldDefinition>>,
        new: &IndexMap<Name, Component<FieldDefinition>>,
    ) {
        for side in sides(by_name(old), by_name(new)) {
            match side {
                Side::Removed(name, field) => self.push(
                    Class::Breaking,
                    (Subject::Field, Event::Removed),
                    format!("{of}.{name}"),
                    Details {
                        message: format!("the field `{of}.{name}` was removed"),
                        old: Some(field.ty.to_string()),
                        new: None,
                    },
                ),
                Side::Added(name, field) => self.push(
                    Class::Safe,
                    (Subject::Field, Event::Added),
                    format!("{of}.{name}"),
                    Details {
                        message: format!("the field `{of}.{name}: {}` was added", field.ty),
                        old: None,
                        new: Some(field.ty.to_string()),
                    },
                ),
                Side::Both(name, old, new) => self.field(&format!("{of}.{name}"), old, new),
            }
        }
    }

    fn field(&mut self, coordinate: &str, old: &FieldDefinition, new: &FieldDefinition) {
        self.ty(
            Subject::Field,
            coordinate,
            (&old.ty, &new.ty),
            gives_no_less,
        );
        self.description(
            Subject::Field,
            coordinate,
            old.description.as_deref(),
            new.description.as_deref(),
        );
        self.usages(Subject::Field, coordinate, &old.directives, &new.directives);
        self.input_values(
            Subject::FieldArgument,
            &|name| format!("{coordinate}({name}:)"),
            sides(arguments(&old.arguments), arguments(&new.arguments)),
        );
    }

    /// Arguments, or fields of an input object.
    pub(super) fn input_values(
        &mut self,
        subject: Subject,
        coordinate: &dyn Fn(&str) -> String,
        sides: Vec<Side<'_, InputValueDefinition>>,
    ) {
        let what = match subject {
            Subject::InputField => "input field",
            _ => "argument",
        };
        for side in sides {
            match side {
                Side::Removed(name, value) => self.push(
                    Class::Breaking,
                    (subject, Event::Removed),
                    coordinate(name),
                    Details {
                        message: format!("the {what} `{}` was removed", coordinate(name)),
                        old: Some(value.ty.to_string()),
                        new: None,
                    },
                ),
                Side::Added(name, value) => {
                    let (class, how) = match subject {
                        _ if value.is_required() => (Class::Breaking, "required"),
                        // Programs don't see how the schema uses a directive.
                        Subject::DirectiveArgument => (Class::Safe, "optional"),
                        _ => (Class::Dangerous, "optional"),
                    };
                    self.push(
                        class,
                        (subject, Event::Added),
                        coordinate(name),
                        Details {
                            message: format!(
                                "the {how} {what} `{}` of type `{}` was added",
                                coordinate(name),
                                value.ty
                            ),
                            old: None,
                            new: Some(value.ty.to_string()),
                        },
                    );
                }
                Side::Both(name, old, new) => {
                    self.input_value(subject, &coordinate(name), old, new)
                }
            }
        }
    }

    fn input_value(
        &mut self,
        subject: Subject,
        coordinate: &str,
        old: &InputValueDefinition,
        new: &InputValueDefinition,
    ) {
        self.ty(subject, coordinate, (&old.ty, &new.ty), takes_no_less);
        let default = |of: &InputValueDefinition| of.default_value.as_deref().map(literal);
        let (before, after) = (default(old), default(new));
        if before != after {
            let class = if before.is_none() {
                // Documents that leave it out stay valid, and those that must give it now need not.
                Class::Safe
            } else if new.is_required() && !old.is_required() {
                // Without its default, a value that may not be null must be given.
                Class::Breaking
            } else {
                Class::Dangerous
            };
            let details =
                Details::from_to(&format!("the default of `{coordinate}`"), before, after);
            self.push(class, (subject, Event::DefaultChanged), coordinate, details);
        }
        self.description(
            subject,
            coordinate,
            old.description.as_deref(),
            new.description.as_deref(),
        );
        self.usages(subject, coordinate, &old.directives, &new.directives);
    }

    pub(super) fn enum_value(&mut self, of: &str, side: Side<'_, EnumValueDefinition>) {
        let kind = |event| (Subject::EnumValue, event);
        match side {
            Side::Removed(name, _) => self.push(
                Class::Breaking,
                kind(Event::Removed),
                format!("{of}.{name}"),
                format!("the value `{name}` of the enum `{of}` was removed"),
            ),
            Side::Added(name, _) => self.push(
                Class::Dangerous,
                kind(Event::Added),
                format!("{of}.{name}"),
                format!("the value `{name}` of the enum `{of}` was added"),
            ),
            Side::Both(name, old, new) => {
                let coordinate = format!("{of}.{name}");
                self.description(
                    Subject::EnumValue,
                    &coordinate,
                    old.description.as_deref(),
                    new.description.as_deref(),
                );
                let (old, new) = (&old.directives, &new.directives);
                self.usages(Subject::EnumValue, &coordinate, old, new);
            }
        }
    }

    fn ty(
        &mut self,
        subject: Subject,
        coordinate: &str,
        (old, new): (&Type, &Type),
        is_safe: fn(&Type, &Type) -> bool,
    ) {
        if old != new {
            let class = if is_safe(old, new) {
                Class::Safe
            } else {
                Class::Breaking
            };
            let details = Details {
                message: format!("the type of `{coordinate}` changed from `{old}` to `{new}`"),
                old: Some(old.to_string()),
                new: Some(new.to_string()),
            };
            self.push(class, (subject, Event::TypeChanged), coordinate, details);
        }
    }
}

/// Returns the arguments of a field or directive.
pub(super) fn arguments(of: &[Node<InputValueDefinition>]) -> Named<'_, InputValueDefinition> {
    of.iter()
        .map(|argument| (argument.name.as_str(), &**argument))
        .collect()
}

/// Returns a value in one line, whatever the order of its fields, which means nothing.
fn literal(value: &Value) -> String {
    fn sorted(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                fields
                    .iter_mut()
                    .for_each(|(_, field)| sorted(field.make_mut()));
            }
            Value::List(elements) => elements.iter_mut().for_each(|one| sorted(one.make_mut())),
            _ => {}
        }
    }
    let mut value = value.clone();
    sorted(&mut value);
    value.serialize().no_indent().to_string()
}

/// Returns whether a response of the new type is one of the old type: what was never null still is not.
fn gives_no_less(old: &Type, new: &Type) -> bool {
    (new.is_non_null() || !old.is_non_null()) && same_inside(old, new, gives_no_less)
}

/// Returns whether a value of the old type is one of the new type: what could be null still can.
fn takes_no_less(old: &Type, new: &Type) -> bool {
    (old.is_non_null() || !new.is_non_null()) && same_inside(old, new, takes_no_less)
}

fn same_inside(old: &Type, new: &Type, is_safe: fn(&Type, &Type) -> bool) -> bool {
    match (old.is_list(), new.is_list()) {
        (true, true) => is_safe(old.item_type(), new.item_type()),
        (false, false) => old.inner_named_type() == new.inner_named_type(),
        _ => false,
    }
}

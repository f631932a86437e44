//! The kinds of changes, and how severe each is.

use std::fmt;

use serde::{Serialize, Serializer};

/// How severe a change is for programs that were built for the old schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A valid document may become invalid, or a value that was always there may be missing.
    Breaking,
    /// Documents stay valid, but the program may get values that it does not expect.
    Dangerous,
    /// Everything that was valid stays valid.
    Safe,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breaking => "breaking",
            Self::Dangerous => "dangerous",
            Self::Safe => "safe",
        })
    }
}

/// What a change is about: the first half of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// The schema itself.
    Schema,
    /// The type of queries.
    QueryType,
    /// The type of mutations.
    MutationType,
    /// The type of subscriptions.
    SubscriptionType,
    /// A type of any kind.
    Type,
    /// A field of an object or interface.
    Field,
    /// An argument of a field.
    FieldArgument,
    /// A field of an input object.
    InputField,
    /// A value of an enum.
    EnumValue,
    /// A type of a union.
    UnionMember,
    /// An interface that an object or interface implements.
    Interface,
    /// The definition of a directive.
    Directive,
    /// An argument of a directive.
    DirectiveArgument,
    /// A location of a directive.
    DirectiveLocation,
}

/// What happened to it: the second half of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Event {
    /// It was added.
    Added,
    /// It was removed.
    Removed,
    /// It was replaced by another.
    Changed,
    /// A type is of another kind: an object became an interface, for example.
    KindChanged,
    /// It has another type.
    TypeChanged,
    /// Its default value was added, removed or changed.
    DefaultChanged,
    /// Its description was added, removed or changed.
    DescriptionChanged,
    /// It is deprecated now.
    DeprecationAdded,
    /// It is no longer deprecated.
    DeprecationRemoved,
    /// It is deprecated for another reason.
    DeprecationReasonChanged,
    /// A directive other than `@deprecated` was applied to it.
    UsageAdded,
    /// A directive other than `@deprecated` is no longer applied to it.
    UsageRemoved,
    /// A directive may be applied several times now.
    RepeatableAdded,
    /// A directive may no longer be applied several times.
    RepeatableRemoved,
}

/// The kind of a change, written as `FIELD_TYPE_CHANGED`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Kind {
    /// What it is about.
    pub subject: Subject,
    /// What happened to it.
    pub event: Event,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = match self.subject {
            Subject::Schema => "SCHEMA",
            Subject::QueryType => "QUERY_TYPE",
            Subject::MutationType => "MUTATION_TYPE",
            Subject::SubscriptionType => "SUBSCRIPTION_TYPE",
            Subject::Type => "TYPE",
            Subject::Field => "FIELD",
            Subject::FieldArgument => "FIELD_ARGUMENT",
            Subject::InputField => "INPUT_FIELD",
            Subject::EnumValue => "ENUM_VALUE",
            Subject::UnionMember => "UNION_MEMBER",
            Subject::Interface => "INTERFACE",
            Subject::Directive => "DIRECTIVE",
            Subject::DirectiveArgument => "DIRECTIVE_ARGUMENT",
            Subject::DirectiveLocation => "DIRECTIVE_LOCATION",
        };
        let event = match self.event {
            Event::Added => "ADDED",
            Event::Removed => "REMOVED",
            Event::Changed => "CHANGED",
            Event::KindChanged => "KIND_CHANGED",
            Event::TypeChanged => "TYPE_CHANGED",
            Event::DefaultChanged => "DEFAULT_CHANGED",
            Event::DescriptionChanged => "DESCRIPTION_CHANGED",
            Event::DeprecationAdded => "DEPRECATION_ADDED",
            Event::DeprecationRemoved => "DEPRECATION_REMOVED",
            Event::DeprecationReasonChanged => "DEPRECATION_REASON_CHANGED",
            Event::UsageAdded => "USAGE_ADDED",
            Event::UsageRemoved => "USAGE_REMOVED",
            Event::RepeatableAdded => "REPEATABLE_ADDED",
            Event::RepeatableRemoved => "REPEATABLE_REMOVED",
        };
        write!(f, "{subject}_{event}")
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One change of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// How severe it is.
    pub class: Class,
    /// What kind of change it is.
    pub kind: Kind,
    /// The coordinate: `User`, `User.email`, `Query.users(page:)`, `@deprecated`, `@deprecated(reason:)`; empty for the schema.
    pub coordinate: String,
    /// What changed, in one line.
    pub message: String,
    /// The old value: a type, a default value, a reason, a directive as it was applied.
    pub old: Option<String>,
    /// The new value.
    pub new: Option<String>,
}

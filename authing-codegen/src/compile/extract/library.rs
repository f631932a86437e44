//! The typed library that the renderer reads: operations, their variables, and the types that they share.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::pages::Paged;
use crate::compile::types::{Inherited, Shape};
use crate::model::{Fragment, MOST_ARGUMENTS, Operation, Variable};

/// The input of the renderer.
pub(crate) struct Library {
    pub(crate) operations: Vec<TypedOperation>,
    /// New types and inherited ones.
    pub(crate) types: BTreeMap<String, SharedType>,
    pub(crate) inherited: Rc<Inherited>,
    /// The fields and values that the schema has in addition to those of inherited input objects and enums, by their Rust names.
    pub(crate) beyond: BTreeMap<String, Vec<String>>,
    /// The fragments that are not inherited.
    pub(crate) fragments: Vec<Fragment>,
    /// The input objects that hold a field that is encrypted or checked, by their names in the schema.
    pub(crate) bound: BTreeSet<String>,
    /// The input objects that hold a sensitive field, likewise.
    pub(crate) secret: BTreeSet<String>,
}

impl Library {
    /// Returns the types that are generated: all but those that are inherited.
    pub(crate) fn new_types(&self) -> impl Iterator<Item = (&String, &SharedType)> {
        let types = self.types.iter();
        types.filter(|(name, _)| !self.inherited.names.contains(*name))
    }
}

/// An operation with its types.
pub(crate) struct TypedOperation {
    pub(crate) model: Operation,
    pub(crate) variables: Vec<TypedVariable>,
    /// The field of `ResponseData`.
    pub(crate) root: TypedField,
    /// The type of the operation's output.
    pub(crate) output: Shape,
    /// Whether the output can report a failure.
    pub(crate) judged: bool,
    /// Its pages, if it is a list operation with pages.
    pub(crate) paged: Option<Paged>,
    /// The types of selections that are not fragments.
    pub(crate) selections: Vec<Struct>,
}

/// A variable with its type.
pub(crate) struct TypedVariable {
    pub(crate) model: Variable,
    /// The type of the operation's field. The wire type depends on it and on the treatment.
    pub(crate) shape: Shape,
    /// Whether it is or contains a secret.
    pub(crate) is_secret: bool,
    /// Whether it is an input object with a field that is encrypted or checked.
    pub(crate) is_bound: bool,
    /// Whether it is required but set by a setter, because there are too many required ones for a constructor.
    pub(crate) by_setter: bool,
}

impl TypedOperation {
    /// Returns whether its constructor takes no arguments, because it has too many required variables.
    pub(crate) fn by_setters(&self) -> bool {
        self.variables.iter().any(|variable| variable.by_setter)
    }
}

impl TypedVariable {
    /// Returns whether the caller must set it.
    pub(crate) fn is_required(&self) -> bool {
        !self.shape.is_option() && !self.is_filled_in()
    }

    /// Returns the type of the operation's field, which is optional if a setter sets it.
    pub(crate) fn held(&self) -> Shape {
        self.shape.clone().optional_if(self.by_setter)
    }

    /// Returns whether the SDK fills it in.
    pub(crate) fn is_filled_in(&self) -> bool {
        self.model.is_filled_in()
    }
}

/// A type of the `types` module.
#[derive(Clone)]
pub(crate) enum SharedType {
    /// The type of a fragment, with the types of its inner selections.
    Fragment {
        main: Struct,
        inner: Vec<Struct>,
        verdict: bool,
    },
    Input(Struct),
    /// An input object with exactly one of its fields: an enum in Rust.
    OneOf {
        input: Struct,
        /// The names of the variants, in the order of the fields.
        variants: Vec<String>,
    },
    Enum(Enum),
}

impl SharedType {
    /// Returns its structs: none for an enum.
    pub(crate) fn structs(&self) -> impl Iterator<Item = &Struct> {
        let main = match self {
            Self::Fragment { main: one, .. }
            | Self::Input(one)
            | Self::OneOf { input: one, .. } => Some(one),
            Self::Enum(_) => None,
        };
        main.into_iter().chain(self.inner())
    }

    /// Returns the types of its inner selections: only a fragment has some.
    pub(super) fn inner(&self) -> &[Struct] {
        match self {
            Self::Fragment { inner, .. } => inner,
            Self::Input(_) | Self::OneOf { .. } | Self::Enum(_) => &[],
        }
    }

    /// Returns the name of its type in the schema.
    pub(crate) fn wire(&self) -> &str {
        match self {
            Self::Fragment { main: one, .. }
            | Self::Input(one)
            | Self::OneOf { input: one, .. } => &one.wire,
            Self::Enum(of) => &of.wire,
        }
    }
}

/// An enum of the schema.
#[derive(Clone)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
    /// The variant for values unknown to this version.
    pub(crate) other: String,
}

/// A value of an enum.
#[derive(Clone)]
pub(crate) struct Variant {
    pub(crate) wire: String,
    pub(crate) rust: String,
    pub(crate) docs: Vec<String>,
}

/// A struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Struct {
    pub(crate) name: String,
    /// The name on the wire, for the documentation: of the type, or of the field of an anonymous selection.
    pub(crate) wire: String,
    /// The GraphQL type that has its fields.
    pub(crate) on: String,
    pub(crate) docs: Vec<String>,
    pub(crate) fields: Vec<TypedField>,
}

impl Struct {
    /// Returns whether an input object's constructor takes no arguments, because it has too many required fields.
    pub(crate) fn by_setters(&self) -> bool {
        let required = self.fields.iter().filter(|field| field.is_required());
        required.count() > MOST_ARGUMENTS
    }

    /// Returns the type of an input object's field, which is optional until a setter has set it.
    pub(crate) fn held(&self, field: &TypedField) -> Shape {
        field.shape.clone().optional_if(self.by_setters())
    }
}

/// A field with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedField {
    pub(crate) wire: String,
    /// The name in the schema, which differs from `wire` if the field has an alias.
    pub(crate) name: String,
    pub(crate) rust: String,
    pub(crate) docs: Vec<String>,
    pub(crate) shape: Shape,
    /// Whether it is bound before it is sent: an encrypted string, a checked input object, or an input object that contains
    /// one of these.
    pub(crate) is_bound: bool,
}

impl TypedField {
    /// Returns whether the caller must set this field of an input object.
    pub(crate) fn is_required(&self) -> bool {
        !self.shape.is_option()
    }
}

//! Which types can be where: some services have an input object where only an output can be, for example.

use std::collections::HashMap;

use apollo_compiler::Name;
use apollo_compiler::ast::Definition;

use super::Skipped;

/// The kinds of types that can't be everywhere. Scalars and enums can be inputs and outputs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Interface,
    Union,
    InputObject,
    Scalar,
}

impl Kind {
    fn of(definition: &Definition) -> Option<Self> {
        Some(match definition {
            Definition::ObjectTypeDefinition(_) => Self::Object,
            Definition::InterfaceTypeDefinition(_) => Self::Interface,
            Definition::UnionTypeDefinition(_) => Self::Union,
            Definition::InputObjectTypeDefinition(_) => Self::InputObject,
            Definition::ScalarTypeDefinition(_) | Definition::EnumTypeDefinition(_) => Self::Scalar,
            _ => return None,
        })
    }
}

/// Where a type is.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The type of a field.
    Field,
    /// The type of an argument, or of a field of an input object.
    Input,
    /// The type with the operations of a kind.
    Root,
    /// A member of a union.
    Member,
    /// What a type implements.
    Interface,
}

impl Place {
    fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Field => kind != Kind::InputObject,
            Self::Input => matches!(kind, Kind::InputObject | Kind::Scalar),
            Self::Root | Self::Member => kind == Kind::Object,
            Self::Interface => kind == Kind::Interface,
        }
    }

    /// Returns what a type that does not fit is not.
    fn fitting(self) -> &'static str {
        match self {
            Self::Field => "an output type",
            Self::Input => "an input type",
            Self::Root | Self::Member => "an object type",
            Self::Interface => "an interface",
        }
    }
}

/// The kinds of a schema's types.
pub(super) struct Kinds(HashMap<Name, Kind>);

impl Kinds {
    pub(super) fn new(definitions: &[Definition]) -> Self {
        let kinds = definitions.iter().filter_map(|definition| {
            let name = definition.name()?.clone();
            Some((name, Kind::of(definition)?))
        });
        Self(kinds.collect())
    }

    /// Returns the reason why a type can't be in a place, if there is one.
    pub(super) fn misplaced(&self, place: Place, ty: &Name, skipped: &Skipped) -> Option<String> {
        if skipped.types.contains(ty) {
            return Some(format!("its type `{ty}` is skipped"));
        }
        // Built-in scalars have no definition.
        let kind = self.0.get(ty).copied().unwrap_or(Kind::Scalar);
        (!place.fits(kind)).then(|| format!("`{ty}` is not {}", place.fitting()))
    }
}

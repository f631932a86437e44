//! Plans which types get fragments, and which fragments spread others.

use std::collections::BTreeMap;

use apollo_compiler::schema::{Component, ExtendedType, FieldDefinition, ObjectType};

use super::learned::Learned;
use crate::check::unsupported;
use crate::graph::Graph;
use crate::input::schema::Schemas;

/// The types that get fragments, breadth first: the types of root fields, then the objects in them, and so on. So a root
/// field's type is never cut because it also occurs deep inside another type.
pub(super) struct Plan<'a> {
    schemas: &'a Schemas,
    learned: &'a Learned,
    /// The types in the order of discovery, with their positions.
    positions: BTreeMap<&'a str, usize>,
    /// The group number of each type; types that contain each other share one.
    groups: BTreeMap<&'a str, usize>,
    /// The number of nested objects that a type's fragment selects. A page counts as its items.
    heights: BTreeMap<&'a str, usize>,
    depth: usize,
}

/// The selection of an object field in a fragment.
pub(super) enum Inner {
    /// The fragment of its type.
    Fragment,
    /// Only scalars and enums, because its type contains the fragment's type, and no fragment can spread itself; or because
    /// the fragment would be too deep.
    Leaves,
    /// Nothing, because it is deeper than requested.
    TooDeep,
}

impl<'a> Plan<'a> {
    /// Plans the fragments of types and their nested objects, up to this depth.
    pub(super) fn new(
        schemas: &'a Schemas,
        learned: &'a Learned,
        roots: impl Iterator<Item = &'a str>,
        depth: usize,
    ) -> Self {
        let mut plan = Self {
            schemas,
            learned,
            positions: BTreeMap::new(),
            groups: groups(schemas),
            heights: BTreeMap::new(),
            depth: depth.max(1),
        };
        let mut level: Vec<&'a str> = roots.collect();
        for _ in 0..plan.depth {
            // A page comes before its items, so that a page inside a page is the one that is cut.
            level.sort_by_key(|ty| !plan.is_page(ty));
            level.retain(|ty| plan.add(ty));
            level = level.iter().flat_map(|ty| plan.held(ty)).collect();
        }
        plan.measure();
        plan
    }

    /// Measures the fragments, spread ones first.
    fn measure(&mut self) {
        let mut spreads = Graph::default();
        for ty in self.types() {
            spreads.add(ty);
            for inner in self.held(ty) {
                let is_planned = self.positions.contains_key(inner);
                if is_planned && matches!(self.inner(ty, inner), Inner::Fragment) {
                    spreads.lead(ty, inner);
                }
            }
        }
        for ty in spreads.groups().into_iter().flatten() {
            let own = self.own_height(ty);
            let heights = spreads.next(ty).iter();
            let heights = heights.filter_map(|inner| self.heights.get(inner));
            let highest = heights.filter(|height| *height + own <= self.depth).max();
            self.heights
                .insert(ty, highest.map_or(1, |height| height + own));
        }
    }

    fn own_height(&self, ty: &str) -> usize {
        usize::from(!self.is_page(ty))
    }

    /// Returns the planned types, in their order.
    pub(super) fn types(&self) -> Vec<&'a str> {
        let mut types: Vec<_> = self.positions.iter().collect();
        types.sort_by_key(|(_, position)| **position);
        types.into_iter().map(|(ty, _)| *ty).collect()
    }

    /// Returns the selection of a field of another type in the fragment on a type.
    pub(super) fn inner(&self, on: &str, ty: &str) -> Inner {
        if self.learned.fragments.contains_key(ty) {
            return Inner::Fragment;
        }
        let is_back = || self.groups.get(on) == self.groups.get(ty);
        match (self.positions.get(on), self.positions.get(ty)) {
            (Some(own), Some(other)) if own >= other && is_back() => Inner::Leaves,
            (Some(_), Some(_)) => {
                let height = self
                    .heights
                    .get(ty)
                    .map_or(0, |height| height + self.own_height(on));
                if height > self.depth {
                    Inner::Leaves
                } else {
                    Inner::Fragment
                }
            }
            _ => Inner::TooDeep,
        }
    }

    /// Adds a type, unless it is already planned or has a fragment. Returns whether it was added.
    fn add(&mut self, ty: &'a str) -> bool {
        let is_new = !self.positions.contains_key(ty) && !self.learned.fragments.contains_key(ty);
        if is_new {
            self.positions.insert(ty, self.positions.len());
        }
        is_new
    }

    /// Returns whether a type contains only a list, such as a page of users.
    fn is_page(&self, ty: &str) -> bool {
        let schema = &self.schemas.service;
        let fields = schema.get_object(ty).map(|object| &object.fields);
        let mut objects = fields.into_iter().flat_map(|fields| fields.values());
        let mut objects = objects
            .by_ref()
            .filter(|field| schema.get_object(field.ty.inner_named_type()).is_some());
        objects.next().is_some_and(|field| field.ty.is_list()) && objects.next().is_none()
    }

    /// Returns the objects in a type that can be selected.
    fn held(&self, ty: &str) -> impl Iterator<Item = &'a str> {
        let object = self.schemas.service.get_object(ty);
        held(self.schemas, object)
    }
}

/// Returns the reason that a field can't be selected.
pub(super) fn reason_to_skip(field: &FieldDefinition) -> Option<String> {
    if field.directives.has("deprecated") {
        return Some("it is deprecated".to_owned());
    }
    let mut arguments = field.arguments.iter();
    if arguments.any(|argument| argument.is_required()) {
        return Some("it has required arguments".to_owned());
    }
    unsupported::nests_too_deep(&field.ty)
        .then(|| format!("it is a list of lists of lists, `{}`", field.ty))
}

/// Returns the objects in an object that can be selected.
fn held<'s>(
    schemas: &'s Schemas,
    object: Option<&'s apollo_compiler::Node<ObjectType>>,
) -> impl Iterator<Item = &'s str> {
    let fields = object.into_iter().flat_map(|object| object.fields.values());
    let fields =
        fields.filter(|field: &&Component<FieldDefinition>| reason_to_skip(field).is_none());
    let types = fields.map(|field| field.ty.inner_named_type().as_str());
    types.filter(|ty| schemas.service.get_object(ty).is_some())
}

/// Numbers the groups of types that contain each other.
fn groups(schemas: &Schemas) -> BTreeMap<&str, usize> {
    let mut holds = Graph::default();
    for object in schemas.service.types.values() {
        let ExtendedType::Object(object) = object else {
            continue;
        };
        for inner in held(schemas, Some(object)) {
            holds.lead(&object.name, inner);
        }
    }
    let groups = holds.groups().into_iter().enumerate();
    groups
        .flat_map(|(number, group)| group.into_iter().map(move |ty| (ty, number)))
        .collect()
}

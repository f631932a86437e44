//! Names learned from existing query files: the same name usually has the same meaning.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Target;
use crate::input::schema::Schemas;
use crate::model::{Field, Model, Operation, Selection, Treatment};
use crate::names;
use crate::project::Project;

/// The known names.
pub(super) struct Learned {
    /// The names of the operations.
    pub(super) operations: BTreeSet<String>,
    /// The root fields that operations select, such as `Query.users`.
    pub(super) roots: BTreeSet<String>,
    /// Variables by name.
    pub(super) variables: BTreeMap<String, Known>,
    /// Fields by type and name, such as `User.email`.
    fields: BTreeMap<String, Known>,
    /// Fields by name alone.
    fields_of_any: BTreeMap<String, Known>,
    /// The fragment on each type with the most fields.
    pub(super) fragments: BTreeMap<String, String>,
    /// The names that a new fragment must not have.
    pub(super) taken: BTreeSet<String>,
}

/// The properties of one name.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// The comment, only of the same field of the same type: what another says may be false here.
    pub(super) docs: Vec<String>,
    pub(super) rename: Option<String>,
    pub(super) treatment: Option<Treatment>,
}

/// The properties from each use of a name.
type Uses = BTreeMap<String, Vec<Known>>;

impl Known {
    /// Returns the properties of most uses of a name, without a comment.
    fn agreed(uses: &[Self]) -> Self {
        let rename = most(uses.iter().map(|one| &one.rename));
        let treatment = most(uses.iter().map(|one| &one.treatment));
        Self {
            docs: Vec::new(),
            rename: rename.cloned().flatten(),
            treatment: treatment.copied().flatten(),
        }
    }
}

/// Returns the most frequent element, the first of equals.
pub(super) fn most<'t, T: PartialEq>(said: impl Iterator<Item = &'t T> + Clone) -> Option<&'t T> {
    let mut most = (None, 0);
    for one in said.clone() {
        let count = said.clone().filter(|other| *other == one).count();
        if count > most.1 {
            most = (Some(one), count);
        }
    }
    most.0
}

fn agreed(uses: &Uses) -> BTreeMap<String, Known> {
    let names = uses.iter();
    names
        .map(|(name, uses)| (name.clone(), Known::agreed(uses)))
        .collect()
}

impl Learned {
    /// Learns from the query files, and from those of the base.
    pub(super) fn of(
        target: &Target,
        schemas: &Schemas,
        base: Option<&Project<'_>>,
        model: &Model,
    ) -> Self {
        let mut learned = Self {
            operations: BTreeSet::new(),
            roots: BTreeSet::new(),
            variables: BTreeMap::new(),
            fields: BTreeMap::new(),
            fields_of_any: BTreeMap::new(),
            fragments: BTreeMap::new(),
            taken: BTreeSet::new(),
        };
        let inherited = base.map(|base| &base.model);
        let models = || std::iter::once(model).chain(inherited);
        // Also those that this schema does not allow.
        let fragments = models().flat_map(|model| model.fragments.keys());
        learned.taken.extend(fragments.cloned());
        let types = schemas.service.types.iter();
        let sent = types.filter(|(_, ty)| ty.is_input_object() || ty.is_enum());
        let sent = sent.map(|(name, _)| target.type_name(name));
        learned.taken.extend(sent);
        learned.add_operations(schemas, models().flat_map(|model| &model.operations));
        learned.add_fragments(model);
        learned
    }

    fn add_operations<'m>(
        &mut self,
        schemas: &Schemas,
        operations: impl Iterator<Item = &'m Operation>,
    ) {
        let mut variables = Uses::new();
        for operation in operations {
            self.operations.insert(operation.name.clone());
            let root = operation.kind.operation_type();
            if let Some(root) = schemas.service.root_operation(root) {
                let coordinate = format!("{root}.{}", operation.root.name);
                self.roots.insert(coordinate);
            }
            for variable in &operation.variables {
                let is_renamed = variable.rust != names::field(&variable.wire);
                let known = Known {
                    docs: Vec::new(),
                    rename: is_renamed.then(|| variable.rust.clone()),
                    treatment: Some(variable.treatment),
                };
                let uses = variables.entry(variable.wire.clone()).or_default();
                uses.push(known);
            }
        }
        self.variables = agreed(&variables);
    }

    fn add_fragments(&mut self, model: &Model) {
        let mut fields = Uses::new();
        let mut richest: BTreeMap<&str, usize> = BTreeMap::new();
        for fragment in model.fragments.values() {
            self.selected(&fragment.on, &fragment.fields, &mut fields);
            let count = fragment.fields.len();
            let most = richest.entry(&fragment.on).or_default();
            if count > *most {
                *most = count;
                let (on, name) = (fragment.on.clone(), fragment.name.clone());
                self.fragments.insert(on, name);
            }
        }
        self.fields_of_any = agreed(&fields);
    }

    fn selected(&mut self, on: &str, selected: &[Field], of_any: &mut Uses) {
        for field in selected {
            if matches!(field.selection, Selection::Fields(_)) {
                continue;
            }
            let rename = (field.rust != names::field(&field.wire)).then(|| field.rust.clone());
            let known = Known {
                docs: field.docs.clone(),
                rename,
                treatment: field.secret.then_some(Treatment::Secret),
            };
            let own = format!("{on}.{}", field.name);
            self.fields.entry(own).or_insert_with(|| known.clone());
            of_any.entry(field.name.clone()).or_default().push(known);
        }
    }

    /// Returns the properties of this type's field, or else the treatment of fields with this name: another type's name may be
    /// false here, such as `user_id` for a `user` that is an object.
    pub(super) fn field(&self, on: &str, name: &str) -> Known {
        if let Some(own) = self.fields.get(&format!("{on}.{name}")) {
            return own.clone();
        }
        let any = self.fields_of_any.get(name);
        Known {
            treatment: any.and_then(|any| any.treatment),
            ..Known::default()
        }
    }
}

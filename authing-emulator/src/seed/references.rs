//! Resolving references in a seed.

use super::document::Document;
use crate::store::app_parts::AccessRule;
use crate::store::apps::App;
use crate::store::policies::Holder;
use crate::store::roles::{self, Role};

/// The meaning of a reference: the index of an element in its list, or none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    To(usize),
    Unknown,
    /// Elements may share a name.
    Ambiguous,
}

pub(super) fn role(roles: &[Role], text: &str) -> Reference {
    find(text, roles.iter().map(|role| (&role.id, &role.name)))
}

pub(super) fn app(apps: &[App], text: &str) -> Reference {
    find(text, apps.iter().map(|app| (&app.id, &app.name)))
}

/// Returns whether the seed has the holder of an access rule. It has no groups and no organizations.
pub(super) fn has_holder(document: &Document, rule: &AccessRule) -> bool {
    match rule.holder {
        Holder::User => document.users.iter().any(|user| user.id == rule.id),
        Holder::Role => (document.roles.iter())
            .any(|role| role.name == rule.id && roles::counts_in(role, &rule.namespace)),
        Holder::Group | Holder::Org => false,
        Holder::AccessKey => true,
    }
}

/// An id takes precedence over a name.
fn find<'a>(
    text: &str,
    things: impl Iterator<Item = (&'a String, &'a String)> + Clone,
) -> Reference {
    let id = text.to_ascii_lowercase();
    let mut by_id = things.clone();
    if let Some(index) = by_id.position(|(known, _)| *known == id) {
        return Reference::To(index);
    }
    let mut by_name = things.enumerate().filter(|(_, (_, name))| *name == text);
    match (by_name.next(), by_name.next()) {
        (Some((index, _)), None) => Reference::To(index),
        (Some(_), Some(_)) => Reference::Ambiguous,
        (None, _) => Reference::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_take_precedence_over_names_and_shared_names_are_ambiguous() {
        let named = |id: Option<&str>, name: &str| Role {
            id: id.unwrap_or_default().to_owned(),
            name: name.to_owned(),
            ..Role::default()
        };
        let id = "5aec1ea610ecb800018db176";
        let roles = [
            named(None, id),
            named(Some(id), "admin"),
            named(None, "admin"),
            named(None, "guest"),
        ];
        assert_eq!(role(&roles, id), Reference::To(1));
        assert_eq!(role(&roles, &id.to_uppercase()), Reference::To(1));
        assert_eq!(role(&roles, "guest"), Reference::To(3));
        assert_eq!(role(&roles, "admin"), Reference::Ambiguous);
        assert_eq!(role(&roles, "Guest"), Reference::Unknown);
    }
}

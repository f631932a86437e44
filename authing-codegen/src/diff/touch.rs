//! The effect of a change on the operations and on the Rust code that is generated from them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::accepted::Accepted;
use super::change::{Change, Event, Subject};
use super::uses::Role;
use crate::render::api::{Item, Origin};

/// An operation that uses what has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TouchedOperation {
    /// Its name.
    pub name: String,
    /// How it uses it.
    pub roles: BTreeSet<Role>,
}

/// An item of the public Rust API that is generated from what has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TouchedItem {
    /// The item as `API.txt` names it, with its old type: `User.email: Option<String>`.
    pub item: String,
    /// The effect on it.
    #[serde(flatten)]
    pub effect: Effect,
}

/// The effect of a change on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "effect", content = "becomes", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// It is removed.
    GoesAway,
    /// It is new.
    Appears,
    /// It changes: the item with the new schema.
    Becomes(String),
    /// It does not change.
    Stays,
    /// The new schema rejects every operation that it is generated for: the effect depends on how the query files change.
    Blocked,
}

/// Returns the operations that use what a change is about.
pub(super) fn operations(change: &Change, old: &Accepted) -> Vec<TouchedOperation> {
    let uses = old.uses.of(&coordinates(change));
    uses.into_iter()
        .map(|(name, roles)| TouchedOperation { name, roles })
        .collect()
}

/// Returns the items that are generated from what a change is about.
pub(super) fn items(change: &Change, old: &Accepted, new: &Accepted) -> Vec<TouchedItem> {
    let coordinates = coordinates(change);
    let gone = matches!(change.kind.event, Event::Removed | Event::KindChanged);
    let mut touched: Vec<TouchedItem> = old
        .items
        .iter()
        .filter(|item| concerns(change, item, &coordinates, old))
        .map(|item| {
            let after = new.items.iter().find(|other| other.is(item));
            TouchedItem {
                item: item.signature(),
                effect: match after {
                    Some(after) if after.to_string() == item.to_string() => Effect::Stays,
                    Some(after) => Effect::Becomes(after.signature()),
                    None if gone => Effect::GoesAway,
                    None => Effect::Blocked,
                },
            }
        })
        .collect();
    let appeared = new.items.iter().filter(|item| {
        concerns(change, item, &coordinates, new) && !old.items.iter().any(|other| other.is(item))
    });
    touched.extend(appeared.map(|item| TouchedItem {
        item: item.signature(),
        effect: Effect::Appears,
    }));
    touched
}

/// Returns whether an item is generated from one of these.
fn concerns(change: &Change, item: &Item, coordinates: &[String], with: &Accepted) -> bool {
    let is = |coordinate: &String| coordinates.contains(coordinate);
    match &item.origin {
        Origin::Root(coordinate) => is(coordinate),
        Origin::Variable { operation, wire } => with.uses.flows(operation, wire, coordinates),
        // A removed type takes its members with it; a change of a member does not change the type itself.
        Origin::Type(of) => change.coordinate == *of,
        Origin::Member { of, name } => {
            let whole = matches!(change.kind.event, Event::Removed | Event::KindChanged)
                && change.kind.subject == Subject::Type;
            is(&format!("{of}.{name}")) || (whole && change.coordinate == *of)
        }
    }
}

/// Where uses of what has changed are noted. What is new nobody uses yet: an argument, input field or value that was
/// added concerns those who use what it was added to.
fn coordinates(change: &Change) -> Vec<String> {
    let mut coordinates = vec![change.coordinate.clone()];
    let parent = match (change.kind.subject, change.kind.event) {
        (Subject::FieldArgument, Event::Added) => change.coordinate.split_once('('),
        (Subject::InputField, Event::Added) | (Subject::EnumValue, _) => {
            change.coordinate.split_once('.')
        }
        _ => None,
    };
    coordinates.extend(parent.map(|(parent, _)| parent.to_owned()));
    coordinates
}

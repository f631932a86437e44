//! Who may do what with a resource.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::app_parts::AccessRule;
use super::apps::{self, APPS};
use super::policies::{self, ASSIGNMENTS, Assignment, Holder};
use super::resources::key;
use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// By namespace, resource and holder.
pub(crate) const GRANTS: Table<Grant> = Table::new("grants");

/// The actions that someone may do with a resource.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Grant {
    pub(crate) namespace: String,
    pub(crate) resource: String,
    /// `DATA`, `API`, `MENU`, `UI`, `BUTTON`.
    pub(crate) resource_type: Option<String>,
    pub(crate) holder: Holder,
    pub(crate) id: String,
    pub(crate) actions: Vec<String>,
}

impl Grant {
    pub(crate) fn key(&self) -> String {
        let resource = key_on(&self.namespace, &self.resource);
        format!("{resource}{:?}:{}", self.holder, self.id)
    }
}

/// Returns the beginning of the keys of the grants on a resource. The lengths prevent ambiguity if a part contains colons.
fn key_on(namespace: &str, resource: &str) -> String {
    format!("{}{}:{resource}:", key(namespace, ""), resource.len())
}

/// Returns all grants on a resource.
pub(crate) fn on(
    transaction: &impl Read,
    namespace: &str,
    resource: &str,
) -> Result<Vec<Grant>, StoreError> {
    GRANTS.under(transaction, &key_on(namespace, resource))
}

/// Returns the grants of a holder in a namespace, or in all.
pub(crate) fn of_holder(
    transaction: &impl Read,
    namespace: Option<&str>,
    holder: Holder,
    id: &str,
) -> Result<Vec<Grant>, StoreError> {
    let namespace = namespace.map(|namespace| key(namespace, ""));
    let mut grants = GRANTS.under(transaction, &namespace.unwrap_or_default())?;
    grants.retain(|grant| grant.holder == holder && grant.id == id);
    Ok(grants)
}

/// Stores a grant. The actions that the holder may do with the resource already stay.
pub(crate) fn add(transaction: &WriteTransaction, mut grant: Grant) -> Result<(), StoreError> {
    let key = grant.key();
    if let Some(before) = GRANTS.get(transaction, &key)? {
        grant.actions.extend(before.actions);
        grant.resource_type = grant.resource_type.or(before.resource_type);
    }
    grant.actions.sort();
    grant.actions.dedup();
    GRANTS.put(transaction, &key, &grant)
}

/// Deletes what a holder has.
pub(crate) fn forget(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
) -> Result<(), StoreError> {
    forget_in(transaction, holder, id, |_| true)
}

/// The same in some namespaces.
pub(super) fn forget_in(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    is_in: impl Fn(&str) -> bool,
) -> Result<(), StoreError> {
    let (grants, assignments) = of(transaction, holder, id, &is_in)?;
    for grant in grants {
        GRANTS.delete(transaction, &grant.key())?;
    }
    for assignment in assignments {
        ASSIGNMENTS.delete(transaction, &policies::assignment_key(&assignment))?;
    }
    change_rules(transaction, |rules| {
        rules.retain(|rule| !(rule.holder == holder && rule.id == id && is_in(&rule.namespace)));
    })
}

/// Deletes what anyone has in a namespace.
pub(crate) fn forget_all_in(
    transaction: &WriteTransaction,
    namespace: &str,
) -> Result<(), StoreError> {
    GRANTS.retain(transaction, |_, grant| grant.namespace != namespace)?;
    change_rules(transaction, |rules| {
        rules.retain(|rule| rule.namespace != namespace);
    })
}

/// Gives what a holder has in some namespaces to another name as well.
pub(crate) fn copy_in(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    new_id: &str,
    is_in: impl Fn(&str) -> bool,
) -> Result<(), StoreError> {
    let (grants, assignments) = of(transaction, holder, id, &is_in)?;
    for mut grant in grants {
        new_id.clone_into(&mut grant.id);
        add(transaction, grant)?;
    }
    for mut assignment in assignments {
        new_id.clone_into(&mut assignment.id);
        let key = policies::assignment_key(&assignment);
        if let Some(before) = ASSIGNMENTS.get(transaction, &key)? {
            assignment.is_enabled |= before.is_enabled;
        }
        ASSIGNMENTS.put(transaction, &key, &assignment)?;
    }
    change_rules(transaction, |rules| {
        for rule in std::mem::take(rules) {
            let is_meant = rule.holder == holder && rule.id == id && is_in(&rule.namespace);
            let copy = is_meant.then(|| AccessRule {
                id: new_id.to_owned(),
                ..rule.clone()
            });
            rules.push(rule);
            rules.extend(copy);
        }
    })
}

/// Gives what a holder has to its new name.
pub(crate) fn rename(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    new_id: &str,
) -> Result<(), StoreError> {
    copy_in(transaction, holder, id, new_id, |_| true)?;
    forget(transaction, holder, id)
}

/// Changes the access rules of all apps.
fn change_rules(
    transaction: &WriteTransaction,
    change: impl Fn(&mut Vec<AccessRule>),
) -> Result<(), StoreError> {
    for mut app in APPS.all(transaction)? {
        let before = app.access.clone();
        change(&mut app.access);
        if app.access != before {
            apps::save(transaction, &app)?;
        }
    }
    Ok(())
}

/// Returns what a holder has in some namespaces.
fn of(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    is_in: impl Fn(&str) -> bool,
) -> Result<(Vec<Grant>, Vec<Assignment>), StoreError> {
    let mut grants = of_holder(transaction, None, holder, id)?;
    grants.retain(|grant| is_in(&grant.namespace));
    let mut assignments = ASSIGNMENTS.all(transaction)?;
    assignments.retain(|has| has.holder == holder && has.id == id && is_in(&has.namespace));
    Ok((grants, assignments))
}

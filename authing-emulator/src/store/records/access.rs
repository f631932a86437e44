//! Who may do what with a resource.

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use super::app_parts::AccessRule;
use super::apps::{self, APPS};
use super::policies::{self, ASSIGNMENTS, Assignment, Holder};
use crate::store::error::StoreError;
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
        let Self {
            namespace,
            resource,
            holder,
            id,
            ..
        } = self;
        // The lengths prevent ambiguity if a part contains colons.
        let (first, second) = (namespace.len(), resource.len());
        format!("{first}:{namespace}:{second}:{resource}:{holder:?}:{id}")
    }
}

/// Deletes what a holder has.
pub(crate) fn forget(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
) -> Result<(), StoreError> {
    forget_in(transaction, holder, id, None)
}

/// The same in a namespace.
pub(crate) fn forget_in(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    namespace: Option<&str>,
) -> Result<(), StoreError> {
    let (grants, assignments) = of(transaction, holder, id, namespace)?;
    for grant in grants {
        GRANTS.delete(transaction, &grant.key())?;
    }
    for assignment in assignments {
        ASSIGNMENTS.delete(transaction, &policies::assignment_key(&assignment))?;
    }
    change_rules(transaction, holder, id, None, namespace)
}

/// Deletes what anyone has in a namespace.
pub(crate) fn forget_all_in(
    transaction: &WriteTransaction,
    namespace: &str,
) -> Result<(), StoreError> {
    GRANTS.retain(transaction, |grant| grant.namespace != namespace)
}

/// Gives what a holder has in a namespace, or in all, to its new name.
pub(crate) fn rename(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    new_id: &str,
    namespace: Option<&str>,
) -> Result<(), StoreError> {
    let (grants, assignments) = of(transaction, holder, id, namespace)?;
    change_rules(transaction, holder, id, Some(new_id), namespace)?;
    forget_in(transaction, holder, id, namespace)?;
    for mut grant in grants {
        new_id.clone_into(&mut grant.id);
        GRANTS.put(transaction, &grant.key(), &grant)?;
    }
    for mut assignment in assignments {
        new_id.clone_into(&mut assignment.id);
        let key = policies::assignment_key(&assignment);
        ASSIGNMENTS.put(transaction, &key, &assignment)?;
    }
    Ok(())
}

/// Gives the holder a new id in the access rules of apps, or deletes its rules.
fn change_rules(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    new_id: Option<&str>,
    namespace: Option<&str>,
) -> Result<(), StoreError> {
    let is_meant = |rule: &AccessRule| {
        rule.holder == holder
            && rule.id == id
            && namespace.is_none_or(|namespace| namespace == rule.namespace)
    };
    for mut app in APPS.all(transaction)? {
        if !app.access.iter().any(is_meant) {
            continue;
        }
        match new_id {
            Some(new_id) => {
                let rules = app.access.iter_mut();
                for rule in rules.filter(|rule| is_meant(rule)) {
                    new_id.clone_into(&mut rule.id);
                }
            }
            None => app.access.retain(|rule| !is_meant(rule)),
        }
        apps::save(transaction, &app)?;
    }
    Ok(())
}

/// Returns what a holder has in a namespace, or in all.
fn of(
    transaction: &WriteTransaction,
    holder: Holder,
    id: &str,
    namespace: Option<&str>,
) -> Result<(Vec<Grant>, Vec<Assignment>), StoreError> {
    let is_in = |name: &str| namespace.is_none_or(|namespace| namespace == name);
    let mut grants = GRANTS.all(transaction)?;
    grants.retain(|grant| grant.holder == holder && grant.id == id && is_in(&grant.namespace));
    let mut assignments = ASSIGNMENTS.all(transaction)?;
    assignments.retain(|has| has.holder == holder && has.id == id && is_in(&has.namespace));
    Ok((grants, assignments))
}

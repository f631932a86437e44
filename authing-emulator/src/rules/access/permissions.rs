//! What users, roles, groups and departments may do with resources: by grants, and by the policies assigned to them.

use std::collections::BTreeMap;

use crate::rules::access::roles::coded;
use crate::rules::access::{holding, policies};
use crate::rules::api_error::ApiError;
use crate::rules::memberships::groups;
use crate::rules::memberships::orgs::{self, Tree};
use crate::rules::pool::Pool;
use crate::store::Read;
use crate::store::access::{self, GRANTS, Grant};
use crate::store::policies::{Holder, assignments};
use crate::store::roles::counts_in;
use crate::store::users::User;

/// What a holder may, or may not, do with a resource.
struct Rule {
    namespace: String,
    resource: String,
    resource_type: Option<String>,
    actions: Vec<String>,
    denies: bool,
}

impl Rule {
    fn is_about(&self, resource: &str, action: &str) -> bool {
        matches(&self.resource, resource)
            && self.actions.iter().any(|pattern| matches(pattern, action))
    }
}

/// A resource, with the actions that are allowed.
pub(crate) struct Allowed {
    pub(crate) resource: String,
    pub(crate) resource_type: Option<String>,
    pub(crate) actions: Vec<String>,
}

/// Adds to the actions that holders, who must exist, may do with a resource.
pub(crate) fn grant(pool: &Pool, grants: Vec<Grant>) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        for grant in grants {
            holding::check(transaction, &grant.namespace, grant.holder, &grant.id)?;
            access::add(transaction, grant)?;
        }
        Ok(())
    })
}

/// Takes back the actions of grants; without actions, all that the holder may do with the resource.
pub(crate) fn revoke(pool: &Pool, revoked: &[Grant]) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        for grant in revoked {
            let Some(mut before) = GRANTS.get(transaction, &grant.key())? else {
                continue;
            };
            before
                .actions
                .retain(|action| !grant.actions.is_empty() && !grant.actions.contains(action));
            if before.actions.is_empty() {
                GRANTS.delete(transaction, &grant.key())?;
            } else {
                GRANTS.put(transaction, &grant.key(), &before)?;
            }
        }
        Ok(())
    })
}

/// Returns whether a user may do an action with a resource: something allows it, and nothing forbids it.
pub(crate) fn is_allowed(
    pool: &Pool,
    transaction: &impl Read,
    namespace: &str,
    user: &User,
    resource: &str,
    action: &str,
) -> Result<bool, ApiError> {
    let mut allowed = false;
    for holder in holders(transaction, namespace, user)? {
        for rule in rules(pool, transaction, Some(namespace), &holder)? {
            let is_meant = rule.is_about(resource, action);
            if is_meant && rule.denies {
                return Ok(false);
            }
            allowed |= is_meant;
        }
    }
    Ok(allowed)
}

/// Returns what a user may do: by itself, and by its roles, groups and departments.
pub(crate) fn of_user(
    pool: &Pool,
    transaction: &impl Read,
    namespace: Option<&str>,
    user: &User,
) -> Result<Vec<Allowed>, ApiError> {
    let roles = namespace.unwrap_or(coded::DEFAULT_NAMESPACE);
    let holders = holders(transaction, roles, user)?;
    of(pool, transaction, namespace, &holders)
}

/// Returns what some holders together may do, by resource, in a namespace or in all. An action that is forbidden is left
/// out.
pub(crate) fn of(
    pool: &Pool,
    transaction: &impl Read,
    namespace: Option<&str>,
    holders: &[(Holder, String)],
) -> Result<Vec<Allowed>, ApiError> {
    let mut all = Vec::new();
    for holder in holders {
        all.extend(rules(pool, transaction, namespace, holder)?);
    }
    let (denials, allowing): (Vec<_>, Vec<_>) = all.into_iter().partition(|rule| rule.denies);
    let mut by_resource: BTreeMap<String, Allowed> = BTreeMap::new();
    for mut rule in allowing {
        let had_actions = !rule.actions.is_empty();
        rule.actions.retain(|action| {
            let mut denials = denials.iter();
            !denials.any(|denial| {
                denial.namespace == rule.namespace && denial.is_about(&rule.resource, action)
            })
        });
        if had_actions && rule.actions.is_empty() {
            continue;
        }
        let resource = rule.resource.clone();
        let allowed = by_resource.entry(resource).or_insert_with(|| Allowed {
            resource: rule.resource,
            resource_type: None,
            actions: Vec::new(),
        });
        allowed.resource_type = allowed.resource_type.take().or(rule.resource_type);
        allowed.actions.extend(rule.actions);
        allowed.actions.sort();
        allowed.actions.dedup();
    }
    Ok(by_resource.into_values().collect())
}

/// Returns a user and everything whose permissions the user has.
pub(super) fn holders(
    transaction: &impl Read,
    namespace: &str,
    user: &User,
) -> Result<Vec<(Holder, String)>, ApiError> {
    let mut holders = vec![(Holder::User, user.id.clone())];
    for role in coded::of_user(transaction, user)? {
        if counts_in(&role, namespace) {
            holders.push((Holder::Role, role.name));
        }
    }
    for group in groups::of_user(transaction, &user.id)? {
        holders.push((Holder::Group, group.code));
    }
    for (node, _) in orgs::people::departments(transaction, &user.id)? {
        let tree = Tree::of(transaction, &node.org)?;
        let path = tree.path(&node.id);
        holders.extend(path.iter().map(|node| (Holder::Org, node.id.clone())));
    }
    Ok(holders)
}

/// Returns the grants of a holder, and the statements of the policies assigned to it.
fn rules(
    pool: &Pool,
    transaction: &impl Read,
    namespace: Option<&str>,
    (holder, id): &(Holder, String),
) -> Result<Vec<Rule>, ApiError> {
    let grants = access::of_holder(transaction, namespace, *holder, id)?;
    let grants = grants.into_iter().map(|grant| Rule {
        namespace: grant.namespace,
        resource: grant.resource,
        resource_type: grant.resource_type,
        actions: grant.actions,
        denies: false,
    });
    let mut rules: Vec<_> = grants.collect();
    let policies = namespace.unwrap_or(coded::DEFAULT_NAMESPACE);
    for assignment in assignments(transaction, policies, None)? {
        if assignment.holder != *holder || assignment.id != *id || !assignment.is_enabled {
            continue;
        }
        let policy = policies::by_code(pool, transaction, policies, &assignment.code)?;
        let statements = policy.into_iter().flat_map(|policy| policy.statements);
        rules.extend(statements.map(|statement| Rule {
            namespace: policies.to_owned(),
            resource: statement.resource,
            resource_type: None,
            actions: statement.actions,
            denies: statement.denies,
        }));
    }
    Ok(rules)
}

/// Returns whether a text matches a pattern, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in [
            ("*", "book:1"),
            ("*", ""),
            ("book:*", "book:1"),
            ("book:*", "book:"),
            ("*:read", "book:read"),
            ("a*c*e", "abcde"),
            ("book:1", "book:1"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "book"),
            ("book:1", "book:10"),
            ("book:*", "books:1"),
            ("*:read", "book:reads"),
            ("a*c*e", "aec"),
            ("ab*ba", "aba"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}

//! Policies: statements on resources, assigned to users, roles, groups and departments.

use std::collections::BTreeSet;

use crate::rules::access::holding;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::Read;
use crate::store::policies::{
    self, ASSIGNMENTS, Assignment, Holder, POLICIES, Policy, Statement, assignment_key,
    assignments, key,
};

/// The policy that every pool has, and nobody can change.
const BUILT_IN: &str = "AdministratorAccess";

/// Returns the policies of a namespace, by code, the built-in one first.
pub(crate) fn all(
    pool: &Pool,
    transaction: &impl Read,
    namespace: &str,
) -> Result<Vec<Policy>, ApiError> {
    let mut all = vec![built_in(pool, namespace)?];
    all.extend(POLICIES.under(transaction, &key(namespace, ""))?);
    Ok(all)
}

pub(crate) fn by_code(
    pool: &Pool,
    transaction: &impl Read,
    namespace: &str,
    code: &str,
) -> Result<Option<Policy>, ApiError> {
    match code {
        BUILT_IN => Ok(Some(built_in(pool, namespace)?)),
        code => Ok(POLICIES.get(transaction, &key(namespace, code))?),
    }
}

pub(crate) fn is_built_in(policy: &Policy) -> bool {
    policy.code == BUILT_IN
}

fn built_in(pool: &Pool, namespace: &str) -> Result<Policy, ApiError> {
    let created_at = pool.record()?.created_at.unwrap_or_default();
    Ok(Policy {
        namespace: namespace.to_owned(),
        code: BUILT_IN.to_owned(),
        description: Some("Every action with every resource".to_owned()),
        statements: vec![Statement {
            resource: "*".to_owned(),
            actions: vec!["*".to_owned()],
            denies: false,
            condition: None,
        }],
        updated_at: created_at.clone(),
        created_at,
    })
}

fn known(
    pool: &Pool,
    transaction: &impl Read,
    namespace: &str,
    code: &str,
) -> Result<Policy, ApiError> {
    let policy = by_code(pool, transaction, namespace, code)?;
    policy.ok_or_else(|| {
        Code::Internal.saying(
            format!("策略 `{code}` 不存在"),
            format!("there is no policy `{code}`"),
        )
    })
}

fn changeable(
    pool: &Pool,
    transaction: &impl Read,
    namespace: &str,
    code: &str,
) -> Result<Policy, ApiError> {
    let policy = known(pool, transaction, namespace, code)?;
    if is_built_in(&policy) {
        return Err(Code::Internal.saying(
            format!("策略 `{code}` 不能修改"),
            format!("the policy `{code}` can't be changed"),
        ));
    }
    Ok(policy)
}

/// Rejects a code that is empty, or that another policy has.
fn check_free(
    pool: &Pool,
    transaction: &impl Read,
    namespace: &str,
    code: &str,
) -> Result<(), ApiError> {
    let is_taken = by_code(pool, transaction, namespace, code)?.is_some();
    well_formed::new_code(code, ["策略", "policy"], is_taken)
}

pub(crate) fn create(
    pool: &Pool,
    namespace: &str,
    code: &str,
    description: Option<&str>,
    statements: Vec<Statement>,
) -> Result<Policy, ApiError> {
    pool.store.write(|transaction| {
        check_free(pool, transaction, namespace, code)?;
        let policy = Policy {
            namespace: namespace.to_owned(),
            code: code.to_owned(),
            description: description.map(str::to_owned),
            statements,
            created_at: pool.date(),
            updated_at: pool.date(),
        };
        policies::save(transaction, &policy)?;
        Ok(policy)
    })
}

/// Changes a policy. Its assignments follow a new code.
pub(crate) fn change(
    pool: &Pool,
    namespace: &str,
    code: &str,
    new_code: Option<&str>,
    change: impl FnOnce(&mut Policy),
) -> Result<Policy, ApiError> {
    pool.store.write(|transaction| {
        let mut policy = changeable(pool, transaction, namespace, code)?;
        change(&mut policy);
        if let Some(new_code) = new_code.filter(|new| *new != code) {
            check_free(pool, transaction, namespace, new_code)?;
            POLICIES.delete(transaction, &key(namespace, code))?;
            for mut assignment in assignments(transaction, namespace, Some(code))? {
                ASSIGNMENTS.delete(transaction, &assignment_key(&assignment))?;
                new_code.clone_into(&mut assignment.code);
                ASSIGNMENTS.put(transaction, &assignment_key(&assignment), &assignment)?;
            }
            new_code.clone_into(&mut policy.code);
        }
        policy.updated_at = pool.date();
        policies::save(transaction, &policy)?;
        Ok(policy)
    })
}

/// Deletes policies with their assignments: all of them, or none if one of them is unknown.
pub(crate) fn delete(pool: &Pool, namespace: &str, codes: &[&str]) -> Result<(), ApiError> {
    let codes: BTreeSet<_> = codes.iter().collect();
    pool.store.write(|transaction| {
        for code in codes {
            let policy = changeable(pool, transaction, namespace, code)?;
            for assignment in assignments(transaction, namespace, Some(&policy.code))? {
                ASSIGNMENTS.delete(transaction, &assignment_key(&assignment))?;
            }
            POLICIES.delete(transaction, &key(namespace, &policy.code))?;
        }
        Ok(())
    })
}

/// Assigns each of the policies to each of the holders. An assignment that exists stays.
pub(crate) fn assign(
    pool: &Pool,
    namespace: &str,
    codes: &[&str],
    holder: Holder,
    ids: &[&str],
) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        for code in codes {
            let policy = known(pool, transaction, namespace, code)?;
            for id in ids {
                // `roles.addPolicies` of the official JavaScript SDK names a role as a user, and is not rejected.
                if holder != Holder::User {
                    holding::check(transaction, namespace, holder, id)?;
                }
                let new = assignment(&policy, holder, id);
                let key = assignment_key(&new);
                if ASSIGNMENTS.get(transaction, &key)?.is_none() {
                    ASSIGNMENTS.put(transaction, &key, &new)?;
                }
            }
        }
        Ok(())
    })
}

/// Takes each of the policies from each of the holders.
pub(crate) fn unassign(
    pool: &Pool,
    namespace: &str,
    codes: &[&str],
    holder: Holder,
    ids: &[&str],
) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        for code in codes {
            let policy = known(pool, transaction, namespace, code)?;
            for id in ids {
                let key = assignment_key(&assignment(&policy, holder, id));
                ASSIGNMENTS.delete(transaction, &key)?;
            }
        }
        Ok(())
    })
}

/// Enables or disables an assignment.
pub(crate) fn enable(
    pool: &Pool,
    namespace: &str,
    code: &str,
    holder: Holder,
    id: &str,
    is_enabled: bool,
) -> Result<(), ApiError> {
    pool.store.write(|transaction| {
        let policy = known(pool, transaction, namespace, code)?;
        let key = assignment_key(&assignment(&policy, holder, id));
        let found = ASSIGNMENTS.get(transaction, &key)?;
        let mut found = found.ok_or_else(|| {
            Code::Internal.saying(
                "策略未授权给此对象",
                "the policy is not assigned to this target",
            )
        })?;
        found.is_enabled = is_enabled;
        Ok(ASSIGNMENTS.put(transaction, &key, &found)?)
    })
}

fn assignment(policy: &Policy, holder: Holder, id: &str) -> Assignment {
    Assignment {
        namespace: policy.namespace.clone(),
        code: policy.code.clone(),
        holder,
        id: id.to_owned(),
        is_enabled: true,
    }
}

//! Who can hold permissions: users, roles, groups and departments that exist.

use crate::rules::access::roles::coded;
use crate::rules::api_error::ApiError;
use crate::rules::memberships::{groups, orgs};
use crate::rules::users::lookup;
use crate::store::Read;
use crate::store::policies::Holder;

/// Rejects an unknown holder: one that is created later must not find permissions.
pub(super) fn check(
    transaction: &impl Read,
    namespace: &str,
    holder: Holder,
    id: &str,
) -> Result<(), ApiError> {
    match holder {
        Holder::User => drop(lookup::known(transaction, id)?),
        // A user's roles in the default namespace count in all.
        Holder::Role if coded::by_code(transaction, None, id)?.is_some() => {}
        Holder::Role => drop(coded::known(transaction, Some(namespace), id)?),
        Holder::Group => drop(groups::known(transaction, id)?),
        Holder::Org => drop(orgs::known_node(transaction, id)?),
        Holder::AccessKey => {}
    }
    Ok(())
}

//! In how many ways a user can log in.

use crate::store::users::User;
use crate::store::{Read, StoreError, bindings};

/// A phone needs no password, because codes can be sent to it; an email address or a user name does.
pub(crate) fn count(transaction: &impl Read, user: &User) -> Result<usize, StoreError> {
    let has_password = user.password_hash.is_some();
    let ways = [
        has_password && user.email.is_some(),
        has_password && user.username.is_some(),
        user.phone.is_some(),
        user.in_ldap,
    ];
    let bound = bindings::of_user(transaction, &user.id)?.len();
    Ok(ways.into_iter().filter(|way| *way).count() + bound)
}

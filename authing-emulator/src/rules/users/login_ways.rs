//! The number of ways in which a user can log in.

use crate::store::users::User;

/// A phone requires no password, because codes can be sent to it, nor does a unionid; an email address or a username does.
pub(crate) fn count(user: &User) -> usize {
    let has_password = user.password_hash.is_some();
    let ways = [
        has_password && user.email.is_some(),
        has_password && user.username.is_some(),
        user.phone.is_some(),
        user.unionid().is_some(),
        user.ldap,
    ];
    ways.into_iter().filter(|way| *way).count() + user.social_accounts.len()
}

//! Social logins: the users' accounts at other services.

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::login_ways;
use crate::rules::users::lookup::known;
use crate::store::user_parts::SocialAccount;
use crate::store::users;

/// Binds an account to a user who has none of this kind yet, unless it belongs to another user.
pub(crate) fn bind(
    pool: &Pool,
    user: &str,
    kind: &str,
    unionid: &str,
    user_info: &str,
) -> Result<SocialAccount, ApiError> {
    let account = SocialAccount {
        id: pool.new_id(),
        kind: kind.to_owned(),
        unionid: unionid.to_owned(),
        user_info: user_info.to_owned(),
        created_at: Some(pool.date()),
    };
    pool.store.write(|transaction| {
        let mut user = known(transaction, user)?;
        if user.social_accounts.iter().any(|bound| bound.kind == kind) {
            return Err(Code::SocialKindBound.into());
        }
        if users::by_social_account(transaction, kind, unionid)?.is_some() {
            return Err(Code::SocialAccountTaken.into());
        }
        user.social_accounts.push(account.clone());
        user.sort_lists();
        users::save(transaction, &user)?;
        Ok(account)
    })
}

/// Unbinds the user's account of a kind, and with this unionid if one is given, unless it is the user's last way to log
/// in.
pub(crate) fn unbind(
    pool: &Pool,
    user: &str,
    kind: &str,
    unionid: Option<&str>,
) -> Result<SocialAccount, ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, user)?;
        let mut accounts = user.social_accounts.iter();
        let index = accounts.position(|bound| {
            bound.kind == kind && unionid.is_none_or(|unionid| bound.unionid == unionid)
        });
        let account = user
            .social_accounts
            .remove(index.ok_or(Code::SocialNotBound)?);
        if login_ways::count(&user) == 0 {
            return Err(Code::LastLoginWay.into());
        }
        users::save(transaction, &user)?;
        Ok(account)
    })
}

/// Gives the social accounts of one user to another, who has none of their kinds yet. A user without another way to log
/// in is deleted.
pub(crate) fn link(pool: &Pool, primary: &str, secondary: &str) -> Result<(), ApiError> {
    if primary == secondary {
        return Err(Code::Internal.saying("用户不能关联自己", "a user can't be linked to itself"));
    }
    pool.store.write(|transaction| {
        let (mut to, mut from) = (known(transaction, primary)?, known(transaction, secondary)?);
        if from.social_accounts.is_empty() {
            return Err(Code::SocialNotBound.into());
        }
        for account in from.social_accounts.drain(..) {
            if to
                .social_accounts
                .iter()
                .any(|bound| bound.kind == account.kind)
            {
                return Err(Code::SocialKindBound.into());
            }
            to.social_accounts.push(account);
        }
        to.sort_lists();
        from.is_deleted = login_ways::count(&from) == 0;
        // The index of accounts must lose the old holder first.
        users::save(transaction, &from)?;
        Ok(users::save(transaction, &to)?)
    })
}

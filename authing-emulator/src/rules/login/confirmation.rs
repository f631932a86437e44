//! The second step of a login to an app: the second factor, with the ticket of the first step.

use redb::WriteTransaction;

use super::attempt::Origin;
use super::{history, second_factor};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes;
use crate::rules::pool::Pool;
use crate::rules::tickets::{self, Stage};
use crate::rules::users::lookup::known;
use crate::store::apps::{App, MfaPolicy};
use crate::store::messages::Purpose;
use crate::store::users::{self, User};

/// A way to confirm a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The code of an authenticator app.
    Totp,
    /// A code sent to the user's phone.
    Sms,
    /// A code sent by email.
    Email,
}

/// Returns the ways in which this user may confirm a login to this app: its own authenticator app, or else what the app
/// requires and the user has.
pub(crate) fn ways(user: &User, app: &App) -> Vec<Way> {
    if second_factor::has_totp(user) {
        return vec![Way::Totp];
    }
    let ways = app.mfa_policies.iter().filter_map(|policy| match policy {
        MfaPolicy::Sms => user.phone.as_ref().map(|_| Way::Sms),
        MfaPolicy::Email => user.email.as_ref().map(|_| Way::Email),
        // Neither has been set up.
        MfaPolicy::Otp | MfaPolicy::Face => None,
    });
    ways.collect()
}

/// Completes a login, and returns the user with a new token. A wrong code costs an attempt, so it is an outcome to keep,
/// not a failure to roll back.
pub(crate) fn confirm(
    pool: &Pool,
    ticket: &str,
    way: Way,
    code: &str,
    origin: &Origin<'_>,
) -> Result<User, ApiError> {
    let id = tickets::holder(pool, ticket, Stage::Mfa)?;
    pool.store.write(|transaction| {
        let mut user = known(transaction, &id)?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        if !origin
            .app
            .is_some_and(|app| ways(&user, app).contains(&way))
        {
            return Err(Code::NotAllowed.into());
        }
        if let Err(error) = check(pool, transaction, &mut user, way, code)? {
            history::note_failure(pool, transaction, &user, origin, &error.message)?;
            return Ok(Err(error));
        }
        history::count_login(pool, transaction, &mut user, origin)?;
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(user))
    })?
}

fn check(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &mut User,
    way: Way,
    code: &str,
) -> Result<Result<(), ApiError>, ApiError> {
    let to = match way {
        Way::Totp => {
            let right = second_factor::check_code(pool, user, Some(code));
            return Ok(right.map_err(|_| Code::TotpWrong.into()));
        }
        Way::Sms => user.phone.as_deref(),
        Way::Email => user.email.as_deref(),
    };
    let to = to.unwrap_or_default();
    let presented = codes::present(transaction, Purpose::Mfa, to, code, pool.now())?;
    Ok(presented.map_err(Into::into))
}

//! The token that a call requires.

use super::call::{Args, Call, Sender};
use super::sizes;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::caller::Caller;
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::rules::users::lookup;
use crate::rules::{apps, tokens};

/// The token that a root field or a REST path requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// None. A token is ignored, even an invalid one: an SDK whose owner token has expired sends it along with the
    /// request for a new one.
    NotRequired,
    /// The same, but the headers must name the user pool or an app. Without them, the pool follows from a token.
    PoolOrApp,
    /// The owner's or a user's.
    Any,
    /// The owner's.
    Owner,
    /// A user's.
    User,
    /// A user's, or the ticket for the second factor that a login still requires.
    UserOrMfa,
}

impl Token {
    /// Returns the call of a request, if its token is one that is required and none of its arguments is too long.
    pub(crate) fn call<'a>(
        self,
        pool: &'a Pool,
        sender: &'a Sender<'a>,
        args: Args<'a>,
    ) -> Result<Call<'a>, ApiError> {
        sizes::check(args.0)?;
        pool.check_id_if_given(sender.user_pool_id)?;
        let app = apps::named(pool, sender.app_id)?;
        Ok(Call {
            pool,
            args,
            caller: self.caller(pool, sender)?,
            app,
            sender,
        })
    }

    fn caller(self, pool: &Pool, sender: &Sender<'_>) -> Result<Option<Caller>, ApiError> {
        match self {
            Self::NotRequired => return Ok(None),
            Self::PoolOrApp if sender.user_pool_id.or(sender.app_id).is_some() => return Ok(None),
            Self::PoolOrApp => {
                let token = sender.token.ok_or(Code::PoolMissing)?;
                return tokens::identify(pool, token).map(|_| None);
            }
            Self::Any | Self::Owner | Self::User | Self::UserOrMfa => {}
        }
        let token = sender.token.ok_or(Code::NotLoggedIn)?;
        if self == Self::UserOrMfa
            && let Some(user) = ticket_holder(pool, token)?
        {
            return Ok(Some(user));
        }
        let caller = tokens::identify(pool, token)?.caller;
        match self {
            Self::Owner if !caller.is_owner() => {
                Err(Code::NotAllowed.saying("需要用户池的 token", "the owner's token is required"))
            }
            Self::User | Self::UserOrMfa if caller.is_owner() => {
                Err(Code::NotAllowed.saying("需要用户的 token", "a user's token is required"))
            }
            _ => Ok(Some(caller)),
        }
    }
}

/// Returns the user with this ticket, or `None` if it is no ticket.
fn ticket_holder(pool: &Pool, ticket: &str) -> Result<Option<Caller>, ApiError> {
    let id = match tickets::holder(pool, ticket, Stage::Mfa) {
        Ok(id) => id,
        Err(error) if error.code == Code::TokenExpired.number() => {
            return Err(Code::ChallengeInvalid.into());
        }
        Err(_) => return Ok(None),
    };
    let user = lookup::known(&pool.store.read()?, &id)?;
    if user.blocked {
        return Err(Code::Blocked.into());
    }
    Ok(Some(Caller::User(Box::new(user))))
}

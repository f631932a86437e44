//! Tickets: short-lived tokens for the step that a login still requires.

use serde::{Deserialize, Serialize};

use crate::crypto::jwt::{self, Key};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::tokens;

/// The lifetime of a ticket, in seconds.
const LIFETIME: i64 = 360;

/// The step, by the number in the service's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub(crate) enum Stage {
    /// A second factor.
    Mfa,
    /// A new password, at the first login.
    FirstPassword,
    /// A new password, because the old one is out of date.
    NewPassword,
}

#[derive(Serialize, Deserialize)]
struct Ticket {
    data: Holder,
    iat: i64,
    exp: i64,
}

/// No field has the name of one in a user's token, so neither is accepted as the other.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Holder {
    user_pool_id: String,
    user_id: String,
    arn: String,
    stage: Stage,
}

impl From<Stage> for u8 {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Mfa => 1,
            Stage::FirstPassword => 2,
            Stage::NewPassword => 3,
        }
    }
}

impl TryFrom<u8> for Stage {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        let stages = [Self::Mfa, Self::FirstPassword, Self::NewPassword];
        let found = stages.into_iter().find(|stage| u8::from(*stage) == number);
        found.ok_or("is not a stage")
    }
}

pub(crate) fn issue(pool: &Pool, user: &str, stage: Stage) -> Result<String, ApiError> {
    let iat = pool.now();
    let ticket = Ticket {
        data: Holder {
            user_pool_id: pool.user_pool_id.clone(),
            user_id: user.to_owned(),
            arn: pool.arn("user", user),
            stage,
        },
        iat,
        exp: iat.saturating_add(LIFETIME),
    };
    Ok(jwt::sign(&ticket, Key::Hs256(&pool.secret)).map_err(|_| Code::Internal)?)
}

/// Returns the id of the user with a ticket for this step.
pub(crate) fn holder(pool: &Pool, ticket: &str, stage: Stage) -> Result<String, ApiError> {
    let ticket: Ticket =
        jwt::verify(ticket, Key::Hs256(&pool.secret), pool.now()).map_err(tokens::code)?;
    let Holder {
        user_pool_id,
        user_id,
        ..
    } = ticket.data;
    if user_pool_id != pool.user_pool_id || ticket.data.stage != stage {
        return Err(Code::TokenWrong.into());
    }
    Ok(user_id)
}

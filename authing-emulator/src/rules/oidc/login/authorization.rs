//! The decision on an authorization request: a code at once, an error, or a dialog with the user.

use super::interaction;
use super::request::{self, Demands, Rejection};
use super::sessions::{self, Browser};
use crate::rules::login::second_factor;
use crate::rules::oidc::clients;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::parameters::Parameters;
use crate::rules::oidc::redirect::Redirect;
use crate::rules::oidc::tokens::codes;
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::store::apps::App;
use crate::store::oidc::{AuthorizationRequest, Protocol, Session, Step};
use crate::store::users::User;

/// What happens to a valid request.
pub(crate) enum Next {
    Redirect(Redirect),
    /// The user must be asked.
    Ask(interaction::Begun),
}

pub(crate) fn authorize(
    pool: &Pool,
    protocol: Protocol,
    parameters: &Parameters,
    browser: &Browser,
) -> Result<Next, Rejection> {
    let (request, demands) = request::read(pool, protocol, parameters)?;
    Ok(pool.store.write(|transaction| {
        let app = clients::known(transaction, &request.app)?;
        let session = sessions::of(pool, transaction, browser)?;
        let next = match step(pool, &request, &demands, &app, session)? {
            Err(step) if demands.silent => {
                Next::Redirect(Redirect::error(&request, unasked(&step)))
            }
            Err(step) => Next::Ask(interaction::begin(
                pool,
                transaction,
                request,
                step,
                browser,
            )?),
            Ok((session, user)) => {
                let code = codes::issue(pool, transaction, &request, &app, &session, user)?;
                Next::Redirect(Redirect::code(&request, code))
            }
        };
        Ok::<_, OAuthError>(next)
    })?)
}

/// Returns the session for which a code can be issued, or else the first step that is missing.
fn step(
    pool: &Pool,
    request: &AuthorizationRequest,
    demands: &Demands,
    app: &App,
    session: Option<(Session, User)>,
) -> Result<Result<(Session, User), Step>, OAuthError> {
    let now = pool.now();
    let is_recent = |session: &Session| match demands.max_age {
        // Even a login in this second is too old.
        Some(0) => false,
        Some(age) => now.saturating_sub(session.auth_time) <= age,
        None => true,
    };
    let is_expected = |user: &User| request.subject.as_ref().is_none_or(|id| *id == user.id);
    let session =
        session.filter(|(session, user)| !demands.login && is_recent(session) && is_expected(user));
    let Some((session, user)) = session else {
        return Ok(Err(Step::Login));
    };
    if second_factor::is_required(&user, app) && !session.confirmed {
        let ticket = tickets::issue(pool, &user.id, Stage::Mfa)?;
        return Ok(Err(Step::SecondFactor(ticket)));
    }
    if request.consent {
        return Ok(Err(Step::Consent(session)));
    }
    Ok(Ok((session, user)))
}

/// Returns the error of a request that forbids to ask the user.
fn unasked(step: &Step) -> OAuthError {
    match step {
        Step::Login => ErrorCode::LoginRequired.saying("the user must log in"),
        Step::SecondFactor(_) => {
            ErrorCode::InteractionRequired.saying("the user must confirm the login")
        }
        Step::Consent(_) => ErrorCode::ConsentRequired.saying("the user must be asked"),
    }
}

//! The dialog with a user: login, second factor, consent.

use redb::WriteTransaction;

use super::sessions::Browser;
use crate::rules::api_error::ApiError;
use crate::rules::login::confirmation::{self, Way};
use crate::rules::login::enrollment;
use crate::rules::oidc::clients;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::pool::Pool;
use crate::rules::tokens::tickets::{self, Stage};
use crate::store::oidc::{self, AuthorizationRequest, INTERACTIONS, Interaction, Step};
use crate::store::users::{self, Name, User};
use crate::store::{Read, StoreError};

/// How long a user may take, in seconds.
const LIFETIME: i64 = 1800;

/// The number of wrong second factors that end an interaction.
const TRIES: u8 = 5;

/// A new interaction.
pub(crate) struct Begun {
    pub(crate) id: String,
    /// The value of the cookie that distinguishes browsers.
    pub(crate) browser: String,
}

/// What the page shows.
pub(crate) struct View {
    pub(crate) app: String,
    /// Where the browser is redirected at the end.
    pub(crate) redirect_uri: String,
    pub(crate) page: Page,
}

pub(crate) enum Page {
    Login {
        hint: Option<String>,
    },
    SecondFactor {
        ways: Vec<Way>,
    },
    /// The user must set up an authenticator app first.
    Enrollment(Option<NewAuthenticator>),
    Consent {
        user: String,
        scope: String,
    },
}

/// An authenticator app that is being set up. No `Debug`, because the key must not be logged.
pub(crate) struct NewAuthenticator {
    pub(crate) key: String,
    pub(crate) uri: String,
    pub(crate) recovery_code: String,
}

pub(super) fn begin(
    pool: &Pool,
    transaction: &WriteTransaction,
    request: AuthorizationRequest,
    step: Step,
    browser: &Browser,
) -> Result<Begun, StoreError> {
    let now = pool.now();
    let id = pool.randomness.hex::<32>();
    let known = browser.id.clone();
    let interaction = Interaction {
        browser: known.unwrap_or_else(|| pool.randomness.hex::<32>()),
        request,
        step,
        tries_left: TRIES,
        expires_at: now.saturating_add(LIFETIME),
    };
    oidc::save(&INTERACTIONS, transaction, &id, &interaction, now)?;
    Ok(Begun {
        id,
        browser: interaction.browser,
    })
}

/// Returns the interaction, if this browser has begun it and it is not over.
pub(super) fn find(
    pool: &Pool,
    transaction: &impl Read,
    id: &str,
    browser: &Browser,
) -> Result<Interaction, OAuthError> {
    let found = INTERACTIONS.get(transaction, id)?;
    let found = found.filter(|found| {
        browser.id.as_ref() == Some(&found.browser) && found.expires_at > pool.now()
    });
    let over =
        "this login is over, or was begun in another browser: go back to the app and begin again";
    found.ok_or_else(|| ErrorCode::AccessDenied.saying(over))
}

pub(crate) fn view(pool: &Pool, id: &str, browser: &Browser) -> Result<View, OAuthError> {
    let read = pool.store.read()?;
    let interaction = find(pool, &read, id, browser)?;
    let app = clients::known(&read, &interaction.request.app)?;
    let page = match interaction.step {
        Step::Login => Page::Login {
            hint: interaction.request.login_hint,
        },
        Step::SecondFactor(ticket) => {
            let user = user(&read, &holder(pool, &ticket)?)?;
            match confirmation::needs_enrollment(&user, &app) {
                true => Page::Enrollment(new_authenticator(pool, &user)?),
                false => Page::SecondFactor {
                    ways: confirmation::ways(&user, &app),
                },
            }
        }
        Step::Consent(session) => {
            let user = user(&read, &session.user)?;
            let name = user.names().next().map(Name::text);
            Page::Consent {
                user: name.unwrap_or(&user.id).to_owned(),
                scope: interaction.request.scope,
            }
        }
    };
    Ok(View {
        app: app.name,
        redirect_uri: interaction.request.redirect_uri,
        page,
    })
}

fn new_authenticator(pool: &Pool, user: &User) -> Result<Option<NewAuthenticator>, ApiError> {
    let pending = user.mfa.as_ref().and_then(|mfa| mfa.pending.as_ref());
    let new = pending.map(|pending| {
        Ok(NewAuthenticator {
            key: pending.share_key.clone(),
            uri: enrollment::uri(pool, user, pending)?,
            recovery_code: pending.recovery_code.clone(),
        })
    });
    new.transpose()
}

/// Returns a user who has begun to log in, and may have been deleted since.
pub(super) fn user(transaction: &impl Read, id: &str) -> Result<User, OAuthError> {
    let deleted = "the user has been deleted";
    users::by_id(transaction, id)?.ok_or_else(|| ErrorCode::AccessDenied.saying(deleted))
}

/// Returns the user with the ticket of a first step.
pub(super) fn holder(pool: &Pool, ticket: &str) -> Result<String, OAuthError> {
    let expired = "the login has expired: go back to the app and begin again";
    tickets::holder(pool, ticket, Stage::Mfa).map_err(|_| ErrorCode::AccessDenied.saying(expired))
}

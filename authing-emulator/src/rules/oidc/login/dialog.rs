//! The user's replies in an interaction.

mod new_password;
mod second_factor;

use redb::WriteTransaction;

use super::interaction::{self, find};
use super::sessions::{self, Browser};
use crate::rules::api_error::{ApiError, Code};
use crate::rules::codes::sending;
use crate::rules::login;
use crate::rules::login::attempt::{Attempt, Captcha, Origin, Proof};
use crate::rules::login::confirmation::Way;
use crate::rules::oidc::clients;
use crate::rules::oidc::error::{ErrorCode, OAuthError};
use crate::rules::oidc::redirect::Redirect;
use crate::rules::oidc::tokens::codes;
use crate::rules::pool::Pool;
use crate::rules::tokens::signing;
use crate::rules::users::lookup;
use crate::store::StoreError;
use crate::store::apps::App;
use crate::store::messages::Purpose;
use crate::store::oidc::{self, AuthorizationRequest, INTERACTIONS, Interaction, Session, Step};
use crate::store::users::{Name, User};

/// What the user does. No `Debug`, because of passwords and codes.
pub(crate) enum Reply<'a> {
    Password {
        account: &'a str,
        password: &'a str,
        captcha: Option<&'a str>,
    },
    SendCode {
        phone: &'a str,
    },
    Code {
        phone: &'a str,
        code: &'a str,
        captcha: Option<&'a str>,
    },
    /// Asks for a code with which a forgotten password is replaced.
    SendReset {
        account: &'a str,
    },
    Reset {
        account: &'a str,
        code: &'a str,
        password: &'a str,
    },
    SendFactor(Way),
    Factor(Way, &'a str),
    /// Begins to set up an authenticator app.
    Enroll,
    /// Confirms the new authenticator app, and the login, with its code.
    Enrolled(&'a str),
    Consent,
    Cancel,
}

/// The result of a reply.
pub(crate) enum Outcome {
    /// Rejected; the user may try again.
    Again(ApiError),
    /// A code was sent.
    Sent,
    /// A new password was set, with which the user can log in.
    PasswordSet,
    /// Another page is to be shown.
    Next { session: Option<String> },
    /// The browser is redirected. With a login, the session has a cookie.
    Done {
        redirect: Redirect,
        session: Option<String>,
    },
}

pub(crate) fn reply(
    pool: &Pool,
    id: &str,
    browser: &Browser,
    reply: &Reply<'_>,
    ip: &str,
) -> Result<Outcome, OAuthError> {
    let read = pool.store.read()?;
    let interaction = find(pool, &read, id, browser)?;
    let app = clients::known(&read, &interaction.request.app)?;
    drop(read);
    // A login issues a token, too.
    signing::ready(pool, &app)?;
    let dialog = Dialog {
        pool,
        id,
        browser,
        app: &app,
        origin: Origin {
            ip,
            device: None,
            browser: None,
            app: Some(&app),
        },
    };
    match (reply, &interaction.step) {
        (Reply::Cancel, _) => dialog.reject("the user canceled"),
        (
            Reply::Password {
                account,
                password,
                captcha,
            },
            Step::Login,
        ) => {
            let email = account.to_lowercase();
            let name = lookup::name_of(&pool.store.read()?, account, &email)?;
            dialog.log_in(name, Proof::PlainPassword(password), *captcha)
        }
        (
            Reply::Code {
                phone,
                code,
                captcha,
            },
            Step::Login,
        ) => dialog.log_in(Name::Phone(phone), Proof::Code(code), *captcha),
        (Reply::SendCode { phone }, Step::Login) => {
            sent(sending::short_code(pool, Purpose::Login, phone))
        }
        (Reply::SendReset { account }, Step::Login) => dialog.send_reset(account),
        (
            Reply::Reset {
                account,
                code,
                password,
            },
            Step::Login,
        ) => dialog.reset(account, code, password),
        (Reply::Enroll, Step::SecondFactor(ticket)) => dialog.enroll(ticket),
        (Reply::Enrolled(code), Step::SecondFactor(ticket)) => dialog.enrolled(ticket, code),
        (Reply::SendFactor(way), Step::SecondFactor(ticket)) => dialog.send_factor(ticket, *way),
        (Reply::Factor(way, code), Step::SecondFactor(ticket)) => {
            dialog.confirm(ticket, *way, code)
        }
        (Reply::Consent, Step::Consent(session)) => {
            let session = session.clone();
            dialog.finish(|transaction, request| {
                let ended = || ErrorCode::AccessDenied.saying("the user has logged out meanwhile");
                let held = sessions::holder(pool, transaction, session)?;
                let (session, user) = held.ok_or_else(ended)?;
                let code = codes::issue(pool, transaction, request, &app, &session, user)?;
                Ok(Redirect::code(request, code))
            })
        }
        // The page is of an earlier step.
        _ => Ok(Outcome::Next { session: None }),
    }
}

/// The emulator's own failures are not for the page.
fn again(error: ApiError) -> Result<Outcome, OAuthError> {
    match error.code == Code::Internal.number() && error.message == Code::Internal.message() {
        true => Err(error.into()),
        false => Ok(Outcome::Again(error)),
    }
}

fn sent(sent: Result<(), ApiError>) -> Result<Outcome, OAuthError> {
    sent.map_or_else(again, |()| Ok(Outcome::Sent))
}

struct Dialog<'a> {
    pool: &'a Pool,
    id: &'a str,
    browser: &'a Browser,
    app: &'a App,
    origin: Origin<'a>,
}

impl Dialog<'_> {
    fn log_in(
        &self,
        name: Name<'_>,
        proof: Proof<'_>,
        captcha: Option<&str>,
    ) -> Result<Outcome, OAuthError> {
        let attempt = Attempt {
            name,
            proof,
            mfa_code: None,
            captcha: Captcha::InError { typed: captcha },
            origin: self.origin,
        };
        let error = match login::log_in(self.pool, &attempt) {
            Ok(user) => return self.logged_in(&user, false),
            Err(error) => error,
        };
        let ticket = (error.data.as_ref()).and_then(|data| data.get("mfaToken")?.as_str());
        let Some(ticket) = ticket else {
            return again(error);
        };
        self.change(|interaction| interaction.step = Step::SecondFactor(ticket.to_owned()))?;
        Ok(Outcome::Next { session: None })
    }

    /// Begins a session, and asks for consent or finishes.
    fn logged_in(&self, user: &User, confirmed: bool) -> Result<Outcome, OAuthError> {
        self.pool.store.write(|transaction| {
            let mut interaction = find(self.pool, transaction, self.id, self.browser)?;
            // It may have changed since the login, which was another write.
            let user = interaction::user(transaction, &user.id)?;
            if let Some(before) = &self.browser.session {
                oidc::SESSIONS.delete(transaction, before)?;
            }
            let (cookie, session) = sessions::begin(self.pool, transaction, &user, confirmed)?;
            let request = &interaction.request;
            let is_expected = request.subject.as_ref().is_none_or(|id| *id == user.id);
            if is_expected && request.consent {
                interaction.step = Step::Consent(session);
                INTERACTIONS.put(transaction, self.id, &interaction)?;
                return Ok(Outcome::Next {
                    session: Some(cookie),
                });
            }
            INTERACTIONS.delete(transaction, self.id)?;
            let redirect = match is_expected {
                true => Redirect::code(request, self.code(transaction, request, &session, user)?),
                false => {
                    let other = "another user has logged in than `id_token_hint` names";
                    Redirect::error(request, ErrorCode::LoginRequired.saying(other))
                }
            };
            Ok(Outcome::Done {
                redirect,
                session: Some(cookie),
            })
        })
    }

    fn code(
        &self,
        transaction: &WriteTransaction,
        request: &AuthorizationRequest,
        session: &Session,
        user: User,
    ) -> Result<String, StoreError> {
        codes::issue(self.pool, transaction, request, self.app, session, user)
    }

    /// Changes the interaction, and returns the attempts that are left.
    fn change(&self, change: impl FnOnce(&mut Interaction)) -> Result<u8, OAuthError> {
        self.pool.store.write(|transaction| {
            let mut interaction = find(self.pool, transaction, self.id, self.browser)?;
            change(&mut interaction);
            INTERACTIONS.put(transaction, self.id, &interaction)?;
            Ok(interaction.tries_left)
        })
    }

    /// Ends the interaction with an error.
    fn reject(&self, reason: &str) -> Result<Outcome, OAuthError> {
        self.finish(|_, request| {
            let error = ErrorCode::AccessDenied.saying(reason);
            Ok(Redirect::error(request, error))
        })
    }

    /// Ends the interaction, which can't be answered again.
    fn finish(
        &self,
        end: impl FnOnce(&WriteTransaction, &AuthorizationRequest) -> Result<Redirect, OAuthError>,
    ) -> Result<Outcome, OAuthError> {
        self.pool.store.write(|transaction| {
            let interaction = find(self.pool, transaction, self.id, self.browser)?;
            INTERACTIONS.delete(transaction, self.id)?;
            Ok(Outcome::Done {
                redirect: end(transaction, &interaction.request)?,
                session: None,
            })
        })
    }
}

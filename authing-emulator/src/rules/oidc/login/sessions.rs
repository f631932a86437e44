//! The sessions of browsers: a user who has logged in for one app is logged in for all.

use redb::WriteTransaction;

use crate::rules::pool::Pool;
use crate::store::oidc::{self, SESSIONS, Session};
use crate::store::users::{self, User};
use crate::store::{Read, StoreError};

/// How long a login lasts: 14 days, in seconds.
const LIFETIME: i64 = 14 * 24 * 3600;

/// The cookies of a browser.
#[derive(Default)]
pub(crate) struct Browser {
    /// Distinguishes browsers, so that no one can continue another one's login.
    pub(crate) id: Option<String>,
    /// The session. It changes with every login, so that nobody can know it before.
    pub(crate) session: Option<String>,
}

/// Begins a session, and returns the value of its cookie.
pub(super) fn begin(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &User,
    confirmed: bool,
) -> Result<(String, Session), StoreError> {
    let now = pool.now();
    let session = Session {
        user: user.id.clone(),
        logouts: user.logouts,
        auth_time: now,
        confirmed,
        expires_at: now.saturating_add(LIFETIME),
    };
    let cookie = pool.randomness.hex::<32>();
    oidc::save(&SESSIONS, transaction, &cookie, &session, now)?;
    Ok((cookie, session))
}

/// Returns the session of a browser with its user, unless it has ended.
pub(super) fn of(
    pool: &Pool,
    transaction: &impl Read,
    browser: &Browser,
) -> Result<Option<(Session, User)>, StoreError> {
    let Some(cookie) = &browser.session else {
        return Ok(None);
    };
    match SESSIONS.get(transaction, cookie)? {
        Some(session) => holder(pool, transaction, session),
        None => Ok(None),
    }
}

/// Returns a session with its user, unless it has ended.
pub(super) fn holder(
    pool: &Pool,
    transaction: &impl Read,
    session: Session,
) -> Result<Option<(Session, User)>, StoreError> {
    let user = users::by_id(transaction, &session.user)?;
    let user = user.filter(|user| !user.blocked && user.logouts == session.logouts);
    let is_over = session.expires_at <= pool.now();
    Ok(user.filter(|_| !is_over).map(|user| (session, user)))
}

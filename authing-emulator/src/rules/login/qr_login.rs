//! Login with a QR code: somebody scans it with a device where they are logged in, and agrees.

use serde::Deserialize;

use crate::crypto::secret;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::login::attempt::Origin;
use crate::rules::login::{history, second_factor};
use crate::rules::pool::Pool;
use crate::rules::users::lookup::known;
use crate::store::apps::App;
use crate::store::qr_codes::{QR_CODES, QrCode, QrState};
use crate::store::users::{self, User};
use crate::store::{Read, StoreError};

/// The lifetime of a QR code, in seconds.
const LIFETIME: i64 = 180;

/// What somebody does with a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum QrCodeStep {
    /// Scans it with a device where a user is logged in.
    Scan,
    /// Agrees to log in, after the scan.
    Allow,
    /// Declines to log in, after the scan.
    Cancel,
}

pub(crate) fn create(pool: &Pool) -> Result<QrCode, ApiError> {
    let code = QrCode {
        random: pool.randomness.hex::<16>(),
        created_at: pool.now(),
        state: QrState::New,
        user: None,
        ticket: None,
    };
    pool.store.write(|transaction| {
        // Nobody asks for them anymore.
        for old in QR_CODES.all(transaction)? {
            if pool.now() - old.created_at > 2 * LIFETIME {
                QR_CODES.delete(transaction, &old.random)?;
            }
        }
        QR_CODES.put(transaction, &code.random, &code)?;
        Ok(code)
    })
}

/// Returns a QR code, or `None` if it is unknown, has expired, or its user has been deleted.
pub(crate) fn find(
    pool: &Pool,
    transaction: &impl Read,
    random: &str,
) -> Result<Option<QrCode>, StoreError> {
    let code = QR_CODES.get(transaction, random)?;
    let code = code.filter(|code| pool.now() - code.created_at < LIFETIME);
    match code.as_ref().and_then(|code| code.user.as_deref()) {
        Some(user) if users::by_id(transaction, user)?.is_none() => Ok(None),
        _ => Ok(code),
    }
}

/// Takes a step for a user. Returns false if the code is unknown, has expired or is not in the state for this step.
pub(crate) fn step(
    pool: &Pool,
    random: &str,
    user: &User,
    app: &App,
    step: QrCodeStep,
) -> Result<bool, StoreError> {
    pool.store.write(|transaction| {
        let Some(mut code) = find(pool, transaction, random)? else {
            return Ok(false);
        };
        let is_theirs = code.user.as_ref() == Some(&user.id);
        code.state = match (step, code.state) {
            (QrCodeStep::Scan, QrState::New) => QrState::Scanned,
            (QrCodeStep::Allow, QrState::Scanned) if is_theirs => {
                if second_factor::is_required(user, app) {
                    QrState::NeedsMfa
                } else {
                    code.ticket = Some(pool.randomness.hex::<16>());
                    QrState::Allowed
                }
            }
            (QrCodeStep::Cancel, QrState::Scanned) if is_theirs => QrState::Canceled,
            _ => return Ok(false),
        };
        code.user = Some(user.id.clone());
        QR_CODES.put(transaction, random, &code)?;
        Ok(true)
    })
}

/// Logs in the user with the ticket of an allowed QR code, which is used up.
pub(crate) fn log_in(pool: &Pool, ticket: &str, origin: &Origin<'_>) -> Result<User, ApiError> {
    pool.store.write(|transaction| {
        let all = QR_CODES.all(transaction)?.into_iter();
        let mut found = all.filter(|code| {
            let right = code.ticket.as_deref();
            right.is_some_and(|right| secret::is_right(ticket, right))
                && pool.now() - code.created_at < LIFETIME
        });
        let wrong = || {
            Code::Internal.saying(
                "ticket 不正确、已过期或已使用",
                "the ticket is wrong, has expired or has been used",
            )
        };
        let code = found.next().ok_or_else(wrong)?;
        QR_CODES.delete(transaction, &code.random)?;
        let mut user = known(transaction, &code.user.unwrap_or_default())?;
        if user.blocked {
            return Err(Code::Blocked.into());
        }
        // It may be another app than the one for which the code was allowed.
        if let Some(app) = origin.app {
            second_factor::challenge(pool, &user, app)?;
        }
        history::count_login(pool, transaction, &mut user, origin)?;
        users::save(transaction, &user)?;
        Ok(user)
    })
}

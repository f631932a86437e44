//! The login history.

use redb::WriteTransaction;

use super::attempt::Origin;
use crate::rules::api_error::text::Text;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::store::logins::{self, Login};
use crate::store::users::User;

/// Issues a token for the user, and records the time and origin of the login. The caller saves the user.
pub(crate) fn count_login(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &mut User,
    origin: &Origin<'_>,
) -> Result<(), ApiError> {
    tokens::issue(pool, user, origin.app)?;
    user.logins_count = user.logins_count.saturating_add(1);
    user.last_login = Some(pool.date());
    user.last_ip = Some(origin.ip.to_owned());
    for (field, text) in [("browser", origin.browser), ("device", origin.device)] {
        if let Some(text) = text {
            user.profile.insert(field.to_owned(), text.to_owned());
        }
    }
    note(
        pool,
        transaction,
        user,
        origin,
        true,
        &Code::Valid.message(),
    )
}

pub(super) fn note_failure(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &User,
    origin: &Origin<'_>,
    why: &Text,
) -> Result<(), ApiError> {
    note(pool, transaction, user, origin, false, why)
}

fn note(
    pool: &Pool,
    transaction: &WriteTransaction,
    user: &User,
    origin: &Origin<'_>,
    success: bool,
    result: &Text,
) -> Result<(), ApiError> {
    let login = Login {
        id: pool.new_id(),
        when: pool.date(),
        success,
        result: result.in_language(pool.language).to_owned(),
        ip: origin.ip.to_owned(),
        device: origin.device.map(str::to_owned),
        browser: origin.browser.map(str::to_owned),
        app: origin.app.map(|app| app.id.clone()),
    };
    Ok(logins::add(transaction, &user.id, &login)?)
}

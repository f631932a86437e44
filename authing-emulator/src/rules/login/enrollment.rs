//! Authenticator apps of users: enrollment with a key and a confirming code, recovery codes, removal.

use super::second_factor;
use crate::crypto::totp;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::users::lookup::known;
use crate::store::user_parts::{Enrollment, Mfa};
use crate::store::users::{self, User};

/// Starts the enrollment of a new authenticator app. An earlier app works until the new one is confirmed.
pub(crate) fn start(pool: &Pool, user: &str) -> Result<Enrollment, ApiError> {
    let enrollment = Enrollment {
        share_key: totp::key_text(&pool.randomness.bytes()),
        recovery_code: recovery_code(pool),
    };
    change(pool, user, |user| {
        let mfa = user.mfa.get_or_insert_with(|| second_factor::none(pool));
        mfa.pending = Some(enrollment.clone());
        Ok(())
    })?;
    Ok(enrollment)
}

/// Returns the URI of the QR code that an authenticator app scans.
pub(crate) fn uri(pool: &Pool, user: &User, enrollment: &Enrollment) -> Result<String, ApiError> {
    let named = user.username.as_deref().or(user.email.as_deref());
    let account = named.or(user.phone.as_deref()).unwrap_or(&user.id);
    let issuer = pool.record()?.name.unwrap_or_default();
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    Ok(format!(
        "otpauth://totp/{}:{}?secret={}&period=30&digits=6&algorithm=SHA1&issuer={}",
        encode(&issuer),
        encode(account),
        enrollment.share_key,
        encode(&issuer),
    ))
}

/// Enables the new authenticator app with one of its codes, which confirms one login more.
pub(crate) fn confirm(pool: &Pool, user: &str, code: &str) -> Result<(), ApiError> {
    change(pool, user, |user| {
        let unstarted = || {
            Code::Internal.saying(
                "没有待确认的 MFA 口令，请先绑定",
                "no authenticator app is being associated: associate one first",
            )
        };
        let mfa = user.mfa.as_mut().ok_or_else(unstarted)?;
        let pending = mfa.pending.take().ok_or_else(unstarted)?;
        let key = totp::key(&pending.share_key);
        let step = key.and_then(|key| totp::step_of(&key, code, pool.now(), 0));
        mfa.last_step = step.ok_or(Code::TotpWrong)? - 1;
        mfa.share_key = Some(pending.share_key);
        mfa.recovery_code = Some(pending.recovery_code);
        mfa.enable = true;
        Ok(())
    })
}

/// Sets a user's key and recovery code, and enables the second factor.
pub(crate) fn import(
    pool: &Pool,
    user: &str,
    key: &str,
    recovery_code: Option<&str>,
) -> Result<Mfa, ApiError> {
    if totp::key(key).is_none() {
        return Err(Code::Internal.saying(
            "`secret` 必须是 base32 编码的 20 字节密钥",
            "`secret` must be a key of 20 bytes, in base 32",
        ));
    }
    let recovery_code = recovery_code.map_or_else(|| self::recovery_code(pool), str::to_owned);
    change(pool, user, |user| {
        let mfa = Mfa {
            enable: true,
            share_key: Some(key.to_owned()),
            last_step: 0,
            recovery_code: Some(recovery_code),
            pending: None,
            ..user.mfa.take().unwrap_or_else(|| second_factor::none(pool))
        };
        user.mfa = Some(mfa.clone());
        Ok(mfa)
    })
}

/// Removes a user's authenticator app. It is no error if there is none.
pub(crate) fn remove(pool: &Pool, user: &str) -> Result<(), ApiError> {
    change(pool, user, |user| {
        user.mfa = None;
        Ok(())
    })
}

/// Returns whether a login of this user must be confirmed with an authenticator app.
pub(crate) fn is_enrolled(user: &User) -> bool {
    second_factor::has_totp(user)
}

/// Returns a new recovery code: six groups of four digits and letters.
pub(super) fn recovery_code(pool: &Pool) -> String {
    let groups: Vec<_> = (0..6).map(|_| pool.randomness.hex::<2>()).collect();
    groups.join("-")
}

fn change<T>(
    pool: &Pool,
    user: &str,
    change: impl FnOnce(&mut User) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    pool.store.write(|transaction| {
        let mut user = known(transaction, user)?;
        let changed = change(&mut user)?;
        users::save(transaction, &user)?;
        Ok(changed)
    })
}

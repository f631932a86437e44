//! Sending codes to phones and mailboxes: the messages are stored for the test to read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::pool::settings::CODE_LENGTHS;
use crate::rules::well_formed;
use crate::store::messages::{self, Message, MessageKind, Purpose};

const DIGITS: u32 = 6;

pub(crate) fn text_message(
    pool: &Pool,
    purpose: Purpose,
    phone: &str,
    pool_id: &str,
) -> Result<(), ApiError> {
    if pool_id != pool.user_pool_id {
        return Err(Code::UnknownPool.into());
    }
    let phone = well_formed::phone(phone)?;
    send(
        pool,
        new_message(pool, MessageKind::Sms, purpose, phone, DIGITS),
    )
}

/// Sends a code of the length in the pool's settings to a phone.
pub(crate) fn short_code(pool: &Pool, purpose: Purpose, phone: &str) -> Result<(), ApiError> {
    let phone = well_formed::phone(phone)?;
    let digits = short_digits(pool)?;
    send(
        pool,
        new_message(pool, MessageKind::Sms, purpose, phone, digits),
    )
}

/// Sends the same by mail. The email must be well-formed, and in lower case.
pub(crate) fn short_mail(pool: &Pool, purpose: Purpose, email: &str) -> Result<(), ApiError> {
    let digits = short_digits(pool)?;
    send(
        pool,
        new_message(pool, MessageKind::Mail, purpose, email, digits),
    )
}

fn short_digits(pool: &Pool) -> Result<u32, ApiError> {
    let set = pool.record()?.setting("verifyCodeLength").as_u64();
    let set = set.and_then(|digits| u32::try_from(digits).ok());
    Ok(set.unwrap_or(*CODE_LENGTHS.start()))
}

/// The email must be well-formed, and in lower case.
pub(crate) fn mail(pool: &Pool, purpose: Purpose, email: &str) -> Result<(), ApiError> {
    let mut message = new_message(pool, MessageKind::Mail, purpose, email, DIGITS);
    if purpose == Purpose::Verify {
        let encoded = URL_SAFE_NO_PAD.encode(email);
        let link = format!("{}/verify_email/{encoded}/{}", pool.base_url, message.code);
        message.link = Some(link);
    }
    send(pool, message)
}

fn new_message(pool: &Pool, kind: MessageKind, purpose: Purpose, to: &str, digits: u32) -> Message {
    Message {
        kind,
        to: to.to_owned(),
        code: pool.randomness.digits(digits),
        purpose,
        link: None,
        sent_at: pool.now(),
    }
}

fn send(pool: &Pool, message: Message) -> Result<(), ApiError> {
    let (purpose, to, now) = (message.purpose, message.to.as_str(), message.sent_at);
    pool.store.write(|transaction| {
        if message.kind == MessageKind::Sms {
            let last = super::last_sent_at(transaction, to)?;
            if last.is_some_and(|last| now - last < pool.limits.sms_interval) {
                return Err(Code::Internal
                    .saying("操作过于频繁，请稍后再试", "too many requests, try later"));
            }
        }
        let expires_at = now.saturating_add(pool.limits.code_lifetime);
        super::add(transaction, purpose, to, &message.code, now, expires_at)?;
        Ok(messages::add(transaction, &message)?)
    })
}

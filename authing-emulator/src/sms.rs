//! Sending verification codes to phones.

use crate::api_error::{ApiError, Code};
use crate::message::{Message, MessageKind, Purpose};
use crate::service::Service;
use crate::store::{codes, messages};
use crate::wellformed;

const DIGITS: u32 = 6;

/// Sends a code to a phone: keeps it for the check, and the message for whoever wants to read it.
pub(crate) fn send_code(
    service: &Service,
    purpose: Purpose,
    phone: &str,
    pool: &str,
) -> Result<(), ApiError> {
    if pool != service.user_pool_id {
        return Err(Code::UnknownPool.into());
    }
    let phone = wellformed::phone(phone)?;
    let now = service.clock.seconds();
    let message = Message {
        kind: MessageKind::Sms,
        to: phone.to_owned(),
        code: service.randomness.digits(DIGITS),
        purpose,
        sent_at: now,
    };
    service.store.write(|transaction| {
        let last = codes::last_sent_at(transaction, phone)?;
        if last.is_some_and(|last| now - last < service.limits.sms_interval) {
            return Err(Code::Internal.saying("too many requests, try later"));
        }
        let expires_at = now.saturating_add(service.limits.code_lifetime);
        codes::add(transaction, purpose, phone, &message.code, now, expires_at)?;
        Ok(messages::add(transaction, &message)?)
    })
}

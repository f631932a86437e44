//! Sending verification codes to phones and mailboxes: they are kept for the check, and the messages for whoever wants
//! to read them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Service;
use crate::rules::well_formed;
use crate::store::message::{Message, MessageKind, Purpose};
use crate::store::users::{self, Name};
use crate::store::{codes, messages};

const DIGITS: u32 = 6;

pub(crate) fn text_message(
    service: &Service,
    purpose: Purpose,
    phone: &str,
    pool: &str,
) -> Result<(), ApiError> {
    if pool != service.user_pool_id {
        return Err(Code::UnknownPool.into());
    }
    let phone = well_formed::phone(phone)?;
    send(
        service,
        new_message(service, MessageKind::Sms, purpose, phone),
    )
}

/// The address must be well-formed, and in lower case.
pub(crate) fn mail(service: &Service, purpose: Purpose, email: &str) -> Result<(), ApiError> {
    let mut message = new_message(service, MessageKind::Mail, purpose, email);
    if purpose == Purpose::Verify {
        let address = URL_SAFE_NO_PAD.encode(email);
        let link = format!(
            "{}/verify_email/{address}/{}",
            service.base_url, message.code
        );
        message.link = Some(link);
    }
    send(service, message)
}

fn new_message(service: &Service, kind: MessageKind, purpose: Purpose, to: &str) -> Message {
    Message {
        kind,
        to: to.to_owned(),
        code: service.randomness.digits(DIGITS),
        purpose,
        link: None,
        sent_at: service.clock.seconds(),
    }
}

fn send(service: &Service, message: Message) -> Result<(), ApiError> {
    let (purpose, to, now) = (message.purpose, message.to.as_str(), message.sent_at);
    service.store.write(|transaction| {
        if message.kind == MessageKind::Sms {
            let last = codes::last_sent_at(transaction, to)?;
            if last.is_some_and(|last| now - last < service.limits.sms_interval) {
                return Err(Code::Internal.saying("too many requests, try later"));
            }
        }
        let expires_at = now.saturating_add(service.limits.code_lifetime);
        codes::add(transaction, purpose, to, &message.code, now, expires_at)?;
        Ok(messages::add(transaction, &message)?)
    })
}

/// What happens when somebody follows the link in a mail: the address counts as verified.
pub(crate) fn follow_link(service: &Service, address: &str, code: &str) -> Result<(), ApiError> {
    let email = URL_SAFE_NO_PAD.decode(address).unwrap_or_default();
    let email = String::from_utf8(email).unwrap_or_default();
    let now = service.clock.seconds();
    service.store.write(|transaction| {
        let check = codes::present(transaction, Purpose::Verify, &email, code, now)?;
        match check.ok() {
            Ok(()) => {}
            // A wrong code costs a try, so this is an outcome to be kept, not a failure to be undone.
            Err(Code::VerificationExpired) => return Ok(Err(Code::LinkExpired.into())),
            Err(code) => return Ok(Err(code.into())),
        }
        let user = users::by_name(transaction, Name::Email(&email))?;
        let mut user = user.ok_or(Code::UnknownUser)?;
        user.email_verified = true;
        user.updated_at = service.date();
        users::save(transaction, &user)?;
        Ok::<_, ApiError>(Ok(()))
    })?
}

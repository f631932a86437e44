//! Text messages and mails, which are only stored here.

use std::fmt;

use redb::WriteTransaction;
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;
use crate::store::read::Read;
use crate::store::table::Table;

/// Oldest first.
pub(crate) const MESSAGES: Table<Message> = Table::new("messages");

/// The number of messages that are kept; the oldest are dropped first.
const KEPT: u64 = 1000;

/// A sent text message or mail, with its code.
///
/// `Debug` omits the code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Message {
    /// How it was sent.
    pub kind: MessageKind,
    /// The phone number or email address; for a captcha, the URL of its image.
    pub to: String,
    /// The verification code.
    pub code: String,
    /// The purpose of the code.
    pub purpose: Purpose,
    /// The URL to open instead of typing the code, in mails that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// When it was sent by the emulator's clock, in seconds since 1970.
    pub sent_at: i64,
}

/// How a message was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MessageKind {
    /// To a phone.
    Sms,
    /// To a mailbox.
    Mail,
    /// Not sent, but shown in an image, whose URL is the message's `to`.
    Captcha,
}

/// The purpose of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Purpose {
    /// Logging in with a phone number.
    Login,
    /// Registering a phone number.
    Register,
    /// Verifying an email address.
    Verify,
    /// Changing an email address.
    ChangeEmail,
    /// Setting a new password without the old one.
    ResetPassword,
    /// Login after too many failures.
    Captcha,
    /// Confirming a login with a second factor.
    Mfa,
    /// Any of these but a link and a captcha: the v2 API sends codes without saying what for.
    Any,
}

impl Purpose {
    /// The purposes for which codes are sent.
    pub(crate) const ALL: [Self; 7] = [
        Self::Login,
        Self::Register,
        Self::Verify,
        Self::ChangeEmail,
        Self::ResetPassword,
        Self::Mfa,
        Self::Any,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Register => "register",
            Self::Verify => "verify",
            Self::ChangeEmail => "changeEmail",
            Self::ResetPassword => "resetPassword",
            Self::Captcha => "captcha",
            Self::Mfa => "mfa",
            Self::Any => "any",
        }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind)
            .field("to", &self.to)
            .field("purpose", &self.purpose)
            .field("sent_at", &self.sent_at)
            .finish_non_exhaustive()
    }
}

pub(crate) fn add(transaction: &WriteTransaction, message: &Message) -> Result<(), StoreError> {
    MESSAGES.append(transaction, "", message, KEPT)
}

/// Returns the code in the newest message to this recipient.
pub(crate) fn last_code(transaction: &impl Read, to: &str) -> Result<Option<String>, StoreError> {
    let messages = MESSAGES.all(transaction)?;
    let mut newest_first = messages.into_iter().rev();
    let found = newest_first.find(|message| message.to == to);
    Ok(found.map(|message| message.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn the_newest_are_kept_in_order() {
        let store = Store::in_memory().unwrap();
        for number in 0..KEPT + 3 {
            let message = Message {
                kind: MessageKind::Sms,
                to: format!("{}", number % 2),
                code: number.to_string(),
                purpose: Purpose::Login,
                link: None,
                sent_at: 0,
            };
            store
                .write(|transaction| add(transaction, &message))
                .unwrap();
        }
        let read = store.read().unwrap();
        let all = MESSAGES.all(&read).unwrap();
        assert_eq!(all.len(), 1000);
        assert_eq!(
            (all[0].code.as_str(), all[999].code.as_str()),
            ("3", "1002")
        );
        assert_eq!(last_code(&read, "1").unwrap().as_deref(), Some("1001"));
        assert_eq!(last_code(&read, "2").unwrap(), None);
    }
}

//! Pictures of a few letters, to be typed by whoever has failed to log in too often.
//!
//! They keep no machine out, least of all one that reads the messages. They are there for clients to show.

use redb::WriteTransaction;
use serde_json::{Value, json};

use crate::rules::pool::Service;
use crate::store::captchas::{self, Captcha};
use crate::store::message::{Message, MessageKind, Purpose};
use crate::store::{StoreError, messages};

/// Without letters that look like digits.
const ALPHABET: [char; 32] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U',
    'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// Makes an account's next captcha, and gives what an error says of it. The message with the text goes to the picture's
/// address.
pub(crate) fn make(
    service: &Service,
    transaction: &WriteTransaction,
    account: &str,
) -> Result<Value, StoreError> {
    let now = service.clock.seconds();
    let drawn = service.randomness.bytes::<4>();
    let letters = drawn
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()));
    let captcha = Captcha {
        id: service.new_id(),
        text: letters.collect(),
        expires_at: now.saturating_add(service.limits.code_lifetime),
    };
    captchas::add(transaction, account, &captcha)?;
    let url = format!("{}/captcha/{}.svg", service.base_url, captcha.id);
    let message = Message {
        kind: MessageKind::Captcha,
        to: url.clone(),
        code: captcha.text,
        purpose: Purpose::Captcha,
        link: None,
        sent_at: now,
    };
    messages::add(transaction, &message)?;
    Ok(json!({ "url": url }))
}

/// Whether that is what the account's captcha shows. It can be answered once.
pub(crate) fn is_right(
    service: &Service,
    transaction: &WriteTransaction,
    account: &str,
    typed: &str,
) -> Result<bool, StoreError> {
    let captcha = captchas::take(transaction, account)?;
    let now = service.clock.seconds();
    Ok(captcha.is_some_and(|captcha| {
        captcha.expires_at > now && captcha.text.eq_ignore_ascii_case(typed.trim())
    }))
}

/// The picture, as SVG.
pub(crate) fn picture(captcha: &Captcha) -> String {
    let letters = captcha.text.chars().enumerate().map(|(place, letter)| {
        let (x, tilt) = (18 + 30 * place, if place % 2 == 0 { -12 } else { 9 });
        format!(r#"<text x="{x}" y="38" transform="rotate({tilt} {x} 30)">{letter}</text>"#)
    });
    let letters: String = letters.collect();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="140" height="54" font-family="monospace" font-size="30">
<rect width="140" height="54" fill="#f4f4f4"/>{letters}
<path d="M4 40 Q40 4 76 30 T136 14 M6 14 Q60 60 134 34" fill="none" stroke="#888"/></svg>
"##
    )
}

//! Captchas: images of a few letters, required after too many failed logins.
//!
//! They protect against nothing, since programs can read the messages. They exist for clients to show.

use redb::WriteTransaction;
use serde_json::{Value, json};

use crate::rules::pool::Pool;
use crate::store::codes::{CAPTCHAS, CAPTCHAS_BY_OWNER, Captcha};
use crate::store::messages::{self, Message, MessageKind, Purpose};
use crate::store::{Read, StoreError};

/// Without letters that look like digits.
const ALPHABET: [char; 32] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U',
    'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// The path of the image of a session's captcha.
pub(crate) const SESSION_PATH: &str = "/api/v2/security/captcha";

/// Creates an account's next captcha, and returns the data of the error.
pub(super) fn make(
    pool: &Pool,
    transaction: &WriteTransaction,
    account: &str,
) -> Result<Value, StoreError> {
    let id = pool.new_id();
    let url = format!("{}/captcha/{id}.svg", pool.base_url);
    create(pool, transaction, account, id, url.clone())?;
    Ok(json!({ "url": url }))
}

/// Creates the next captcha of a session, and returns its image.
pub(crate) fn make_for_session(pool: &Pool, session: &str) -> Result<String, StoreError> {
    let url = format!("{}{SESSION_PATH}", pool.base_url);
    pool.store.write(|transaction| {
        let captcha = create(pool, transaction, &owner(session), pool.new_id(), url)?;
        Ok(picture(&captcha))
    })
}

/// Returns the name of a session among the owners of captchas.
pub(super) fn owner(session: &str) -> String {
    format!("session {session}")
}

/// Creates the owner's next captcha. The message with the text is addressed to the image's URL.
fn create(
    pool: &Pool,
    transaction: &WriteTransaction,
    owner: &str,
    id: String,
    url: String,
) -> Result<Captcha, StoreError> {
    let now = pool.now();
    let drawn = pool.randomness.bytes::<4>();
    let letters = drawn
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()));
    let captcha = Captcha {
        id,
        text: letters.collect(),
        expires_at: now.saturating_add(pool.limits.code_lifetime),
    };
    // The owner's older one is void.
    take(transaction, owner)?;
    CAPTCHAS_BY_OWNER.put(transaction, owner, &captcha.id)?;
    CAPTCHAS.put(transaction, &captcha.id, &captcha)?;
    let message = Message {
        kind: MessageKind::Captcha,
        to: url,
        code: captcha.text.clone(),
        purpose: Purpose::Captcha,
        link: None,
        sent_at: now,
    };
    messages::add(transaction, &message)?;
    Ok(captcha)
}

/// Returns whether this is the text of the owner's captcha, which is then used up.
pub(super) fn is_right(
    pool: &Pool,
    transaction: &WriteTransaction,
    owner: &str,
    typed: &str,
) -> Result<bool, StoreError> {
    let captcha = take(transaction, owner)?;
    let now = pool.now();
    Ok(captcha.is_some_and(|captcha| {
        captcha.expires_at > now && captcha.text.eq_ignore_ascii_case(typed.trim())
    }))
}

/// Removes and returns the owner's captcha.
fn take(transaction: &WriteTransaction, owner: &str) -> Result<Option<Captcha>, StoreError> {
    match CAPTCHAS_BY_OWNER.take(transaction, owner)? {
        Some(id) => CAPTCHAS.take(transaction, &id),
        None => Ok(None),
    }
}

/// Returns the captcha with this id, as an SVG image.
pub(crate) fn picture_of(transaction: &impl Read, id: &str) -> Result<Option<String>, StoreError> {
    Ok(CAPTCHAS
        .get(transaction, id)?
        .map(|captcha| picture(&captcha)))
}

fn picture(captcha: &Captcha) -> String {
    let letters = captcha.text.chars().enumerate().map(|(index, letter)| {
        let (x, tilt) = (18 + 30 * index, if index % 2 == 0 { -12 } else { 9 });
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

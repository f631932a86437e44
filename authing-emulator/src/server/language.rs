//! The language of a response's messages.

use axum::http::HeaderMap;

use crate::rules::api_error::text::Language;
use crate::rules::pool::Pool;
use crate::server::authorization::named;

/// Returns the language that a request asks for, or else the emulator's.
pub(super) fn of(headers: &HeaderMap, pool: &Pool) -> Language {
    let asked = named(headers, "x-authing-lang").and_then(Language::from_tag);
    asked.unwrap_or(pool.language)
}

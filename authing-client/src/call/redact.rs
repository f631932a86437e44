//! Keeps request data out of errors, because a server may repeat it in its responses.

use std::collections::BTreeSet;
use std::ops::Range;

use authing_core::ServiceError;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::exact;
use crate::one_line::OneLine;

/// Shorter texts are not secret enough, and redacting them would garble everything.
const SHORTEST: usize = 4;

/// The prefix of a secret that is redacted too, in bytes: careful servers repeat only the beginning of a token.
const BEGINNING: usize = 12;

/// The length of a body's excerpt in an error, in characters.
const EXCERPT: usize = 200;

/// The length of a body that is searched for request data, in bytes: more than an excerpt can contain.
const SEARCHED: usize = 8 * 1024;

const REDACTED: &str = "***";

/// Request data, in its forms in JSON, in HTML, and in a JSON body inside of JSON.
#[derive(Default)]
pub(crate) struct Redactor {
    forms: BTreeSet<String>,
}

impl Redactor {
    pub(crate) fn add(&mut self, text: &str) {
        // Tokens and ids are sent without what is invisible around them.
        let text = exact::trim(text);
        if text.len() < SHORTEST {
            return;
        }
        for text in [text.to_owned(), json(text), ascii(&json(text))] {
            let html = [
                html(&text, "&quot;", "&#x27;"),
                html(&text, "&#34;", "&#39;"),
            ];
            // A body that is repeated inside of JSON is escaped twice.
            for form in html.into_iter().chain([text]) {
                let quoted = json(&form);
                self.forms.extend([ascii(&quoted), quoted, form]);
            }
        }
    }

    /// Adds every text and number of a JSON value.
    pub(crate) fn add_all(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Number(number) => self.add(&number.to_string()),
            Value::Array(values) => values.iter().for_each(|value| self.add_all(value)),
            Value::Object(fields) => fields.values().for_each(|value| self.add_all(value)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Returns the text with request data redacted.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for found in self.found(text) {
            redacted += text.get(end..found.start).unwrap_or_default();
            // Overlapping matches are one.
            if found.start >= end {
                redacted += REDACTED;
            }
            end = end.max(found.end);
        }
        redacted += text.get(end..).unwrap_or_default();
        if self.is_in_decoded(&redacted) {
            return REDACTED.to_owned();
        }
        redacted
    }

    pub(crate) fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Number(number) => {
                if !self.found(&number.to_string()).is_empty() {
                    *value = REDACTED.into();
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.json(value)),
            Value::Object(fields) => {
                let redacted = std::mem::take(fields).into_iter().map(|(name, mut value)| {
                    self.json(&mut value);
                    (self.text(&name), value)
                });
                *fields = redacted.collect::<Map<_, _>>();
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    pub(crate) fn service_error(&self, error: &mut ServiceError) {
        error.message = self.text(&error.message);
        error.path = self.text(&error.path);
        // The data stays exact for the program, which may need its token or phone number.
        if let Some(data) = &mut error.data {
            let mut shown = data.as_value().clone();
            self.json(&mut shown);
            data.show_instead(shown);
        }
    }

    /// Returns the beginning of a body in one line, or `None` if it contains request data.
    pub(crate) fn excerpt(&self, body: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(body.get(..SEARCHED).unwrap_or(body));
        if !self.found(&text).is_empty() || self.is_in_decoded(&text) {
            return None;
        }
        let text = OneLine(text.trim()).to_string();
        Some(match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        })
    }

    /// Percent-encoding has many forms, so the text is decoded instead of searching for one form.
    fn is_in_decoded(&self, text: &str) -> bool {
        // Forms write a space as `+`.
        [text, &text.replace('+', " ")].into_iter().any(|text| {
            let decoded = percent_decode_str(text).decode_utf8_lossy();
            !self.found(&decoded).is_empty()
        })
    }

    /// Returns the ranges of the text that are request data or a prefix of it, in order.
    fn found(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for form in &self.forms {
            let mut boundaries = form.char_indices().map(|(at, _)| at);
            let beginning = boundaries.find(|at| *at >= BEGINNING);
            let beginning = form.get(..beginning.unwrap_or(form.len()));
            for (at, _) in text.match_indices(beginning.unwrap_or(form)) {
                let pairs = text.get(at..).unwrap_or_default().chars().zip(form.chars());
                let same = pairs.take_while(|(here, there)| here == there);
                let length: usize = same.map(|(here, _)| here.len_utf8()).sum();
                found.push(at..at + length);
            }
        }
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found
    }
}

/// Returns the text as JSON escapes it.
fn json(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or(text).to_owned()
}

/// Returns the text as ASCII-only JSON escapes it.
fn ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            ascii.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    ascii
}

/// Returns the text as HTML escapes it, with one of the usual escapes of each quote.
fn html(text: &str, quote: &str, apostrophe: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', quote)
        .replace('\'', apostrophe)
}

#[cfg(test)]
mod tests;

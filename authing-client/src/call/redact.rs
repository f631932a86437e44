//! Keeps what was sent out of what is shown: a server may put it into its answers.

mod unescaped;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use authing_core::ServiceError;
use serde_json::{Map, Value};

use crate::one_line::OneLine;
use unescaped::Unescaped;

/// Shorter texts are no secrets worth the name, and blanking them out would garble everything.
const SHORTEST: usize = 4;

/// As many bytes in a row of a longer text are blanked out too: a server may repeat a token's beginning, or its end.
const TELLING: usize = 12;

/// How much of a body an error shows, in characters.
const EXCERPT: usize = 200;

/// How much of a body is looked at for that, in bytes: blanking out makes it shorter.
const LOOKED_AT: usize = 8 * 1024;

const BLANK: &str = "***";

/// Texts that are blanked out, whole or in part, however the answer escapes them.
#[derive(Default)]
pub(crate) struct Mask {
    /// The pieces to look for, by their length.
    pieces: BTreeMap<usize, HashSet<Box<[u8]>>>,
}

impl Mask {
    pub(crate) fn add(&mut self, text: &str) {
        let length = text.len().min(TELLING);
        if length >= SHORTEST {
            let pieces = self.pieces.entry(length).or_default();
            pieces.extend(text.as_bytes().windows(length).map(Box::from));
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

    pub(crate) fn text(&self, text: &str) -> String {
        let mut blanked = String::with_capacity(text.len());
        let mut shown = 0;
        for found in self.found(text) {
            blanked += text.get(shown..found.start).unwrap_or_default();
            blanked += BLANK;
            shown = found.end;
        }
        blanked += text.get(shown..).unwrap_or_default();
        blanked
    }

    /// Where in the text something is to be blanked out: in order and apart from each other.
    fn found(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if self.pieces.is_empty() {
            return found;
        }
        for view in Unescaped::all(text) {
            for (&length, pieces) in &self.pieces {
                let places = view.bytes().windows(length).enumerate();
                let places = places.filter(|(_, piece)| pieces.contains(*piece));
                found.extend(places.map(|(at, _)| view.origin(at..at + length)));
            }
        }
        found.sort_by_key(|range| range.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in found {
            // A piece may begin and end inside a character.
            let start = (0..=range.start)
                .rev()
                .find(|&at| text.is_char_boundary(at));
            let end = (range.end..text.len()).find(|&at| text.is_char_boundary(at));
            let (start, end) = (start.unwrap_or(0), end.unwrap_or(text.len()));
            match apart.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                _ => apart.push(start..end),
            }
        }
        apart
    }

    pub(crate) fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Number(number) => {
                let text = number.to_string();
                if !self.found(&text).is_empty() {
                    *value = BLANK.into();
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.json(value)),
            Value::Object(fields) => {
                let masked = std::mem::take(fields).into_iter().map(|(name, mut value)| {
                    self.json(&mut value);
                    (self.text(&name), value)
                });
                *fields = masked.collect::<Map<_, _>>();
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    pub(crate) fn service_error(&self, error: &mut ServiceError) {
        error.message = self.text(&error.message);
        error.path = self.text(&error.path);
        if let Some(data) = &mut error.data {
            self.json(data);
        }
    }

    /// How a body begins, in one line.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        let body = body.get(..LOOKED_AT).unwrap_or(body);
        let text = self.text(&String::from_utf8_lossy(body));
        let text = OneLine(text.trim()).to_string();
        match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}

#[cfg(test)]
mod tests;

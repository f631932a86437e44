//! Keeps what was sent out of what is shown: a server may put it into its answers.

use std::borrow::Cow;

use authing_core::ServiceError;
use serde_json::Value;

use crate::error::OneLine;

/// Shorter texts are no secrets worth the name, and blanking them out would garble everything.
const SHORTEST: usize = 4;

/// How much of a body an error shows, in characters.
const EXCERPT: usize = 200;

/// Texts that are blanked out.
#[derive(Default)]
pub(crate) struct Mask(Vec<String>);

impl Mask {
    pub(crate) fn add(&mut self, text: &str) {
        if text.len() < SHORTEST {
            return;
        }
        // In a JSON answer the same text may stand escaped.
        let escaped = Value::from(text).to_string();
        let escaped = escaped.trim_matches('"');
        if escaped != text {
            self.0.push(escaped.to_owned());
        }
        self.0.push(text.to_owned());
        // A text that holds another one goes first.
        self.0.sort_by_key(|text| std::cmp::Reverse(text.len()));
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
        let mut text = Cow::Borrowed(text);
        for secret in &self.0 {
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), "***"));
            }
        }
        text.into_owned()
    }

    pub(crate) fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.json(value)),
            Value::Object(fields) => fields.values_mut().for_each(|value| self.json(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    pub(crate) fn service_error(&self, error: &mut ServiceError) {
        error.message = self.text(&error.message);
        if let Some(data) = &mut error.data {
            self.json(data);
        }
    }

    /// How a body begins, in one line.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        let text = self.text(&String::from_utf8_lossy(body));
        let text = OneLine(text.trim()).to_string();
        match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_sent_is_blanked_out_however_the_answer_escapes_it() {
        let mut mask = Mask::default();
        mask.add_all(&json!({"password": "a\"quoted\"one", "code": 123_456, "flag": true, "n": [{"x": "token"}]}));
        let body = r#"{"echo":"a\"quoted\"one"} a"quoted"one 123456 token true"#;
        assert_eq!(mask.text(body), r#"{"echo":"***"} *** *** *** true"#);
    }

    #[test]
    fn the_longer_of_two_texts_goes_first_and_short_ones_stay() {
        let mut mask = Mask::default();
        for text in ["secret", "secret-and-more", "abc", ""] {
            mask.add(text);
        }
        assert_eq!(mask.text("secret-and-more secret abc"), "*** *** abc");
    }

    #[test]
    fn an_excerpt_is_short_and_one_line_and_cut_after_the_blanking() {
        let mut mask = Mask::default();
        mask.add("the-token");
        let body = format!("  <p>\r\n{}the-token</p>", "字".repeat(EXCERPT - 6));
        let excerpt = mask.excerpt(body.as_bytes());
        assert_eq!(excerpt.chars().count(), EXCERPT + 1);
        assert!(
            excerpt.starts_with("<p> 字") && excerpt.ends_with("字**…"),
            "{excerpt}"
        );
        assert_eq!(mask.excerpt(b"\xff\x00"), "\u{fffd}");
    }

    #[test]
    fn the_services_own_words_are_searched_too() {
        let mut mask = Mask::default();
        mask.add("eyJ.the.token");
        let mut value = json!({"a": ["Bearer eyJ.the.token"]});
        mask.json(&mut value);
        assert_eq!(value, json!({"a": ["Bearer ***"]}));
    }
}

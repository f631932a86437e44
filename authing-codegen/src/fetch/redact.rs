//! Redacts messages that quote a service.

#[cfg(feature = "fetch")]
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
#[cfg(feature = "fetch")]
use percent_encoding::percent_decode_str;

/// The secret values that are sent. No message contains them, even if the service repeats them.
#[derive(Clone, Default)]
pub(super) struct Secrets(Vec<String>);

/// Shorter secrets could occur anywhere in a text, so a text that contains one is withheld.
const REPLACED: usize = 7;

impl Secrets {
    /// Adds a value, its words, and the values in it that have names, such as those of cookies: in `Bearer …`, only the part
    /// after the scheme is secret.
    #[cfg(feature = "fetch")]
    pub(super) fn add(&mut self, value: &str) {
        let mut words: Vec<&str> = value.split_whitespace().collect();
        if words.len() > 1 {
            words.remove(0);
        }
        let parts = value.split(|one: char| one.is_whitespace() || matches!(one, ';' | ','));
        // The padding of base64 is no name.
        let parts = parts.map(|part| part.trim_matches(['=', '"']));
        let parts = parts.map(|part| part.split_once('=').map_or(part, |(_, named)| named));
        let parts = parts.map(|part| part.trim_matches('"'));
        // A text with a shorter one would be withheld, and most of those are flags.
        let parts = parts.filter(|part| part.len() >= REPLACED);
        let basic: Vec<String> = words.iter().filter_map(|word| basic(word)).collect();
        let basic = basic.iter().map(String::as_str);
        for secret in words
            .iter()
            .copied()
            .chain(parts)
            .chain(basic)
            .chain([value])
        {
            let in_json = serde_json::Value::from(secret).to_string();
            let forms = [secret.to_owned(), in_json.trim_matches('"').to_owned()];
            self.0
                .extend(forms.into_iter().filter(|form| !form.is_empty()));
        }
        // The longer ones first: a shorter one may be part of them.
        self.0.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        self.0.dedup();
    }

    /// Adds the user and the password of a URL, in the forms in which a service can repeat them.
    #[cfg(feature = "fetch")]
    pub(super) fn add_credentials(&mut self, url: &reqwest::Url) {
        let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
        let (user, password) = (url.username(), url.password().unwrap_or_default());
        if user.is_empty() && password.is_empty() {
            return;
        }
        for text in [user, password] {
            self.add(text);
            self.add(&decoded(text));
        }
        self.add(&BASE64.encode(format!("{}:{}", decoded(user), decoded(password))));
    }

    /// Returns the beginning of the service's text on one line, redacted.
    pub(super) fn excerpt(&self, text: &str) -> String {
        let text = self.redacted(text);
        let is_short = |secret: &&String| secret.len() < REPLACED;
        if self
            .0
            .iter()
            .filter(is_short)
            .any(|secret| text.contains(secret.as_str()))
        {
            return "(withheld, because it repeats a value that was sent)".to_owned();
        }
        quoted(&text)
    }

    /// Redacts a text, except for secrets that are too short to be recognized.
    pub(super) fn redacted(&self, text: &str) -> String {
        let secrets = self.0.iter().filter(|secret| secret.len() >= REPLACED);
        secrets.fold(text.to_owned(), |text, secret| {
            text.replace(secret.as_str(), "…")
        })
    }
}

/// Returns the password in the value of the scheme `Basic`.
#[cfg(feature = "fetch")]
fn basic(value: &str) -> Option<String> {
    let text = String::from_utf8(BASE64.decode(value).ok()?).ok()?;
    let (_, password) = text.split_once(':')?;
    Some(password.to_owned())
}

fn quoted(text: &str) -> String {
    const CHARACTERS: usize = 200;
    let words = text.split(|one: char| {
        // The last ones change the direction of text.
        one.is_whitespace()
            || one.is_control()
            || matches!(one, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    if line.is_empty() {
        return "nothing".to_owned();
    }
    let mut excerpt: String = line.chars().take(CHARACTERS).collect();
    if excerpt.len() < line.len() {
        excerpt.push('…');
    }
    format!("“{excerpt}”")
}

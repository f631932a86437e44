//! Ids, secrets, tokens and URLs as files, environment variables and web pages contain them.

use authing_core::{InvalidInput, Secret};
use url::Url;

use crate::error::Error;

/// The flaw of a text that is empty, or looks empty.
const EMPTY: &str = "must not be empty";

/// The flaw of a text in quotes.
pub(crate) const QUOTED: &str = "has quotes around it, which are part of its value: remove them";

const HAS_QUOTE: &str = "contains a quotation mark: remove it";

const HAS_INVISIBLE: &str = "contains a line break or another invisible character: remove it";

/// Quotation marks that can't be an apostrophe.
const DOUBLE_QUOTES: [char; 12] = [
    '"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '〝', '＂',
];

const SINGLE_QUOTES: [char; 7] = ['\'', '`', '‘', '’', '‚', '‛', '＇'];

/// Returns the text without what is invisible around it, such as the line break at the end of a file.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_invisible)
}

/// Returns what is wrong with a trimmed text, as the end of a sentence, without showing it. Spaces and apostrophes
/// inside are allowed.
pub(crate) fn flaw(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some(EMPTY)
    } else if is_plain(text) {
        None
    } else if is_quoted(text) {
        Some(QUOTED)
    } else if text.contains(DOUBLE_QUOTES) {
        Some(HAS_QUOTE)
    } else if text.contains(|character| character != ' ' && is_invisible(character)) {
        Some(HAS_INVISIBLE)
    } else {
        None
    }
}

/// Returns the trimmed value of a setting.
pub(crate) fn setting<'a>(name: &'static str, value: &'a str) -> Result<&'a str, Error> {
    let value = trim(value);
    match flaw(value) {
        None => Ok(value),
        Some(flaw) => Err(Error::config(name, flaw)),
    }
}

/// Checks an input of a hand-written call, which the service would reject without a reason.
pub(crate) fn check(
    operation: &'static str,
    field: &'static str,
    value: &str,
) -> Result<(), Error> {
    let flaw = match field {
        "token" | "refresh_token" | "id_token" | "ticket" => token_flaw(value),
        "redirect_uri" | "service" | "url" => redirect_uri_flaw(value),
        "scope" | "code" | "prompt" => trim(value).is_empty().then_some(EMPTY),
        _ => flaw(value),
    };
    match flaw {
        Some(flaw) => Err(Error::invalid(operation, InvalidInput::new(field, flaw))),
        None => Ok(()),
    }
}

/// Returns the trimmed value of a setting that is a user pool's id.
pub(crate) fn user_pool_id<'a>(name: &'static str, id: &'a str) -> Result<&'a str, Error> {
    if !id.chars().any(char::is_alphanumeric) {
        let reason = "is not a user pool id: it is empty, or has no letter and no digit";
        return Err(Error::config(name, reason));
    }
    setting(name, id)
}

/// Returns the secret, trimmed.
pub(crate) fn trimmed(secret: Secret) -> Secret {
    let exact = trim(secret.expose());
    // Most are exact, and need no copy.
    if exact.len() == secret.expose().len() {
        return secret;
    }
    Secret::new(exact)
}

/// Returns what is wrong with a trimmed token, as the end of a sentence, without showing it.
pub(crate) fn token_flaw(token: &str) -> Option<&'static str> {
    if is_header(token) {
        return Some("is a whole `Authorization` header: pass only the token, without `Bearer `");
    }
    flaw(token).or_else(|| token.contains(' ').then_some("contains a space"))
}

/// Returns whether a trimmed token is the value of an `Authorization` header, or the whole header.
pub(crate) fn is_header(token: &str) -> bool {
    let unquoted = token.trim_start_matches(|first| is_quote(first) || is_invisible(first));
    // One more than the longer word has.
    let beginning = unquoted.get(.."authorization".len() + 1);
    let word = beginning
        .unwrap_or(unquoted)
        .split(|end: char| end == ':' || is_invisible(end))
        .next();
    word.is_some_and(|word| {
        word.eq_ignore_ascii_case("Bearer") || word.eq_ignore_ascii_case("Authorization")
    })
}

/// Returns what makes a URL unusable that the browser returns to. The provider compares it as a text.
fn redirect_uri_flaw(uri: &str) -> Option<&'static str> {
    // The URL parser removes them silently.
    if uri.contains(|one: char| one.is_whitespace() || one.is_control()) {
        return Some("must not contain whitespace");
    }
    let is_absolute = Url::parse(uri).is_ok();
    (!is_absolute)
        .then_some("is not a valid absolute URL, such as https://my-app.example.com/callback")
}

/// Returns whether a trimmed text begins or ends with a quotation mark.
pub(crate) fn is_quoted(text: &str) -> bool {
    text.starts_with(is_quote) || text.ends_with(is_quote)
}

/// Returns whether a text has only characters of ids and JSON web tokens. For speed: a token is checked in each call.
fn is_plain(text: &str) -> bool {
    // Without an early end, this is a loop over many bytes at once.
    text.bytes().fold(true, |plain, byte| {
        plain & (byte.is_ascii_alphanumeric() | (byte == b'.') | (byte == b'-') | (byte == b'_'))
    })
}

fn is_quote(character: char) -> bool {
    DOUBLE_QUOTES.contains(&character) || SINGLE_QUOTES.contains(&character)
}

/// Returns whether a character is invisible: whitespace, control and format characters, fillers.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_invisible_is_trimmed_at_the_ends() {
        for around in [
            "\n",
            "\r\n",
            " ",
            "\t",
            "\u{feff}",
            "\u{a0}",
            "\u{200b}",
            "\u{202a}",
            "\u{2060}",
            "\u{3000}",
            "\0",
            "\u{fe0f}",
            "\u{3164}",
            "\u{feff}\n \u{a0}\r\n",
        ] {
            assert_eq!(trim(&format!("{around}a b{around}")), "a b", "{around:?}");
            assert_eq!(trim(around), "", "{around:?}");
            if around != " " {
                let inside = format!("a{around}b");
                assert_eq!(flaw(trim(&inside)), Some(HAS_INVISIBLE), "{around:?}");
            }
        }
    }

    #[test]
    fn a_whole_header_is_no_token() {
        for header in [
            "Bearer a.b.c",
            "bearer a.b.c",
            "BEARER\ta.b.c",
            "Bearer",
            "Authorization: Bearer a.b.c",
            "authorization:Bearer a.b.c",
            "\"Bearer a.b.c\"",
            "\" Bearer a.b.c\"",
        ] {
            let flaw = token_flaw(header).unwrap_or_default();
            assert!(
                flaw.starts_with("is a whole `Authorization` header"),
                "{header}"
            );
        }
        for (token, flaw) in [
            ("", EMPTY),
            ("\"a.b.c\"", QUOTED),
            ("a.b\n.c", HAS_INVISIBLE),
            ("Basic a.b.c", "contains a space"),
        ] {
            assert_eq!(token_flaw(token), Some(flaw), "{token}");
        }
        for token in ["a.b.c", "BearerLike.b.c", "opaque", "YTo=/+~_-"] {
            assert_eq!(token_flaw(token), None, "{token}");
        }
    }

    #[test]
    fn quotes_are_a_flaw() {
        for quoted in [
            "\"a\"", "'a'", "“a”", "‘a’", "`a`", "\"a", "a\"", "a'", "「a」", "\"", "\"\"",
        ] {
            assert_eq!(flaw(quoted), Some(QUOTED), "{quoted}");
        }
        assert_eq!(flaw("a\"b"), Some(HAS_QUOTE));
        assert_eq!(flaw("a”b"), Some(HAS_QUOTE));
        assert_eq!(flaw(""), Some(EMPTY));
        for exact in ["a", "the pool's secret", "密钥", "a,b;c"] {
            assert_eq!(flaw(exact), None, "{exact}");
        }
    }
}

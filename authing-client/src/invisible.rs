//! Characters that nobody sees, at the ends of a text or in place of one.

/// Whether a character has nothing to see: whitespace, control characters, and what editors and web pages leave behind.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// Whether a text is empty, or looks so.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Whether a text begins or ends with what nobody sees, such as the line break at the end of a file.
pub(crate) fn is_padded(text: &str) -> bool {
    text.starts_with(is_invisible) || text.ends_with(is_invisible)
}

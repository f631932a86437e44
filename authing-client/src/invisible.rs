//! Invisible characters around a text, or in place of it.

/// Returns whether a character is invisible: whitespace, control characters, and characters that editors and web pages
/// add.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// Returns whether a text is empty or looks empty.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Returns whether a text begins or ends with an invisible character, such as the line break at the end of a file.
pub(crate) fn is_padded(text: &str) -> bool {
    text.starts_with(is_invisible) || text.ends_with(is_invisible)
}

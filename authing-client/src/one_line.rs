//! Text of one line.

use std::fmt;

/// Text without control characters, line separators and marks that change the direction of text, which could forge log lines.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, piece) in self
            .0
            .split(forges)
            .filter(|piece| !piece.is_empty())
            .enumerate()
        {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(piece)?;
        }
        Ok(())
    }
}

fn forges(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_forge_a_log_line_becomes_a_space() {
        let text = "a\r\n\u{1b}[31mb\u{202e}c\u{2028}d\u{2066}e\u{200f}\0";
        assert_eq!(OneLine(text).to_string(), "a [31mb c d e");
        // The joiner of an emoji stays.
        let text = "错误 👩\u{200d}💻";
        assert_eq!(OneLine(text).to_string(), text);
    }
}

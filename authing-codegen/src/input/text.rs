//! Text files in the form that GraphQL defines, whichever system or editor wrote them.

use std::fs;
use std::path::Path;

use crate::error::Error;

/// Reads a file without its BOM, with `\n` at the end of each line.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    Ok(normalized(&text))
}

/// Returns a text without its BOM, which some editors put first.
pub(crate) fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Returns a text without its BOM, with `\n` at the end of each line: GraphQL ends a line at `\r`, too, and Rust does not.
pub(crate) fn normalized(text: &str) -> String {
    without_bom(text).replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bom_and_line_endings_are_normalized() {
        assert_eq!(normalized("\u{feff}a\r\n\rb\n\r\nc"), "a\n\nb\n\nc");
        // Only the first character can be a BOM.
        assert_eq!(normalized("a\u{feff}"), "a\u{feff}");
    }
}

//! Text of one line.

use std::fmt;

/// Text without control characters, which could forge log lines.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, piece) in self
            .0
            .split(char::is_control)
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

//! An error with its causes.

use std::error::Error as StdError;
use std::fmt;

use super::Error;
use crate::one_line::OneLine;

/// An error and the chain of its causes in one line, as returned by [`Error::report`].
#[derive(Debug, Clone, Copy)]
pub struct Report<'a>(pub(super) &'a Error);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {}", OneLine(&cause.to_string()))?;
            next = cause.source();
        }
        Ok(())
    }
}

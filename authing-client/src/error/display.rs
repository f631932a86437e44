//! The pieces that the errors' texts are made of.

use std::fmt;

use authing_core::ErrorCode;
use http::StatusCode;

use crate::one_line::OneLine;

/// ": message (code 2006: wrong password)", less what there isn't.
pub(super) struct Refusal<'a> {
    pub(super) message: &'a str,
    pub(super) code: Option<ErrorCode>,
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.message.is_empty() {
            write!(f, ": {}", OneLine(self.message))?;
        }
        match self.code.map(|code| (code, code.meaning())) {
            Some((code, Some(meaning))) => write!(f, " (code {code}: {meaning})"),
            Some((code, None)) => write!(f, " (code {code})"),
            None => Ok(()),
        }
    }
}

pub(super) struct HttpStatus<'a> {
    pub(super) status: StatusCode,
    pub(super) excerpt: Option<&'a str>,
}

impl fmt::Display for HttpStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        if self.status.is_redirection() {
            f.write_str(", and redirects are not followed")?;
        }
        match self.excerpt {
            Some("") => f.write_str(", with an empty body"),
            Some(excerpt) => write!(f, ", with a body that begins: {excerpt}"),
            None => f.write_str(", with a body that is withheld, since it repeats what was sent"),
        }
    }
}

pub(super) struct At<'a>(pub(super) &'a str);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => Ok(()),
            path => write!(f, " at `{path}`"),
        }
    }
}

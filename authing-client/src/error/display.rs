//! The errors' own texts, without their causes.

use std::error::Error as StdError;
use std::fmt;

use authing_core::ErrorCode;
use http::StatusCode;

use super::Error;
use crate::one_line::OneLine;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api {
                operation,
                code,
                message,
                graphql,
                hint,
                ..
            } => {
                let detail = ServiceMessage {
                    message,
                    code: *code,
                    graphql: *graphql,
                };
                write!(f, "{operation}: the service returned an error{detail}")?;
                hint.map_or(Ok(()), |hint| write!(f, "; {hint}"))
            }
            Self::CredentialsRejected { code, message, .. } => {
                let detail = ServiceMessage {
                    message,
                    code: *code,
                    graphql: true,
                };
                write!(
                    f,
                    "the service rejected the user pool id and secret{detail}"
                )
            }
            Self::InvalidInput {
                operation,
                field,
                reason,
                ..
            } => write!(f, "{operation}: `{field}` {reason}"),
            Self::Encrypt {
                operation, field, ..
            } => write!(f, "{operation}: `{field}` could not be encrypted"),
            Self::Config {
                setting, reason, ..
            } => write!(f, "`{setting}` {reason}"),
            Self::NoRuntime { reason, .. } => f.write_str(reason),
            Self::BlockingInAsync => f.write_str(
                "a blocking call would block the async runtime: use the async client, or make \
                 the call on its own thread (`std::thread::spawn`)",
            ),
            Self::Transport { operation, source } => write!(f, "{operation}: {source}"),
            Self::Http {
                operation,
                status,
                excerpt,
                ..
            } => {
                let excerpt = excerpt.as_deref();
                let status = HttpStatus {
                    status: *status,
                    excerpt,
                };
                write!(f, "{operation}: {status}")
            }
            Self::Decode {
                operation,
                path,
                reason,
            } => write!(f, "{operation}: unexpected response{}: {reason}", At(path)),
            Self::InvalidToken { reason } => reason.fmt(f),
            Self::Unverified { operation, .. } => write!(
                f,
                "{operation}: the ID token can't be verified yet, because its key can't be fetched: pass \
                 `unverified_tokens()` of this error to `Oidc::verify` later"
            ),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::InvalidInput { source, .. } | Self::Config { source, .. } => {
                source.as_deref().map(|source| source as _)
            }
            Self::Encrypt { source, .. } | Self::NoRuntime { source, .. } => Some(&**source),
            // This error's text includes the source's own text.
            Self::Transport { source, .. } => source.source(),
            Self::Unverified { source, .. } => Some(&**source),
            Self::Api { .. }
            | Self::CredentialsRejected { .. }
            | Self::BlockingInAsync
            | Self::Http { .. }
            | Self::Decode { .. }
            | Self::InvalidToken { .. } => None,
        }
    }
}

/// Formats ": message (code 2006: wrong password)", without the missing parts.
struct ServiceMessage<'a> {
    message: &'a str,
    code: Option<ErrorCode>,
    graphql: bool,
}

impl fmt::Display for ServiceMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.message.is_empty() {
            write!(f, ": {}", OneLine(self.message))?;
        }
        let meaning = |code: ErrorCode| code.meaning().filter(|_| self.graphql);
        match self.code.map(|code| (code, meaning(code))) {
            Some((code, Some(meaning))) => write!(f, " (code {code}: {meaning})"),
            Some((code, None)) => write!(f, " (code {code})"),
            None => Ok(()),
        }
    }
}

struct HttpStatus<'a> {
    status: StatusCode,
    excerpt: Option<&'a str>,
}

impl fmt::Display for HttpStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        if self.status.is_redirection() && self.status != StatusCode::NOT_MODIFIED {
            f.write_str(", and redirects are not followed")?;
        }
        match self.excerpt {
            Some("") => f.write_str(", with an empty body"),
            Some(excerpt) => write!(f, ", with a body that begins: {excerpt}"),
            None => {
                f.write_str(", with a body that is withheld because it repeats part of the request")
            }
        }
    }
}

struct At<'a>(&'a str);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => Ok(()),
            path => write!(f, " at `{path}`"),
        }
    }
}

//! What an answer comes to: the service's errors first, in any HTTP status.

use std::time::SystemTime;

use authing_core::{AnswerError, Secret};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_ENCODING;
use serde_json::Value;

use super::redact::Mask;
use super::retry::retry_after;
use crate::error::Error;
use crate::one_line::OneLine;

/// What was sent, for telling whether the answer repeats it.
pub(crate) struct Sent<'a> {
    pub(crate) operation: &'static str,
    /// The token and the pool's secret.
    pub(crate) secrets: [Option<&'a Secret>; 2],
    /// The body, for GraphQL.
    pub(crate) body: &'a [u8],
    /// The variables in it that are secrets, by their wire names.
    pub(crate) secret_variables: &'static [&'static str],
    /// What stands in the path, for REST.
    pub(crate) path: &'a [&'a str],
}

impl Sent<'_> {
    /// Reads an answer with `read`.
    pub(crate) fn judge<T>(
        &self,
        response: &Response<Bytes>,
        read: impl FnOnce(&[u8]) -> Result<T, AnswerError>,
    ) -> Result<T, Error> {
        let (operation, status) = (self.operation, response.status());
        match read(response.body()) {
            Ok(output) if status.is_success() => Ok(output),
            Err(AnswerError::Service {
                mut first,
                mut others,
            }) => {
                // The service may repeat what the caller gave, but no secret of it.
                let mask = self.secrets();
                mask.service_error(&mut first);
                others
                    .iter_mut()
                    .for_each(|other| mask.service_error(other));
                Err(Error::Api {
                    operation,
                    code: first.code,
                    message: first.message,
                    data: first.data,
                    others: others.into(),
                    retry_after: retry_after(response.headers(), SystemTime::now()),
                })
            }
            _ if !status.is_success() => Err(Error::Http {
                operation,
                status,
                excerpt: self.everything().excerpt(response.body()),
                retry_after: retry_after(response.headers(), SystemTime::now()),
            }),
            Err(AnswerError::Data { path, reason }) => Err(Error::Decode {
                operation,
                path,
                reason,
            }),
            Err(AnswerError::NotGraphql { reason }) => Err(self.unreadable(response, &reason)),
            // Beyond the pattern above there is only what future versions of core may add.
            Err(other) => Err(self.unreadable(response, &other.to_string())),
            Ok(_) => Err(self.unreadable(response, "")),
        }
    }

    fn unreadable(&self, response: &Response<Bytes>, reason: &str) -> Error {
        let excerpt = self.everything().excerpt(response.body());
        let status = response.status().as_u16();
        let reason = if excerpt.is_empty() {
            format!("HTTP {status} with an empty body")
        } else if let Some(encoding) = encoding(response) {
            format!(
                "HTTP {status} with a body in the encoding `{}`, which was not asked for",
                OneLine(&encoding)
            )
        } else {
            format!(
                "HTTP {status}, but no answer of the service ({reason}); the body begins: {excerpt}"
            )
        };
        Error::Decode {
            operation: self.operation,
            path: String::new(),
            reason,
        }
    }

    /// Tokens, passwords, codes: what nobody may see, wherever the answer repeats it.
    fn secrets(&self) -> Mask {
        let mut mask = Mask::default();
        for secret in self.secrets.iter().flatten() {
            mask.add(secret.expose());
        }
        let variables = self.variables();
        for value in self
            .secret_variables
            .iter()
            .filter_map(|name| variables.get(name))
        {
            mask.add_all(value);
        }
        mask
    }

    /// All that was sent and is the caller's: what some gateway writes around it is for no eyes but the service's.
    fn everything(&self) -> Mask {
        let mut mask = self.secrets();
        self.path.iter().for_each(|text| mask.add(text));
        mask.add_all(&self.variables());
        mask
    }

    fn variables(&self) -> Value {
        let mut body: Value = serde_json::from_slice(self.body).unwrap_or_default();
        body.get_mut("variables")
            .map(Value::take)
            .unwrap_or_default()
    }
}

/// How the body is compressed, against what was asked for: servers do.
fn encoding(response: &Response<Bytes>) -> Option<String> {
    let encoding = response.headers().get(CONTENT_ENCODING)?;
    let encoding = String::from_utf8_lossy(encoding.as_bytes()).into_owned();
    (!encoding.is_empty() && encoding != "identity").then_some(encoding)
}

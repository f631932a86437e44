//! Interprets responses: the service's errors first, whatever the HTTP status.

use std::time::SystemTime;

use authing_core::response::read_acknowledgement;
use authing_core::{ResponseError, Secret};
use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{Response, StatusCode};
use serde_json::Value;

use super::redact::Redactor;
use super::retry::retry_after;
use crate::error::Error;
use crate::one_line::OneLine;

/// The request, to detect whether the response repeats it.
pub(crate) struct Sent<'a> {
    pub(crate) operation: &'static str,
    /// The client's own secret: the user pool's or the app's.
    pub(crate) secret: &'a Secret,
    pub(crate) token: Option<&'a Secret>,
    /// More secrets: the passwords that are encrypted in the body, or the credentials of a form.
    pub(crate) secrets: &'a [Secret],
    /// Whether a GraphQL response is expected.
    pub(crate) graphql: bool,
    /// The variables as JSON; in GraphQL, inside the body.
    pub(crate) variables: &'a [u8],
    /// The wire names of the secret variables.
    pub(crate) secret_variables: &'static [&'static str],
    /// The path segments supplied by the caller, for requests that belong to no operation.
    pub(crate) path: &'a [&'a str],
}

impl<'a> Sent<'a> {
    pub(crate) fn new(operation: &'static str, secret: &'a Secret) -> Self {
        Self {
            operation,
            secret,
            token: None,
            secrets: &[],
            graphql: false,
            variables: &[],
            secret_variables: &[],
            path: &[],
        }
    }
}

impl Sent<'_> {
    /// Reads a response with `read`.
    pub(crate) fn judge<T>(
        &self,
        response: &Response<Bytes>,
        read: impl FnOnce(&[u8]) -> Result<T, ResponseError>,
    ) -> Result<T, Error> {
        let (operation, status) = (self.operation, response.status());
        let mut read = read(response.body());
        let mut graphql = self.graphql;
        // A gateway in front of the service returns the service's code, but not in GraphQL's form.
        if graphql
            && matches!(read, Err(ResponseError::NotGraphql { .. }))
            && let Err(error @ ResponseError::Service { .. }) =
                read_acknowledgement(response.body())
        {
            (read, graphql) = (Err(error), false);
        }
        match read {
            Ok(output) if status.is_success() => Ok(output),
            Err(ResponseError::Service {
                mut first,
                mut others,
            }) => {
                // The service may repeat the caller's input, but no secrets.
                let redactor = self.redactor();
                redactor.service_error(&mut first);
                others
                    .iter_mut()
                    .for_each(|other| redactor.service_error(other));
                let stated = first.status.map(StatusCode::from_u16);
                Err(Error::Api {
                    operation,
                    code: first.code,
                    message: first.message,
                    data: first.data,
                    others,
                    retry_after: retry_after(response.headers(), SystemTime::now()),
                    status: stated.and_then(Result::ok).unwrap_or(status),
                    graphql,
                    unauthenticated: first.unauthenticated,
                    hint: None,
                })
            }
            _ if !status.is_success() => Err(Error::Http {
                operation,
                status,
                excerpt: self.everything().excerpt(response.body()),
                retry_after: retry_after(response.headers(), SystemTime::now()),
            }),
            Err(ResponseError::Data { path, reason }) => Err(Error::Decode {
                operation,
                path,
                reason,
            }),
            Err(ResponseError::NotGraphql { reason }) => Err(self.unreadable(response, &reason)),
            // Only variants that future versions of core may add.
            Err(other) => Err(self.unreadable(response, &other.to_string())),
            Ok(_) => Err(self.unreadable(response, "")),
        }
    }

    fn unreadable(&self, response: &Response<Bytes>, reason: &str) -> Error {
        let status = response.status().as_u16();
        let reason = if response.body().trim_ascii().is_empty() {
            format!("HTTP {status} with an empty body")
        } else if let Some(encoding) = encoding(response) {
            format!(
                "HTTP {status} with a body in the encoding `{}`, which was not requested",
                OneLine(&encoding)
            )
        } else {
            let body = match self.everything().excerpt(response.body()) {
                Some(excerpt) => format!("begins: {excerpt}"),
                None => "is withheld because it repeats part of the request".to_owned(),
            };
            format!(
                "HTTP {status}, but not a valid response of the service ({reason}); the body {body}"
            )
        };
        Error::Decode {
            operation: self.operation,
            path: String::new(),
            reason,
        }
    }

    /// Tokens, passwords and codes: redacted wherever the response repeats them.
    fn redactor(&self) -> Redactor {
        let mut redactor = Redactor::default();
        for secret in self.secrets.iter().chain(self.token) {
            redactor.add(secret.expose());
        }
        redactor.add(self.secret.expose());
        let variables = self.variables();
        for value in self
            .secret_variables
            .iter()
            .filter_map(|name| variables.get(name))
        {
            redactor.add_all(value);
        }
        redactor
    }

    /// Everything that the caller sent: an excerpt of a gateway's body must not contain it.
    fn everything(&self) -> Redactor {
        let mut redactor = self.redactor();
        self.path.iter().for_each(|text| redactor.add(text));
        redactor.add_all(&self.variables());
        redactor
    }

    fn variables(&self) -> Value {
        let mut sent: Value = serde_json::from_slice(self.variables).unwrap_or_default();
        match sent.get_mut("variables") {
            Some(variables) if self.graphql => variables.take(),
            _ => sent,
        }
    }
}

/// Returns the encoding of a body that was compressed although this was not requested, as some servers do.
fn encoding(response: &Response<Bytes>) -> Option<String> {
    let encoding = response.headers().get(CONTENT_ENCODING)?;
    let encoding = String::from_utf8_lossy(encoding.as_bytes()).into_owned();
    (!encoding.is_empty() && encoding != "identity").then_some(encoding)
}

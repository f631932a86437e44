//! CAS: the URLs of its login, and the validation of its tickets.

use authing_core::Secret;
use authing_core::response::{ResponseError, ServiceError};
use authing_core::v2::Endpoint;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::authentication::AuthenticationClient;
use crate::call::response::Sent;
use crate::call::retry::Repeat;
use crate::error::Error;
use crate::exact;

/// The name of the recipient, for `tracing`.
const CAS: &str = "cas";

/// The user of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CasUser {
    /// The user's name at the app: `user`.
    pub user: String,
    /// The user's attributes, as the app is configured in the console.
    pub attributes: Map<String, Value>,
}

/// The response of version 2, in JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Validation {
    authentication_success: Option<Success>,
    authentication_failure: Option<Value>,
}

#[derive(Deserialize)]
struct Success {
    user: String,
    attributes: Option<Map<String, Value>>,
}

/// # CAS
///
/// An app that is a CAS service sends the browser to [`cas_login_url`](Self::cas_login_url), which returns it with a
/// ticket, and validates the ticket.
impl AuthenticationClient {
    /// Returns the URL of the login page, to redirect the browser to.
    ///
    /// - `service`: the program's URL that the browser returns to, with the parameter `ticket`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `service` is not an absolute URL, or the result would be longer than 64 KB.
    ///
    /// On the wire: `/cas-idp/{app id}`.
    #[doc(alias = "buildAuthorizeUrl")]
    pub fn cas_login_url(&self, service: &str) -> Result<String, Error> {
        self.cas_url(&[self.app_id()], &[("service", service)])
    }

    /// Returns the URL that ends the browser's session at the provider, to redirect the browser to.
    ///
    /// - `url`: the program's URL that the browser returns to. `None` leaves the browser at the provider.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if `url` is not an absolute URL, or the result would be longer than 64 KB.
    ///
    /// On the wire: `/cas-idp/logout`.
    #[doc(alias = "buildLogoutUrl")]
    pub fn cas_logout_url(&self, url: Option<&str>) -> Result<String, Error> {
        let query = url.map(|url| ("url", url));
        self.cas_url(&["logout"], query.as_slice())
    }

    /// Validates a ticket, and returns its user (CAS protocol, version 2).
    ///
    /// - `ticket`: from the query string with which the browser has returned. It is good for one validation.
    /// - `service`: the URL that was passed to [`cas_login_url`](Self::cas_login_url).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if the ticket is not valid. It has no code; its message begins with the code of CAS, such as
    /// `INVALID_TICKET` or `INVALID_SERVICE`, and its data has `code` and `description`. [`Error::InvalidInput`] for an
    /// empty `ticket`, or a `service` that is not an absolute URL.
    ///
    /// On the wire: `GET /cas-idp/{app id}/serviceValidate`, `format=JSON`.
    #[doc(alias = "validateTicketV2")]
    #[doc(alias = "validate_ticket_v2")]
    pub async fn validate_cas_ticket(
        &self,
        ticket: impl Into<Secret>,
        service: &str,
    ) -> Result<CasUser, Error> {
        let request = Request {
            name: "cas_validate_ticket",
            path: "serviceValidate",
            ticket: &exact::trimmed(ticket.into()),
            service,
            format: Some("JSON"),
        };
        self.validate(request, read_v2).await
    }

    /// Validates a ticket, and returns the user's name only (CAS protocol, version 1).
    ///
    /// - `ticket`, `service`: see [`validate_cas_ticket`](Self::validate_cas_ticket).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] without a code if the ticket is not valid; version 1 does not tell why. [`Error::InvalidInput`] for
    /// an empty `ticket`, or a `service` that is not an absolute URL.
    ///
    /// On the wire: `GET /cas-idp/{app id}/validate`.
    #[doc(alias = "validateTicketV1")]
    #[doc(alias = "validate_ticket_v1")]
    pub async fn validate_cas_ticket_v1(
        &self,
        ticket: impl Into<Secret>,
        service: &str,
    ) -> Result<String, Error> {
        let request = Request {
            name: "cas_validate_ticket_v1",
            path: "validate",
            ticket: &exact::trimmed(ticket.into()),
            service,
            format: None,
        };
        self.validate(request, read_v1).await
    }
}

/// A request for the validation of a ticket.
struct Request<'a> {
    name: &'static str,
    path: &'static str,
    ticket: &'a Secret,
    service: &'a str,
    format: Option<&'static str>,
}

impl AuthenticationClient {
    async fn validate<T: Send>(
        &self,
        request: Request<'_>,
        read: impl Fn(&[u8]) -> Result<T, ResponseError> + Send + Sync,
    ) -> Result<T, Error> {
        let Request { name, ticket, .. } = request;
        exact::check(name, "ticket", ticket.expose())?;
        exact::check(name, "service", request.service)?;
        let mut query = vec![("service", request.service), ("ticket", ticket.expose())];
        query.extend(request.format.map(|format| ("format", format)));
        let shared = &self.executor().shared;
        let path = ["cas-idp", self.app_id(), request.path];
        let uri = shared.urls.rest(name, Endpoint::Host, &path, &query)?;
        let sent_request = self.executor().new_get(uri);
        let sent = Sent {
            token: Some(ticket),
            path: &[request.service],
            ..Sent::new(name, &shared.secret)
        };
        // A ticket is good for one validation.
        self.executor()
            .send_rest(CAS, sent_request, sent, Repeat::Unsent, read)
            .await
    }

    fn cas_url(&self, path: &[&str], query: &[(&'static str, &str)]) -> Result<String, Error> {
        const NAME: &str = "cas_url";
        for &(field, url) in query {
            exact::check(NAME, field, url)?;
        }
        let path = [&["cas-idp"], path].concat();
        let urls = &self.executor().shared.urls;
        let url = urls.rest(NAME, Endpoint::Host, &path, query)?;
        Ok(url.to_string())
    }
}

/// Reads `yes` and the user's name, each on a line, or a text that begins with `no`.
fn read_v1(body: &[u8]) -> Result<String, ResponseError> {
    let text = String::from_utf8_lossy(body);
    let mut lines = text.lines().map(str::trim);
    match (lines.next(), lines.next()) {
        (Some("yes"), Some(user)) if !user.is_empty() => Ok(user.to_owned()),
        (Some(line), _) if line.split_whitespace().next() == Some("no") => {
            Err(invalid_ticket("the ticket is not valid".to_owned(), None))
        }
        _ => Err(ResponseError::NotGraphql {
            reason: "neither `yes` with a user nor `no`".to_owned(),
        }),
    }
}

/// Reads the JSON of version 2, with or without `serviceResponse` around it.
fn read_v2(body: &[u8]) -> Result<CasUser, ResponseError> {
    let unexpected = |reason: &str| ResponseError::NotGraphql {
        reason: reason.to_owned(),
    };
    let mut body: Value =
        serde_json::from_slice(body).map_err(|_| unexpected("the body is not JSON"))?;
    if let Some(inner) = body.get_mut("serviceResponse") {
        body = inner.take();
    }
    let validation: Validation =
        serde_json::from_value(body).map_err(|_| unexpected("not the response of a validation"))?;
    if let Some(failure) = validation.authentication_failure {
        let text = |name: &str| failure.get(name).and_then(Value::as_str).map(str::trim);
        let message = match (text("code"), text("description")) {
            (Some(code), Some(description)) => format!("{code}: {description}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "the ticket is not valid".to_owned(),
        };
        return Err(invalid_ticket(message, Some(failure)));
    }
    match validation.authentication_success {
        Some(success) if !success.user.trim().is_empty() => Ok(CasUser {
            user: success.user,
            attributes: success.attributes.unwrap_or_default(),
        }),
        _ => Err(unexpected("neither a user nor a failure")),
    }
}

fn invalid_ticket(message: String, data: Option<Value>) -> ResponseError {
    let mut first = ServiceError::new(None, message);
    first.data = data.map(Into::into);
    ResponseError::Service {
        first,
        others: Box::default(),
    }
}

//! The return of the browser from the login page.

use authing_core::response::ErrorData;
use authing_core::{InvalidInput, Secret};
use http::StatusCode;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{Oidc, PendingLogin, Tokens};
use crate::error::Error;

impl Oidc {
    /// Completes a login: checks the query string with which the browser has returned, exchanges the code for tokens, and
    /// verifies the ID token.
    ///
    /// - `pending`: the result of [`begin`](super::AuthorizationRequest::begin), from the browser's session. It must be
    ///   removed from there, because it is good for one login.
    /// - `query`: the callback's URL or its query string, or its form if the request asked for `response_mode=form_post`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] with the field `state` if the browser brings another state than the pending login's, which
    /// is an attack or a second tab, with the field `iss` if another provider responds, with the field `code` if there is no
    /// code, and with each of them if it occurs twice. [`Error::Api`] if the login failed,
    /// for example because the user has canceled it, or if the service rejects the code:
    /// [`oauth_error`](Error::oauth_error) returns `access_denied` or `invalid_grant`. [`Error::InvalidToken`] if the ID
    /// token can't be trusted, and [`Error::Unverified`], which keeps the tokens, if the provider's keys can't be fetched.
    ///
    /// On the wire: `POST /oidc/token`, `grant_type=authorization_code`.
    #[doc(alias = "getAccessTokenByCode")]
    #[doc(alias = "get_access_token_by_code")]
    pub async fn complete(&self, pending: &PendingLogin, query: &str) -> Result<Tokens, Error> {
        let name = self.protocol.pick("oidc_complete", "oauth_complete");
        let invalid = |field, reason| Err(Error::invalid(name, InvalidInput::new(field, reason)));
        let pairs: Vec<_> = form_urlencoded::parse(query_string(query).as_bytes()).collect();
        let parameter = |name: &str| {
            let mut values = pairs.iter().filter(|(one, _)| one == name);
            Some(values.next()?.1.clone().into_owned())
        };
        let count = |name: &str| pairs.iter().filter(|(one, _)| one == name).count();
        // RFC 6749, section 3.1: with two values, programs would differ in which one they see.
        let mut names = ["state", "iss", "error", "code"].into_iter();
        if let Some(name) = names.find(|name| count(name) > 1) {
            return invalid(name, "occurs twice in the query string");
        }
        let state = parameter("state").map(Secret::from);
        if state.as_ref() != Some(&pending.state) {
            return invalid(
                "state",
                "does not match the pending login: begin the login again",
            );
        }
        // RFC 9207. It concerns errors, too.
        if parameter("iss").is_some_and(|issuer| issuer != self.client.provider().issuer()) {
            return invalid("iss", "is another provider than the client's");
        }
        if let Some(error) = parameter("error") {
            return Err(rejected(name, &error, parameter("error_description")));
        }
        match parameter("code").filter(|code| !code.is_empty()) {
            Some(code) => self.exchange(&Secret::from(code), pending).await,
            None => invalid(
                "code",
                "is missing: pass the whole query string of the callback",
            ),
        }
    }
}

/// Returns the query string of a URL, or the text itself, which may be one. A value in it may have a `?`.
fn query_string(text: &str) -> &str {
    match text.split_once('?') {
        Some((path, query)) if !path.contains('=') => query,
        _ => text,
    }
}

/// Returns the error that the login page has sent with the browser.
fn rejected(operation: &'static str, error: &str, description: Option<String>) -> Error {
    let mut data = Map::new();
    data.insert("error".to_owned(), error.into());
    let message = match description {
        Some(description) => {
            let message = format!("{error}: {description}");
            data.insert("error_description".to_owned(), description.into());
            message
        }
        None => error.to_owned(),
    };
    Error::Api {
        operation,
        code: None,
        message,
        data: Some(ErrorData::from(Value::Object(data))),
        others: Box::default(),
        retry_after: None,
        status: StatusCode::FOUND,
        graphql: false,
        unauthenticated: false,
        hint: None,
    }
}

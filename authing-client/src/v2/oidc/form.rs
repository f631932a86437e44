//! Requests to the provider: forms, with the app's own authentication.

use authing_core::response::read_oauth;
use authing_core::v2::Endpoint;
use authing_core::{ResponseError, Secret};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::{ClientAuthentication, Oidc, Protocol};
use crate::call::response::Sent;
use crate::call::retry::Repeat;
use crate::error::Error;
use crate::exact;
use crate::token::bearer::bearer;
use crate::v2::AuthenticationClient;

/// The fields of forms that are redacted wherever a response repeats them.
const SECRETS: &[&str] = &[
    "client_secret",
    "code",
    "code_verifier",
    "refresh_token",
    "token",
];

/// A form, to be posted.
pub(super) struct Form<'a> {
    /// The name in errors and logs.
    pub(super) name: &'static str,
    /// The path below `/oidc` or `/oauth`.
    pub(super) path: &'a [&'a str],
    pub(super) fields: Vec<(&'static str, &'a str)>,
    /// Whether a lost response is no reason not to send it again.
    pub(super) repeat: Repeat,
}

impl Oidc {
    /// Posts a form as the app.
    pub(super) async fn post<T: Send>(
        &self,
        form: Form<'_>,
        read: impl Fn(&[u8]) -> Result<T, ResponseError> + Send + Sync,
    ) -> Result<T, Error> {
        let secret = self.client.app_secret().cloned().unwrap_or_default();
        self.post_as(
            (self.client.app_id(), &secret),
            self.authentication,
            form,
            read,
        )
        .await
    }

    /// Posts a form with other credentials than the app's.
    pub(super) async fn post_as<T: Send>(
        &self,
        (id, secret): (&str, &Secret),
        authentication: ClientAuthentication,
        mut form: Form<'_>,
        read: impl Fn(&[u8]) -> Result<T, ResponseError> + Send + Sync,
    ) -> Result<T, Error> {
        if authentication != ClientAuthentication::None && secret.is_empty() {
            let reason = "must be set (AUTHING_APP_SECRET) for this client authentication";
            return Err(Error::config("app_secret", reason));
        }
        for &(field, value) in &form.fields {
            exact::check(form.name, field, value)?;
        }
        let mut fields: Vec<(&str, &str)> = std::mem::take(&mut form.fields);
        if authentication != ClientAuthentication::Basic {
            fields.push(("client_id", id));
        }
        if authentication == ClientAuthentication::Post {
            fields.push(("client_secret", secret.expose()));
        }
        let segments = [&[self.protocol.prefix()], form.path].concat();
        let executor = self.client.executor();
        let shared = &executor.shared;
        let uri = shared
            .urls
            .rest(form.name, Endpoint::Host, &segments, &[])?;
        let mut request = executor.new_request(Method::POST, uri, body(&fields));
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        let mut secrets = vec![secret.clone()];
        if authentication == ClientAuthentication::Basic {
            let (header, encoded) = basic(id, secret)?;
            headers.insert(AUTHORIZATION, header);
            secrets.push(encoded);
        }
        let sent: Map<String, Value> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .collect();
        let sent = Zeroizing::new(Value::Object(sent).to_string());
        let sent = Sent {
            variables: sent.as_bytes(),
            secret_variables: SECRETS,
            secrets: &secrets,
            ..Sent::new(form.name, &shared.secret)
        };
        executor
            .send_rest(self.protocol.prefix(), request, sent, form.repeat, read)
            .await
    }
}

impl AuthenticationClient {
    /// Gets a JSON document of the provider, with an access token if there is one.
    pub(super) async fn get_from_provider<T: DeserializeOwned + Send>(
        &self,
        protocol: Protocol,
        name: &'static str,
        path: &[&str],
        token: Option<&Secret>,
    ) -> Result<T, Error> {
        let shared = &self.executor().shared;
        let segments = [&[protocol.prefix()], path].concat();
        let uri = shared.urls.rest(name, Endpoint::Host, &segments, &[])?;
        let mut request = self.executor().new_get(uri);
        if let Some(token) = token {
            let headers = request.headers_mut();
            headers.insert(AUTHORIZATION, bearer(name, token)?);
        }
        let sent = Sent {
            token,
            ..Sent::new(name, &shared.secret)
        };
        self.executor()
            .send_rest(protocol.prefix(), request, sent, Repeat::Freely, read_oauth)
            .await
    }
}

/// Returns the fields as a form, which is zeroized with its last clone.
fn body(fields: &[(&str, &str)]) -> Bytes {
    let length = fields
        .iter()
        .map(|(name, value)| name.len() + 3 * value.len() + 2);
    // A buffer that grows would leave a copy behind.
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(length.sum()));
    form.extend_pairs(fields);
    Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
}

/// Returns the header of RFC 6749, section 2.3.1, and the encoded pair in it, which is as secret as the secret.
fn basic(id: &str, secret: &Secret) -> Result<(HeaderValue, Secret), Error> {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!("{}:{}", encode(id), encode(secret.expose())));
    let encoded = Secret::new(STANDARD.encode(&*pair));
    let value = Zeroizing::new(format!("Basic {}", encoded.expose()).into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value))
        .map_err(|_| Error::config("app_secret", "can't be sent in an HTTP header"))?;
    value.set_sensitive(true);
    Ok((value, encoded))
}

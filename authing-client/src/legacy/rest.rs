//! Where the legacy API is: its two GraphQL endpoints, and its REST paths for SMS codes, health checks and uploads.

use authing_core::legacy::{Endpoint, Legacy};
use authing_core::response::read_acknowledgement;
use authing_core::{ResponseError, Secret};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{Method, Request, Uri};
use serde_json::Value;

use crate::call::executor::{Executor, Service};
use crate::call::multipart::{self, File};
use crate::call::response::Sent;
use crate::call::retry::Repeat;
use crate::config::endpoints::Endpoints;
use crate::crypto::password::PublicKey;
use crate::error::Error;

/// The CDN's name in spans and errors.
const CDN: &str = "cdn";

/// The upload host's name in spans and errors.
pub(crate) const UPLOAD: &str = "upload";

impl Service for Legacy {
    type Urls = Endpoints;

    fn uri(urls: &Endpoints, endpoint: Endpoint) -> &Uri {
        urls.graphql(endpoint)
    }

    fn rest(
        operation: &'static str,
        urls: &Endpoints,
        endpoint: Endpoint,
        segments: &[String],
        query: &[(&str, &str)],
    ) -> Result<Uri, Error> {
        urls.rest(operation, endpoint, segments, query)
    }

    fn name(endpoint: Endpoint) -> &'static str {
        endpoint.as_str()
    }

    async fn public_key(_: &Executor<Self>) -> Result<PublicKey, Error> {
        PublicKey::documented().map_err(|reason| Error::config("public_key_pem", reason))
    }

    fn hint_for_unknown_field(urls: &Endpoints) -> Option<&'static str> {
        urls.may_be_swapped().then_some(
            "check that `users_url` (AUTHING_USERS_URL) and `oauth_url` (AUTHING_OAUTH_URL) are not swapped",
        )
    }
}

impl Executor<Legacy> {
    /// Requests an SMS code through the REST path that ends with the phone and the pool's id.
    pub(crate) async fn send_sms_code(
        &self,
        operation: &'static str,
        path: &[&str],
        phone: &str,
    ) -> Result<(), Error> {
        let segments = [path, &[phone, &self.shared.user_pool_id]].concat();
        let urls = &self.shared.urls;
        let uri = urls.rest(operation, Endpoint::Users, &segments, &[])?;
        let request = self.new_get(uri);
        let sent = Sent {
            path: &[phone],
            ..Sent::new(operation, &self.shared.secret)
        };
        // Not idempotent: a message is sent.
        let (service, repeat) = (Endpoint::Users.as_str(), Repeat::Unsent);
        self.send_rest(service, request, sent, repeat, |body| {
            read_acknowledgement(body).map(drop)
        })
        .await
    }

    /// Checks whether a service is up.
    pub(crate) async fn check_service(
        &self,
        operation: &'static str,
        service: Endpoint,
    ) -> Result<(), Error> {
        let urls = &self.shared.urls;
        let uri = urls.rest(operation, service, &["system", "status"], &[])?;
        self.probe(operation, service.as_str(), self.new_get(uri))
            .await
    }

    /// Checks whether the CDN is up.
    pub(crate) async fn check_cdn(&self) -> Result<(), Error> {
        let mut request = self.new_foreign_request(Bytes::new());
        *request.uri_mut() = self.shared.urls.cdn_file(CDN, "")?;
        self.probe(CDN, CDN, request).await
    }

    /// Uploads a file with a token for that purpose only, and returns its URL.
    pub(crate) async fn upload(&self, file: File<'_>, token: &Secret) -> Result<String, Error> {
        let form = multipart::form(file, token, &self.shared.randomness);
        let mut request = self.new_foreign_request(form.body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.shared.urls.upload_uri().clone();
        request
            .headers_mut()
            .insert(CONTENT_TYPE, form.content_type);
        let sent = Sent {
            token: Some(token),
            ..Sent::new(UPLOAD, &self.shared.secret)
        };
        let key = self
            .send_rest(UPLOAD, request, sent, Repeat::Unsent, uploaded_key)
            .await?;
        let url = self.shared.urls.cdn_file(UPLOAD, &key)?;
        Ok(url.to_string())
    }

    /// Returns a request to a host that gets none of the caller's headers.
    fn new_foreign_request(&self, body: Bytes) -> Request<Bytes> {
        let mut request = Request::new(body);
        for name in [ACCEPT, USER_AGENT] {
            if let Some(value) = self.options.headers.get(&name) {
                request.headers_mut().insert(name, value.clone());
            }
        }
        request
    }

    async fn probe(
        &self,
        operation: &'static str,
        service: &'static str,
        request: Request<Bytes>,
    ) -> Result<(), Error> {
        let sent = Sent::new(operation, &self.shared.secret);
        self.send_rest(service, request, sent, Repeat::Never, |_| Ok(()))
            .await
    }
}

/// Returns the key under which the upload host stored the file.
fn uploaded_key(body: &[u8]) -> Result<String, ResponseError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| ResponseError::NotGraphql {
        reason: "it is not JSON".to_owned(),
    })?;
    let invalid = |reason: &str| ResponseError::Data {
        path: "key".to_owned(),
        reason: reason.to_owned(),
    };
    match body.get("key").and_then(Value::as_str) {
        // They lead out of the CDN's path, even if they are escaped.
        Some(key) if key.split('/').any(|segment| [".", ".."].contains(&segment)) => {
            Err(invalid("the picture's key has a segment `.` or `..`"))
        }
        Some(key) if !key.is_empty() => Ok(key.to_owned()),
        _ => Err(invalid("the upload host did not return the picture's key")),
    }
}

//! REST requests: SMS codes, health checks, uploads.

use authing_core::legacy::Endpoint;
use authing_core::response::read_acknowledgement;
use authing_core::{ResponseError, Secret};
use bytes::Bytes;
use futures_util::FutureExt;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Uri};
use serde_json::Value;

use super::executor::Executor;
use super::multipart::{self, File};
use super::response::Sent;
use super::retry::Repeat;
use super::span::Call;
use crate::error::Error;

/// The CDN's name in spans and errors.
const CDN: &str = "cdn";

/// The upload host's name in spans and errors.
pub(crate) const UPLOAD: &str = "upload";

impl Executor {
    /// Requests an SMS code through the REST path that ends with the phone and the pool's id.
    pub(crate) async fn send_sms_code(
        &self,
        operation: &'static str,
        path: &[&str],
        phone: &str,
    ) -> Result<(), Error> {
        let segments = [path, &[phone, &self.shared.user_pool_id]].concat();
        let mut request = get(self.shared.endpoints.rest(Endpoint::Users, &segments)?);
        request.headers_mut().extend(self.options.headers.clone());
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
        let uri = self.shared.endpoints.rest(service, &["system", "status"])?;
        let mut request = get(uri);
        request.headers_mut().extend(self.options.headers.clone());
        self.probe(operation, service.as_str(), request).await
    }

    /// Checks whether the CDN is up.
    pub(crate) async fn check_cdn(&self) -> Result<(), Error> {
        self.probe(CDN, CDN, get(self.shared.endpoints.cdn_root()?))
            .await
    }

    /// Uploads a file with a token for that purpose only, and returns its URL.
    pub(crate) async fn upload(&self, file: File<'_>, token: &Secret) -> Result<String, Error> {
        let form = multipart::form(file, token, &self.shared.randomness);
        let mut request = Request::new(form.body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.shared.endpoints.upload_uri().clone();
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
        self.shared
            .endpoints
            .cdn_file(&key)
            .map(|url| url.to_string())
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

    /// Sends a request without a token. `service` is the recipient, for `tracing`.
    async fn send_rest<T: Send>(
        &self,
        service: &'static str,
        request: Request<Bytes>,
        sent: Sent<'_>,
        repeat: Repeat,
        read: impl Fn(&[u8]) -> Result<T, ResponseError> + Send + Sync,
    ) -> Result<T, Error> {
        let call = Call::begin(sent.operation, service);
        let work = async {
            let mut attempts = self.begin(repeat);
            loop {
                let result = self.send(&call, request.clone()).await;
                let result = result.and_then(|response| sent.judge(&response, &read));
                if let Some(settled) = attempts.settle(result).await {
                    return settled;
                }
            }
        };
        self.run(&call, work.boxed()).await
    }
}

fn get(uri: Uri) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = uri;
    request
}

/// Returns the key under which the upload host stored the file.
fn uploaded_key(body: &[u8]) -> Result<String, ResponseError> {
    let body: Value = serde_json::from_slice(body).map_err(|_| ResponseError::NotGraphql {
        reason: "it is not JSON".to_owned(),
    })?;
    match body.get("key").and_then(Value::as_str) {
        Some(key) if !key.is_empty() => Ok(key.to_owned()),
        _ => Err(ResponseError::Data {
            path: "key".to_owned(),
            reason: "the upload host did not return the picture's key".to_owned(),
        }),
    }
}

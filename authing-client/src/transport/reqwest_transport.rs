//! The built-in transport. Nothing outside this folder names a type of reqwest, and nothing public does.

use std::time::Duration;

use bytes::Bytes;
use http::uri::Authority;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Limited};
use reqwest::{Body, Client, ClientBuilder, Url, redirect};
use tokio::sync::Semaphore;

use super::failure::{failed_while_reading, failed_while_sending, too_long};
use super::{Transport, TransportError, TransportFuture, tls};
use crate::error::Error;

/// Well above what the service answers to its largest page, and far below what exhausts a server's memory.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Shorter than servers and load balancers keep an idle connection (60 s and more), so that none of ours is found closed
/// just when a request goes out on it.
const IDLE_CONNECTION: Duration = Duration::from_secs(30);

/// What the built-in transport can be told.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    /// PEM text with the name of the setting that it came from.
    pub(crate) root_certificates: Vec<(&'static str, String)>,
    /// Whether every address is https.
    pub(crate) https_only: bool,
    /// Whether the GraphQL addresses are https: then there is no client without roots to trust.
    pub(crate) needs_tls: bool,
    /// Whether the GraphQL addresses are on this machine: a proxy can't reach those.
    pub(crate) loopback: bool,
    /// The GraphQL addresses, to which nearly all requests go.
    pub(crate) addresses: [Uri; 2],
    /// How many requests may be under way at once.
    pub(crate) max_concurrent_requests: usize,
}

#[derive(Debug)]
pub(crate) struct ReqwestTransport {
    client: Client,
    /// The GraphQL addresses as reqwest wants them. To parse one takes as long as to write a request.
    addresses: Vec<(Uri, Url)>,
    /// A place for each request that may be under way.
    places: Semaphore,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        let parsed = |uri: &Uri| Some((uri.clone(), Url::parse(&uri.to_string()).ok()?));
        let places = settings.max_concurrent_requests;
        Ok(Self {
            client: tls::build(settings)?,
            addresses: settings.addresses.iter().filter_map(parsed).collect(),
            places: Semaphore::new(places.min(Semaphore::MAX_PERMITS)),
        })
    }

    fn request(&self, request: Request<Bytes>) -> reqwest::Result<reqwest::Request> {
        let mut addresses = self.addresses.iter();
        let Some((_, url)) = addresses.find(|(uri, _)| uri == request.uri()) else {
            return reqwest::Request::try_from(request);
        };
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, url.clone());
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

/// All but the certificates.
pub(super) fn client(settings: &Settings) -> ClientBuilder {
    let builder = Client::builder()
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        .pool_idle_timeout(IDLE_CONNECTION)
        .redirect(redirect::Policy::none())
        .referer(false)
        .https_only(settings.https_only);
    if settings.loopback {
        builder.no_proxy()
    } else {
        builder
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let uri = request.uri().clone();
            let peer = uri.authority().map_or("", Authority::as_str);
            let request = self
                .request(request)
                .map_err(|error| failed_while_sending(peer, error))?;
            // It is never closed; if it were, there would be no limit.
            let _place = self.places.acquire().await.ok();
            let response = self
                .client
                .execute(request)
                .await
                .map_err(|error| failed_while_sending(peer, error))?;
            read(peer, response).await
        })
    }
}

async fn read(peer: &str, response: reqwest::Response) -> Result<Response<Bytes>, TransportError> {
    let announced = response.content_length();
    if announced.is_some_and(|length| length > LONGEST_ANSWER as u64) {
        return Err(too_long(peer, LONGEST_ANSWER));
    }
    let (parts, body) = Response::<Body>::from(response).into_parts();
    match Limited::new(body, LONGEST_ANSWER).collect().await {
        Ok(body) => Ok(Response::from_parts(parts, body.to_bytes())),
        Err(error) => Err(match error.downcast::<reqwest::Error>() {
            Ok(error) => failed_while_reading(peer, *error),
            Err(_) => too_long(peer, LONGEST_ANSWER),
        }),
    }
}

//! The built-in transport. Nothing outside this folder names a type of reqwest, and nothing public does.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Limited};
use reqwest::Body;
use url::Url;

use super::client::Clients;
use super::error::TransportErrorKind::Other;
use super::error::{SetupError, TransportError};
use super::failure::{
    failed_set_up, failed_while_reading, failed_while_sending, rejected_by_proxy, too_long,
};
use super::pools::Pools;
use super::proxies::Proxies;
use super::settings::Settings;
use super::{Transport, TransportFuture};

// No `Debug`: the client's could show the proxy's password.
pub(crate) struct ReqwestTransport {
    pools: Pools,
    proxies: Proxies,
    /// The URLs of the endpoints. Nearly every request is to one of them: parsing it for each would take longer than all
    /// else here.
    urls: Vec<(Uri, Url)>,
    max_response_bytes: usize,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SetupError> {
        let idle_timeout = settings.pool_idle_timeout;
        let proxies = Proxies::new(settings)?;
        let clients = Clients::new(settings, proxies.clone())?;
        // What reqwest would reject is an error now, not at the first call.
        clients.create(idle_timeout).map_err(failed_set_up)?;
        Ok(Self {
            pools: Pools::new(clients, idle_timeout),
            proxies,
            urls: settings
                .urls
                .iter()
                .filter_map(|url| Some((url.as_str().parse().ok()?, url.clone())))
                .collect(),
            max_response_bytes: settings.max_response_bytes,
        })
    }

    /// Sends a request. Returns its URL, and the future of the response.
    fn begin(
        &self,
        request: Request<Bytes>,
    ) -> Result<
        (
            Cow<'_, Url>,
            impl Future<Output = reqwest::Result<reqwest::Response>>,
        ),
        TransportError,
    > {
        let (parts, body) = request.into_parts();
        let url = self.url(&parts.uri)?;
        let mut request = reqwest::Request::new(parts.method, Url::clone(&url));
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        let response = self.pools.client()?.execute(request);
        Ok((url, response))
    }

    fn url(&self, uri: &Uri) -> Result<Cow<'_, Url>, TransportError> {
        if let Some((_, url)) = self.urls.iter().find(|(known, _)| known == uri) {
            return Ok(Cow::Borrowed(url));
        }
        let url = Url::parse(&uri.to_string()).map_err(|error| {
            TransportError::new(Other, "the request's URL is invalid")
                .with_source(error)
                .before_sending()
        })?;
        Ok(Cow::Owned(url))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (url, response) = self.begin(request)?;
            let route = self.proxies.route(&url);
            // In a block: the future does not keep what is moved into the next one.
            let read = {
                let response = response.await;
                let response = response.map_err(|error| failed_while_sending(&route, error))?;
                self.pools.observe(response.headers());
                if route.is_rejected_by_proxy(response.status()) {
                    return Err(rejected_by_proxy(&route));
                }
                read(url.authority(), response, self.max_response_bytes)?
            };
            read.await
        })
    }
}

/// Starts to read the body of a response from `peer`, which must not be longer than `limit`.
fn read(
    peer: &str,
    response: reqwest::Response,
    limit: usize,
) -> Result<impl Future<Output = Result<Response<Bytes>, TransportError>>, TransportError> {
    let announced = response.content_length();
    if announced.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limit))
    {
        return Err(too_long(peer, limit));
    }
    let (parts, body) = Response::<Body>::from(response).into_parts();
    let body = Limited::new(body, limit).collect();
    Ok(async move {
        match body.await {
            Ok(body) => Ok(Response::from_parts(parts, body.to_bytes())),
            Err(error) => Err(match error.downcast::<reqwest::Error>() {
                Ok(error) => failed_while_reading(peer, *error),
                Err(_) => too_long(peer, limit),
            }),
        }
    })
}

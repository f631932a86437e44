//! The built-in transport. Nothing outside this folder names a type of reqwest, and nothing public does.

use bytes::Bytes;
use http::uri::Authority;
use http::{Request, Response};
use http_body_util::{BodyExt, Limited};
use reqwest::Body;
use tokio::sync::Semaphore;

use super::client::Clients;
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
    max_response_bytes: usize,
    /// One permit for each request that may be in flight.
    permits: Semaphore,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SetupError> {
        let permits = settings.max_concurrent_requests;
        let idle_timeout = settings.pool_idle_timeout;
        let proxies = Proxies::new(settings)?;
        let clients = Clients::new(settings, proxies.clone())?;
        // What reqwest would reject is an error now, not at the first call.
        clients.create(idle_timeout).map_err(failed_set_up)?;
        Ok(Self {
            pools: Pools::new(clients, idle_timeout),
            proxies,
            max_response_bytes: settings.max_response_bytes,
            permits: Semaphore::new(permits.min(Semaphore::MAX_PERMITS)),
        })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let uri = request.uri().clone();
            let peer = uri.authority().map_or("", Authority::as_str);
            let route = self.proxies.route(&uri);
            let failed_while_sending = |error| failed_while_sending(&route, error);
            let request = reqwest::Request::try_from(request).map_err(failed_while_sending)?;
            // It is never closed; if it were, there would be no limit.
            let _permit = self.permits.acquire().await.ok();
            let client = self.pools.client()?;
            let response = client.execute(request).await;
            let response = response.map_err(failed_while_sending)?;
            self.pools.observe(response.headers());
            if route.is_rejected_by_proxy(response.status()) {
                return Err(rejected_by_proxy(&route));
            }
            read(peer, response, self.max_response_bytes).await
        })
    }
}

async fn read(
    peer: &str,
    response: reqwest::Response,
    limit: usize,
) -> Result<Response<Bytes>, TransportError> {
    let announced = response.content_length();
    if announced.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limit))
    {
        return Err(too_long(peer, limit));
    }
    let (parts, body) = Response::<Body>::from(response).into_parts();
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(Response::from_parts(parts, body.to_bytes())),
        Err(error) => Err(match error.downcast::<reqwest::Error>() {
            Ok(error) => failed_while_reading(peer, *error),
            Err(_) => too_long(peer, limit),
        }),
    }
}

//! Accepts connections and serves requests on them, with limits for slow clients and for the number of connections.

pub(crate) mod address;
mod body;
pub(super) mod connection;
mod slots;
#[cfg(test)]
mod tests;
pub(crate) mod thread;
#[cfg_attr(not(feature = "tls"), path = "serving/no_tls.rs")]
pub(crate) mod tls;

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use futures_util::future::join_all;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use self::body::Sending;
use self::connection::{Connection, Peer};
use self::slots::{Slot, Slots};
use self::tls::Acceptor;

/// How long a shutdown waits for requests in flight.
const DRAIN: Duration = Duration::from_secs(10);

/// The pause after a connection could not be accepted, which is usually for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// The limits on connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The maximum number of connections.
    pub(super) connections: usize,
    /// The maximum time from the connection's start, or the last response, to the end of the next request's header.
    pub(super) header: Duration,
    /// The maximum time of a request's body.
    pub(super) body: Duration,
    /// The maximum time for which a client may accept nothing of a response.
    pub(super) write: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // With some file descriptors to spare: many systems allow 1,024.
            connections: 1000,
            header: Duration::from_secs(60),
            body: Duration::from_secs(60),
            write: Duration::from_secs(60),
        }
    }
}

/// Serves until `draining` is done: with a value once the requests in flight are finished, without one at once.
pub(super) async fn serve(
    listeners: Vec<TcpListener>,
    tls: Option<Acceptor>,
    router: Router,
    limits: Limits,
    draining: oneshot::Receiver<()>,
) {
    let serving = Serving {
        tls,
        router,
        limits,
        slots: Slots::new(limits.connections),
        graceful: Arc::default(),
    };
    let drain = tokio::select! {
        _ = join_all(listeners.iter().map(|listener| serving.accept(listener))) => return,
        drain = draining => drain,
    };
    drop(listeners);
    // No connection holds it: those in a handshake have a weak reference, and are not waited for.
    let graceful = Arc::into_inner(serving.graceful);
    if let (Ok(()), Some(graceful)) = (drain, graceful) {
        let _ = timeout(DRAIN, graceful.shutdown()).await;
    }
}

struct Serving {
    tls: Option<Acceptor>,
    router: Router,
    limits: Limits,
    slots: Arc<Slots>,
    graceful: Arc<GracefulShutdown>,
}

impl Serving {
    async fn accept(&self, listener: &TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, address)) => {
                    let slot = self.slots.take().await;
                    self.begin(stream, address, slot);
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    self.slots.close_oldest();
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn begin(&self, stream: TcpStream, address: SocketAddr, slot: Slot) {
        // An IPv6 listener shows an IPv4 client in IPv6's form.
        let address = SocketAddr::new(address.ip().to_canonical(), address.port());
        let peer = Peer::new(address);
        let connection = Connection::new(stream, &peer, self.limits.write);
        let router = TowerToHyperService::new(self.router.clone());
        let limit = self.limits.body;
        let slot = Arc::new(slot);
        let service = service_fn({
            let slot = Arc::clone(&slot);
            move |request: hyper::Request<Incoming>| {
                let in_flight = slot.begin_request();
                let mut request = request.map(|body| body::within(limit, Body::new(body)));
                request.extensions_mut().insert(ConnectInfo(peer.clone()));
                let response = router.call(request);
                async move {
                    let response = response.await?;
                    Ok::<_, Infallible>(response.map(|body| Sending {
                        body,
                        _request: in_flight,
                    }))
                }
            }
        });
        let (tls, limit) = (self.tls.clone(), self.limits.header);
        let graceful = Arc::downgrade(&self.graceful);
        let serving = async move {
            let stream = match tls {
                None => Box::new(connection),
                Some(tls) => timeout(limit, tls.accept(connection)).await??,
            };
            let serving = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limit)
                .serve_connection(TokioIo::new(stream), service);
            // Without it, the server has begun to shut down.
            if let Some(serving) = graceful.upgrade().map(|graceful| graceful.watch(serving)) {
                serving.await?;
            }
            Ok::<_, Box<dyn Error + Send + Sync>>(())
        };
        tokio::spawn(async move {
            tokio::select! {
                // First, so that a response that is complete is sent before the connection is closed.
                biased;
                result = serving => if let Err(error) = result {
                    tracing::debug!(error, "a connection ended early");
                },
                () = slot.closed() => tracing::debug!("closed a connection, for a new one"),
            }
        });
    }
}

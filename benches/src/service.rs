//! A minimal service: it inspects the request and returns a prepared response.

mod authority;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::Failure;
use crate::responses::Responses;
pub use authority::Authority;

/// The flow-control window of an HTTP/2 connection: the largest that there is, so that it never limits the client.
///
/// When the bodies in flight use up a window, hyper's client sends many of the others in parts, the first of which is a
/// single byte. With hyper's default of 1 MiB, about two thousand such parts that wait to be read count as an attack: the
/// service would close the connection with `too_many_data_frames`.
const WINDOW: u32 = (1 << 31) - 1;

/// The service.
#[derive(Debug)]
pub struct Service {
    responses: Responses,
    /// The delay of each response, except tokens, for benchmarks with many calls in flight.
    delay: Duration,
    /// The limit of streams per connection if it serves HTTP/2, and HTTP/1.1 otherwise.
    http2_streams: Option<u32>,
    connections: AtomicU64,
    requests: AtomicU64,
}

impl Service {
    /// Creates a service that returns these responses after a delay, over HTTP/2 if there is a limit of streams per
    /// connection.
    #[must_use]
    pub fn new(responses: Responses, delay: Duration, http2_streams: Option<u32>) -> Self {
        Self {
            responses,
            delay,
            http2_streams,
            connections: AtomicU64::new(0),
            requests: AtomicU64::new(0),
        }
    }

    /// Listens on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// If there is no free port.
    pub async fn listen() -> Result<(TcpListener, SocketAddr), Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    }

    /// Serves every connection, forever; over TLS if there is an authority.
    ///
    /// # Errors
    ///
    /// If the certificate can't be created.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        authority: Option<&Authority>,
    ) -> Result<(), Failure> {
        let tls = authority
            .map(|authority| authority.acceptor(self.http2_streams.is_some()))
            .transpose()?;
        loop {
            // Continue after a connection that the peer has aborted.
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            self.connections.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(Arc::clone(&self).welcome(stream, tls.clone()));
        }
    }

    async fn welcome(self: Arc<Self>, stream: TcpStream, tls: Option<TlsAcceptor>) {
        if stream.set_nodelay(true).is_err() {
            return;
        }
        match tls {
            None => self.converse(stream).await,
            Some(tls) => {
                if let Ok(stream) = tls.accept(stream).await {
                    self.converse(stream).await;
                }
            }
        }
    }

    async fn converse(
        self: Arc<Self>,
        stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    ) {
        let (stream, http2_streams) = (TokioIo::new(stream), self.http2_streams);
        let respond = service_fn(move |request| Arc::clone(&self).respond(request));
        // Every connection ends when the client closes it.
        let _ = match http2_streams {
            None => {
                http1::Builder::new()
                    .serve_connection(stream, respond)
                    .await
            }
            Some(streams) => {
                http2::Builder::new(TokioExecutor::new())
                    .max_concurrent_streams(streams)
                    .initial_connection_window_size(WINDOW)
                    .serve_connection(stream, respond)
                    .await
            }
        };
    }

    async fn respond(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, hyper::Error> {
        let body = if request.method() == Method::POST {
            self.requests.fetch_add(1, Ordering::Relaxed);
            let (head, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let response = self.responses.to(head.uri.path(), &body);
            if !self.delay.is_zero() && !self.responses.is_token(&response) {
                tokio::time::sleep(self.delay).await;
            }
            response
        } else if request.uri().path() == "/" {
            self.counts()
        } else {
            self.responses.public_key()
        };
        let mut response = Response::new(Full::new(body));
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Ok(response)
    }

    /// Returns the numbers of connections and calls so far.
    fn counts(&self) -> Bytes {
        let connections = self.connections.load(Ordering::Relaxed);
        let requests = self.requests.load(Ordering::Relaxed);
        json!({"connections": connections, "requests": requests})
            .to_string()
            .into()
    }
}

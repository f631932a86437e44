//! The seam to HTTP: whatever sends a request and gives the answer.

mod failure;
mod reqwest_transport;
mod tls;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

pub(crate) use reqwest_transport::{ReqwestTransport, Settings};

/// What [`Transport::send`] gives.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one HTTP request and gives the answer with its whole body.
///
/// The client brings its own; give it another with [`Builder::transport`](crate::Builder::transport) to test without a
/// network, to record what is sent, or to use an HTTP client that the program has already.
///
/// What a transport has to keep to:
///
/// - answers of any status are answers, not errors;
/// - redirects are not followed, or the token would follow them;
/// - the `Authorization` header, which is marked sensitive, the path and the body are not logged;
/// - a body of any length must not exhaust the memory;
/// - it sends a request once: the client sends it again where that is safe, and takes the error's word for
///   [whether it may have been sent](TransportError::may_have_been_sent);
/// - the time limits of a connection and a request are its own, those of the builder concern the built-in one. When the
///   [limit of a call](crate::Builder::call_timeout) is reached, its future is dropped.
///
/// Transports can be wrapped in others, for example in one that counts; the example `own_http_client` does so with an HTTP
/// client of the program's own.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose address is absolute.
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// A [`Transport`] from a function.
///
/// ```
/// use authing_client::bytes::Bytes;
/// use authing_client::http::{Request, Response};
/// use authing_client::{Authing, transport_fn};
///
/// # fn main() -> Result<(), authing_client::Error> {
/// let transport = transport_fn(|request: Request<Bytes>| async move {
///     assert_eq!(request.uri().path(), "/graphql");
///     Ok(Response::new(Bytes::from_static(br#"{"data":{"user":null}}"#)))
/// });
/// let authing = Authing::builder("5e…", "secret").transport(transport).build()?;
/// # drop(authing);
/// # Ok(())
/// # }
/// ```
pub fn transport_fn<F, A>(send: F) -> impl Transport
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    TransportFn(send)
}

struct TransportFn<F>(F);

impl<F, A> Transport for TransportFn<F>
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin((self.0)(request))
    }
}

/// Why there was no answer.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    reason: String,
    may_have_been_sent: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// At which point a request failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: the name is unknown, or nobody listens there.
    Connect,
    /// TLS failed: a certificate that is not trusted, or for another name.
    Tls,
    /// It took too long.
    Timeout,
    /// The answer broke off.
    Answer,
    /// The answer was longer than the client takes.
    TooLong,
    /// Anything else, such as a connection that was closed without an answer.
    Other,
}

impl TransportError {
    /// An error of this kind; `reason` is for people and must hold no secret.
    ///
    /// Unless it is of the kind [`Connect`](TransportErrorKind::Connect) or [`Tls`](TransportErrorKind::Tls), the request
    /// counts as one that may have reached the service.
    pub fn new(kind: TransportErrorKind, reason: impl Into<String>) -> Self {
        Self {
            kind,
            reason: reason.into(),
            may_have_been_sent: !matches!(
                kind,
                TransportErrorKind::Connect | TransportErrorKind::Tls
            ),
            source: None,
        }
    }

    /// Keeps the error that is behind it.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Says that nothing of the request has left this machine.
    #[must_use]
    pub fn before_sending(mut self) -> Self {
        self.may_have_been_sent = false;
        self
    }

    /// At which point it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the service may have received the request, and carried it out.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.may_have_been_sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// It can be chosen while the program runs.
    const _: fn(&dyn Transport) = |_| ();

    #[test]
    fn a_transport_behind_a_pointer_is_one() {
        fn status(transport: impl Transport) -> u16 {
            let sent = transport.send(Request::new(Bytes::new())).now_or_never();
            sent.unwrap().unwrap().status().as_u16()
        }
        let answer = || transport_fn(|_| async { Ok(Response::new(Bytes::new())) });
        let boxed: Box<dyn Transport> = Box::new(answer());
        let shared: Arc<dyn Transport> = Arc::new(answer());
        assert_eq!([status(boxed), status(shared)], [200, 200]);
    }
}

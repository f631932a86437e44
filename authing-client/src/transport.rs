//! The transport: sends a request and returns the response.

mod causes;
mod client;
pub(crate) mod error;
mod failure;
mod keep_alive;
mod pools;
mod proxies;
pub(crate) mod reqwest_transport;
pub(crate) mod settings;
mod tls;

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use error::TransportError;

/// The future returned by [`Transport::send`].
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one HTTP request and returns the response with its whole body.
///
/// The client has a built-in transport; replace it with [`Builder::transport`](crate::Builder::transport) to test
/// without a network, to record requests, or to use the program's own HTTP client.
///
/// Requirements for a transport:
///
/// - responses of any status are responses, not errors;
/// - redirects are not followed, because the token would follow them;
/// - the `Authorization` header, which is marked sensitive, the path and the body are not logged;
/// - a body of any length must not exhaust the memory;
/// - a request is sent once: the client retries it where that is safe, based on
///   [`may_have_been_sent`](TransportError::may_have_been_sent);
/// - the transport has its own timeout for connections; the builder's applies to the built-in one. When the
///   [`timeout`](crate::Builder::timeout) of an attempt or the [`call_timeout`](crate::Builder::call_timeout) is reached,
///   the future is dropped.
///
/// Transports can wrap other transports, for example to count requests; the example `own_http_client` is a transport
/// that uses another HTTP client.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute.
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

/// Creates a [`Transport`] from a function.
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// It can be chosen while the program runs.
    const _: fn(&dyn Transport) = |_| ();

    #[test]
    fn a_transport_behind_a_pointer_is_a_transport() {
        fn status(transport: impl Transport) -> u16 {
            let sent = transport.send(Request::new(Bytes::new())).now_or_never();
            sent.unwrap().unwrap().status().as_u16()
        }
        let respond = || transport_fn(|_| async { Ok(Response::new(Bytes::new())) });
        let boxed: Box<dyn Transport> = Box::new(respond());
        let shared: Arc<dyn Transport> = Arc::new(respond());
        assert_eq!([status(boxed), status(shared)], [200, 200]);
    }
}

//! The seam to HTTP: whatever sends a request and gives the answer.

pub(crate) mod error;
mod failure;
mod proxies;
pub(crate) mod reqwest_transport;
pub(crate) mod settings;
mod tls;

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use error::TransportError;

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

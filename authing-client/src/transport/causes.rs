//! The causes of a missing response, as hyper and h2 report them.

use std::error::Error as StdError;
use std::io;

use h2::Reason;

/// Returns whether the service declared over HTTP/2 that it did not process the request, so that even a mutation can be
/// resent: it refused the stream, or closed the connection with a GOAWAY that excludes the stream.
///
/// h2 reports a GOAWAY only for streams that it excludes. The others end with the connection, as I/O errors.
pub(super) fn is_unprocessed(error: &(dyn StdError + 'static)) -> bool {
    find::<h2::Error>(error).is_some_and(|error| {
        let refused = error.is_reset() && error.reason() == Some(Reason::REFUSED_STREAM);
        error.is_remote() && (refused || error.is_go_away())
    })
}

/// Returns what to do about a missing response, to be added to its cause.
pub(super) fn advice(error: &(dyn StdError + 'static), is_https: bool) -> &'static str {
    if find::<h2::Error>(error).and_then(h2::Error::reason) == Some(Reason::HTTP_1_1_REQUIRED) {
        " (the service offers HTTP/2 but does not accept this request over it: turn HTTP/2 off at the service or at \
         the load balancer in front of it, or set a `transport` that speaks HTTP/1.1)"
    } else if is_closed(error) {
        " (the service may have carried out the request; if it closes idle connections, set `pool_idle_timeout` to \
         less than the time for which it keeps them)"
    } else if !is_https && find::<hyper::Error>(error).is_some_and(is_no_http) {
        " (the response is not valid HTTP: is the URL https://…?)"
    } else {
        ""
    }
}

/// Returns whether what was received is no response of HTTP. One with too many headers is.
fn is_no_http(error: &hyper::Error) -> bool {
    // hyper has a function for it only with its feature `server`.
    error.is_parse() && error.to_string() != "message head is too large"
}

/// Returns whether the connection was closed or reset before the response.
fn is_closed(error: &(dyn StdError + 'static)) -> bool {
    let reset = |error: &io::Error| {
        matches!(
            error.kind(),
            io::ErrorKind::BrokenPipe
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::ConnectionReset
        )
    };
    find::<hyper::Error>(error).is_some_and(|closed| {
        closed.is_incomplete_message() || find::<io::Error>(error).is_some_and(reset)
    })
}

/// Returns the first error of this type in the chain of causes.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

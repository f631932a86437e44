//! The bodies of requests, which have a timeout, and of responses, which keep their connection open.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use futures_util::{StreamExt as _, stream};
use hyper::body::{Frame, SizeHint};

use super::slots::InFlight;

#[derive(Debug, thiserror::Error)]
#[error("the request's body did not arrive in time")]
struct TooSlow;

/// Returns the body, which fails if it is not complete within this time.
pub(super) fn within(limit: Duration, body: Body) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let chunks = body.into_data_stream();
    let deadline = Box::pin(tokio::time::sleep(limit));
    let timed = stream::unfold(Some((chunks, deadline)), async |state| {
        let (mut chunks, mut deadline) = state?;
        tokio::select! {
            biased;
            chunk = chunks.next() => chunk.map(|chunk| (chunk, Some((chunks, deadline)))),
            () = &mut deadline => Some((Err(axum::Error::new(TooSlow)), None)),
        }
    });
    Body::from_stream(timed)
}

/// A response's body. Its request is in flight until the last of it is sent.
pub(super) struct Sending {
    pub(super) body: Body,
    pub(super) _request: InFlight,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

//! Runs asynchronous calls to completion on the caller's thread.

use std::io;
use std::sync::{Arc, LazyLock};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// The runtime of all blocking clients. Its own thread drives the connections between calls, so that a connection
/// closed by the server is noticed then, and not by the next call. It is never dropped, because dropping it in a task
/// would panic.
static RUNTIME: LazyLock<Result<Runtime, Arc<io::Error>>> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("authing")
        .enable_all()
        .build()
        .map_err(Arc::new)
});

/// Runs a call to completion.
pub(super) fn wait<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::BlockingInAsync);
    }
    match &*RUNTIME {
        Ok(runtime) => runtime.block_on(call),
        Err(error) => Err(Error::NoRuntime {
            reason: "the thread of the blocking client could not be started",
            source: Arc::clone(error) as _,
        }),
    }
}

/// Reads the next item of a stream, for an iterator that ends after the last one or an error.
pub(super) fn next<T>(
    ended: &mut bool,
    next: impl Future<Output = Option<Result<T, Error>>>,
) -> Option<Result<T, Error>> {
    if *ended {
        return None;
    }
    let next = wait(async { next.await.transpose() }).transpose();
    *ended = !matches!(next, Some(Ok(_)));
    next
}

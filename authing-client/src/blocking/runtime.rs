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

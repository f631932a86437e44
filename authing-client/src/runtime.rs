//! What needs tokio's runtime, where there is one.
//!
//! The built-in transport needs it. One of the program's own may not, and then calls go without waits, time limits and tasks
//! of their own, all of which panic outside of the runtime.

use std::time::Duration;

use tokio::runtime::Handle;
pub(crate) use tokio::runtime::Id;

/// Whether this code runs inside of the runtime.
pub(crate) fn is_running() -> bool {
    current().is_some()
}

/// The runtime that this code runs inside of.
pub(crate) fn current() -> Option<Id> {
    Handle::try_current().ok().map(|handle| handle.id())
}

/// Runs `work`, but no longer than `limit`; `None` if it is not over by then.
pub(crate) async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    if is_running() {
        tokio::time::timeout(limit, work).await.ok()
    } else {
        Some(work.await)
    }
}

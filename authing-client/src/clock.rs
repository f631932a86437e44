//! Time, where there is a runtime to tell it.
//!
//! The built-in transport needs tokio. One of the program's own may not, and then calls go without time limits and waits:
//! tokio's timers panic outside of its runtime.

use std::time::Duration;

use tokio::runtime::Handle;

/// Whether there is a clock to wait by.
pub(crate) fn is_running() -> bool {
    Handle::try_current().is_ok()
}

/// Runs `work`, but no longer than `limit`; `None` if it is not over by then.
pub(crate) async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    if is_running() {
        tokio::time::timeout(limit, work).await.ok()
    } else {
        Some(work.await)
    }
}

//! The tokio runtime that calls need for their timeouts, retries and token fetches.

use std::sync::Arc;

use tokio::runtime::Handle;

use crate::error::Error;

/// Returns the runtime that this code runs in, or an error where tokio would panic.
pub(crate) fn current() -> Result<Handle, Error> {
    Handle::try_current().map_err(|error| Error::NoRuntime {
        reason: "no tokio runtime: make the call inside one, for example with `#[tokio::main]`, or use the client of \
                 the feature `blocking`",
        source: Arc::new(error),
    })
}

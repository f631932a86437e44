//! The tokio runtime that calls need for their timeouts, retries and token fetches.

use std::sync::Arc;

use tokio::runtime::Handle;

use crate::error::Error;

/// The runtime that this code runs in; an error in place of tokio's panic if there is none.
pub(crate) fn current() -> Result<Handle, Error> {
    Handle::try_current().map_err(|error| Error::NoRuntime {
        reason: "no tokio runtime: make the call inside one, for example with `#[tokio::main]`, or use the client of \
                 the feature `blocking`",
        source: Arc::new(error),
    })
}

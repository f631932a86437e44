//! What every surface can get at.

use std::sync::Arc;

use crate::engine::Engine;
use crate::rules::pool::Service;

/// What every request handler can get at.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) service: Arc<Service>,
    pub(crate) engine: Arc<Engine>,
}

//! What every surface can get at.

use std::sync::Arc;

use crate::control::Control;
use crate::engine::Engine;
use crate::rules::pool::Pool;

/// What every request handler can get at.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) pool: Arc<Pool>,
    pub(crate) control: Arc<Control>,
    /// The engine of the legacy API.
    pub(crate) legacy: Arc<Engine>,
}

//! The state that all endpoints share.

use std::path::Path;
use std::sync::Arc;

use crate::control::Control;
use crate::engine::Engine;
use crate::rules::pool::Pool;
use crate::server::origins::Origins;

/// The state of every request handler.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) pool: Arc<Pool>,
    pub(crate) control: Arc<Control>,
    pub(crate) origins: Arc<Origins>,
    /// The file of the certificate authority, if there is TLS.
    pub(crate) authority_file: Option<Arc<Path>>,
    /// The engine of the legacy API.
    pub(crate) legacy: Arc<Engine>,
    /// The engine of the v2 API.
    pub(crate) v2: Arc<Engine>,
}

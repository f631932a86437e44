//! A service for programs that are not asynchronous.

use authing_client::Builder;
use authing_client::blocking::Authing;
use authing_emulator::Emulator;
use tokio::runtime::Runtime;

/// An emulator with a runtime of its own to run in.
pub(crate) struct Service {
    pub(crate) emulator: Emulator,
    _runtime: Runtime,
}

impl Service {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        Self {
            emulator: runtime.block_on(Emulator::start()).unwrap(),
            _runtime: runtime,
        }
    }

    pub(crate) fn builder(&self) -> Builder {
        let Self { emulator, .. } = self;
        Authing::builder(emulator.user_pool_id(), emulator.secret())
            .users_url(emulator.users_url())
            .oauth_url(emulator.oauth_url())
            .cdn_url(emulator.cdn_url())
            .upload_url(emulator.upload_url())
            .public_key_pem(emulator.public_key_pem())
    }
}

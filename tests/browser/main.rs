//! The emulator's page for people, in a real browser.
//!
//! Without chromium and chromedriver nothing is tested, and the test says so; with `AUTHING_BROWSER_REQUIRED=1` in the
//! environment that is a failure.

// Clippy takes only the test functions themselves for tests, not what they are built from.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod browser;
mod explorer;
mod overview;
// Compiled, so that what people copy from the page compiles.
#[allow(dead_code)]
#[path = "../../authing-emulator/src/server/page/snippet.rs"]
mod snippet;

use authing_client::Authing;
use authing_emulator::Emulator;

pub(crate) const PASSWORD: &str = "testpassword";

pub(crate) async fn client(emulator: &Emulator) -> Authing {
    Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem().trim_end())
        .connect()
        .await
        .unwrap()
}

//! The emulator's page for people, in a real browser.
//!
//! Without chromium and chromedriver nothing is tested, and the test says so; with `AUTHING_BROWSER_REQUIRED=1` in the
//! environment that is a failure.

mod driver;
mod explorer;
mod overview;

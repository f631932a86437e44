//! The emulator's web pages, in a real browser.
//!
//! Without Chromium and ChromeDriver these tests are skipped with a message; with `AUTHING_BROWSER_REQUIRED=1` in the
//! environment they fail.

mod controls;
mod driver;
mod explorer;
mod foreign_page;
mod front_end;
mod login;
mod oidc_login;
mod overview;
mod requests;
mod users;

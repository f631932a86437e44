//! Nothing that can be seen shows a password, a secret, a token or a code, in whatever form.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail the test"
)]

mod echoes;
mod forms;
mod values;

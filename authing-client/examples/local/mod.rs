//! What the examples share: a local Authing, a client of it, and how a story ends.

use std::error::Error;
use std::process::ExitCode;

use authing_client::Authing;
use authing_emulator::{Builder, Emulator};

pub(crate) type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

#[allow(dead_code, reason = "not every example has only one user")]
pub(crate) const EMAIL: &str = "ada@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Starts the emulator and connects to it. It stops when it is dropped.
pub(crate) async fn connect(builder: Builder) -> Result<(Emulator, Authing)> {
    let emulator = builder.start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .cdn_url(emulator.cdn_url())
        .upload_url(emulator.upload_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    Ok((emulator, authing))
}

/// Ends the program, with the error as a sentence if there is one.
pub(crate) fn end(story: Result<()>) -> ExitCode {
    match story {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The story ends here: {error}");
            ExitCode::FAILURE
        }
    }
}

//! A new password without the old one: a code by mail, a look whether it is right, and the change.
//!
//! ```text
//! cargo run --example reset_password
//! ```

mod local;

use std::process::ExitCode;

use authing_emulator::Emulator;
use local::{EMAIL, PASSWORD, Result};

#[tokio::main]
async fn main() -> ExitCode {
    local::end(run().await)
}

async fn run() -> Result<()> {
    let (emulator, authing) = local::connect(Emulator::builder()).await?;
    authing.register(EMAIL, PASSWORD).await?;

    authing.send_reset_password_email(EMAIL).await?;
    let code = emulator.last_code(EMAIL).ok_or("no mail was sent")?;
    println!("A mail to {EMAIL} says: your code is {code}.");

    if let Err(error) = authing.verify_reset_password_code(EMAIL, "000000").await {
        println!("She mistypes it. {error}");
    }
    authing.verify_reset_password_code(EMAIL, &*code).await?;
    println!("Then she types it right, and the page asks for a new password.");

    authing
        .change_password(EMAIL, &*code, "a better one")
        .await?;
    if let Err(error) = authing.login_by_email(EMAIL, PASSWORD).await {
        println!("The old password is of no use now. {error}");
    }
    authing.login_by_email(EMAIL, "a better one").await?;
    println!("The new one is.");
    Ok(())
}

//! Resets a forgotten password in three steps.
//!
//! ```text
//! cargo run --example reset_password
//! ```
//!
//! It starts a local Authing, the emulator, and reads the code from the email that the emulator "sent".

use authing_client::{Authing, Secret};
use authing_emulator::Emulator;

const EMAIL: &str = "ada@example.com";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    let old = Secret::from("correct horse battery staple");
    let new = Secret::from("a longer passphrase");
    authing.register(EMAIL, &old).await?;
    println!("{EMAIL} is registered, and has forgotten her password.");

    println!("\n# 1. Send a code to her email address");
    authing.send_reset_password_email(EMAIL).await?;
    let code = emulator.last_code(EMAIL).ok_or("no email was sent")?;
    println!("The email says: your code is {code}.");

    println!("\n# 2. Check the code before asking for a new password");
    let wrong = if code == "0000" { "1111" } else { "0000" };
    match authing.check_reset_password_code(EMAIL, wrong).await {
        Ok(_) => return Err("the service accepted a wrong code".into()),
        Err(error) => println!("She mistypes it:  {error}"),
    }
    authing.check_reset_password_code(EMAIL, &*code).await?;
    println!("The code from the email is accepted.");

    println!("\n# 3. Set the new password");
    match authing.change_password(EMAIL, &*code, "short").await {
        Ok(_) => return Err("the service accepted a short password".into()),
        Err(error) => println!("Too short:        {error}"),
    }
    authing.change_password(EMAIL, &*code, &new).await?;
    println!("The second one is long enough. It is her password now.");

    println!("\n# Afterwards");
    match authing.login_by_email(EMAIL, &old).await {
        Ok(_) => return Err("the service accepted the old password".into()),
        Err(error) => println!("The old password: {error}"),
    }
    authing.login_by_email(EMAIL, &new).await?;
    println!("The new password: accepted.");
    match authing.change_password(EMAIL, code, &old).await {
        Ok(_) => return Err("the service accepted the code twice".into()),
        Err(error) => println!("The code again:   {error}"),
    }
    Ok(())
}

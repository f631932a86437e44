//! Sets a new password for a user who has forgotten the old one, in three steps.
//!
//! ```text
//! cargo run --example reset_password
//! ```
//!
//! It talks to a local Authing that it starts for itself, and reads the user's mail where that shows what it "sent".

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
    let new = Secret::from("a password of which I have a note");
    authing.register(EMAIL, &old).await?;
    println!("{EMAIL} is registered, and has forgotten her password.");

    println!("\n# 1. A code goes to her mail address");
    authing.send_reset_password_email(EMAIL).await?;
    let code = emulator.last_code(EMAIL).ok_or("no mail was sent")?;
    println!("Her mail says: your code is {code}.");

    println!("\n# 2. The form checks the code, before it asks for a new password");
    let wrong = if code == "0000" { "1111" } else { "0000" };
    match authing.verify_reset_password_code(EMAIL, wrong).await {
        Ok(_) => return Err("the service accepted a wrong code".into()),
        Err(error) => println!("She mistypes it:  {error}"),
    }
    authing.verify_reset_password_code(EMAIL, &*code).await?;
    println!("She types it again, and it is right.");

    println!("\n# 3. The new password");
    match authing.change_password(EMAIL, &*code, "short").await {
        Ok(_) => return Err("the service accepted a short password".into()),
        Err(error) => println!("Her first idea:   {error}"),
    }
    authing.change_password(EMAIL, &*code, &new).await?;
    println!("Her second one is long enough. It is her password now.");

    println!("\n# Afterwards");
    match authing.login_by_email(EMAIL, &old).await {
        Ok(_) => return Err("the service accepted the old password".into()),
        Err(error) => println!("The old password: {error}"),
    }
    authing.login_by_email(EMAIL, &new).await?;
    println!("The new password: she is in.");
    match authing.change_password(EMAIL, code, &old).await {
        Ok(_) => return Err("the service accepted a code twice".into()),
        Err(error) => println!("The code again:   {error}"),
    }
    Ok(())
}

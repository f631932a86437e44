//! Logs a user in who must answer a captcha and type the code of an authenticator app, both in one login.
//!
//! ```text
//! cargo run --example login_with_captcha_and_mfa
//! ```
//!
//! It talks to a local Authing that it starts for itself, and plays the user's part: it reads the captcha and the app's codes
//! where the local service shows them.

use authing_client::operations::LoginByEmail;
use authing_client::{Authing, Error, Login};
use authing_emulator::Emulator;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The real service asks for a captcha after three failures, too.
    let emulator = Emulator::builder().captcha_after(3).start().await?;
    let authing = connect(&emulator).await?;
    authing.register(EMAIL, PASSWORD).await?;
    println!("{EMAIL} is registered.");

    println!("\n# A second factor");
    let login = authing.login_by_email(EMAIL, PASSWORD).await?;
    let mfa = login.session().enable_mfa().await?;
    let uri = mfa
        .provisioning_uri("Example Shop", EMAIL)
        .ok_or("the service gave no key")?;
    // Never print it or log it: whoever has it has the second factor.
    println!(
        "Her app scans a QR code of a URL that begins with {}…, and has her key now.",
        uri.expose().split('?').next().unwrap_or_default()
    );

    println!("\n# Wrong passwords");
    for _ in 0..3 {
        match authing.login_by_email(EMAIL, "correct horse").await {
            Ok(_) => return Err("the service accepted a wrong password".into()),
            Err(error) => println!("{error}"),
        }
    }

    println!("\n# The right one");
    let login = log_in(&authing, &emulator).await?;
    let logins = login.user.logins_count.unwrap_or_default();
    println!("She is in. The service has counted {logins} logins.");
    Ok(())
}

/// What a login form does: as long as the service asks for something, it shows what is asked for and sends the login again.
async fn log_in(
    authing: &Authing,
    emulator: &Emulator,
) -> Result<Login, Box<dyn std::error::Error>> {
    let mut attempt = LoginByEmail::new(EMAIL, PASSWORD);
    loop {
        let error = match authing.login(attempt.clone()).await {
            Ok(login) => return Ok(login),
            Err(error) => error,
        };
        println!("{error}");
        if error.captcha_url().is_none() && !error.needs_mfa() {
            return Err(error.into());
        }
        // Every rejection has the next picture, also the one that asks for the code.
        if let Some(picture) = error.captcha_url() {
            println!("The form shows this picture: {picture}");
            let letters = emulator.last_code(picture).ok_or("it has no letters")?;
            println!("She reads {letters} on it.");
            attempt = attempt.verify_code(letters);
        }
        if error.needs_mfa() {
            println!("The password was right. She types the code that her app shows.");
            attempt = attempt.mfa_code(emulator.mfa_code(EMAIL)?);
        }
    }
}

async fn connect(emulator: &Emulator) -> Result<Authing, Error> {
    Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await
}

#[test]
fn login_with_captcha_and_mfa_runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}

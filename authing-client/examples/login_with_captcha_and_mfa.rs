//! Logs in a user who needs both a captcha and the code of an authenticator app, in one login.
//!
//! ```text
//! cargo run --example login_with_captcha_and_mfa
//! ```
//!
//! It starts a local Authing, the emulator, and plays the user's part: it gets the captcha's letters and the app's codes from
//! the emulator.

use authing_client::operations::LoginByEmail;
use authing_client::{Authing, Error, Login};
use authing_emulator::Emulator;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The real service requires a captcha after three failed logins, too.
    let emulator = Emulator::builder().captcha_after(3).start().await?;
    let authing = connect(&emulator).await?;
    authing.register(EMAIL, PASSWORD).await?;
    println!("{EMAIL} is registered.");

    println!("\n# A second factor");
    let login = authing.login_by_email(EMAIL, PASSWORD).await?;
    let mfa = login.session().enable_mfa().await?;
    let uri = mfa
        .provisioning_uri("Example Shop", EMAIL)
        .ok_or("the response has no key")?;
    // Never print or log the whole URI: it contains the key.
    println!(
        "Her app scans a QR code with a URI that begins with {}…, and has the key now.",
        uri.expose().split('?').next().unwrap_or_default()
    );

    println!("\n# Wrong passwords");
    for _ in 0..3 {
        match authing.login_by_email(EMAIL, "correct horse").await {
            Ok(_) => return Err("the service accepted a wrong password".into()),
            Err(error) => println!("{error}"),
        }
    }

    println!("\n# The right password");
    let login = log_in(&authing, &emulator).await?;
    let logins = login.user.logins_count.unwrap_or_default();
    println!("She is logged in. The service has counted {logins} logins.");
    Ok(())
}

/// Logs in as a login form does: while the service requires a captcha or a code, it shows the input and retries the login.
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
        // Every rejection has the next captcha, including the one that requires the code.
        if let Some(image) = error.captcha_url() {
            println!("A login form would show this image now: {image}");
            let letters = emulator
                .last_code(image)
                .ok_or("the captcha has no letters")?;
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

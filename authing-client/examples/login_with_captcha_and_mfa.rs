//! Logs a user in after three wrong passwords, with a captcha, and enables multi-factor authentication for her.
//!
//! ```text
//! cargo run --example login_with_captcha_and_mfa
//! ```
//!
//! It starts a local Authing, the emulator, and plays the user's part: it gets the captcha's letters from the emulator, and
//! computes the codes as an authenticator app does.

use authing_client::operations::LoginByEmail;
use authing_client::types::Mfa;
use authing_client::{Authing, Error, Secret};
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

    println!("\n# Wrong passwords, until the service requires a captcha");
    let captcha_url = fail_until_captcha(&authing).await?;
    println!("A login form would show this image now: {captcha_url}");
    let letters = emulator
        .last_code(&captcha_url)
        .ok_or("the captcha has no letters")?;
    println!("She reads {letters} on it, and remembers her password.");
    let attempt = LoginByEmail::new(EMAIL, PASSWORD).verify_code(letters);
    let login = authing.login(attempt).await?;
    println!("She is logged in.");

    println!("\n# A second factor");
    let mfa = login.session().enable_mfa().await?;
    let uri = mfa
        .provisioning_uri("Example Shop", EMAIL)
        .ok_or("the response has no key")?;
    // Never print or log the whole URI: it contains the key.
    println!(
        "Her app scans a QR code with a URI that begins with {}…, and has the key now.",
        uri.expose().split('?').next().unwrap_or_default()
    );

    println!("\n# The next login");
    let attempt = LoginByEmail::new(EMAIL, PASSWORD);
    let login = match authing.login(attempt.clone()).await {
        Err(error) if error.needs_mfa() => {
            println!("{error}");
            let code = authenticator_app(&mfa)?;
            println!(
                "The password was right, and the login needs a code. Her app shows one; she types it."
            );
            authing.login(attempt.mfa_code(code)).await?
        }
        Ok(_) => return Err("the service required no code".into()),
        Err(error) => return Err(error.into()),
    };
    let logins = login.user.logins_count.unwrap_or_default();
    println!("She is logged in. The service has counted {logins} logins.");
    Ok(())
}

/// Logs in with a wrong password until the service requires a captcha. Returns the URL of the captcha's image.
async fn fail_until_captcha(authing: &Authing) -> Result<String, Box<dyn std::error::Error>> {
    for _ in 0..10 {
        match authing.login_by_email(EMAIL, "correct horse").await {
            Ok(_) => return Err("the service accepted a wrong password".into()),
            Err(error) => {
                println!("{error}");
                if let Some(captcha_url) = error.captcha_url() {
                    return Ok(captcha_url.to_owned());
                }
            }
        }
    }
    Err("the service required no captcha after ten wrong passwords".into())
}

/// Computes the code that an authenticator app shows: RFC 6238 with its defaults, SHA-1, six digits and 30 seconds.
fn authenticator_app(mfa: &Mfa) -> Result<Secret, Box<dyn std::error::Error>> {
    let key = mfa.shared_key.as_ref().ok_or("the response has no key")?;
    let key = totp_rs::Secret::try_from_base32(key.expose())
        .map_err(|error| format!("the key is not valid base32: {error:?}"))?;
    // Non-compliant: the service chooses the key's length.
    let totp = totp_rs::Builder::new()
        .with_secret(key)
        .build_noncompliant();
    Ok(totp.generate_current().to_string().into())
}

async fn connect(emulator: &Emulator) -> Result<Authing, Error> {
    Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await
}

//! Logs a user in who forgets her password, must answer a captcha for it, and then protects herself with an app's codes.
//!
//! ```text
//! cargo run --example login_with_captcha_and_mfa
//! ```
//!
//! It talks to a local Authing that it starts for itself, and plays the user's part: it reads the captcha where the local
//! service shows what is on the picture, and computes the codes as an authenticator app does.

use authing_client::operations::LoginByEmail;
use authing_client::types::Mfa;
use authing_client::{Authing, Error, Secret};
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

    println!("\n# Wrong passwords, until a captcha is asked for");
    let picture = forget_the_password(&authing).await?;
    println!("A form would show this picture now: {picture}");
    let letters = emulator
        .last_code(&picture)
        .ok_or("the picture has no letters")?;
    println!("She reads {letters} on it, and remembers her password.");
    let attempt = LoginByEmail::new(EMAIL, PASSWORD).verify_code(letters);
    let login = authing.login(attempt).await?;
    println!("She is in.");

    println!("\n# A second factor");
    let mfa = login.session().enable_mfa().await?;
    let uri = mfa
        .provisioning_uri("Example Shop", EMAIL)
        .ok_or("the service gave no key")?;
    // Never print it or log it: whoever has it has the second factor.
    println!(
        "Her app scans a QR code of an address that begins with {}…, and has her key now.",
        uri.expose().split('?').next().unwrap_or_default()
    );

    println!("\n# The next login");
    let attempt = LoginByEmail::new(EMAIL, PASSWORD);
    let login = match authing.login(attempt.clone()).await {
        Err(error) if error.needs_mfa() => {
            println!("{error}");
            let code = authenticator_app(&mfa)?;
            println!(
                "The password was right, and a code is needed. Her app shows one; she types it."
            );
            authing.login(attempt.mfa_code(code)).await?
        }
        Ok(_) => return Err("the service did not ask for the code".into()),
        Err(error) => return Err(error.into()),
    };
    let logins = login.user.logins_count.unwrap_or_default();
    println!("She is in. The service has counted {logins} logins.");
    Ok(())
}

/// Logs in with a wrong password until the service wants a captcha; gives the address of its picture.
async fn forget_the_password(authing: &Authing) -> Result<String, Box<dyn std::error::Error>> {
    for _ in 0..10 {
        match authing.login_by_email(EMAIL, "correct horse").await {
            Ok(_) => return Err("the service accepted a wrong password".into()),
            Err(error) => {
                println!("{error}");
                if let Some(picture) = error.captcha_url() {
                    return Ok(picture.to_owned());
                }
            }
        }
    }
    Err("the service let us guess ten times".into())
}

/// What an app shows that has scanned the QR code: RFC 6238 with SHA-1, six digits and 30 seconds, as by default.
fn authenticator_app(mfa: &Mfa) -> Result<Secret, Box<dyn std::error::Error>> {
    let key = mfa.shared_key.as_ref().ok_or("the service gave no key")?;
    let key = totp_rs::Secret::try_from_base32(key.expose())
        .map_err(|error| format!("the key is not in base 32: {error:?}"))?;
    // Not checked is the key's length: it is the service's choice.
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

//! A login that needs a second and a third try: a captcha after too many wrong passwords, and a code of the user's
//! authenticator app.
//!
//! ```text
//! cargo run --example login_with_captcha_and_mfa
//! ```

mod local;

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use authing_client::mfa_provisioning_uri;
use authing_client::operations::LoginByEmail;
use authing_emulator::Emulator;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac as _};
use local::{EMAIL, PASSWORD, Result};
use sha1::Sha1;

#[tokio::main]
async fn main() -> ExitCode {
    local::end(run().await)
}

async fn run() -> Result<()> {
    let (emulator, authing) = local::connect(Emulator::builder().captcha_after(3)).await?;
    authing.register(EMAIL, PASSWORD).await?;

    println!("# Too many wrong passwords");
    for attempt in 1..=3 {
        if let Err(error) = authing.login_by_email(EMAIL, "not her password").await {
            println!("{attempt}. {error}");
        }
    }
    let login = LoginByEmail::new(EMAIL, PASSWORD);
    let login = match authing.login(login.clone()).await {
        Ok(_) => return Err("no captcha was asked for".into()),
        Err(error) => {
            println!("Now even the right one is not enough: {error}");
            let image = error.captcha_url().ok_or("there is no image to show")?;
            println!("A browser would show {image} and send back what the user reads in it.");
            login.verify_code(emulator.last_code(image).ok_or("there is no such image")?)
        }
    };
    let session = authing.login(login).await?.session();
    println!("With the captcha solved, she is in.");

    println!("\n# Multi-factor authentication");
    let mfa = session.change_mfa(true).await?;
    if mfa_provisioning_uri(&mfa, "Example", EMAIL).is_some() {
        println!(
            "It is on. Her authenticator app reads the key from a QR code of an otpauth:// address."
        );
    }
    let key = mfa.shared_key.ok_or("the service gave no key")?;
    let login = LoginByEmail::new(EMAIL, PASSWORD);
    match authing.login(login.clone()).await {
        Err(error) if error.needs_mfa() => {
            println!("{error}");
            let code = authenticator_app(key.expose())?;
            println!("Her app shows {code}.");
            let login = authing.login(login.mfa_code(code)).await?;
            println!(
                "She is in: that was login number {}.",
                login.user.logins_count.unwrap_or_default()
            );
        }
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("no code was asked for".into()),
    }
    Ok(())
}

/// What an authenticator app shows now: RFC 6238 with SHA-1, six digits and 30 seconds.
fn authenticator_app(key: &str) -> Result<String> {
    let key = BASE32_NOPAD.decode(key.as_bytes())?;
    let step = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 30;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key)?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 15);
    let bytes = hash
        .get(offset..offset + 4)
        .ok_or("a short hash")?
        .try_into()?;
    let number = u32::from_be_bytes(bytes) & 0x7fff_ffff;
    Ok(format!("{:06}", number % 1_000_000))
}

//! A login with a second step: an authenticator app, a code by SMS, or the recovery code.
//!
//! ```text
//! cargo run --example mfa_login
//! ```
//!
//! It starts a local Authing, the emulator, with an app that requires a second step, and plays the user's part: it gets the
//! codes that she types from the emulator.

use authing_client::v2::operations::{RegisterByPhoneCode, VerifySmsMfa, VerifyTotp};
use authing_client::v2::types::{MfaAuthenticatorKind, TotpSource};
use authing_client::v2::{AuthenticationClient, UserSession};
use authing_client::{ErrorCode, MfaChallenge, Secret};
use authing_emulator::{Emulator, MfaPolicy};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const PHONE: &str = "13800138000";
const PASSWORD: &str = "correct horse battery staple";

#[tokio::main]
async fn main() -> Result<()> {
    let emulator = Emulator::start().await?;
    let auth = AuthenticationClient::builder(emulator.app_id())
        .host(emulator.base_url())
        .build()?;
    register(&auth, &emulator).await?;

    // In the console: the app's second factors.
    let policies = [MfaPolicy::Sms, MfaPolicy::Otp];
    emulator.set_app_mfa(emulator.app_id(), &policies)?;

    println!("# With a code by SMS");
    let challenge = log_in(&auth).await?;
    let phone = challenge.phone.as_deref().ok_or("she has no phone")?;
    auth.send_sms_code(phone).await?;
    let code = emulator.last_code(phone).ok_or("no SMS was sent")?;
    let code = VerifySmsMfa::new(phone, code);
    let login = auth.complete_mfa(&challenge, code).await?;
    println!("{phone} has logged in.");

    println!("\n# Set up an authenticator app");
    let recovery_code = enroll(&login.session(), &emulator).await?;

    println!("\n# With the authenticator app");
    let challenge = log_in(&auth).await?;
    let seven_digits = VerifyTotp::new("1234567");
    match auth.complete_mfa(&challenge, seven_digits).await {
        Ok(_) => return Err("the service accepted a wrong code".into()),
        // The challenge is still good.
        Err(error) if error.code() == Some(ErrorCode::TOTP_WRONG) => println!("{error}"),
        Err(error) => return Err(error.into()),
    }
    let code = VerifyTotp::new(emulator.mfa_code(PHONE)?);
    auth.complete_mfa(&challenge, code).await?;
    println!("{PHONE} has logged in.");

    println!("\n# With the recovery code, because she has lost her phone");
    let challenge = log_in(&auth).await?;
    let login = auth
        .complete_mfa_by_recovery_code(&challenge, recovery_code)
        .await?;
    let replaced = login.user.recovery_code.as_ref();
    let replaced = replaced.ok_or("the response has no recovery code")?;
    println!(
        "{PHONE} has logged in. She notes the new recovery code {}.",
        replaced.expose()
    );
    // She sets up the app on her new phone.
    login.session().delete_totp().await?;
    enroll(&login.session(), &emulator).await?;
    Ok(())
}

/// Logs in with the password, which is only the first step.
async fn log_in(auth: &AuthenticationClient) -> Result<MfaChallenge> {
    match auth.login_by_phone_password(PHONE, PASSWORD).await {
        Ok(_) => Err("the service required no second step".into()),
        Err(error) => {
            // Any other error has no challenge.
            let challenge = error.mfa().ok_or(error)?;
            println!(
                "The password is right. The second step: {:?}",
                challenge.methods
            );
            Ok(challenge)
        }
    }
}

/// Sets up an authenticator app; returns the recovery code.
async fn enroll(session: &UserSession, emulator: &Emulator) -> Result<Secret> {
    let app = session
        .associate_totp(MfaAuthenticatorKind::Totp, TotpSource::User)
        .await?;
    let uri = app.qr_code_uri.ok_or("the response has no QR code")?;
    let recovery_code = app
        .recovery_code
        .ok_or("the response has no recovery code")?;
    // Never print or log either of them: the URI contains the app's key. This is a demo.
    let uri = uri.expose().split('?').next().unwrap_or_default();
    println!("Her app scans a QR code with a URI that begins with {uri}…");
    println!("She notes the recovery code {}.", recovery_code.expose());
    // The first code proves that the app has the key.
    let code = emulator.mfa_code(PHONE)?;
    session
        .confirm_totp(MfaAuthenticatorKind::Totp, code, TotpSource::User)
        .await?;
    println!("The app is set up.");
    Ok(recovery_code)
}

async fn register(auth: &AuthenticationClient, emulator: &Emulator) -> Result<()> {
    auth.send_sms_code(PHONE).await?;
    let code = emulator.last_code(PHONE).ok_or("no SMS was sent")?;
    let registration = RegisterByPhoneCode::new(PHONE, code).password(PASSWORD);
    auth.execute(registration).await?;
    println!("{PHONE} is registered.\n");
    Ok(())
}

#[test]
fn mfa_login_runs() -> Result<()> {
    main()
}

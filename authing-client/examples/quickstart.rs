//! The first program: registers a user, logs in, handles a wrong password, and logs in with an SMS code.
//!
//! ```text
//! cargo run --example quickstart
//! ```
//!
//! It starts a local Authing, the emulator. With `AUTHING_USER_POOL_ID` and `AUTHING_SECRET` set (`Builder::from_env` lists
//! the other variables) it calls that service instead, and asks for a phone number and for the codes that are sent there.

use std::io::{self, Write as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_client::operations::LoginByEmail;
use authing_client::types::User;
use authing_client::{Authing, Builder, LoginState, Secret};
use authing_emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (authing, phone) = connect().await?;
    let email = format!("ada-{}@example.com", now()?.as_millis());
    let password = Secret::from("correct horse battery staple");

    println!("\n# Register");
    let user = authing.register(&*email, &password).await?;
    println!("{email} is registered; her id is {}.", user.id);
    println!("Her password was encrypted before it was sent.");

    println!("\n# Log in");
    let login = authing.login_by_email(&*email, &password).await?;
    println!("The response is a typed user; secrets are redacted:");
    println!("{:#?}", login.user);
    let session = login.session();
    if let LoginState::LoggedIn(Some(token)) = session.login_status().await? {
        let left = token.expires_at.unwrap_or_default() - now()?.as_secs() as i64;
        println!("Her token is valid for {} more days.", left / (24 * 3600));
    }

    println!("\n# Look users up");
    match authing.get_user(&*user.id).await? {
        Some(found) => describe(&found),
        None => println!("There is no user {}.", user.id),
    }
    let nobody = authing.get_user("000000000000000000000000").await?;
    println!("A user who does not exist is {nobody:?}, not an error.");

    println!("\n# A wrong password");
    let attempt = LoginByEmail::new(&*email, "correct horse battery stable").last_ip("203.0.113.7");
    match authing.login(attempt).await {
        Ok(_) => return Err("the service accepted a wrong password".into()),
        Err(error) => println!("{error}"),
    }

    match phone {
        Some(phone) => by_phone(&authing, &phone, &password).await?,
        None => println!("\nWithout a phone number, this is the end."),
    }
    Ok(())
}

/// Registers and logs in with codes sent to a phone.
async fn by_phone(
    authing: &Authing,
    phone: &Phone<'_>,
    password: &Secret,
) -> Result<(), Box<dyn std::error::Error>> {
    let number = phone.number();

    println!("\n# A code by SMS");
    authing.send_register_code(number).await?;
    let code = phone.read_code()?;
    let user = authing.register_by_phone(number, password, code).await?;
    println!("{number} is registered; the id is {}.", user.id);

    authing.send_login_code(number).await?;
    let code = phone.read_code()?;
    let login = authing.login_by_phone_code(number, code.clone()).await?;
    describe(&login.user);

    println!("The same code again:");
    match authing.login_by_phone_code(number, code).await {
        Ok(_) => return Err("the service accepted the code twice".into()),
        Err(error) => println!("{error}"),
    }
    Ok(())
}

fn describe(user: &User) {
    let name = user
        .email
        .as_deref()
        .or(user.phone.as_deref())
        .unwrap_or("somebody");
    let logins = user.logins_count.unwrap_or_default();
    println!(
        "{name} has logged in {logins} time(s); last at {}.",
        user.last_login_at.as_deref().unwrap_or("?")
    );
}

/// Connects to the service that the environment names, or to an emulator.
async fn connect() -> Result<(Authing, Option<Phone<'static>>), Box<dyn std::error::Error>> {
    if std::env::var_os("AUTHING_USER_POOL_ID").is_some() {
        let authing = Builder::from_env()?.connect().await?;
        println!(
            "Connected to the user pool {} at {}.",
            authing.user_pool_id(),
            authing.endpoints().users()
        );
        let number = ask("A phone number that can receive SMS (Enter to skip): ")?;
        let phone = (!number.is_empty()).then_some(Phone::Real(number));
        return Ok((authing, phone));
    }
    // Leaked, so that it runs until the program ends.
    let emulator: &'static Emulator = Box::leak(Box::new(Emulator::start().await?));
    println!("A local Authing has started at {}.", emulator.base_url());
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    println!(
        "Connected to its user pool {}: the id and the secret are right.",
        authing.user_pool_id()
    );
    Ok((authing, Some(Phone::Emulated(emulator))))
}

/// A phone that receives codes.
enum Phone<'a> {
    /// A real one: its owner types the codes.
    Real(String),
    /// The emulator's: the emulator returns the codes that it "sent".
    Emulated(&'a Emulator),
}

impl Phone<'_> {
    fn number(&self) -> &str {
        match self {
            Self::Real(number) => number,
            Self::Emulated(_) => "13800138000",
        }
    }

    fn read_code(&self) -> Result<Secret, Box<dyn std::error::Error>> {
        match self {
            Self::Real(number) => Ok(ask(&format!("The code sent to {number}: "))?.into()),
            Self::Emulated(emulator) => {
                let code = emulator
                    .last_code(self.number())
                    .ok_or("no code was sent")?;
                println!("The phone shows: your code is {code}.");
                Ok(code.into())
            }
        }
    }
}

fn ask(question: &str) -> Result<String, Box<dyn std::error::Error>> {
    print!("{question}");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

fn now() -> Result<Duration, Box<dyn std::error::Error>> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?)
}

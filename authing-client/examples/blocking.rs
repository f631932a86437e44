//! The quickstart with the blocking client: a call returns when its response has arrived.
//!
//! ```text
//! cargo run --example blocking --features authing-client/blocking
//! ```
//!
//! It starts a local Authing, the emulator, and calls that.

use authing_client::ErrorCode;
use authing_client::blocking::Authing;
use authing_client::operations::ListUsers;
use authing_emulator::Emulator;
use tokio::runtime::Runtime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // For the emulator only: a program that calls a real service needs no runtime.
    let runtime = Runtime::new()?;
    let emulator = runtime.block_on(Emulator::start())?;

    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect_blocking()?;

    for name in ["ada", "bob", "cy"] {
        let user = authing.register(format!("{name}@example.com"), "correct horse")?;
        println!("registered: {}", user.email.unwrap_or_default());
    }

    let login = authing.login_by_email("ada@example.com", "correct horse")?;
    let session = login.session();
    println!("logged in:  {}", session.login_status()?.is_logged_in());

    match authing.login_by_email("ada@example.com", "wrong horse") {
        Err(error) if error.code() == Some(ErrorCode::WRONG_PASSWORD) => {
            println!("rejected:   {error}")
        }
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the service accepted a wrong password".into()),
    }

    for user in authing.iter(ListUsers::new()).page_size(2) {
        println!("listed:     {}", user?.email.unwrap_or_default());
    }
    Ok(())
}

#[test]
fn blocking_runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}

//! Shows what `tracing` gets to see of each call: one span, with what was called and how it ended.
//!
//! ```text
//! cargo run --example tracing
//! ```
//!
//! It talks to a local Authing that it starts for itself, and to a place where nobody listens.

use authing_client::Authing;
use authing_emulator::Emulator;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A line for each call that is over, and for each retry. Programs that count and measure calls take the same fields from
    // the spans, with a layer of their own or one that exports them.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("authing_client=debug"))
        .without_time()
        .with_target(false)
        .init();
    let emulator = Emulator::start().await?;
    let authing = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(emulator.base_url())
        .public_key_pem(emulator.public_key_pem())
        .connect()
        .await?;
    let email = "ada@example.com";

    println!("\n# A call that succeeds");
    authing.register(email, "correct horse").await?;

    println!("\n# One that the service refuses, with the service's code");
    match authing.login_by_email(email, "wrong horse").await {
        Ok(_) => return Err("the service accepted a wrong password".into()),
        Err(error) => println!("{error}"),
    }

    println!("\n# One that is tried three times");
    let nobody = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(address_of_nobody()?)
        .build()?;
    match nobody.client_info().await {
        Ok(_) => return Err("somebody listens there".into()),
        Err(error) => println!("{error}"),
    }
    Ok(())
}

/// The address of a port of this machine that was free a moment ago.
fn address_of_nobody() -> Result<String, Box<dyn std::error::Error>> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(format!("http://{}", listener.local_addr()?))
}

#[test]
fn tracing_runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}

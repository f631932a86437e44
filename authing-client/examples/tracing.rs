//! Logs each call with `tracing`: one span per call, with its operation, attempts and outcome.
//!
//! ```text
//! cargo run --example tracing
//! ```
//!
//! It starts a local Authing, the emulator, and calls that, and then a port on which nothing listens.

use authing_client::Authing;
use authing_emulator::Emulator;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // One line for each finished call and for each retry. For metrics, a layer can read the same fields from the spans.
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

    println!("\n# A call that ends with an API error, which has the service's code");
    match authing.login_by_email(email, "wrong horse").await {
        Ok(_) => return Err("the service accepted a wrong password".into()),
        Err(error) => println!("{error}"),
    }

    println!("\n# A call that is attempted three times");
    let unreachable = Authing::builder(emulator.user_pool_id(), emulator.secret())
        .host(unreachable_url()?)
        .build()?;
    match unreachable.client_info().await {
        Ok(_) => return Err("a service listens there".into()),
        Err(error) => println!("{}", error.report()),
    }
    Ok(())
}

/// Returns a URL on a local port that was free a moment ago.
fn unreachable_url() -> Result<String, Box<dyn std::error::Error>> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(format!("http://{}", listener.local_addr()?))
}

#[test]
fn tracing_runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}

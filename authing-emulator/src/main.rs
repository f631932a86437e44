//! The program `authing-emulator`: a local Authing for any language's SDK.

mod cli;

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use authing_emulator::{Emulator, Seed};
use clap::Parser;
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::cli::Command;
use crate::cli::rate::Rate;

/// A local Authing to develop and test against: users, tokens, codes and errors as the service has them, in memory or in
/// a file.
///
/// When it is ready, it prints one line of JSON with its addresses, the user pool's id and secret, and the public key
/// for passwords. The address `page` is for people. Its log goes to stderr; RUST_LOG says how much of it.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Options {
    #[command(subcommand)]
    command: Option<Command>,

    /// Where to listen. Port 0 is any free one
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:0",
        env = "AUTHING_EMULATOR_LISTEN"
    )]
    listen: SocketAddr,

    /// The file in which everything is kept. Without one, everything is in memory, and gone with the program
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_DATA")]
    data: Option<PathBuf>,

    /// A JSON file with what a new pool has in it. A data file that has a pool already is left as it is
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_SEED")]
    seed: Option<PathBuf>,

    /// The id of the user pool. Without one, a new one is made up
    #[arg(long, value_name = "ID", env = "AUTHING_EMULATOR_USER_POOL_ID")]
    user_pool_id: Option<String>,

    /// The secret of the user pool. Without one, a new one is made up
    #[arg(
        long,
        value_name = "SECRET",
        env = "AUTHING_EMULATOR_SECRET",
        hide_env_values = true
    )]
    secret: Option<String>,

    /// After how many failed logins in 5 minutes a captcha is asked for. Without it, never
    #[arg(long, value_name = "COUNT", env = "AUTHING_EMULATOR_CAPTCHA_AFTER")]
    captcha_after: Option<u16>,

    /// How many users may register from one address in 5 minutes. Without it, any number
    #[arg(long, value_name = "COUNT", env = "AUTHING_EMULATOR_REGISTRATIONS")]
    registrations: Option<u16>,

    /// How many requests may come from one address in so many seconds, such as 100/60. Without it, any number
    #[arg(
        long,
        value_name = "REQUESTS/SECONDS",
        env = "AUTHING_EMULATOR_RATE_LIMIT"
    )]
    rate_limit: Option<Rate>,

    /// Refuse registrations, so that only the owner can make users. Without it, as the data file or the seed says
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        env = "AUTHING_EMULATOR_REGISTRATION_CLOSED"
    )]
    registration_closed: Option<bool>,
}

fn main() -> ExitCode {
    let mut options = Options::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let done = match options.command.take() {
        Some(command) => command.run(),
        None => serve(options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("authing-emulator: {}", with_sources(&*error));
            ExitCode::FAILURE
        }
    }
}

fn serve(options: Options) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Before the line is printed: whoever reads it may send a signal at once.
        let signals = Signals::listen()?;
        if !options.listen.ip().is_loopback() {
            eprintln!("WARNING: {} is open to other machines.", options.listen);
            eprintln!("WARNING: Whoever reaches it can read every code it sends. It is made for tests only.");
        }
        let emulator = start(options).await?;
        announce(&emulator)?;
        eprintln!("What it is doing: {}", emulator.page_url());
        signals.wait().await;
        tracing::info!("stopping");
        emulator.shut_down().await;
        Ok(())
    })
}

async fn start(options: Options) -> Result<Emulator, Box<dyn Error>> {
    let mut builder = Emulator::builder().listen(options.listen);
    if let Some(path) = options.data {
        builder = builder.data_file(path);
    }
    if let Some(path) = options.seed {
        builder = builder.seed(Seed::read(path)?);
    }
    if let Some(id) = options.user_pool_id {
        builder = builder.user_pool_id(id);
    }
    if let Some(secret) = options.secret {
        builder = builder.secret(secret);
    }
    if let Some(failures) = options.captcha_after {
        builder = builder.captcha_after(failures);
    }
    if let Some(limit) = options.registrations {
        builder = builder.registrations(limit);
    }
    if let Some(rate) = options.rate_limit {
        builder = builder.rate_limit(rate.requests, rate.interval);
    }
    if let Some(closed) = options.registration_closed {
        builder = builder.registration_closed(closed);
    }
    Ok(builder.start().await?)
}

/// All that a client needs, in the order in which people read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Announcement<'a> {
    host: String,
    users: String,
    oauth: String,
    graphql: String,
    cdn: String,
    upload: String,
    messages: String,
    page: String,
    user_pool_id: &'a str,
    secret: &'a str,
    public_key: &'a str,
}

/// Prints all that a client needs, in one line.
fn announce(emulator: &Emulator) -> std::io::Result<()> {
    let line = serde_json::to_string(&Announcement {
        host: emulator.base_url(),
        users: emulator.users_url(),
        oauth: emulator.oauth_url(),
        graphql: emulator.graphql_url(),
        cdn: emulator.cdn_url(),
        upload: emulator.upload_url(),
        messages: emulator.messages_url(),
        page: emulator.page_url(),
        user_pool_id: emulator.user_pool_id(),
        secret: emulator.secret(),
        public_key: emulator.public_key_pem(),
    })?;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// The signals that end the program.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    async fn wait(self) {
        // Without a way to hear Ctrl-C, the program runs until it is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// An error and what it came from, in one line.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

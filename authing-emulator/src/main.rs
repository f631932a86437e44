//! The program `authing-emulator`: a local Authing for any language's SDK.

mod cli;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use authing_emulator::{Emulator, Language, ListenAddress, Seed};
use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::cli::Command;
use crate::cli::announcement::announce;
use crate::cli::rate::Rate;
use crate::cli::signals::Signals;

/// A local Authing to develop and test against: users, tokens, codes and errors like the service's, in memory or in a
/// file.
///
/// When it is ready, it prints one line of JSON with its URLs, the user pool's id and secret, and the public key for
/// passwords. The URL `page` is a web page for developers. The log goes to stderr; RUST_LOG sets its level.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Options {
    #[command(subcommand)]
    command: Option<Command>,

    /// The IP address and port to listen on, `localhost:PORT` for IPv4 and IPv6, or `:PORT` for all interfaces. Port 0 is any
    /// free port
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:0",
        env = "AUTHING_EMULATOR_LISTEN"
    )]
    listen: ListenAddress,

    /// The URL under which other machines reach the emulator, such as http://emulator:7000. Default: the URL at which this
    /// machine reaches it
    #[arg(long, value_name = "URL", env = "AUTHING_EMULATOR_PUBLIC_URL")]
    public_url: Option<String>,

    /// An origin whose web pages may call the service, such as http://localhost:3000. Can be given several times. Default: none
    #[arg(
        long,
        value_name = "URL",
        value_delimiter = ' ',
        env = "AUTHING_EMULATOR_ALLOW_ORIGIN"
    )]
    allow_origin: Vec<String>,

    /// The file that stores everything. Default: everything is in memory, and lost when the program ends
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_DATA")]
    data: Option<PathBuf>,

    /// A JSON file with the initial contents of a new pool. Ignored if the data file already has a pool
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_SEED")]
    seed: Option<PathBuf>,

    /// The id of the user pool. Default: a new one
    #[arg(long, value_name = "ID", env = "AUTHING_EMULATOR_USER_POOL_ID")]
    user_pool_id: Option<String>,

    /// The secret of the user pool. Default: a new one
    #[arg(
        long,
        value_name = "SECRET",
        env = "AUTHING_EMULATOR_SECRET",
        hide_env_values = true
    )]
    secret: Option<String>,

    /// The number of failed logins in 5 minutes after which a captcha is required. Default: never
    #[arg(long, value_name = "COUNT", env = "AUTHING_EMULATOR_CAPTCHA_AFTER")]
    captcha_after: Option<u16>,

    /// The maximum number of registrations from one IP address in 5 minutes. Default: unlimited
    #[arg(long, value_name = "COUNT", env = "AUTHING_EMULATOR_REGISTRATIONS")]
    registrations: Option<u16>,

    /// The maximum number of requests from one IP address in a number of seconds, such as 100/60. Default: unlimited
    #[arg(
        long,
        value_name = "REQUESTS/SECONDS",
        env = "AUTHING_EMULATOR_RATE_LIMIT"
    )]
    rate_limit: Option<Rate>,

    /// A URI to which a login to the announced app may redirect, exactly. Can be given several times. Default: those in the
    /// data file or the seed
    #[arg(
        long,
        value_name = "URI",
        value_delimiter = ' ',
        env = "AUTHING_EMULATOR_REDIRECT_URI"
    )]
    redirect_uri: Vec<String>,

    /// The language of error messages, zh-CN or en-US, for requests that ask for none with the header x-authing-lang
    #[arg(
        long,
        value_name = "LANGUAGE",
        default_value = "zh-CN",
        value_parser = cli::language::parse,
        env = "AUTHING_EMULATOR_LANG"
    )]
    lang: Language,

    /// Reject registrations, so that only the owner can create users. Default: the setting in the data file or the seed
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        env = "AUTHING_EMULATOR_REGISTRATION_CLOSED"
    )]
    registration_closed: Option<bool>,

    /// Also serve the fields of the legacy API that no official SDK uses: they are stored and returned as they are sent. Their
    /// responses name them in `extensions.emulated`
    #[arg(long, env = "AUTHING_EMULATOR_ANSWER_THE_REST")]
    answer_the_rest: bool,
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
        // Before the line is printed: a program that reads it may send a signal at once.
        let signals = Signals::listen()?;
        if !options.listen.is_loopback() {
            eprintln!("WARNING: {} is open to other machines.", options.listen);
            eprintln!("WARNING: Anyone who can reach it can read every code it sends. Use it for tests only.");
        }
        let emulator = start(options).await?;
        announce(&emulator)?;
        eprintln!("Web page with its activity: {}", emulator.page_url());
        signals.wait().await;
        tracing::info!("stopping");
        emulator.shut_down().await;
        Ok(())
    })
}

async fn start(options: Options) -> Result<Emulator, Box<dyn Error>> {
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .language(options.lang)
        .answer_the_rest(options.answer_the_rest);
    if let Some(url) = options.public_url {
        builder = builder.public_url(url);
    }
    for origin in options.allow_origin {
        builder = builder.allow_origin(origin);
    }
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
    for uri in options.redirect_uri {
        builder = builder.redirect_uri(uri);
    }
    if let Some(closed) = options.registration_closed {
        builder = builder.registration_closed(closed);
    }
    Ok(builder.start().await?)
}

/// Returns an error and its sources, in one line.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

//! The program `authing-emulator`: a local Authing for any language's SDK.

mod cli;

use std::error::Error;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser};
use tracing_subscriber::EnvFilter;

use crate::cli::Command;
use crate::cli::announcement::{Form, announce};
use crate::cli::options::EmulatorOptions;
use crate::cli::signals::{Signals, shut_down};
use crate::cli::{naming_variables, say};

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

    #[command(flatten)]
    emulator: EmulatorOptions,

    /// What it prints when it is ready
    #[arg(
        long,
        value_name = "FORM",
        value_enum,
        default_value_t = Form::Json,
        env = "AUTHING_EMULATOR_PRINT"
    )]
    print: Form,
}

fn main() -> ExitCode {
    let options = Options::try_parse()
        .unwrap_or_else(|error| naming_variables(error, Options::command()).exit());
    let level = match &options.command {
        // Between the lines of the command, only problems are of interest.
        Some(Command::Exec(_)) => "warn",
        _ => "info",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // It would be reported on stderr, which panics if nobody reads it any more.
        .log_internal_errors(false)
        .init();
    let done = match options.command {
        Some(command) => command.run(),
        None => serve(options.emulator, options.print),
    };
    done.unwrap_or_else(|error| {
        say(format_args!("authing-emulator: {}", with_sources(&*error)));
        ExitCode::FAILURE
    })
}

fn serve(options: EmulatorOptions, form: Form) -> Result<ExitCode, Box<dyn Error>> {
    cli::runtime()?.block_on(async {
        // Before the line is printed: a program that reads it may send a signal at once.
        let mut signals = Signals::listen()?;
        let emulator = options.start().await?;
        announce(&emulator, form)?;
        say(format_args!(
            "Web page with its activity: {}",
            emulator.page_url()
        ));
        signals.next().await;
        tracing::info!("stopping");
        shut_down(emulator, &mut signals).await;
        Ok(ExitCode::SUCCESS)
    })
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

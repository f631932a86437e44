//! The program `authing-codegen`, in this repository `cargo codegen`: compiles the query files into typed operations, and follows the schema when it changes.

mod command;

use std::path::PathBuf;
use std::process::ExitCode;

use authing_codegen::Error;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use command::{compile, diff, fetch, scaffold};

/// Compiles .graphql files of the Authing API into typed operations.
///
/// When the schema changes: `fetch` it, see with `diff` what that does, `scaffold` query files for what is new, `generate`,
/// and review API.txt and the snapshots.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The file that says what to compile; without it, codegen.toml here or in the nearest folder above.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compile the query files and write what differs.
    Generate(compile::Arguments),
    /// Compile in memory and fail if a generated file differs, is missing or should not be there.
    Check(compile::Arguments),
    Diff(diff::Arguments),
    Fetch(fetch::Arguments),
    Scaffold(scaffold::Arguments),
}

/// The exit status of a diff that could not be made; 1 says that it found something.
const NO_DIFF: u8 = 2;

fn main() -> ExitCode {
    let program = command::program();
    let matches = Arguments::command()
        .name(program)
        .bin_name(program)
        .get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(&arguments) {
        Ok((done, code)) => {
            print!("{}", command::named(&done));
            code
        }
        Err(error) => {
            eprintln!("{}", command::named(&error.to_string()));
            match arguments.command {
                Command::Diff(_) => ExitCode::from(NO_DIFF),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn run(arguments: &Arguments) -> Result<(String, ExitCode), Error> {
    let given = arguments.config.as_deref();
    if let Command::Fetch(fetching) = &arguments.command
        && !fetching.needs_target()
    {
        return Ok((fetch::run(fetching, None)?, ExitCode::SUCCESS));
    }
    let config = command::config(given)?;
    let done = match &arguments.command {
        Command::Generate(arguments) => {
            let targets = command::targets(&config, given, arguments.target.as_deref())?;
            compile::generate(&targets)?
        }
        Command::Check(arguments) => {
            let targets = command::targets(&config, given, arguments.target.as_deref())?;
            compile::check(&targets)?
        }
        Command::Fetch(arguments) => {
            let target = command::target(&config, given, arguments.target.as_deref())?;
            fetch::run(arguments, Some(target))?
        }
        Command::Scaffold(arguments) => {
            let target = command::target(&config, given, arguments.target.as_deref())?;
            scaffold::run(arguments, target)?
        }
        Command::Diff(arguments) => {
            let target = command::target(&config, given, arguments.target.as_deref())?;
            let (report, fails) = diff::run(arguments, target)?;
            return Ok((report, ExitCode::from(u8::from(fails))));
        }
    };
    Ok((done, ExitCode::SUCCESS))
}

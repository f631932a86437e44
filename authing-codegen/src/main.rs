//! `authing-codegen`, in this repository `cargo codegen`: compiles the query files into typed operations and keeps them in
//! sync with the schema.

mod command;

use std::path::PathBuf;
use std::process::ExitCode;

use authing_codegen::Error;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use command::{compile, diff, fetch, scaffold};

/// Compiles .graphql files of the Authing API into typed operations.
///
/// When the schema changes: `fetch` it, run `diff` to see the effects, `scaffold` query files for new root fields,
/// `generate`, then review API.txt and the snapshots.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The configuration file. Default: codegen.toml in this folder or in the nearest parent folder.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compile the query files and write the generated files that have changed.
    Generate(compile::Arguments),
    /// Compile in memory and fail if a generated file is out of date, missing or unexpected.
    Check(compile::Arguments),
    Diff(diff::Arguments),
    Fetch(fetch::Arguments),
    Scaffold(scaffold::Arguments),
}

/// The exit status of a failed diff; 1 means that it found changes.
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
    if let Command::Fetch(fetching) = &arguments.command
        && let Some(out) = &fetching.out
    {
        return Ok((fetch::run(fetching, out, false)?, ExitCode::SUCCESS));
    }
    let (config, path) = command::config(arguments.config.as_deref())?;
    let done = match &arguments.command {
        Command::Generate(arguments) => {
            let targets = command::targets(&config, &path, arguments.target.as_deref())?;
            compile::generate(&targets)?
        }
        Command::Check(arguments) => {
            let targets = command::targets(&config, &path, arguments.target.as_deref())?;
            compile::check(&targets)?
        }
        Command::Fetch(arguments) => {
            let target = command::target(&config, &path, arguments.target.as_deref())?;
            fetch::run(arguments, &target.schema_file(), true)?
        }
        Command::Scaffold(arguments) => {
            let target = command::target(&config, &path, arguments.target.as_deref())?;
            scaffold::run(arguments, target)?
        }
        Command::Diff(arguments) => {
            let target = command::target(&config, &path, arguments.target.as_deref())?;
            let (report, fails) = diff::run(arguments, target)?;
            return Ok((report, ExitCode::from(u8::from(fails))));
        }
    };
    Ok((done, ExitCode::SUCCESS))
}

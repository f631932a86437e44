//! `cargo codegen`: compiles the query files into typed operations, or checks that this has been done.

use std::path::PathBuf;
use std::process::ExitCode;

use authing_codegen::{Config, Error};
use clap::{Parser, Subcommand};

/// Compiles .graphql files of the Authing API into typed operations.
#[derive(Parser)]
#[command(name = "cargo codegen", version)]
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
    Generate,
    /// Compile in memory and fail if any generated file differs, lacks or is one too many.
    Check,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(done) => {
            println!("{done}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Where the configuration is; if it is nowhere, where it should be.
fn nearest() -> PathBuf {
    std::env::current_dir()
        .ok()
        .and_then(|folder| Config::find(&folder))
        .unwrap_or_else(|| PathBuf::from(Config::FILE))
}

fn run(arguments: &Arguments) -> Result<String, Error> {
    let config = match &arguments.config {
        Some(path) => Config::read(path)?,
        None => Config::read(&nearest())?,
    };
    let mut lines = Vec::new();
    for target in &config.targets {
        let output = authing_codegen::compile(target)?;
        let summary = output.summary();
        lines.push(match arguments.command {
            Command::Generate => {
                let written = output.write()?;
                format!("{}: {summary}; {written}", target.name)
            }
            Command::Check => {
                output.check()?;
                format!("{}: {summary}; up to date", target.name)
            }
        });
    }
    Ok(lines.join("\n"))
}

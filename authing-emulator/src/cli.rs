//! The subcommands of the program.

pub(crate) mod announcement;
mod exec;
mod health;
mod language;
pub(crate) mod options;
mod rate;
pub(crate) mod signals;
mod tls;

use std::env;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use authing_emulator::Seed;
use clap::error::{ContextKind, ContextValue};
use clap::{Args, Subcommand};
use tokio::runtime::{self, Runtime};

use self::exec::Exec;
use self::health::Health;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run a command with an emulator of its own, whose settings are in the command's environment variables. Ends with the
    /// command's exit status; RUST_LOG sets the level of the emulator's log, by default `warn`
    Exec(Box<Exec>),

    /// Write the contents of a data file as a seed: the pool with its secrets, users, roles, apps and LDAP accounts
    Export(Export),

    /// Check that an emulator works, for a container's health check: succeeds if its /system/status responds with 200
    Health(Health),
}

#[derive(Args)]
pub(crate) struct Export {
    /// The data file. No emulator may be using it; a running one exports the same at /operator/export
    #[arg(long, value_name = "FILE", env = "AUTHING_EMULATOR_DATA")]
    data: PathBuf,

    /// The file to write, readable only by its owner. Default: stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Command {
    pub(crate) fn run(self) -> Result<ExitCode, Box<dyn Error>> {
        match self {
            Self::Exec(exec) => return exec.run(),
            Self::Export(export) => export.run()?,
            Self::Health(health) => health.run()?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns an error that names the environment variable whose value is wrong, instead of the option that was not given.
pub(crate) fn naming_variables(mut error: clap::Error, mut command: clap::Command) -> clap::Error {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    command.build();
    let subcommands = command.get_subcommands();
    let mut options =
        (command.get_arguments()).chain(subcommands.flat_map(clap::Command::get_arguments));
    let variable = options
        .find(|argument| argument.to_string() == *option && !is_given(argument))
        .and_then(|argument| argument.get_env()?.to_str());
    if let Some(variable) = variable.filter(|variable| env::var_os(variable).is_some()) {
        error.insert(
            ContextKind::InvalidArg,
            ContextValue::String(variable.to_owned()),
        );
    }
    error
}

/// Returns whether an option is on the command line.
fn is_given(option: &clap::Arg) -> bool {
    let own = env::args_os().take_while(|argument| argument != "--");
    own.filter_map(|argument| argument.into_string().ok())
        .any(|argument| {
            argument
                .strip_prefix("--")
                .and_then(|text| text.split('=').next())
                == option.get_long()
        })
}

/// Returns whether both paths name one existing file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let file = fs::canonicalize(one).ok();
    file.is_some() && file == fs::canonicalize(other).ok()
}

/// Prints a line to stderr, if anybody reads it: `eprintln!` panics otherwise.
pub(crate) fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Returns the runtime of the program. The emulator has its own.
pub(crate) fn runtime() -> std::io::Result<Runtime> {
    runtime::Builder::new_current_thread().enable_all().build()
}

impl Export {
    fn run(self) -> Result<(), Box<dyn Error>> {
        let seed = Seed::from_data_file(&self.data)?;
        match self.output {
            Some(path) if is_same_file(&path, &self.data) => {
                return Err("`--output` must not be the data file, which it would replace".into());
            }
            Some(path) => seed.write(path)?,
            None => std::io::stdout().write_all(seed.to_json()?.as_bytes())?,
        }
        Ok(())
    }
}

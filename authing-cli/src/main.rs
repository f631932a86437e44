//! The program `authing`: users, roles and tokens of the Authing identity service, and a check of a deployment.
//!
//! `docs/command-line.md` is its manual. Imports point down: the commands (`users`, `roles`, `token`, `doctor`), then `pool`, then
//! `new_user`, `output` and `prompt`, then `args`, `failure`, `record`, `jwt` and `times`.

mod args;
mod doctor;
mod failure;
mod jwt;
mod language;
mod new_user;
mod output;
mod pool;
mod prompt;
mod record;
mod roles;
mod times;
mod token;
mod users;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Command, Options};
use crate::failure::Failure;

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(options)),
        Err(error) => Err(Failure::Output(error)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has all it wants, such as `head`.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            output::note(&failure);
            ExitCode::from(failure.exit_status())
        }
    }
}

async fn run(options: Options) -> Result<(), Failure> {
    let Options {
        api,
        output,
        command,
    } = options;
    match command {
        Command::Users(command) => users::run(api, output, command).await,
        Command::Roles(command) => roles::run(api, output, command).await,
        Command::Token(command) => token::run(api, output, command).await,
        Command::Doctor => doctor::run(api, output).await,
    }
}

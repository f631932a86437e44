//! `authing-emulator exec`: a command with an emulator of its own.

use std::error::Error;
use std::ffi::OsString;
use std::io;
use std::process::{ExitCode, ExitStatus};

use authing_emulator::Emulator;
use clap::Args;
use tokio::process::{Child, Command};

use super::options::EmulatorOptions;
use super::signals::{Signal, Signals, shut_down};

/// The exit statuses of shells for a command that can't be run.
const NOT_EXECUTABLE: u8 = 126;
const NOT_FOUND: u8 = 127;

#[derive(Args)]
pub(crate) struct Exec {
    #[command(flatten)]
    emulator: EmulatorOptions,

    /// The command to run, and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

impl Exec {
    pub(crate) fn run(self) -> Result<ExitCode, Box<dyn Error>> {
        super::runtime()?.block_on(async {
            // Before the command runs: a signal must not end this program alone.
            let mut signals = Signals::listen()?;
            let emulator = self.emulator.start().await?;
            let status = match start(&self.command, &emulator) {
                Ok(child) => status(wait(child, &mut signals).await?),
                Err(error) => {
                    let name = self.command.first().map(|name| name.display());
                    let name = name.map(|name| name.to_string()).unwrap_or_default();
                    super::say(format_args!("authing-emulator: cannot run {name}: {error}"));
                    match error.kind() {
                        io::ErrorKind::NotFound => NOT_FOUND,
                        _ => NOT_EXECUTABLE,
                    }
                }
            };
            shut_down(emulator, &mut signals).await;
            Ok(status.into())
        })
    }
}

fn start(command: &[OsString], emulator: &Emulator) -> io::Result<Child> {
    let [name, arguments @ ..] = command else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let mut command = Command::new(name);
    command.args(arguments);
    for (name, value) in emulator.environment() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    for (name, hosts) in no_proxy() {
        command.env(name, hosts);
    }
    command.spawn()
}

/// Returns the hosts without a proxy, with this machine: the clients of other languages would look for the emulator through
/// a proxy of the environment. Some read only the name in small letters.
fn no_proxy() -> [(&'static str, OsString); 2] {
    ["NO_PROXY", "no_proxy"].map(|name| {
        let mut hosts = OsString::from("localhost,127.0.0.1,::1");
        if let Some(others) = std::env::var_os(name).filter(|others| !others.is_empty()) {
            hosts.push(",");
            hosts.push(others);
        }
        (name, hosts)
    })
}

/// Waits for the command, which decides what a signal means.
async fn wait(mut child: Child, signals: &mut Signals) -> io::Result<ExitStatus> {
    loop {
        let signal = tokio::select! {
            status = child.wait() => return status,
            signal = signals.next() => signal,
        };
        forward(signal, &child);
    }
}

#[cfg(unix)]
fn forward(signal: Signal, child: &Child) {
    use rustix::process::{Pid, Signal as Number, kill_process};
    let number = match signal {
        Signal::Terminate => Number::TERM,
        // The terminal has sent it to the command, too, which may take a second one as an order to stop at once.
        Signal::Interrupt if is_in_foreground() => return,
        Signal::Interrupt => Number::INT,
    };
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    if let Some(id) = id.and_then(Pid::from_raw)
        && let Err(error) = kill_process(id, number)
    {
        tracing::warn!(%error, "the signal could not be forwarded");
    }
}

/// The console sends Ctrl-C to the command, too.
#[cfg(not(unix))]
fn forward(_: Signal, _: &Child) {}

/// Returns whether a terminal's Ctrl-C reaches this process and those that it has started.
#[cfg(unix)]
fn is_in_foreground() -> bool {
    use rustix::process::getpgrp;
    use rustix::termios::tcgetpgrp;
    let terminal = std::fs::File::open("/dev/tty");
    terminal.is_ok_and(|terminal| tcgetpgrp(terminal) == Ok(getpgrp()))
}

/// Returns the exit status as shells show it.
fn status(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(signal).unwrap_or_default().saturating_add(128);
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1)
}

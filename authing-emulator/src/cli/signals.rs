//! The signals that end the program.

use authing_emulator::Emulator;

/// The signals that end the program.
pub(crate) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

/// A signal that ends the program.
#[derive(Clone, Copy)]
pub(crate) enum Signal {
    #[cfg(unix)]
    Terminate,
    Interrupt,
}

impl Signal {
    /// Returns the exit status of a program that it has ended, as shells show it.
    fn status(self) -> i32 {
        match self {
            #[cfg(unix)]
            Self::Terminate => 128 + 15,
            Self::Interrupt => 128 + 2,
        }
    }
}

/// Stops the emulator once the requests in flight are finished. A signal meanwhile ends the program at once.
pub(crate) async fn shut_down(emulator: Emulator, signals: &mut Signals) {
    // Every change that was acknowledged is in the data file.
    let end_at_once = async {
        let signal = signals.next().await;
        // Here, because what follows a branch runs once the other one is dropped, and that waits for the requests.
        std::process::exit(signal.status())
    };
    tokio::select! {
        () = emulator.shut_down() => {}
        () = end_at_once => {}
    }
}

#[cfg(unix)]
impl Signals {
    pub(crate) fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    pub(crate) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.terminate.recv() => Signal::Terminate,
            _ = self.interrupt.recv() => Signal::Interrupt,
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    pub(crate) async fn next(&mut self) -> Signal {
        // If Ctrl-C can't be handled, the program runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}

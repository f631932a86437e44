//! The thread that an emulator runs on.
//!
//! It has its own runtime, so an emulator works with any runtime of the caller, or none: a test that blocks its only
//! thread with a synchronous client still gets its responses.

use std::io;
use std::thread;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::address::ListenAddress;
use super::tls::Acceptor;
use super::{Limits, serve};

/// A running server. Dropping it stops it at once.
pub(crate) struct Server {
    /// Sending finishes the requests in flight first; dropping stops the server at once.
    drain: Option<oneshot::Sender<()>>,
    finished: Option<oneshot::Receiver<()>>,
    thread: Option<thread::JoinHandle<()>>,
    runtime: Handle,
}

/// Bound listeners and their runtime, before they are served.
pub(crate) struct Socket {
    runtime: Runtime,
    listeners: Vec<TcpListener>,
    /// The host and port at which this machine reaches it, as in a URL.
    pub(crate) authority: String,
}

impl Socket {
    pub(crate) fn bind(address: ListenAddress) -> io::Result<Self> {
        let bound = address.bind()?;
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            // Its threads compute, or wait for their turn to write: more of them would only take memory.
            .max_blocking_threads(processors.max(2))
            .build()?;
        let listeners = {
            let _entered = runtime.enter();
            let listeners = bound.listeners.into_iter().map(TcpListener::from_std);
            listeners.collect::<io::Result<_>>()?
        };
        Ok(Self {
            runtime,
            listeners,
            authority: bound.authority,
        })
    }

    /// Serves until the server is stopped or dropped, over TLS if there is an acceptor.
    pub(crate) fn serve(self, router: Router, tls: Option<Acceptor>) -> io::Result<Server> {
        let (drain, draining) = oneshot::channel();
        let (finish, finished) = oneshot::channel();
        let runtime = self.runtime.handle().clone();
        let thread = thread::Builder::new()
            .name("authing-emulator".to_owned())
            .spawn(move || {
                let limits = Limits::default();
                self.runtime
                    .block_on(serve(self.listeners, tls, router, limits, draining));
                // Closes the connections that are still open.
                drop(self.runtime);
                // The receiver is gone if the server was dropped.
                let _ = finish.send(());
            })?;
        Ok(Server {
            drain: Some(drain),
            finished: Some(finished),
            thread: Some(thread),
            runtime,
        })
    }
}

impl Server {
    /// Completes after this time, on the server's own runtime, because the caller may have none.
    pub(crate) fn timer(&self, time: Duration) -> JoinHandle<()> {
        // Created there, too: outside a runtime, creating it panics.
        self.runtime
            .spawn(async move { tokio::time::sleep(time).await })
    }

    /// Accepts no more requests, and waits for those in flight until the deadline.
    pub(crate) async fn shut_down(mut self) {
        if let (Some(drain), Some(finished)) = (self.drain.take(), self.finished.take()) {
            // Either fails only if the thread has ended already.
            let _ = drain.send(());
            let _ = finished.await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.drain.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported already; it must not become one here.
            let _ = thread.join();
        }
    }
}

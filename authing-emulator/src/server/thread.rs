//! The thread that an emulator runs on.
//!
//! It has its own runtime, so an emulator works with any runtime of the caller, or none: a test that blocks its only
//! thread with a synchronous client still gets its responses.

use std::future::IntoFuture as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use axum::Router;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::server::connection::{Connections, Peer};

/// How long a shutdown waits for requests in flight.
const DRAIN: Duration = Duration::from_secs(10);

/// A running server. Dropping it stops it at once.
pub(crate) struct Server {
    /// Sending finishes the requests in flight first; dropping stops the server at once.
    drain: Option<oneshot::Sender<()>>,
    finished: Option<oneshot::Receiver<()>>,
    thread: Option<thread::JoinHandle<()>>,
    runtime: Handle,
}

/// A bound listener and its runtime, before it serves.
pub(crate) struct Socket {
    runtime: Runtime,
    listener: tokio::net::TcpListener,
    pub(crate) address: SocketAddr,
}

impl Socket {
    pub(crate) fn bind(address: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            // Its threads compute, or wait for their turn to write: more of them would only take memory.
            .max_blocking_threads(processors.max(2))
            .build()?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        Ok(Self {
            runtime,
            listener,
            address,
        })
    }

    /// Returns the base URL, without a trailing slash.
    pub(crate) fn base_url(&self) -> String {
        // The unspecified IP address can be listened on, but not connected to.
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }

    /// Serves until the server is stopped or dropped.
    pub(crate) fn serve(self, router: Router) -> std::io::Result<Server> {
        let (drain, draining) = oneshot::channel();
        let (finish, finished) = oneshot::channel();
        let runtime = self.runtime.handle().clone();
        let thread = thread::Builder::new()
            .name("authing-emulator".to_owned())
            .spawn(move || {
                self.runtime
                    .block_on(serve(self.listener, router, draining));
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
        self.runtime.spawn(tokio::time::sleep(time))
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

async fn serve(listener: tokio::net::TcpListener, router: Router, draining: oneshot::Receiver<()>) {
    let (close, closing) = oneshot::channel::<()>();
    let service = router.into_make_service_with_connect_info::<Peer>();
    let serving = axum::serve(Connections(listener), service).with_graceful_shutdown(async {
        let _ = closing.await;
    });
    let mut serving = std::pin::pin!(serving.into_future());
    tokio::select! {
        _ = &mut serving => {}
        drain = draining => if drain.is_ok() {
            let _ = close.send(());
            let _ = tokio::time::timeout(DRAIN, serving).await;
        },
    }
}

//! The thread that an emulator runs on.
//!
//! It has a runtime of its own, so that an emulator works under any runtime of its user's, or none: a test that blocks
//! its only thread with a synchronous client still gets its answers.

use std::future::IntoFuture as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use axum::Router;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::server::connection::{Connections, Peer};

/// How long a shutdown waits for requests that are being answered.
const DRAIN: Duration = Duration::from_secs(10);

/// A running server. Dropping it stops it at once.
pub(crate) struct Server {
    /// Told to finish what it is at; dropped, to stop.
    drain: Option<oneshot::Sender<()>>,
    finished: Option<oneshot::Receiver<()>>,
    thread: Option<thread::JoinHandle<()>>,
    runtime: Handle,
}

/// A listener with a runtime to serve it, before it does.
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
            // What runs there computes, or waits for its turn to write: more threads would only take memory.
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

    /// The address to call it at, without a slash at the end.
    pub(crate) fn base_url(&self) -> String {
        // An address that stands for all of the machine's can be listened at, but not called.
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
                // Cuts off the connections that are still open.
                drop(self.runtime);
                // Nobody listens if the server was dropped.
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
    /// Ends after that time, on the server's own runtime: the caller may have none.
    pub(crate) fn timer(&self, time: Duration) -> JoinHandle<()> {
        self.runtime.spawn(tokio::time::sleep(time))
    }

    /// Takes no more requests, and waits a while for those that are being answered.
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
            // A panic over there has been reported already; it must not become one here.
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

//! A service behind a real socket. Its connections follow a list of steps, or are handled by a function.

#![allow(
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use authing_client::{Authing, Builder, RetryPolicy};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use crate::{POOL_SECRET, USER_POOL};

/// The timeout for a service that is slow on purpose.
pub const HASTY: Duration = Duration::from_secs(1);

/// The timeout for a service that responds as fast as it can.
pub const PATIENT: Duration = Duration::from_secs(30);

/// Longer than every timeout: a future that takes this long hangs.
const HANG: Duration = Duration::from_secs(60);

/// A step of the service on a connection. After the last step it waits for the client to close the connection.
#[derive(Debug, Clone)]
pub enum Step {
    /// Reads a whole request.
    Request,
    /// Writes these bytes.
    Send(Vec<u8>),
    /// Writes these bytes this many times.
    Repeat(Vec<u8>, usize),
    /// Writes these bytes one at a time, with pauses that are short compared to the client's timeout.
    Slowly(Vec<u8>),
    /// Waits until the test sends `true`.
    Wait(watch::Receiver<bool>),
    /// Closes the connection normally, with a FIN.
    Close,
    /// Resets the connection, with an RST; unsent data is discarded.
    Reset,
    /// Closes its side and waits for the client to close the other, so that the client has noticed.
    CloseAndWait,
}

/// [`Step::Send`] with a string.
#[must_use]
pub fn send(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}

/// [`Step::Send`] with a complete response: status and headers, `Content-Length`, body.
pub fn response(head: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let length = body.len();
    let mut response = format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    response.extend_from_slice(body);
    Step::Send(response)
}

/// A [`Step::Wait`], and the sender that ends it.
pub fn switch() -> (watch::Sender<bool>, Step) {
    let (sender, receiver) = watch::channel(false);
    (sender, Step::Wait(receiver))
}

#[derive(Debug, Default)]
struct Counts {
    accepted: AtomicUsize,
    requests: AtomicUsize,
    written: AtomicUsize,
}

/// A service whose connections follow [steps](Step), with counters.
#[derive(Debug)]
pub struct Service {
    address: SocketAddr,
    counts: Arc<Counts>,
    open: watch::Receiver<usize>,
}

impl Service {
    /// Starts a service with the same steps on every connection.
    pub async fn start(steps: Vec<Step>) -> Self {
        Self::start_with(move |_| steps.clone()).await
    }

    /// Starts a service with the steps `steps(0)` on the first connection, `steps(1)` on the second, and so on.
    pub async fn start_with(steps: impl Fn(usize) -> Vec<Step> + Send + 'static) -> Self {
        let (service, listen) = Self::start_later(steps);
        listen();
        service
    }

    /// The same, but the service only listens after a call of the returned function.
    pub fn start_later(
        steps: impl Fn(usize) -> Vec<Step> + Send + 'static,
    ) -> (Self, impl FnOnce() + Send) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
        let counts = Arc::new(Counts::default());
        let (opened, open) = watch::channel(0);
        let shared = Arc::clone(&counts);
        let service = Self {
            address,
            counts,
            open,
        };
        let listen = move || {
            accept(socket.listen(1024).unwrap(), move |stream| {
                let number = shared.accepted.fetch_add(1, Ordering::SeqCst);
                opened.send_modify(|open| *open += 1);
                let (opened, counts, steps) = (opened.clone(), Arc::clone(&shared), steps(number));
                async move {
                    follow(stream, steps, &counts).await;
                    opened.send_modify(|open| *open -= 1);
                }
            });
        };
        (service, listen)
    }

    /// A port on which nothing listens.
    pub async fn unreachable() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            address: listener.local_addr().unwrap(),
            counts: Arc::default(),
            open: watch::channel(0).1,
        }
    }

    /// Returns a client of this service without retries, which have tests of their own.
    pub fn client(&self, timeout: Duration) -> Authing {
        let builder = self.builder(timeout).retry_policy(RetryPolicy::none());
        builder.build().unwrap()
    }

    /// Returns a builder for a client of this service.
    pub fn builder(&self, timeout: Duration) -> Builder {
        Authing::builder(USER_POOL, POOL_SECRET)
            .host(format!("http://{}", self.address))
            .connect_timeout(timeout)
            .timeout(timeout)
    }

    /// The address on which it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of connections accepted so far.
    pub fn accepted(&self) -> usize {
        self.counts.accepted.load(Ordering::SeqCst)
    }

    /// The number of complete requests read so far.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// The number of bytes written so far.
    pub fn written(&self) -> usize {
        self.counts.written.load(Ordering::SeqCst)
    }

    /// The number of open connections.
    pub fn open(&self) -> usize {
        *self.open.borrow()
    }

    /// Waits until no connection is open.
    pub async fn all_closed(&mut self) {
        let closed = self.open.wait_for(|open| *open == 0);
        within(closed).await.map(drop).unwrap_or_default();
    }
}

/// Listens on a free local port and handles each connection with `serve`.
pub async fn listen<F, A>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    accept(listener, serve);
    address
}

/// Like [`listen`], but returns the builder of a client.
pub async fn serving<F, A>(serve: F) -> Builder
where
    F: Fn(TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let address = listen(serve).await;
    Authing::builder(USER_POOL, POOL_SECRET).host(format!("http://{address}"))
}

fn accept<F, A>(listener: TcpListener, serve: F)
where
    F: Fn(TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
}

/// Returns the future's output, or fails the test if it hangs.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(HANG, future).await {
        Ok(output) => output,
        Err(_) => panic!("hangs"),
    }
}

/// Follows the steps until the client closes the connection.
async fn follow(mut stream: TcpStream, steps: Vec<Step>, counts: &Counts) {
    for step in steps {
        let gone = match step {
            Step::Request => {
                let whole = read_request(&mut stream).await.is_some();
                counts
                    .requests
                    .fetch_add(usize::from(whole), Ordering::SeqCst);
                !whole
            }
            Step::Send(bytes) => write(&mut stream, &bytes, counts).await,
            Step::Repeat(bytes, times) => {
                let mut gone = false;
                for _ in 0..times {
                    gone = write(&mut stream, &bytes, counts).await;
                    if gone {
                        break;
                    }
                }
                gone
            }
            Step::Slowly(bytes) => {
                let mut gone = false;
                for byte in bytes {
                    tokio::time::sleep(HASTY / 20).await;
                    gone = write(&mut stream, &[byte], counts).await;
                    if gone {
                        break;
                    }
                }
                gone
            }
            Step::Wait(mut on) => on.wait_for(|on| *on).await.is_err(),
            Step::Close => return,
            Step::Reset => {
                stream.set_zero_linger().unwrap();
                return;
            }
            Step::CloseAndWait => stream.shutdown().await.is_err(),
        };
        if gone {
            return;
        }
    }
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await.is_ok_and(|length| length > 0) {}
}

/// Writes, and returns whether the client has closed the connection.
async fn write(stream: &mut TcpStream, bytes: &[u8], counts: &Counts) -> bool {
    let gone = stream.write_all(bytes).await.is_err();
    if !gone {
        counts.written.fetch_add(bytes.len(), Ordering::SeqCst);
    }
    gone
}

/// Reads a request with its body; `None` if the client closes the connection before the end.
pub async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut received = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk).await {
            Ok(length) if length > 0 => received.extend_from_slice(&chunk[..length]),
            _ => return None,
        }
        let text = String::from_utf8_lossy(&received);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let announced = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.parse::<usize>().ok())?
        });
        if body.len() >= announced.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

/// Writes a complete response and closes the connection.
pub async fn respond(stream: &mut (impl AsyncWrite + Unpin), head: &str, body: &str) {
    let length = body.len();
    let response =
        format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    let _ = stream.write_all(response.as_bytes()).await;
    let _ = stream.flush().await;
    let _ = stream.shutdown().await;
}

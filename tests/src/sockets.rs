//! A service behind a real socket: one whose connections go by steps that the test lists, or by a function.

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

/// The timeout of a client whose service is slow on purpose.
pub const HASTY: Duration = Duration::from_secs(1);

/// The timeout of a client whose service is as quick as it can.
pub const PATIENT: Duration = Duration::from_secs(30);

/// Longer than every timeout: whatever takes this long hangs.
const HANGS: Duration = Duration::from_secs(60);

/// What the service does on each connection, one step after the other. After the last one it waits for the client to
/// close the connection.
#[derive(Debug, Clone)]
pub enum Step {
    /// Reads a whole request.
    Request,
    /// Writes this.
    Send(Vec<u8>),
    /// Writes this so often.
    Repeat(Vec<u8>, usize),
    /// Writes this a byte at a time, with pauses that are short beside the client's timeout.
    Slowly(Vec<u8>),
    /// Waits until the test lets it go on.
    Wait(watch::Receiver<bool>),
    /// Ends the connection as a program does that ends.
    Close,
    /// Ends the connection as a machine does that has lost it: with an RST, without what is still unsent.
    Reset,
    /// Closes its side and waits for the client to close the other, so that the client has seen it.
    CloseAndSee,
}

/// [`Step::Send`] of a text.
#[must_use]
pub fn send(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}

/// A whole response: status and headers, then the body, after its length.
pub fn response(head: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let length = body.len();
    let mut response = format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    response.extend_from_slice(body);
    Step::Send(response)
}

/// A switch for [`Step::Wait`].
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

/// A service whose connections go by [steps](Step), and are counted.
#[derive(Debug)]
pub struct Service {
    address: SocketAddr,
    counts: Arc<Counts>,
    open: watch::Receiver<usize>,
}

impl Service {
    /// Every connection goes by the same steps.
    pub async fn start(steps: Vec<Step>) -> Self {
        Self::start_with(move |_| steps.clone()).await
    }

    /// The first connection goes by `steps(0)`, the second by `steps(1)`.
    pub async fn start_with(steps: impl Fn(usize) -> Vec<Step> + Send + 'static) -> Self {
        let (service, listen) = Self::start_later(steps);
        listen();
        service
    }

    /// The same, but that nobody listens before the function is called.
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
                    play(stream, steps, &counts).await;
                    opened.send_modify(|open| *open -= 1);
                }
            });
        };
        (service, listen)
    }

    /// An address at which nobody listens.
    pub async fn nobody() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            address: listener.local_addr().unwrap(),
            counts: Arc::default(),
            open: watch::channel(0).1,
        }
    }

    /// A client of this service that sends each call once: how often it is sent is a matter of its own.
    pub fn client(&self, timeout: Duration) -> Authing {
        let builder = self.builder(timeout).retry_policy(RetryPolicy::none());
        builder.build().unwrap()
    }

    /// What every client of these tests is made of.
    pub fn builder(&self, timeout: Duration) -> Builder {
        Authing::builder(USER_POOL, POOL_SECRET)
            .host(format!("http://{}", self.address))
            .connect_timeout(timeout)
            .timeout(timeout)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections there have been.
    pub fn accepted(&self) -> usize {
        self.counts.accepted.load(Ordering::SeqCst)
    }

    /// How many requests have been read.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// How many bytes the client's machine has taken.
    pub fn written(&self) -> usize {
        self.counts.written.load(Ordering::SeqCst)
    }

    /// How many connections there are.
    pub fn open(&self) -> usize {
        *self.open.borrow()
    }

    /// Waits for the last connection's end.
    pub async fn all_closed(&mut self) {
        let closed = self.open.wait_for(|open| *open == 0);
        within(closed).await.map(drop).unwrap_or_default();
    }
}

/// Handles each connection on a free port of this machine by `serve`.
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

/// A client of [`listen`], not yet built.
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

/// The future's output, or the test's failure if it hangs.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(HANGS, future).await {
        Ok(output) => output,
        Err(_) => panic!("hangs"),
    }
}

/// Plays the steps as long as there is a client.
async fn play(mut stream: TcpStream, steps: Vec<Step>, counts: &Counts) {
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
            Step::CloseAndSee => stream.shutdown().await.is_err(),
        };
        if gone {
            return;
        }
    }
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await.is_ok_and(|length| length > 0) {}
}

/// Whether the client has gone.
async fn write(stream: &mut TcpStream, bytes: &[u8], counts: &Counts) -> bool {
    let gone = stream.write_all(bytes).await.is_err();
    if !gone {
        counts.written.fetch_add(bytes.len(), Ordering::SeqCst);
    }
    gone
}

/// Reads a request with its body; `None` if the client went before it was whole.
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

/// Writes a whole response, after which the connection ends.
pub async fn respond(stream: &mut (impl AsyncWrite + Unpin), head: &str, body: &str) {
    let length = body.len();
    let response =
        format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    let _ = stream.write_all(response.as_bytes()).await;
    let _ = stream.flush().await;
    let _ = stream.shutdown().await;
}

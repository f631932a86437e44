//! Slow and idle clients, with short limits.

use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{Limits, serve};

/// Far beyond all limits: if a connection stays open, the test still ends.
const HANGS: Duration = Duration::from_secs(60);
const SOON: Duration = Duration::from_millis(100);
const NEVER: Duration = Duration::from_secs(3600);

const UNLIMITED: Limits = Limits {
    connections: 1000,
    header: NEVER,
    body: NEVER,
    write: NEVER,
};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Dropping it stops the server.
struct Server {
    address: std::net::SocketAddr,
    drain: oneshot::Sender<()>,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/", get(async || "hello"))
            .route("/echo", post(async |body: String| body))
            .route("/long", get(async || "long".repeat(4 << 20)))
            .route("/slow", get(async || tokio::time::sleep(NEVER).await));
        let (drain, draining) = oneshot::channel();
        tokio::spawn(serve(vec![listener], None, router, limits, draining));
        Self { address, drain }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut connection = self.connect().await;
        connection.write_all(bytes).await.unwrap();
        connection
    }

    /// Sends a request on a new connection, which stays open after the response.
    async fn is_served(&self) -> TcpStream {
        let mut connection = self.send(REQUEST).await;
        assert!(response(&mut connection).await.starts_with("HTTP/1.1 200"));
        connection
    }
}

/// Returns the beginning of a response.
async fn response(connection: &mut TcpStream) -> String {
    let mut begin = vec![0; 1024];
    let read = timeout(HANGS, connection.read(&mut begin));
    let length = read.await.unwrap().unwrap();
    String::from_utf8(begin[..length].to_vec()).unwrap()
}

/// Returns all that comes until the server closes the connection.
async fn rest(mut connection: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    // An end or an error.
    let _ = timeout(HANGS, connection.read_to_end(&mut bytes))
        .await
        .unwrap();
    bytes
}

#[tokio::test]
async fn a_header_that_never_ends_closes_the_connection_and_so_does_an_idle_one() {
    let server = Server::start(Limits {
        header: SOON,
        ..UNLIMITED
    })
    .await;
    for begin in [
        &b""[..],
        b"GE",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx-a: b\r\n",
    ] {
        rest(server.send(begin).await).await;
    }
    rest(server.is_served().await).await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_an_error() {
    let server = Server::start(Limits {
        body: SOON,
        ..UNLIMITED
    })
    .await;
    let header = b"POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n";
    let whole = server.send(&[&header[..], b"whole"].concat()).await;
    let part = server.send(&[&header[..], b"part"].concat()).await;
    let response = rest(part).await;
    assert!(response.starts_with(b"HTTP/1.1 400"), "{response:?}");
    let mut whole = whole;
    let response = self::response(&mut whole).await;
    assert!(response.ends_with("whole"), "{response}");
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_disconnected() {
    let server = Server::start(Limits {
        write: SOON,
        ..UNLIMITED
    })
    .await;
    let long = b"GET /long HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let connection = server.send(long).await;
    // The only thing that can tell a closed connection from a slow one without reading is time.
    tokio::time::sleep(SOON * 10).await;
    assert!(rest(connection).await.len() < 16 << 20);
    // Who reads gets everything.
    let long = b"GET /long HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(rest(server.send(long).await).await.len() > 16 << 20);
}

#[tokio::test]
async fn new_clients_replace_those_that_wait_longest() {
    let server = Server::start(Limits {
        connections: 4,
        ..UNLIMITED
    })
    .await;
    let half = server.send(b"GET / HTTP/1.1\r\n").await;
    let mut idle = server.is_served().await;
    let mut kept = Vec::new();
    for _ in 0..20 {
        // The idle connection is used again and again, so others are replaced.
        idle.write_all(REQUEST).await.unwrap();
        assert!(response(&mut idle).await.starts_with("HTTP/1.1 200"));
        kept.push(server.is_served().await);
    }
    rest(half).await;
    for replaced in kept.drain(..10) {
        rest(replaced).await;
    }
}

#[tokio::test]
async fn requests_in_flight_are_not_replaced_and_the_next_client_waits_for_one() {
    let server = Server::start(Limits {
        connections: 2,
        body: Duration::from_millis(500),
        ..UNLIMITED
    })
    .await;
    let slow = b"GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut first = server.send(slow).await;
    let header = b"POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n";
    let second = server.send(header).await;
    // The server reads both headers.
    tokio::time::sleep(SOON).await;
    // Once the body's time is up.
    server.is_served().await;
    assert!(rest(second).await.starts_with(b"HTTP/1.1 400"));
    let read = timeout(SOON, first.read_u8()).await;
    assert!(read.is_err(), "the request in flight has ended: {read:?}");
}

#[tokio::test]
async fn many_half_open_connections_keep_nobody_out() {
    let server = Server::start(Limits {
        connections: 50,
        ..UNLIMITED
    })
    .await;
    let mut half_open = Vec::new();
    for _ in 0..200 {
        half_open.push(server.send(b"POST /echo HTTP/1.1\r\n").await);
    }
    for _ in 0..20 {
        server.is_served().await;
    }
    let closed = half_open.drain(..100);
    for connection in closed {
        rest(connection).await;
    }
}

#[tokio::test]
async fn a_shutdown_finishes_the_requests_in_flight() {
    let server = Server::start(UNLIMITED).await;
    let header = b"POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n";
    let idle = server.is_served().await;
    let mut busy = server.send(header).await;
    // The server has read the header when it reads the rest of it.
    busy.write_all(b"who").await.unwrap();
    tokio::time::sleep(SOON).await;
    server.drain.send(()).unwrap();
    rest(idle).await;
    assert!(TcpStream::connect(server.address).await.is_err());
    busy.write_all(b"le").await.unwrap();
    assert!(rest(busy).await.ends_with(b"whole"));
}

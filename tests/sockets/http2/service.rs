//! A service that speaks HTTP/2 over TLS, frame by frame, so that it can refuse single streams.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use authing_client::{Authing, Builder};
use authing_tests::sockets::listen;
use authing_tests::{POOL_SECRET, USER_POOL};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

// Frame types.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;

// Flags: END_STREAM of DATA and HEADERS, ACK of SETTINGS; END_HEADERS.
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// `:status: 200`, an entry of HPACK's static table.
const STATUS_200: &[u8] = &[0x88];

// Error codes.
pub(crate) const NO_ERROR: u32 = 0;
pub(crate) const INTERNAL_ERROR: u32 = 2;
pub(crate) const REFUSED_STREAM: u32 = 7;
pub(crate) const ENHANCE_YOUR_CALM: u32 = 11;
pub(crate) const HTTP_1_1_REQUIRED: u32 = 13;

/// The reaction to a whole request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reply {
    /// Status 200 and this body.
    Body(&'static str),
    /// Resets the stream with this error code.
    Reset(u32),
    /// Sends GOAWAY with this error code. The request is not among those that it lists as received.
    GoAway(u32),
    /// Sends GOAWAY with this error code. The request is among those that it lists as received; then the connection
    /// closes.
    GoAwayAfter(u32),
}

/// Serves HTTP/2. `reply` gets each request's stream, 1, 3, 5, …, of its connection, and its body.
pub(crate) async fn serve(reply: impl Fn(u32, &str) -> Reply + Send + Sync + 'static) -> Builder {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let reply = Arc::new(reply);
    let address = listen(move |stream| {
        let (acceptor, reply) = (acceptor.clone(), Arc::clone(&reply));
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                // An error means that the client has closed the connection.
                let _ = connection(stream, &*reply).await;
            }
        }
    })
    .await;
    Authing::builder(USER_POOL, POOL_SECRET)
        .host(format!("https://localhost:{}", address.port()))
        .root_certificate_pem(own.cert.pem())
}

async fn connection(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    reply: impl Fn(u32, &str) -> Reply,
) -> io::Result<()> {
    let mut preface = [0; PREFACE.len()];
    stream.read_exact(&mut preface).await?;
    assert_eq!(preface, PREFACE);
    write(&mut stream, SETTINGS, 0, 0, &[]).await?;
    // Bodies of any number of requests fit.
    let more = 0x7000_0000_u32.to_be_bytes();
    write(&mut stream, WINDOW_UPDATE, 0, 0, &more).await?;
    let mut bodies = HashMap::<u32, Vec<u8>>::new();
    let mut last = u32::MAX;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [a, b, c, kind, flags, id @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        stream.read_exact(&mut payload).await?;
        let id = u32::from_be_bytes(id);
        match kind {
            SETTINGS if flags & ACK == 0 => write(&mut stream, SETTINGS, ACK, 0, &[]).await?,
            DATA => bodies.entry(id).or_default().extend(payload),
            HEADERS => drop(bodies.entry(id).or_default()),
            _ => continue,
        }
        if id == 0 || id > last || flags & END_STREAM == 0 {
            continue;
        }
        let body = bodies.remove(&id).unwrap_or_default();
        match reply(id, &String::from_utf8_lossy(&body)) {
            Reply::Body(text) => {
                write(&mut stream, HEADERS, END_HEADERS, id, STATUS_200).await?;
                write(&mut stream, DATA, END_STREAM, id, text.as_bytes()).await?;
            }
            Reply::Reset(code) => {
                write(&mut stream, RST_STREAM, 0, id, &code.to_be_bytes()).await?;
            }
            Reply::GoAway(code) => {
                last = id.saturating_sub(2);
                go_away(&mut stream, last, code).await?;
            }
            Reply::GoAwayAfter(code) => {
                go_away(&mut stream, id, code).await?;
                return stream.shutdown().await;
            }
        }
    }
}

async fn go_away(stream: &mut (impl AsyncWrite + Unpin), last: u32, code: u32) -> io::Result<()> {
    let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
    write(stream, GOAWAY, 0, 0, &payload).await
}

async fn write(
    stream: &mut (impl AsyncWrite + Unpin),
    kind: u8,
    flags: u8,
    id: u32,
    payload: &[u8],
) -> io::Result<()> {
    let [_, a, b, c] = (payload.len() as u32).to_be_bytes();
    let mut frame = vec![a, b, c, kind, flags];
    frame.extend(id.to_be_bytes());
    frame.extend(payload);
    stream.write_all(&frame).await?;
    stream.flush().await
}

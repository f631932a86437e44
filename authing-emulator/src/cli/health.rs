//! `authing-emulator health`: a health check without another program.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use clap::Args;

/// The maximum length of a status line and the header.
const LIMIT: u64 = 16 << 10;

/// The maximum time of a check.
const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(crate) struct Health {
    /// The emulator's URL, such as http://127.0.0.1:7000
    #[arg(value_name = "URL")]
    url: String,
}

/// Why an emulator is not healthy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HealthError {
    #[error("{url:?} must be http://HOST:PORT, without a path")]
    Url { url: String },
    #[error("{url} does not respond")]
    Io { url: String, source: io::Error },
    #[error("{url} responds with the status {status}")]
    Status { url: String, status: String },
    #[error("{url} does not respond with HTTP")]
    NotHttp { url: String },
}

impl Health {
    pub(crate) fn run(self) -> Result<(), HealthError> {
        let url = self.url;
        let rest = url.strip_prefix("http://");
        let authority = rest.map(|rest| rest.strip_suffix('/').unwrap_or(rest));
        let Some(authority) = authority.filter(|authority| is_authority(authority)) else {
            return Err(HealthError::Url { url });
        };
        let begin = match status_line(authority) {
            Ok(begin) => begin,
            Err(source) => return Err(HealthError::Io { url, source }),
        };
        let text = String::from_utf8_lossy(&begin);
        let mut words = text.lines().next().unwrap_or_default().split(' ');
        match (words.next(), words.next()) {
            (Some("HTTP/1.1"), Some("200")) => Ok(()),
            (Some("HTTP/1.1"), Some(status)) => Err(HealthError::Status {
                url: url.clone(),
                status: status.to_owned(),
            }),
            _ => Err(HealthError::NotHttp { url }),
        }
    }
}

fn is_authority(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '?', '#', '@']) && !text.contains(char::is_whitespace)
}

/// Returns the beginning of the response, with its status line. Tries all IP addresses of the host.
fn status_line(authority: &str) -> io::Result<Vec<u8>> {
    let with_port = match authority.rsplit_once(':') {
        Some((_, port)) if port.parse::<u16>().is_ok() => authority.to_owned(),
        _ => format!("{authority}:80"),
    };
    let deadline = Instant::now() + TIMEOUT;
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in with_port.to_socket_addrs()? {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(stream) => return ask(stream, authority, deadline),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn ask(mut stream: TcpStream, authority: &str, deadline: Instant) -> io::Result<Vec<u8>> {
    // A timeout of zero would be none.
    let left = |deadline: Instant| {
        deadline
            .saturating_duration_since(Instant::now())
            .max(Duration::from_millis(1))
    };
    stream.set_write_timeout(Some(left(deadline)))?;
    write!(
        stream,
        "GET /system/status HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\r\n"
    )?;
    let mut received = Vec::new();
    let mut response = stream.try_clone()?.take(LIMIT);
    let mut chunk = [0; 512];
    while !received.contains(&b'\n') {
        stream.set_read_timeout(Some(left(deadline)))?;
        match response.read(&mut chunk)? {
            0 => break,
            length => received.extend(chunk.iter().take(length)),
        }
    }
    Ok(received)
}

//! `authing-emulator health`: a health check without another program.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;

use super::tls;

/// The maximum length of a status line and the header.
const LIMIT: u64 = 16 << 10;

/// The maximum time of a check.
const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(crate) struct Health {
    /// The emulator's URL, such as http://127.0.0.1:7000
    #[arg(value_name = "URL")]
    url: String,

    /// The file with the certificate authority of an emulator that has TLS, PEM: its `certificateAuthorityFile`
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

/// Why an emulator is not healthy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HealthError {
    #[error("{url:?} must be http://HOST:PORT or https://HOST:PORT, without a path")]
    Url { url: String },
    #[error("{url:?} needs `--ca` with the file of its certificate authority")]
    NoAuthority { url: String },
    #[error("the certificate authority {} can't be used", path.display())]
    Authority {
        path: PathBuf,
        source: tls::AuthorityError,
    },
    #[error("{url} does not respond")]
    Io { url: String, source: io::Error },
    #[error("{url} responds with the status {status}")]
    Status { url: String, status: String },
    #[error("{url} does not respond with HTTP")]
    NotHttp { url: String },
}

/// The parts of a URL.
struct Target<'a> {
    /// With its port, if the URL has one.
    authority: &'a str,
    default_port: u16,
    tls: Option<tls::Client>,
}

impl Health {
    pub(crate) fn run(self) -> Result<(), HealthError> {
        let target = self.target()?;
        let begin = status_line(&target);
        let url = self.url;
        let begin = match begin {
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

    fn target(&self) -> Result<Target<'_>, HealthError> {
        let url = || self.url.clone();
        let (scheme, rest) = self.url.split_once("://").unwrap_or_default();
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if !["http", "https"].contains(&scheme) || !is_authority(authority) {
            return Err(HealthError::Url { url: url() });
        }
        let (default_port, tls) = match (scheme, &self.ca) {
            ("http", _) => (80, None),
            (_, None) => return Err(HealthError::NoAuthority { url: url() }),
            (_, Some(path)) => {
                let client = tls::Client::new(path, authority);
                let client = client.map_err(|source| HealthError::Authority {
                    path: path.clone(),
                    source,
                });
                (443, Some(client?))
            }
        };
        Ok(Target {
            authority,
            default_port,
            tls,
        })
    }
}

fn is_authority(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '?', '#', '@']) && !text.contains(char::is_whitespace)
}

/// Returns the beginning of the response, with its status line. Tries all IP addresses of the host.
fn status_line(target: &Target<'_>) -> io::Result<Vec<u8>> {
    let authority = target.authority;
    let with_port = match authority.rsplit_once(':') {
        Some((_, port)) if port.parse::<u16>().is_ok() => authority.to_owned(),
        _ => format!("{authority}:{}", target.default_port),
    };
    let deadline = Instant::now() + TIMEOUT;
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in with_port.to_socket_addrs()? {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(stream) => return ask(stream, target, deadline),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn ask(stream: TcpStream, target: &Target<'_>, deadline: Instant) -> io::Result<Vec<u8>> {
    let stream = Timed { stream, deadline };
    match &target.tls {
        None => ask_over(stream, target.authority),
        Some(tls) => ask_over(tls.connect(stream)?, target.authority),
    }
}

fn ask_over(mut stream: impl Read + Write, authority: &str) -> io::Result<Vec<u8>> {
    write!(
        stream,
        "GET /system/status HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n\r\n"
    )?;
    let mut received = Vec::new();
    let mut response = stream.take(LIMIT);
    let mut chunk = [0; 512];
    while !received.contains(&b'\n') {
        match response.read(&mut chunk)? {
            0 => break,
            length => received.extend(chunk.iter().take(length)),
        }
    }
    Ok(received)
}

/// A connection that is given up at a deadline.
struct Timed {
    stream: TcpStream,
    deadline: Instant,
}

impl Timed {
    fn left(&self) -> Option<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        // A timeout of zero would be none.
        Some(left.max(Duration::from_millis(1)))
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left())?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left())?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

//! Where an emulator listens.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::str::FromStr;

use socket2::{Domain, Protocol, Socket, Type};

/// How many connections may wait to be accepted.
const BACKLOG: i32 = 1024;

/// How many free ports are tried until one is free in both address families.
const ATTEMPTS: usize = 20;

/// Where an emulator listens: an IP address and a port, `localhost:PORT`, or `:PORT` for all interfaces.
///
/// `localhost` and all interfaces mean IPv4 and IPv6, on the same port: some programs, such as Node.js from version 17,
/// try IPv6 first. Without IPv6 on the machine it is IPv4 alone. Port 0 is any free port.
///
/// ```
/// use authing_emulator::ListenAddress;
///
/// let address: ListenAddress = "localhost:7000".parse().unwrap();
/// assert!(address.is_loopback());
/// assert!("7000".parse::<ListenAddress>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenAddress {
    host: Host,
    port: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Ip(IpAddr),
    Localhost,
    All,
}

/// A text is not the address of a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an IP address and a port such as 127.0.0.1:7000 or [::1]:7000, `localhost:PORT`, or `:PORT` for all interfaces"
)]
#[non_exhaustive]
pub struct InvalidListenAddress;

impl ListenAddress {
    /// Returns `localhost` with this port, in both address families.
    #[must_use]
    pub const fn localhost(port: u16) -> Self {
        Self {
            host: Host::Localhost,
            port,
        }
    }

    /// Returns whether only this machine can reach it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.host {
            Host::Ip(ip) => ip.is_loopback(),
            Host::Localhost => true,
            Host::All => false,
        }
    }

    /// Returns the IP address, if it is a certain one.
    pub(crate) fn ip(&self) -> Option<IpAddr> {
        match self.host {
            Host::Ip(ip) if !ip.is_unspecified() => Some(ip),
            _ => None,
        }
    }

    pub(super) fn bind(self) -> io::Result<Bound> {
        let (listeners, host) = match self.host {
            Host::Ip(ip) => (vec![listen(ip, self.port, false)?], reachable(ip)),
            Host::Localhost => {
                let listeners = both(Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST, self.port)?;
                // A name that resolves to an IPv6 address first is no help where nothing listens on it.
                let host = match listeners.len() {
                    2 => "localhost".to_owned(),
                    _ => Ipv4Addr::LOCALHOST.to_string(),
                };
                (listeners, host)
            }
            Host::All => (
                both(Ipv4Addr::UNSPECIFIED, Ipv6Addr::UNSPECIFIED, self.port)?,
                reachable(Ipv4Addr::UNSPECIFIED.into()),
            ),
        };
        let mut port = self.port;
        for listener in &listeners {
            port = listener.local_addr()?.port();
        }
        Ok(Bound {
            listeners,
            authority: format!("{host}:{port}"),
        })
    }
}

/// Listeners, and the host and port at which this machine reaches them.
pub(super) struct Bound {
    pub(super) listeners: Vec<TcpListener>,
    /// As in a URL.
    pub(super) authority: String,
}

/// Returns the host of a URL. The unspecified IP address can be listened on, but not connected to.
fn reachable(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("[{}]", Ipv6Addr::LOCALHOST),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// Listens on one port of both families, or of IPv4 alone where there is no IPv6.
fn both(v4: Ipv4Addr, v6: Ipv6Addr, port: u16) -> io::Result<Vec<TcpListener>> {
    let mut attempt = 1;
    loop {
        let first = listen(v4.into(), port, false)?;
        let shared = first.local_addr()?.port();
        match listen(v6.into(), shared, true) {
            Ok(second) => return Ok(vec![first, second]),
            // Another program has the free port in the other family.
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                if port != 0 || attempt == ATTEMPTS {
                    return Err(error);
                }
                attempt += 1;
            }
            Err(error) => {
                tracing::debug!(%error, "not listening on IPv6");
                return Ok(vec![first]);
            }
        }
    }
}

fn listen(ip: IpAddr, port: u16, only_v6: bool) -> io::Result<TcpListener> {
    let address = SocketAddr::new(ip, port);
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if only_v6 {
        // Otherwise it takes the port of IPv4, too, which has its own listener.
        socket.set_only_v6(true)?;
    }
    // On Unix, connections of an earlier process that are still being closed don't block the port. On Windows the option
    // would let two programs share it.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

impl From<SocketAddr> for ListenAddress {
    fn from(address: SocketAddr) -> Self {
        Self {
            host: Host::Ip(address.ip()),
            port: address.port(),
        }
    }
}

impl FromStr for ListenAddress {
    type Err = InvalidListenAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(address.into());
        }
        let (host, port) = text.rsplit_once(':').ok_or(InvalidListenAddress)?;
        let host = match host {
            "" => Host::All,
            name if name.eq_ignore_ascii_case("localhost") => Host::Localhost,
            _ => return Err(InvalidListenAddress),
        };
        let port = port.parse().map_err(|_| InvalidListenAddress)?;
        Ok(Self { host, port })
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host {
            Host::Ip(ip) => SocketAddr::new(ip, self.port).fmt(f),
            Host::Localhost => write!(f, "localhost:{}", self.port),
            Host::All => write!(f, ":{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown() {
        for (text, is_loopback) in [
            ("127.0.0.1:7000", true),
            ("[::1]:7000", true),
            ("0.0.0.0:0", false),
            ("localhost:7000", true),
            (":7000", false),
        ] {
            let address: ListenAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
            assert_eq!(address.is_loopback(), is_loopback, "{text}");
        }
        assert_eq!("LocalHost:1".parse(), Ok(ListenAddress::localhost(1)));
        for text in [
            "",
            ":",
            "7000",
            "localhost",
            "localhost:",
            "localhost:70000",
            "example.com:7000",
            "::1:7000",
            "http://localhost:7000",
        ] {
            assert_eq!(
                text.parse::<ListenAddress>(),
                Err(InvalidListenAddress),
                "{text}"
            );
        }
    }

    #[test]
    fn both_families_have_the_same_port() {
        for text in ["localhost:0", ":0"] {
            let bound = text.parse::<ListenAddress>().unwrap().bind().unwrap();
            let addresses = bound.listeners.iter().map(TcpListener::local_addr);
            let addresses: Vec<SocketAddr> = addresses.collect::<Result<_, _>>().unwrap();
            let port = addresses[0].port();
            assert!(addresses.iter().all(|address| address.port() == port));
            assert!(bound.authority.ends_with(&format!(":{port}")));
            // A taken port is an error in either family.
            let again = ListenAddress::localhost(port).bind();
            assert_eq!(again.err().unwrap().kind(), ErrorKind::AddrInUse);
        }
    }
}

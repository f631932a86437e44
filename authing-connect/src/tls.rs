//! Says why a TLS connection failed and what to do about it, by the types of the errors of rustls and webpki.

mod certificate;

use std::error::Error as StdError;
use std::io;

use rustls::{AlertDescription, Error, InvalidMessage, PeerIncompatible, PeerMisbehaved};

/// How to give the program what it lacks, as the end of a sentence: the names of its settings differ.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the programs of this workspace create it"
)]
pub struct Remedies {
    /// How to trust an authority.
    pub trust: &'static str,
    /// How to present a client certificate.
    pub client_certificate: &'static str,
}

/// A failure of TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsFailure {
    /// The reason, and the way out; empty if the cause says all that is known.
    pub advice: String,
    /// The error of the TLS library in one line, without lists of bytes.
    pub cause: String,
    /// Whether the server rejected the client's certificate, or required one. With TLS 1.3, it does so after the client
    /// counts the connection as established.
    pub is_about_client: bool,
}

/// Returns the failure of TLS that caused an error of a request, if one did.
///
/// A connection that was closed during the handshake counts as one, so call it only for a connection that was not established,
/// or use only a failure that [is about the client](TlsFailure::is_about_client).
#[must_use]
pub fn failure(error: &(dyn StdError + 'static), remedies: Remedies) -> Option<TlsFailure> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<Error>() {
            return Some(TlsFailure {
                advice: advice(error, remedies),
                cause: certificate::cause(error),
                is_about_client: is_about_client(error),
            });
        }
        let Some(io) = error.downcast_ref::<io::Error>() else {
            next = error.source();
            continue;
        };
        if let Some(wrapped) = io.get_ref().filter(|wrapped| is_error_of_tls(*wrapped)) {
            // The source of an I/O error is the one of the error that it wraps.
            next = Some(wrapped);
            continue;
        }
        // HTTP/2 keeps only the text of an error.
        return match alert_about_client(&io.to_string()) {
            Some(alert) => failure(&alert, remedies),
            None if io.kind() == io::ErrorKind::UnexpectedEof => Some(TlsFailure {
                advice: "the server closed the connection during the TLS handshake: is its URL http://…?".to_owned(),
                cause: io.to_string(),
                is_about_client: false,
            }),
            None => None,
        };
    }
    None
}

fn is_error_of_tls(error: &(dyn StdError + Send + Sync + 'static)) -> bool {
    error.is::<Error>() || error.is::<io::Error>()
}

/// The alerts of a server that requires a client certificate, or rejects it. No other alert about certificates comes from
/// a server.
const ABOUT_CLIENT: [AlertDescription; 9] = [
    AlertDescription::CertificateRequired,
    AlertDescription::NoCertificate,
    AlertDescription::BadCertificate,
    AlertDescription::UnsupportedCertificate,
    AlertDescription::CertificateRevoked,
    AlertDescription::CertificateExpired,
    AlertDescription::CertificateUnknown,
    AlertDescription::UnknownCA,
    AlertDescription::AccessDenied,
];

fn is_about_client(error: &Error) -> bool {
    matches!(error, Error::AlertReceived(alert) if ABOUT_CLIENT.contains(alert))
}

/// Returns the alert about a client certificate with this text.
fn alert_about_client(text: &str) -> Option<Error> {
    let mut alerts = ABOUT_CLIENT.into_iter().map(Error::AlertReceived);
    alerts.find(|alert| alert.to_string() == text)
}

fn advice(error: &Error, remedies: Remedies) -> String {
    const VERSION: &str = "the server supports neither TLS 1.2 nor TLS 1.3";
    const CIPHERS: &str =
        "the server has none of our cipher suites: ECDHE with AES-GCM or ChaCha20-Poly1305";
    use AlertDescription as Alert;
    let advice = match error {
        Error::InvalidCertificate(error) => return certificate::advice(error, remedies),
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        )
        | Error::AlertReceived(Alert::ProtocolVersion) => VERSION,
        // The header of a record is the first thing that a server sends.
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType
            | InvalidMessage::UnknownProtocolVersion
            | InvalidMessage::MessageTooLarge
            | InvalidMessage::InvalidEmptyPayload,
        ) => "the server does not speak TLS: is its URL http://…?",
        Error::AlertReceived(Alert::CertificateRequired | Alert::NoCertificate) => {
            return format!(
                "the server requires a client certificate: {}",
                remedies.client_certificate
            );
        }
        error if is_about_client(error) => {
            return format!(
                "the server rejects the client certificate, or requires one: {}",
                remedies.client_certificate
            );
        }
        Error::AlertReceived(Alert::HandshakeFailure) => {
            return format!(
                "{CIPHERS}; or it requires a client certificate: {}",
                remedies.client_certificate
            );
        }
        Error::AlertReceived(Alert::InsufficientSecurity)
        | Error::PeerIncompatible(
            PeerIncompatible::NoCipherSuitesInCommon | PeerIncompatible::NoKxGroupsInCommon,
        )
        | Error::PeerMisbehaved(
            PeerMisbehaved::SelectedUnofferedCipherSuite | PeerMisbehaved::SelectedUnofferedKxGroup,
        ) => CIPHERS,
        Error::PeerIncompatible(PeerIncompatible::ExtendedMasterSecretExtensionRequired) => {
            "the server does not support the extended master secret, which this crypto provider requires"
        }
        Error::PeerIncompatible(_) => "the server and this client have no TLS settings in common",
        Error::AlertReceived(Alert::UnrecognisedName) => {
            "the server does not know this host name: is the URL right?"
        }
        Error::AlertReceived(Alert::NoApplicationProtocol) | Error::NoApplicationProtocol => {
            "the server supports neither HTTP/1.1 nor HTTP/2 on this port"
        }
        Error::NoCertificatesPresented => "the server has no certificate",
        _ => "",
    };
    advice.to_owned()
}

#[cfg(test)]
mod tests;

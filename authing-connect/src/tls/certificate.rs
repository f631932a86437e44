//! What is wrong with a server's certificate.

use rustls::pki_types::ServerName;
use rustls::{CertificateError, Error, OtherError};

use super::Remedies;

/// The DER of an object identifier, without tag and length, and the algorithm's name.
const ALGORITHMS: [(&[u8], &str); 6] = [
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", "SHA-1"),
    (b"\x2b\x0e\x03\x02\x1d", "SHA-1"),
    (b"\x2a\x86\x48\xce\x3d\x04\x01", "SHA-1"),
    (b"\x2a\x86\x48\xce\x38\x04\x03", "SHA-1"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", "MD5"),
    (b"\x2a\x81\x1c\xcf\x55\x01\x83\x75", "SM2"),
];

const ISSUE_AGAIN: &str = "have it issued again, with RSA or ECDSA and SHA-256";

/// Returns the text of an error, in which rustls prints some causes with lists of bytes.
pub(super) fn cause(error: &Error) -> String {
    use CertificateError as Fault;
    match error {
        Error::InvalidCertificate(fault) => {
            let fault = match fault {
                Fault::UnsupportedSignatureAlgorithmContext { .. } => {
                    "UnsupportedSignatureAlgorithm".to_owned()
                }
                Fault::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
                    "UnsupportedSignatureAlgorithmForPublicKey".to_owned()
                }
                Fault::Other(OtherError(error)) => error.to_string(),
                fault => fault.to_string(),
            };
            format!("invalid peer certificate: {fault}")
        }
        Error::InvalidCertRevocationList(_) => "invalid certificate revocation list".to_owned(),
        Error::PeerIncompatible(rustls::PeerIncompatible::ServerRejectedEncryptedClientHello(
            _,
        )) => "peer is incompatible: ServerRejectedEncryptedClientHello".to_owned(),
        error => error.to_string(),
    }
}

/// What is wrong, and the way out.
pub(super) fn advice(error: &CertificateError, remedies: Remedies) -> String {
    use CertificateError as Fault;
    let trust = remedies.trust;
    let advice = match error {
        Fault::UnknownIssuer => {
            return format!(
                "the certificate's issuer is not trusted: {trust}; or the server does not send its intermediate certificates"
            );
        }
        Fault::BadSignature => {
            return format!(
                "the certificate was not signed by the trusted authority of that name: {trust}; or a key has fewer than 2048 bits"
            );
        }
        Fault::NotValidForNameContext {
            expected,
            presented,
        } => return other_name(expected, presented),
        Fault::UnsupportedSignatureAlgorithmContext {
            signature_algorithm_id,
            ..
        } => return unsupported(signature_algorithm_id),
        Fault::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            return format!(
                "the certificate was signed with a kind of key that is not supported, or that the trusted authority of that name \
                 does not have: {trust}, or {ISSUE_AGAIN}"
            );
        }
        Fault::Other(OtherError(error)) => match error.downcast_ref::<webpki::Error>() {
            Some(error) => return by_webpki(error, trust),
            // The type is private to rustls-platform-verifier.
            None if format!("{error:?}") == "EkuError" => PURPOSE,
            None => "",
        },
        Fault::NotValidForName => ANOTHER_NAME,
        Fault::Expired | Fault::ExpiredContext { .. } => {
            "the certificate has expired, or this machine's clock is wrong"
        }
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
            "the certificate is not valid yet, or this machine's clock is wrong"
        }
        Fault::InvalidPurpose | Fault::InvalidPurposeContext { .. } => PURPOSE,
        Fault::Revoked => "the certificate has been revoked",
        Fault::UnhandledCriticalExtension => CRITICAL,
        Fault::BadEncoding => "the certificate, or one that the server sends with it, is malformed",
        _ => "",
    };
    advice.to_owned()
}

const ANOTHER_NAME: &str = "the certificate is for another host name";
const PURPOSE: &str =
    "the certificate is not for servers: its extendedKeyUsage must contain `serverAuth`";
const CRITICAL: &str = "the certificate has a critical extension that is not supported";

fn by_webpki(error: &webpki::Error, trust: &str) -> String {
    use webpki::Error as Fault;
    let advice = match error {
        Fault::UnsupportedCertVersion => {
            "the certificate is of X.509 version 1: create it again with extensions, such as \
             `-addext subjectAltName=DNS:HOST`, which make it version 3"
        }
        Fault::CaUsedAsEndEntity => {
            return format!(
                "the server presents the certificate of an authority, which `openssl req -x509` creates by default: create it \
                 with `-addext basicConstraints=critical,CA:FALSE`, or have one issued for the server, and trust it: {trust}"
            );
        }
        Fault::EndEntityUsedAsCa => {
            "the certificate was issued by one that is not an authority's: that one needs `basicConstraints=critical,CA:TRUE`"
        }
        Fault::EmptyEkuExtension => PURPOSE,
        Fault::NameConstraintViolation => {
            "an authority of the certificate may not issue certificates for this host name"
        }
        Fault::PathLenConstraintViolated => {
            "an authority of the certificate may not have so many intermediate authorities"
        }
        Fault::UnsupportedCriticalExtension => CRITICAL,
        Fault::SignatureAlgorithmMismatch
        | Fault::InvalidSerialNumber
        | Fault::ExtensionValueInvalid
        | Fault::MalformedExtensions
        | Fault::MalformedDnsIdentifier
        | Fault::MalformedNameConstraint
        | Fault::InvalidNetworkMaskConstraint => {
            "the certificate, or one that the server sends with it, is malformed"
        }
        _ => "",
    };
    advice.to_owned()
}

/// Why a certificate is not valid for a host; `presented` is from its subjectAltName, as webpki prints it.
fn other_name(expected: &ServerName<'_>, presented: &[String]) -> String {
    let name = expected.to_str();
    let is_ip = matches!(expected, ServerName::IpAddress(_));
    let kind = if is_ip { "IP" } else { "DNS" };
    if presented.is_empty() {
        format!(
            "the certificate has no subjectAltName, and its common name does not count: create it with \
             `-addext subjectAltName={kind}:{name}`"
        )
    } else if is_ip && presented.contains(&format!("DnsName({name:?})")) {
        format!(
            "the certificate has the IP address as `DNS:{name}`: its subjectAltName needs `IP:{name}`"
        )
    } else if is_ip {
        format!("the certificate is not for this IP address: its subjectAltName needs `IP:{name}`")
    } else {
        ANOTHER_NAME.to_owned()
    }
}

/// `algorithm` is an `AlgorithmIdentifier` in DER, without its tag and length.
fn unsupported(algorithm: &[u8]) -> String {
    let known = ALGORITHMS.iter().find(|(oid, _)| {
        let after = algorithm.strip_prefix(&[0x06]);
        let after = after.and_then(<[u8]>::split_first);
        after.is_some_and(|(_, rest)| rest.starts_with(oid))
    });
    let with = known.map_or("an algorithm that is not supported", |(_, name)| *name);
    format!(
        "the certificate, or one that the server sends with it, is signed with {with}: {ISSUE_AGAIN}"
    )
}

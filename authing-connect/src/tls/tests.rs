use std::sync::Arc;

use rustls::{CertificateError, OtherError};

use super::*;

const REMEDIES: Remedies = Remedies {
    trust: "trust it",
    client_certificate: "present one",
};

fn of(error: Error) -> TlsFailure {
    // As tokio-rustls and hyper wrap it.
    let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error));
    failure(&error, REMEDIES).unwrap()
}

fn in_webpki(error: webpki::Error) -> Error {
    CertificateError::Other(OtherError(Arc::new(error))).into()
}

#[test]
fn the_type_of_an_error_gives_the_advice() {
    for (error, advice) in [
        (
            CertificateError::UnknownIssuer.into(),
            "is not trusted: trust it; or the server",
        ),
        (
            CertificateError::BadSignature.into(),
            "by the trusted authority of that name: trust it",
        ),
        (CertificateError::Expired.into(), "has expired"),
        (CertificateError::NotValidYet.into(), "is not valid yet"),
        (
            CertificateError::NotValidForName.into(),
            "is for another host name",
        ),
        (
            CertificateError::InvalidPurpose.into(),
            "must contain `serverAuth`",
        ),
        (CertificateError::Revoked.into(), "has been revoked"),
        (
            in_webpki(webpki::Error::UnsupportedCertVersion),
            "is of X.509 version 1",
        ),
        (
            in_webpki(webpki::Error::CaUsedAsEndEntity),
            "the certificate of an authority",
        ),
        (
            in_webpki(webpki::Error::EndEntityUsedAsCa),
            "issued by one that is not an authority's",
        ),
        (
            in_webpki(webpki::Error::NameConstraintViolation),
            "may not issue certificates for this host name",
        ),
        (
            in_webpki(webpki::Error::UnsupportedCriticalExtension),
            "has a critical extension",
        ),
        (
            InvalidMessage::InvalidContentType.into(),
            "does not speak TLS",
        ),
        (
            PeerIncompatible::ServerDoesNotSupportTls12Or13.into(),
            "neither TLS 1.2 nor TLS 1.3",
        ),
        (
            PeerMisbehaved::SelectedUnofferedCipherSuite.into(),
            "none of our cipher suites",
        ),
        (
            Error::AlertReceived(AlertDescription::ProtocolVersion),
            "neither TLS 1.2 nor TLS 1.3",
        ),
        (
            Error::AlertReceived(AlertDescription::HandshakeFailure),
            "none of our cipher suites",
        ),
        (
            Error::AlertReceived(AlertDescription::CertificateRequired),
            "requires a client certificate: present one",
        ),
        (
            Error::AlertReceived(AlertDescription::UnknownCA),
            "rejects the client certificate, or requires one: present one",
        ),
    ] {
        let failure = of(error);
        assert!(failure.advice.contains(advice), "{advice}: {failure:?}");
    }
}

#[test]
fn no_cause_has_a_list_of_bytes() {
    let id = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05\x05\x00".to_vec();
    for error in [
        CertificateError::UnsupportedSignatureAlgorithmContext {
            signature_algorithm_id: id.clone(),
            supported_algorithms: Vec::new(),
        },
        CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id: id.clone(),
            public_key_algorithm_id: id,
        },
    ] {
        let failure = of(error.into());
        let text = format!("{} {}", failure.advice, failure.cause);
        assert!(!text.contains('[') && !text.contains('{'), "{text}");
        assert!(failure.advice.contains("have it issued again"), "{text}");
    }
    let cause = of(in_webpki(webpki::Error::UnsupportedCertVersion)).cause;
    assert_eq!(cause, "invalid peer certificate: UnsupportedCertVersion");
}

#[test]
fn an_alert_about_the_client_is_found_in_its_text_too() {
    let text = Error::AlertReceived(AlertDescription::CertificateRequired).to_string();
    let failure = failure(&io::Error::new(io::ErrorKind::InvalidData, text), REMEDIES).unwrap();
    assert!(failure.is_about_client, "{failure:?}");
    assert!(!of(Error::AlertReceived(AlertDescription::InternalError)).is_about_client);
}

#[test]
fn an_error_of_the_network_is_no_failure_of_tls() {
    for kind in [
        io::ErrorKind::ConnectionRefused,
        io::ErrorKind::ConnectionReset,
    ] {
        assert_eq!(failure(&io::Error::from(kind), REMEDIES), None);
    }
    let closed = failure(&io::Error::from(io::ErrorKind::UnexpectedEof), REMEDIES).unwrap();
    assert!(
        closed.advice.contains("during the TLS handshake"),
        "{closed:?}"
    );
}

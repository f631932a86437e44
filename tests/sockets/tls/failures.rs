//! What errors say of a server's certificate.

use std::net::Ipv4Addr;

use rcgen::{ExtendedKeyUsagePurpose, PKCS_RSA_SHA256, SanType, date_time_ymd};

use super::*;

/// The error of a client that trusts this certificate and calls a server with it by this host name.
async fn error_of(certificate: &CertificateDer<'static>, key: &KeyPair, host: &str) -> Error {
    let builder = serve(certificate.clone(), key).await;
    let url = builder
        .clone()
        .build()
        .unwrap()
        .endpoints()
        .users()
        .replace("localhost", host);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.der");
    std::fs::write(&file, certificate).unwrap();
    let builder = builder.host(url.trim_end_matches("/graphql"));
    builder
        .root_certificate_file(&file)
        .connect()
        .await
        .unwrap_err()
}

/// Asserts what the error says of a self-signed certificate with these parameters.
async fn assert_said(params: CertificateParams, host: &str, advice: &str) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    assert_advice(&error_of(certificate.der(), &key, host).await, advice);
}

/// Asserts that the error is one of TLS and says this, without types and lists of Rust.
#[track_caller]
pub(super) fn assert_advice(error: &Error, advice: &str) {
    assert!(error.is_tls(), "{error:?}");
    let text = error.report().to_string();
    assert!(text.contains(advice), "{text}");
    for debug in ["Other(", "{", "["] {
        assert!(!text.contains(debug), "{text}");
    }
}

#[tokio::test]
async fn a_trusted_certificate_for_another_host_is_rejected() {
    let (own, key) = self_signed("own", "authing.example.com");
    let builder = serve(own.der().clone(), &key).await;
    let error = builder
        .root_certificate_pem(own.pem())
        .connect()
        .await
        .unwrap_err();
    assert_rejected(&error, "the certificate is for another host name");
}

#[tokio::test]
async fn the_certificate_of_an_authority_is_rejected_for_a_server() {
    let key = KeyPair::generate().unwrap();
    let mut params = named("authority as server", &["localhost".to_owned()]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let trusting = builder.root_certificate_pem(certificate.pem());
    assert_rejected(
        &trusting.connect().await.unwrap_err(),
        "basicConstraints=critical,CA:FALSE",
    );
}

/// Asserts that a trusted certificate with validity from the year `first` to the year `last` is rejected.
async fn assert_not_valid_now(first: i32, last: i32, advice: &str) {
    let key = KeyPair::generate().unwrap();
    let mut params = named("another time", &["localhost".to_owned()]);
    params.not_before = date_time_ymd(first, 1, 1);
    params.not_after = date_time_ymd(last, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let trusting = builder.root_certificate_pem(certificate.pem());
    assert_rejected(&trusting.connect().await.unwrap_err(), advice);
}

#[tokio::test]
async fn an_expired_certificate_is_rejected() {
    assert_not_valid_now(
        1999,
        2001,
        "the certificate has expired, or this machine's clock is wrong",
    )
    .await;
}

#[tokio::test]
async fn a_certificate_that_is_not_yet_valid_is_rejected() {
    assert_not_valid_now(
        3999,
        4001,
        "the certificate is not valid yet, or this machine's clock is wrong",
    )
    .await;
}

#[tokio::test]
async fn an_unrelated_authority_of_the_same_name_is_not_trusted() {
    let key = KeyPair::generate().unwrap();
    let certificate = named("service", &["localhost".to_owned()])
        .signed_by(&key, &authority("authority"))
        .unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let trusting = builder.root_certificate_pem(authority("authority").pem());
    assert_rejected(
        &trusting.connect().await.unwrap_err(),
        "add your own authority",
    );
}

#[tokio::test]
async fn a_certificate_without_names_says_how_to_add_them() {
    for (host, san) in [
        ("localhost", "DNS:localhost"),
        ("127.0.0.1", "IP:127.0.0.1"),
    ] {
        let advice = format!(
            "has no subjectAltName, and its common name does not count: create it with `-addext subjectAltName={san}`"
        );
        assert_said(named(host, &[]), host, &advice).await;
    }
}

#[tokio::test]
async fn a_certificate_that_lacks_the_ip_address_of_the_url_says_so() {
    let mut params = named("address as name", &[]);
    let name = SanType::DnsName("127.0.0.1".try_into().unwrap());
    params.subject_alt_names = vec![name];
    let advice = "has the IP address as `DNS:127.0.0.1`: its subjectAltName needs `IP:127.0.0.1`";
    assert_said(params, "127.0.0.1", advice).await;

    for names in [vec!["localhost".to_owned()], vec!["10.0.0.1".to_owned()]] {
        let advice = "is not for this IP address: its subjectAltName needs `IP:127.0.0.1`";
        assert_said(named("other", &names), "127.0.0.1", advice).await;
    }
    let mut params = named("address only", &[]);
    params.subject_alt_names = vec![SanType::IpAddress(Ipv4Addr::LOCALHOST.into())];
    assert_said(
        params,
        "localhost",
        "the certificate is for another host name",
    )
    .await;
}

#[tokio::test]
async fn a_certificate_for_clients_is_rejected_for_a_server() {
    let mut params = named("for clients", &["localhost".to_owned()]);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let advice =
        "the certificate is not for servers: its extendedKeyUsage must contain `serverAuth`";
    assert_said(params, "localhost", advice).await;
}

/// The first DER structure: with its tag, its contents, and the rest.
fn split(der: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (length, header) = match der[1] {
        short @ ..=0x7f => (usize::from(short), 2),
        0x81 => (usize::from(der[2]), 3),
        0x82 => (usize::from(der[2]) << 8 | usize::from(der[3]), 4),
        other => panic!("a length of {other:x}"),
    };
    let end = header + length;
    (&der[..end], &der[header..end], &der[end..])
}

fn sequence(inside: &[u8]) -> Vec<u8> {
    let header = match u16::try_from(inside.len()).unwrap().to_be_bytes() {
        [0, short @ ..=0x7f] => vec![0x30, short],
        [0, length] => vec![0x30, 0x81, length],
        [high, low] => vec![0x30, 0x82, high, low],
    };
    [&header, inside].concat()
}

/// The certificate without its version and extensions, which makes it one of version 1. Its signature is wrong then, but
/// is not looked at.
fn version_1(certificate: &[u8]) -> Vec<u8> {
    let (_, certificate, _) = split(certificate);
    let (_, mut signed, rest) = split(certificate);
    let mut fields = Vec::new();
    while !signed.is_empty() {
        let (field, _, after) = split(signed);
        if !matches!(field[0], 0xa0 | 0xa3) {
            fields.extend_from_slice(field);
        }
        signed = after;
    }
    sequence(&[&sequence(&fields), rest].concat())
}

#[tokio::test]
async fn a_certificate_of_version_1_is_called_that() {
    let (certificate, key) = self_signed("version 1", "localhost");
    let certificate = CertificateDer::from(version_1(certificate.der()));
    let error = error_of(&certificate, &key, "localhost").await;
    assert_advice(
        &error,
        "is of X.509 version 1: create it again with extensions",
    );
}

#[tokio::test]
async fn a_certificate_signed_with_sha_1_is_called_that() {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let certificate = named("SHA-1", &["localhost".to_owned()])
        .self_signed(&key)
        .unwrap();
    let oid = |last: u8| [b"\x2a\x86\x48\x86\xf7\x0d\x01\x01".as_slice(), &[last]].concat();
    for (algorithm, name) in [
        (5, "SHA-1"),
        (4, "MD5"),
        (2, "an algorithm that is not supported"),
    ] {
        let mut der = certificate.der().to_vec();
        let (from, to) = (oid(11), oid(algorithm));
        for at in 0..der.len() - from.len() {
            if der[at..].starts_with(&from) {
                der[at..at + to.len()].copy_from_slice(&to);
            }
        }
        let error = error_of(&der.into(), &key, "localhost").await;
        assert_advice(
            &error,
            &format!("is signed with {name}: have it issued again"),
        );
    }
}

#[tokio::test]
async fn a_missing_intermediate_is_mentioned() {
    let root = authority("root");
    let mut params = named("intermediate", &[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let intermediate = CertifiedIssuer::signed_by(params, key, &root).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = named("leaf", &["localhost".to_owned()])
        .signed_by(&key, &intermediate)
        .unwrap();
    let builder = serve(leaf.der().clone(), &key)
        .await
        .root_certificate_pem(root.pem());
    assert_rejected(
        &builder.connect().await.unwrap_err(),
        "or the server does not send its intermediate certificates",
    );
    // Sent by the server, it is fine.
    let config = versions().with_no_client_auth();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let chain = vec![leaf.der().clone(), intermediate.der().clone()];
    let builder = serve_with(config.with_single_cert(chain, key).unwrap()).await;
    builder
        .root_certificate_pem(root.pem())
        .connect()
        .await
        .unwrap();
}

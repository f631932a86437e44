//! Mutual TLS.

use rcgen::{Certificate, CertifiedIssuer, KeyPair};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, version};

use super::*;

/// A server that requires client certificates of this authority.
fn requiring(
    authority: &CertifiedIssuer<'static, KeyPair>,
    own: &Certificate,
    key: &KeyPair,
    versions: ConfigBuilder<ServerConfig, WantsVerifier>,
) -> ServerConfig {
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    versions
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![own.der().clone()], key)
        .unwrap()
}

#[tokio::test]
async fn a_missing_or_untrusted_client_certificate_is_a_tls_error_with_advice() {
    let authority = authority("the clients' authority");
    let (own, key) = self_signed("own", "localhost");
    let (stranger, strangers_key) = self_signed("stranger", "localhost");
    let stranger = stranger.pem() + &strangers_key.serialize_pem();
    for (version, protocol) in [
        (&version::TLS13, "http/1.1"),
        (&version::TLS13, "h2"),
        (&version::TLS12, "http/1.1"),
        (&version::TLS12, "h2"),
    ] {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let versions = ServerConfig::builder_with_provider(provider);
        let versions = versions.with_protocol_versions(&[version]).unwrap();
        let mut config = requiring(&authority, &own, &key, versions);
        config.alpn_protocols = vec![protocol.into()];
        let builder = serve_with(config).await.root_certificate_pem(own.pem());
        assert_rejected(
            &builder.clone().connect().await.unwrap_err(),
            "requires a client certificate: set one with `Builder::client_certificate_pem`",
        );
        let untrusted = builder.client_certificate_pem(stranger.as_str());
        assert_rejected(
            &untrusted.connect().await.unwrap_err(),
            "the server rejects the client certificate",
        );
    }
}

#[tokio::test]
async fn a_service_that_requires_client_certificates_accepts_those_of_its_authority() {
    let authority = authority("the clients' authority");
    let issued = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let certificate = named(name, &[]).signed_by(&key, &authority).unwrap();
        certificate.pem() + &key.serialize_pem()
    };
    let (own, key) = self_signed("own", "localhost");
    let builder = serve_with(requiring(&authority, &own, &key, versions())).await;
    let builder = builder.root_certificate_pem(own.pem());

    let pem = issued("our service");
    let trusted = builder.clone().client_certificate_pem(pem.as_str());
    trusted.connect().await.unwrap();
    let saved_by_an_editor = format!("\u{feff}{}", pem.replace('\n', "\r\n  "));
    let trusted = builder.clone().client_certificate_pem(saved_by_an_editor);
    trusted.connect().await.unwrap();

    let file = std::env::temp_dir().join(format!("authing-mtls-{}.pem", std::process::id()));
    std::fs::write(&file, &pem).unwrap();
    let trusted = builder.clone().client_certificate_file(&file);
    let connected = trusted.connect().await;
    std::fs::remove_file(&file).unwrap();
    connected.unwrap();

    let certificate = own.pem();
    for (wrong, missing) in [
        ("", "CERTIFICATE"),
        ("xyzzy", "CERTIFICATE"),
        (&certificate, "PRIVATE KEY"),
    ] {
        let error = builder.clone().client_certificate_pem(wrong).build();
        assert_eq!(
            error.unwrap_err().report().to_string(),
            format!(
                "`client_certificate_pem` must contain a PEM certificate and its unencrypted private key: \
                 there is no `-----BEGIN {missing}-----`"
            )
        );
    }
    let (_, stranger) = self_signed("own", "localhost");
    let stranger = stranger.serialize_pem();
    let half = stranger.lines().take(2).chain(stranger.lines().last());
    let half: String = half.flat_map(|line| [line, "\n"]).collect();
    for (foreign, reason) in [
        (&stranger, "does not belong to the first certificate"),
        (&half, "the private key is malformed"),
    ] {
        let pem = own.pem() + foreign;
        let error = builder.clone().client_certificate_pem(pem).build();
        let error = error.unwrap_err().to_string();
        assert!(
            error.starts_with("`client_certificate_pem`") && error.contains(reason),
            "{error}"
        );
    }
}

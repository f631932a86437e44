//! Certificates: what is trusted and what is not, with real ones made here.

use std::sync::Arc;

use authing_client::{Authing, Builder, Error};
use authing_tests::fake::OWNER;
use authing_tests::sockets::{listen, read_request, respond};
use authing_tests::{POOL_SECRET, USER_POOL};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    IsCa, KeyPair, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{ConfigBuilder, RootCertStore, ServerConfig, WantsVerifier};

/// Serves the owner's token with this certificate, and gives a builder for a client of `localhost`.
async fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> Builder {
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = versions().with_no_client_auth();
    serve_with(config.with_single_cert(vec![certificate], key).unwrap()).await
}

fn versions() -> ConfigBuilder<ServerConfig, WantsVerifier> {
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
}

async fn serve_with(config: ServerConfig) -> Builder {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let address = listen(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            // A client that does not trust the certificate hangs up here.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                read_request(&mut stream).await;
                respond(&mut stream, "200 OK", OWNER).await;
            }
        }
    })
    .await;
    let port = address.port();
    Authing::builder(USER_POOL, POOL_SECRET).host(format!("https://localhost:{port}"))
}

#[track_caller]
fn refused_for(error: &Error, advice: &str) {
    assert!(error.is_tls() && !error.is_transient(), "{error:?}");
    let text = error.report().to_string();
    assert!(
        text.starts_with("GetOwnerToken: no secure connection to localhost:"),
        "{text}"
    );
    assert!(text.contains(advice), "{text}");
    assert!(matches!(error, Error::Transport { source, .. } if !source.may_have_been_sent()));
}

/// A certificate for `host` that signs itself. Each has a name of its own: OpenSSL looks them up by it.
fn self_signed(name: &str, host: &str) -> (Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let certificate = named(name, &[host.to_owned()]).self_signed(&key).unwrap();
    (certificate, key)
}

fn named(name: &str, hosts: &[String]) -> CertificateParams {
    let mut params = CertificateParams::new(hosts).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused_until_it_is_added() {
    let (own, key) = self_signed("own", "localhost");
    let builder = serve(own.der().clone(), &key).await;
    let error = builder.clone().connect().await.unwrap_err();
    refused_for(
        &error,
        "add your own authority with `Builder::root_certificate_pem`",
    );

    let (other, _) = self_signed("other", "localhost");
    let error = builder
        .clone()
        .root_certificate_pem(other.pem())
        .connect()
        .await
        .unwrap_err();
    assert!(error.is_tls());

    builder
        .clone()
        .root_certificate_pem(own.pem())
        .connect()
        .await
        .unwrap();
    builder
        .root_certificate_pem(other.pem() + &own.pem())
        .connect()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_private_authority_is_trusted_when_it_is_added() {
    let mut params = named("authority", &[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = named("service", &["localhost".to_owned()])
        .signed_by(&key, &authority)
        .unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let error = builder.clone().connect().await.unwrap_err();
    refused_for(
        &error,
        "add your own authority with `Builder::root_certificate_pem`",
    );
    builder
        .root_certificate_pem(authority.pem())
        .connect()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused_even_if_it_is_trusted() {
    let (own, key) = self_signed("own", "authing.example.com");
    let builder = serve(own.der().clone(), &key).await;
    let error = builder
        .root_certificate_pem(own.pem())
        .connect()
        .await
        .unwrap_err();
    refused_for(&error, "the certificate is for another host name");
}

#[tokio::test]
async fn an_authoritys_certificate_is_no_servers() {
    let key = KeyPair::generate().unwrap();
    let mut params = named("an authority that serves", &["localhost".to_owned()]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let trusting = builder.root_certificate_pem(certificate.pem());
    refused_for(
        &trusting.connect().await.unwrap_err(),
        "basicConstraints=critical,CA:FALSE",
    );
}

/// A certificate that was, or will be, valid in the years from `first` to `last`, is refused even if it is trusted.
async fn refused_in_its_time(first: i32, last: i32, advice: &str) {
    let key = KeyPair::generate().unwrap();
    let mut params = named("another time", &["localhost".to_owned()]);
    params.not_before = date_time_ymd(first, 1, 1);
    params.not_after = date_time_ymd(last, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let trusting = builder.root_certificate_pem(certificate.pem());
    refused_for(&trusting.connect().await.unwrap_err(), advice);
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    refused_in_its_time(
        1999,
        2001,
        "the certificate has expired, or this machine's clock is wrong",
    )
    .await;
}

#[tokio::test]
async fn a_certificate_of_the_future_is_refused() {
    refused_in_its_time(
        3999,
        4001,
        "the certificate is not valid yet, or this machine's clock is wrong",
    )
    .await;
}

/// The server's certificate is good, but for the authority: an unrelated one of the same name does not help.
#[tokio::test]
async fn an_unrelated_authority_does_not_help() {
    let authority = || {
        let mut params = named("authority", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
    };
    let key = KeyPair::generate().unwrap();
    let certificate = named("service", &["localhost".to_owned()])
        .signed_by(&key, &authority())
        .unwrap();
    let builder = serve(certificate.der().clone(), &key).await;
    let trusting = builder.root_certificate_pem(authority().pem());
    refused_for(
        &trusting.connect().await.unwrap_err(),
        "add your own authority",
    );
}

/// A service that lets in only clients with a certificate of its authority.
#[tokio::test]
async fn a_client_certificate_opens_a_service_that_demands_one() {
    let mut params = named("the clients' authority", &[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let issued = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let certificate = named(name, &[]).signed_by(&key, &authority).unwrap();
        certificate.pem() + &key.serialize_pem()
    };
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let (own, key) = self_signed("own", "localhost");
    let config = versions()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(
            vec![own.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )
        .unwrap();
    let builder = serve_with(config).await.root_certificate_pem(own.pem());

    let none = builder
        .clone()
        .retry_policy(authing_client::RetryPolicy::none());
    none.connect().await.unwrap_err();

    let (stranger, strangers_key) = self_signed("stranger", "localhost");
    let stranger = stranger.pem() + &strangers_key.serialize_pem();
    let strange = builder
        .clone()
        .retry_policy(authing_client::RetryPolicy::none())
        .client_certificate_pem(stranger);
    strange.connect().await.unwrap_err();

    let pem = issued("our service");
    let known = builder.clone().client_certificate_pem(pem.as_str());
    known.connect().await.unwrap();
    let saved_by_an_editor = format!("\u{feff}{}", pem.replace('\n', "\r\n  "));
    let known = builder.clone().client_certificate_pem(saved_by_an_editor);
    known.connect().await.unwrap();

    let file = std::env::temp_dir().join(format!("authing-mtls-{}.pem", std::process::id()));
    std::fs::write(&file, &pem).unwrap();
    let known = builder.clone().client_certificate_file(&file);
    let connected = known.connect().await;
    std::fs::remove_file(&file).unwrap();
    connected.unwrap();

    for wrong in ["", "xyzzy", &own.pem()] {
        let error = builder.clone().client_certificate_pem(wrong).build();
        assert_eq!(
            error.unwrap_err().report().to_string(),
            "`client_certificate_pem` must hold a certificate and its private key in PEM, unencrypted"
        );
    }
}

#[tokio::test]
async fn a_certificate_file_is_read_however_it_was_saved() {
    let (own, key) = self_signed("own", "localhost");
    let (other, _) = self_signed("other", "localhost");
    let builder = serve(own.der().clone(), &key).await;
    let pem = own.pem();
    let files: [Vec<u8>; 5] = [
        own.der().to_vec(),
        format!("\u{feff}{pem}{}", other.pem()).into(),
        format!("  {}{}", pem.replace('\n', "\n  "), other.pem()).into(),
        [b"# Autorit\xe9\n", pem.as_bytes()].concat(),
        pem.encode_utf16().fold(vec![0xff, 0xfe], |file, unit| {
            [file, unit.to_le_bytes().to_vec()].concat()
        }),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authority.crt");
    for file in files {
        std::fs::write(&path, &file).unwrap();
        let connected = builder.clone().root_certificate_file(&path).connect().await;
        connected.unwrap_or_else(|error| {
            panic!("{}: {}", error.report(), String::from_utf8_lossy(&file))
        });
    }
}

#[test]
fn the_certificate_at_fault_is_named_by_its_setting_and_its_block() {
    let (good, _) = self_signed("good", "localhost");
    // The outer structure of a certificate, with nothing in it.
    let hollow = "-----BEGIN CERTIFICATE-----\nMAYwADAAAwA=\n-----END CERTIFICATE-----\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authority.pem");
    let line = good.pem().lines().count() + 1;
    for (second, reason) in [
        (hollow.to_owned(), "is not valid ("),
        (hollow.replace("MAYw", "!"), "is not base64"),
        (hollow.replace("-----END", ""), "does not end"),
    ] {
        std::fs::write(&path, format!("{}{second}", good.pem())).unwrap();
        let builder = Authing::builder(USER_POOL, POOL_SECRET)
            .root_certificate_pem(good.pem())
            .root_certificate_file(&path);
        let error = builder.build().unwrap_err().report().to_string();
        let start = format!(
            "`root_certificate_file` can't be used for TLS: block 2 (line {line}) {reason}"
        );
        assert!(error.starts_with(&start), "{error}");
    }
}

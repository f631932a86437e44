use super::*;
use crate::Authing;

fn builder() -> Builder {
    Authing::builder("pool-1", "hunter2-secret")
}

fn error_of(builder: Builder) -> String {
    builder.build().unwrap_err().to_string()
}

#[test]
fn invalid_settings_are_found_without_the_network() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----";
    for (builder, text) in [
        (
            Authing::builder("", "s"),
            "`user_pool_id` is not a user pool id",
        ),
        (
            Authing::builder("..", "s"),
            "`user_pool_id` is not a user pool id",
        ),
        (
            Authing::builder("pool-1", " "),
            "`secret` must not be empty",
        ),
        (
            Authing::builder("pool-1", "\0"),
            "`secret` must not be empty",
        ),
        (
            Authing::builder("pool-1", "hunter2\n"),
            "`secret` has whitespace around it",
        ),
        (
            Authing::builder("pool-1\n", "s"),
            "`user_pool_id` has whitespace around it",
        ),
        (
            builder().timeout(Duration::ZERO),
            "`timeout` must be greater than zero",
        ),
        (
            builder().connect_timeout(Duration::ZERO),
            "`connect_timeout` must be greater than zero",
        ),
        (
            builder().call_timeout(Duration::ZERO),
            "`call_timeout` must be greater than zero",
        ),
        (
            builder().pool_idle_timeout(Duration::ZERO),
            "`pool_idle_timeout` must be greater than zero",
        ),
        (
            builder().max_concurrent_requests(0),
            "`max_concurrent_requests` must be at least 1",
        ),
        (
            builder().max_response_bytes(0),
            "`max_response_bytes` must be at least 1",
        ),
        (
            builder().users_url("hunter2"),
            "`users_url` is not a valid URL",
        ),
        (
            builder().oauth_url("http://id.example.com"),
            "`oauth_url` is plain http",
        ),
        (builder().cdn_url("/cdn"), "`cdn_url` is not a valid URL"),
        (
            builder().upload_url("ftp://x"),
            "`upload_url` must begin with https:// or http://",
        ),
        (
            builder().host("https://u:hunter2@x"),
            "`host` must not contain a user name",
        ),
        (
            builder().public_key_pem("hunter2"),
            "`public_key_pem` is not PEM",
        ),
        (
            builder().public_key_pem(key),
            "`public_key_pem` is a private key",
        ),
        (
            builder().public_key_file("/no/such/pub.pem"),
            "`public_key_file` names a file that can't be read",
        ),
        (
            builder().root_certificate_pem("hunter2"),
            "`root_certificate_pem` contains no PEM certificate",
        ),
        (
            builder().root_certificate_file("/no/such.pem"),
            "`root_certificate_file` names a file",
        ),
    ] {
        let shown = format!("{builder:?}");
        let error = error_of(builder);
        assert!(error.starts_with(text), "{error}");
        assert!(
            !error.contains("hunter2") && !shown.contains("hunter2"),
            "{error} {shown}"
        );
    }
}

#[test]
fn an_invalid_certificate_is_named() {
    let pem = "-----BEGIN CERTIFICATE-----\nMTIzNDU2Nzg5MA==\n-----END CERTIFICATE-----\n";
    let error = error_of(builder().root_certificate_pem(pem));
    assert!(
        error.starts_with("`root_certificate_pem` can't be used for TLS"),
        "{error}"
    );
}

#[test]
fn debug_shows_no_secret() {
    let builder = builder().public_key_file("pub.pem");
    assert!(!format!("{builder:?}").contains("hunter2"));
    let authing = Authing::builder("pool-1", "hunter2-secret")
        .host("http://localhost:4000")
        .build()
        .unwrap();
    let session = authing.session("hunter2-token");
    let shown = format!("{authing:?} {session:?}");
    assert!(
        shown.contains("pool-1") && shown.contains("localhost"),
        "{shown}"
    );
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn clients_and_sessions_are_send_and_sync() {
    fn shareable<T: Clone + Send + Sync + 'static>() {}
    shareable::<Authing>();
    shareable::<crate::Session>();
    shareable::<crate::Login>();
    shareable::<Builder>();
}

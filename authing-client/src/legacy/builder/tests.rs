use std::time::Duration;

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
            Authing::builder("pool-1", "s").user_agent(" "),
            "`user_agent` must not be empty",
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
            Authing::builder("pool-1", "hunter2\nx"),
            "`secret` contains a line break or another invisible character",
        ),
        (
            Authing::builder("pool-1", "\"hunter2\""),
            "`secret` has quotes around it",
        ),
        (
            Authing::builder("pool\u{200b}-1", "s"),
            "`user_pool_id` contains a line break or another invisible character",
        ),
        (
            Authing::builder("'pool-1'\n", "s"),
            "`user_pool_id` has quotes around it",
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
            "`users_url` must begin with https://",
        ),
        (
            builder().oauth_url("http://id.example.com"),
            "`oauth_url` is plain http",
        ),
        (
            builder().cdn_url("/cdn"),
            "`cdn_url` must begin with https://",
        ),
        (
            builder().upload_url("ftp://x"),
            "`upload_url` must begin with https:// or http://",
        ),
        (
            builder().host("https://u:hunter2@x"),
            "`host` must not contain a user name",
        ),
        (
            builder().host("https://:hunter2@x"),
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
        (
            builder().root_certificate_file("\"hunter2.pem\""),
            "`root_certificate_file` has quotes around it",
        ),
        (
            builder().client_certificate_file("hunter2\n.pem"),
            "`client_certificate_file` contains a line break",
        ),
        (
            builder().public_key_file("\u{feff}\n"),
            "`public_key_file` must not be empty",
        ),
        (
            builder().proxy("\"http://hunter2\""),
            "`proxy` has quotes around it",
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
fn what_files_have_around_a_value_is_removed() {
    let pem = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/crypto/default_public_key.pem"
    );
    let authing = Authing::builder("\u{feff}pool-1\r\n", "\u{a0}hunter2-secret\n")
        .host("https://id.example.com/graphql\n")
        .public_key_file(format!("{pem}\n"))
        .user_agent(" our service/1.0\n")
        .build()
        .unwrap();
    assert_eq!(authing.user_pool_id(), "pool-1");
    assert_eq!(authing.executor().shared.secret.expose(), "hunter2-secret");
    assert_eq!(
        authing.endpoints().users(),
        "https://id.example.com/graphql"
    );
    let session = authing.session("\u{feff}a.b.c\r\n");
    assert_eq!(session.token().expose(), "a.b.c");
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

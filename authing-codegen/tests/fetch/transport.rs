//! Certificates and proxies.

use std::fs;

use super::support::{File, http, said, serve, serve_schema};

#[test]
fn an_https_url_of_a_plain_http_service_has_advice() {
    let url = serve(|_, _| http("400 Bad Request", "", "plain"));
    let file = File::new(None);
    // Any authority will do, so that the test needs none of the machine's.
    let certificate = file.folder.path().join("authority.pem");
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(&certificate, key.cert.pem()).unwrap();
    let done = file.fetch(
        &url.replace("http://", "https://"),
        &["--ca", certificate.to_str().unwrap()],
    );
    let said = said(&done);
    assert!(
        said.contains("the server does not speak TLS: is its URL http://…?"),
        "{said}"
    );
}

#[test]
fn an_http_url_of_a_tls_port_has_advice() {
    // The alert of a protocol version, and a server that only closes the connection.
    for response in [b"\x15\x03\x01\x00\x02\x02\x46".as_slice(), b""] {
        let url = serve(move |_, _| response.to_vec());
        let said = said(&File::new(None).fetch(&url, &[]));
        let expected = "it does not respond by HTTP: is its URL https://…?";
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn loopback_never_uses_a_proxy() {
    for (variable, proxy) in [
        ("ALL_PROXY", "socks5://127.0.0.1:9"),
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("http_proxy", "http://127.0.0.1:9"),
        ("ALL_PROXY", "nonsense ://"),
    ] {
        let (url, _) = serve_schema("type Query { a: Int }", |_| ());
        let file = File::new(None);
        let done = file
            .command()
            .args(["--url", &url])
            .env(variable, proxy)
            .output()
            .unwrap();
        assert!(done.status.success(), "{variable}={proxy}: {}", said(&done));
    }
}

#[test]
fn an_unusable_proxy_is_named_with_its_variable() {
    let rejecting = serve(|_, _| http("407 Proxy Authentication Required", "", ""));
    let rejecting = rejecting
        .replace("http://", "http://ada:verysecret@")
        .replace("/graphql", "");
    let host = rejecting.rsplit('@').next().unwrap().to_owned();
    for (variable, proxy, reason) in [
        (
            "HTTPS_PROXY",
            rejecting.clone(),
            format!(
                "it can't be reached through the proxy {host} (`HTTPS_PROXY`): the proxy requires a user and a password"
            ),
        ),
        (
            "ALL_PROXY",
            "http://127.0.0.1:9".to_owned(),
            "through the proxy 127.0.0.1:9 (`ALL_PROXY`): the proxy can't be reached: ".to_owned(),
        ),
        (
            "all_proxy",
            "socks5h://u:verysecret@127.0.0.1:9".to_owned(),
            "through the proxy 127.0.0.1:9 (`all_proxy`): the proxy can't be reached".to_owned(),
        ),
        (
            "all_proxy",
            "ftp://verysecret@127.0.0.1:9".to_owned(),
            "`all_proxy` is not a valid proxy URL".to_owned(),
        ),
        (
            "HTTPS_PROXY",
            "\"http://verysecret:9\"".to_owned(),
            "`HTTPS_PROXY` has quotes in it".to_owned(),
        ),
    ] {
        let file = File::new(None);
        let url = "https://auth.corp.invalid/graphql";
        let done = file
            .command()
            .args(["--url", url])
            .env(variable, &proxy)
            .output()
            .unwrap();
        let said = said(&done);
        assert!(said.contains(&reason), "{reason}\n{said}");
        assert!(!said.contains("verysecret"), "{said}");
    }
    // A proxy forwards the requests to a service by plain http, and responds itself.
    let file = File::new(None);
    let mut command = file.command();
    command.args(["--url", "http://auth.corp.invalid/graphql"]);
    let said = said(&command.env("HTTP_PROXY", &rejecting).output().unwrap());
    let reason = format!(
        "it can't be reached through the proxy {host} (`HTTP_PROXY`): the proxy requires a user"
    );
    assert!(
        said.contains(&reason) && !said.contains("verysecret"),
        "{said}"
    );
}

#[test]
fn der_certificates_are_read_and_a_malformed_block_is_named() {
    let (url, _) = serve_schema("type Query { a: Int }", |_| ());
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()])
        .unwrap()
        .cert;
    let pem = certificate.pem();
    let file = File::new(None);
    for good in [
        certificate.der().to_vec(),
        format!("\u{feff}  {pem}").into_bytes(),
        [b"# Autorit\xe9\n", pem.as_bytes()].concat(),
    ] {
        let path = file.beside("authority.crt", good);
        let done = file.fetch(&url, &["--ca", &path]);
        assert!(done.status.success(), "{}", said(&done));
    }
    let line = pem.lines().count() + 1;
    // The outer structure of a certificate, with nothing in it.
    let hollow = "-----BEGIN CERTIFICATE-----\nMAYwADAAAwA=\n-----END CERTIFICATE-----\n";
    for (bad, reason) in [
        (hollow.to_owned(), "is not valid ("),
        (hollow.replace("MAY", "!"), "is not base64"),
    ] {
        let path = file.beside("authority.pem", format!("{pem}{bad}"));
        let done = file.fetch(&url, &["--ca", &path]);
        let reason = format!("authority.pem can't be used for TLS: block 2 (line {line}) {reason}");
        assert!(said(&done).contains(&reason), "{}", said(&done));
    }
}

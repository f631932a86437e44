//! Headers and URLs: what is sent, and what is redacted.

use super::support::{File, http, said, serve, serve_schema};

#[test]
fn headers_are_sent_and_redacted() {
    let url = serve(|head, _| http("403 Forbidden", "", &format!("you sent {head}")));
    let file = File::new(None);
    let done = file.fetch(
        &url.replace("http://", "http://someone:urlpassword@"),
        &[
            "--header",
            "Authorization: Bearer verysecrettoken",
            "--header",
            "X-Pool: 5f0a000011112222",
        ],
    );
    let said = said(&done);
    assert!(said.to_lowercase().contains("authorization:"), "{said}");
    for secret in ["verysecrettoken", "5f0a000011112222", "urlpassword"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn invalid_options_are_errors_before_a_request_is_sent() {
    let url = serve(|_, _| panic!("nothing is to be sent"));
    let missing = "no/such/file.pem";
    let file = File::new(Some("type Query { old: Int }"));
    let file_of_no_certificate = file.path.to_str().unwrap();
    for (url, arguments, reason) in [
        (
            "auth.example.com/graphql",
            vec![],
            "--url: it must begin with https:// or http://",
        ),
        (
            "localhost:3000",
            vec![],
            "--url: it must begin with https:// or http://",
        ),
        (
            "ftp://127.0.0.1/",
            vec![],
            "--url: it must begin with https:// or http://",
        ),
        (
            "http://[::1",
            vec![],
            "--url: it is not a valid URL: invalid IPv6 address",
        ),
        (
            url.as_str(),
            vec!["--header", "verysecret"],
            "--header is not of the form `Name: value`",
        ),
        (
            url.as_str(),
            vec!["--header", "a b: verysecret"],
            "--header does not begin with a valid header name",
        ),
        (
            url.as_str(),
            vec!["--header", "x: very\nsecret"],
            "the value of the header `x`",
        ),
        (url.as_str(), vec!["--ca", missing], missing),
        (
            url.as_str(),
            vec!["--ca", file_of_no_certificate],
            "contains no PEM certificate",
        ),
    ] {
        let done = file.fetch(url, &arguments);
        let said = said(&done);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains(reason), "{reason}\n{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

/// The head of the first request, in lower case.
fn sent(arguments: &[&str], prepare: impl Fn(&File) -> Vec<String>) -> String {
    let (url, requests) = serve_schema("type Query { a: Int }", |_| ());
    let file = File::new(None);
    let mut command = file.command();
    let done = command
        .args(["--url", &url])
        .args(arguments)
        .args(prepare(&file));
    let done = done.output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    requests.lock().unwrap()[0]
        .split("\r\n\r\n")
        .next()
        .unwrap()
        .to_lowercase()
}

#[test]
fn every_request_has_one_user_agent_and_one_content_type() {
    let head = sent(&[], |_| Vec::new());
    for line in [
        concat!("user-agent: authing-codegen/", env!("CARGO_PKG_VERSION")),
        "content-type: application/json",
        "accept-encoding: gzip",
    ] {
        assert_eq!(
            head.matches(&format!("\r\n{line}")).count(),
            1,
            "{line}\n{head}"
        );
    }
}

#[test]
fn a_header_option_replaces_the_default_header() {
    for (name, value) in [
        ("Content-Type", "application/graphql+json"),
        ("User-Agent", "ours/1"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "identity"),
    ] {
        let head = sent(&["--header", &format!("{name}: {value}")], |_| Vec::new());
        let name = format!("\r\n{}: ", name.to_lowercase());
        assert_eq!(head.matches(&name).count(), 1, "{head}");
        assert!(head.contains(&format!("{name}{value}")), "{head}");
    }
}

#[test]
fn headers_of_a_file_are_sent() {
    let head = sent(&["--header", "X-A: 1"], |file| {
        let text = "\u{feff}# Ours.\r\nAuthorization: Bearer verysecrettoken\r\n\r\nX-B: 2\r\n";
        vec!["--header-file".to_owned(), file.beside("headers", text)]
    });
    for line in ["authorization: bearer verysecrettoken", "x-a: 1", "x-b: 2"] {
        assert!(head.contains(&format!("\r\n{line}")), "{line}\n{head}");
    }
}

#[test]
fn an_invalid_header_is_named_without_its_value() {
    let file = File::new(None);
    let with_line = file.beside("headers", "X-A: 1\nverysecret\n");
    for (arguments, reason) in [
        (
            ["--header-file", &with_line],
            "headers:2 is not of the form `Name: value`",
        ),
        (["--header-file", "no/such/file"], "no/such/file: "),
        (
            ["--header", "Content-Length: 5"],
            "`content-length` depends on the request",
        ),
    ] {
        let done = file.fetch("http://127.0.0.1:9/graphql", &arguments);
        assert!(said(&done).contains(reason), "{}", said(&done));
        assert!(!said(&done).contains("secret"), "{}", said(&done));
    }
}

#[test]
fn short_and_escaped_header_values_are_redacted() {
    for (line, secret) in [
        ("x-token: abc", "abc"),
        ("Authorization: Bearer q\"uo\\te", "uo"),
        ("Authorization: Basic c29tZTpvbmU=", "c29tZTpvbmU="),
        ("x-key: k1", "k1"),
    ] {
        for in_json in [true, false] {
            let value = line.split_once(": ").unwrap().1.to_owned();
            let url = serve(move |_, _| {
                let body = match in_json {
                    true => serde_json::json!({ "message": format!("no access with {value}") })
                        .to_string(),
                    false => format!("no access with {value}"),
                };
                http("403 Forbidden", "", &body)
            });
            let done = File::new(None).fetch(&url, &["--header", line]);
            let said = said(&done);
            assert!(said.contains("it responds with 403 Forbidden"), "{said}");
            assert!(!said.replace(&url, "").contains(secret), "{line}: {said}");
        }
    }
}

#[test]
fn a_part_of_a_header_value_is_redacted() {
    for (line, repeated) in [
        ("Cookie: a=1; session=hiddenvalue; b=2", "hiddenvalue"),
        ("Cookie: session=\"hiddenvalue\"", "hiddenvalue"),
        (
            "Authorization: Digest username=\"u\", response=\"hiddenvalue\"",
            "hiddenvalue",
        ),
        ("X-Tokens: one,hiddenvalue", "hiddenvalue"),
        ("Authorization: Basic hiddenvalueA==", "hiddenvalueA"),
        // `user:hiddenvalue` in base64.
        (
            "Authorization: Basic dXNlcjpoaWRkZW52YWx1ZQ==",
            "hiddenvalue",
        ),
    ] {
        let url = serve(move |_, _| {
            let body = format!(r#"{{"errors":[{{"message":"{repeated} has expired"}}]}}"#);
            http("200 OK", "", &body)
        });
        let said = said(&File::new(None).fetch(&url, &["--header", line]));
        let expected = "it rejects introspection: “… has expired”";
        assert!(said.contains(expected), "{line}: {said}");
    }
}

#[test]
fn a_variable_that_the_shell_did_not_replace_is_a_hint() {
    for (line, is_hint) in [
        ("Authorization: Bearer $TOKEN", true),
        ("Authorization: Bearer ${token}", true),
        ("Authorization: Bearer pa$$w0rd", false),
    ] {
        for (status, body) in [
            ("401 Unauthorized", ""),
            ("200 OK", r#"{"errors":"log in"}"#),
        ] {
            let url = serve(move |_, _| http(status, "", body));
            let said = said(&File::new(None).fetch(&url, &["--header", line]));
            let hint = "the header `authorization` has a `$`, which a shell replaces only between double quotes";
            assert_eq!(said.contains(hint), is_hint, "{line}: {said}");
            assert!(!said.contains("TOKEN") && !said.contains("w0rd"), "{said}");
        }
    }
}

#[test]
fn secrets_in_a_url_are_redacted() {
    let url = serve(|head, _| http("403 Forbidden", "", head));
    let url = url.replace("http://", "http://someone:urlpassword@") + "?access_token=querysecret";
    let said = said(&File::new(None).fetch(&url, &[]));
    // `someone:urlpassword` in base64, and the parameter.
    for secret in ["urlpassword", "c29tZW9uZTp1cmxwYXNzd29yZA", "querysecret"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn what_a_service_decodes_from_a_url_is_redacted() {
    let body = r#"{"errors":"wrong: hidden/value, someone, c29tZW9uZTpoaWRkZW4vdmFsdWU="}"#;
    let url = serve(move |_, _| http("200 OK", "", body));
    let url = url.replace("http://", "http://someone:hidden%2Fvalue@");
    let said = said(&File::new(None).fetch(&url, &[]));
    assert!(said.contains("wrong: …, …, …"), "{said}");
}

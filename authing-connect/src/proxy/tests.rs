use super::*;

/// The proxy for a URL with these variables set.
fn with(url: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
    let get = |name: &str| {
        let set = variables.iter().find(|(set, _)| *set == name);
        set.map(|(_, value)| (*value).to_owned())
    };
    let proxy = of(&Url::parse(url).unwrap(), false, get);
    let shown = proxy.map(|proxy| proxy.map(|proxy| proxy.to_string()));
    shown.map_err(|error| error.to_string())
}

const REMOTE: &str = "https://auth.corp.example/graphql";

#[test]
fn a_service_of_this_machine_has_no_proxy() {
    for host in [
        "localhost",
        "api.localhost",
        "127.0.0.1",
        "127.9.9.9",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ] {
        for variable in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            for value in ["http://proxy:3128", "socks5://127.0.0.1:7890"] {
                for scheme in ["http", "https"] {
                    let url = format!("{scheme}://{host}:7000/graphql");
                    assert_eq!(
                        with(&url, &[(variable, value)]),
                        Ok(None),
                        "{url} {variable}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_variable_that_counts_is_named_without_the_password() {
    let url = "http://user:hunter2@proxy.corp.example:3128";
    let named = |variable| {
        Ok(Some(format!(
            "the proxy proxy.corp.example:3128 (`{variable}`)"
        )))
    };
    for (set, variable) in [
        (vec![("HTTPS_PROXY", url)], "HTTPS_PROXY"),
        (
            vec![("https_proxy", url), ("ALL_PROXY", "http://other")],
            "https_proxy",
        ),
        (vec![("HTTPS_PROXY", ""), ("ALL_PROXY", url)], "ALL_PROXY"),
        (
            vec![
                ("HTTP_PROXY", "http://other"),
                ("all_proxy", "user:hunter2@proxy.corp.example:3128"),
            ],
            "all_proxy",
        ),
    ] {
        assert_eq!(with(REMOTE, &set), named(variable), "{set:?}");
    }
    assert_eq!(
        with("http://auth.corp.example", &[("HTTPS_PROXY", url)]),
        Ok(None)
    );
    assert_eq!(with(REMOTE, &[]), Ok(None));
    let proxy = of(&Url::parse(REMOTE).unwrap(), false, |name| {
        (name == "ALL_PROXY").then(|| url.to_owned())
    });
    assert!(!format!("{proxy:?}").contains("hunter2"));
}

#[test]
fn a_variable_that_names_no_usable_proxy_is_an_error() {
    for (value, reason) in [
        ("socks5://127.0.0.1:7890", "`ALL_PROXY` names a SOCKS proxy"),
        (
            "socks4a://u:hunter2@127.0.0.1:7890",
            "`ALL_PROXY` names a SOCKS proxy",
        ),
        ("\"http://hunter2:3128\"", "`ALL_PROXY` has quotes in it"),
        ("'http://hunter2:3128'", "`ALL_PROXY` has quotes in it"),
        (" http://hunter2:3128", "`ALL_PROXY` has whitespace in it"),
        ("http://hunter2:3128\n", "`ALL_PROXY` has whitespace in it"),
        (
            "http://hunter2:3128\u{a0}",
            "`ALL_PROXY` has whitespace in it",
        ),
        ("  ", "`ALL_PROXY` has whitespace in it"),
        (
            "\u{feff}http://hunter2:3128",
            "`ALL_PROXY` is not a valid proxy URL",
        ),
        (
            "socks://hunter2:1080",
            "`ALL_PROXY` must begin with `socks5h://`",
        ),
        ("http:hunter2", "`ALL_PROXY` is not a valid proxy URL"),
        (
            "http://hunter2:99999",
            "`ALL_PROXY` is not a valid proxy URL",
        ),
        (":3128", "`ALL_PROXY` is not a valid proxy URL"),
        ("ftp://hunter2:3128", "`ALL_PROXY` is not a valid proxy URL"),
        ("/hunter2", "`ALL_PROXY` is not a valid proxy URL"),
        ("http://", "`ALL_PROXY` is not a valid proxy URL"),
    ] {
        let said = with(REMOTE, &[("ALL_PROXY", value)]).unwrap_err();
        assert!(said.starts_with(reason), "{value}: {said}");
        assert!(!said.contains("hunter2"), "{value}: {said}");
    }
}

#[test]
fn a_socks_proxy_is_used_by_a_program_that_can() {
    for scheme in ["socks4", "socks4a", "socks5", "socks5h"] {
        let url = format!("{scheme}://ada:hunter2@127.0.0.1:7890");
        let get = |name: &str| (name == "ALL_PROXY").then(|| url.clone());
        let proxy = of(&Url::parse(REMOTE).unwrap(), true, get)
            .unwrap()
            .unwrap();
        assert_eq!(proxy.to_string(), "the proxy 127.0.0.1:7890 (`ALL_PROXY`)");
        let error = of(&Url::parse(REMOTE).unwrap(), false, get)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("feature `socks`") && !error.contains("hunter2"),
            "{error}"
        );
    }
}

/// Whether `NO_PROXY` lists the host of a URL.
fn is_direct(url: &str, list: &str) -> bool {
    let set = [("NO_PROXY", list), ("ALL_PROXY", "http://proxy:3128")];
    with(url, &set).unwrap().is_none()
}

#[test]
fn every_form_of_an_entry_of_no_proxy_counts() {
    for (url, lists) in [
        (
            REMOTE,
            &[
                "auth.corp.example",
                "AUTH.Corp.example",
                "corp.example",
                ".corp.example",
                "*.corp.example",
                "*",
                "other,corp.example",
                " other ,  corp.example ",
                "other corp.example",
                "auth.corp.example:443",
                "*.corp.example:443",
            ][..],
        ),
        (
            "https://auth.corp.example:8443/graphql",
            &["auth.corp.example:8443", "corp.example"],
        ),
        (
            "https://10.1.2.3/graphql",
            &["10.1.2.3", "10.0.0.0/8", "10.1.2.3:443", "0.0.0.0/0", "*"],
        ),
        (
            "https://[fd00::1]/graphql",
            &[
                "fd00::1",
                "[fd00::1]",
                "[fd00::1]:443",
                "fd00::/8",
                "FD00:0::1",
                "*",
            ],
        ),
    ] {
        for list in lists {
            assert!(is_direct(url, list), "{url} {list}");
        }
    }
    for (url, lists) in [
        (
            REMOTE,
            &[
                "other",
                " ",
                ",",
                "",
                "h.corp.example",
                "auth.corp.example:8443",
                "example.com",
                "auth.corp.example:",
                "auth.corp.example:https",
                "*.other",
                "10.0.0.0/8",
                "a*",
            ][..],
        ),
        (
            "https://10.1.2.3/graphql",
            &["10.1.2.4", "11.0.0.0/8", "10.1.2.3:80"],
        ),
        (
            "https://[fd00::1]/graphql",
            &["fd00::2", "[fd00::1]:80", "fe00::/8", "10.0.0.0/8"],
        ),
    ] {
        for list in lists {
            assert!(!is_direct(url, list), "{url} {list}");
        }
    }
}

#[test]
fn hosts_of_no_proxy_are_reached_directly_whatever_the_proxy_is() {
    for list in [
        "auth.corp.example",
        ".corp.example",
        "corp.example",
        "*",
        "other, corp.example",
    ] {
        for variable in ["NO_PROXY", "no_proxy"] {
            let set = [(variable, list), ("ALL_PROXY", "socks5://127.0.0.1:7890")];
            assert_eq!(with(REMOTE, &set), Ok(None), "{variable}={list}");
        }
    }
    let set = [
        ("NO_PROXY", ""),
        ("no_proxy", "corp.example"),
        ("ALL_PROXY", "http://proxy"),
    ];
    assert_eq!(with(REMOTE, &set), Ok(None));
    let cgi = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://attacker")];
    assert_eq!(with("http://auth.corp.example", &cgi), Ok(None));
}

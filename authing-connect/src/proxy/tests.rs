use super::*;

/// The proxy for a URL with these variables set.
fn with(url: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
    let get = |name: &str| {
        let set = variables.iter().find(|(set, _)| *set == name);
        set.map(|(_, value)| (*value).to_owned())
    };
    let proxy = of(&Url::parse(url).unwrap(), get);
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
    let proxy = of(&Url::parse(REMOTE).unwrap(), |name| {
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
        (
            "\"http://hunter2:3128\"",
            "`ALL_PROXY` is not a valid proxy URL",
        ),
        (
            " http://hunter2:3128",
            "`ALL_PROXY` is not a valid proxy URL",
        ),
        (
            "http://hunter2:3128\n",
            "`ALL_PROXY` is not a valid proxy URL",
        ),
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
        ("NO_PROXY", "10.0.0.0/8"),
        ("ALL_PROXY", "http://proxy:3128"),
    ];
    assert_eq!(with("https://10.1.2.3", &set), Ok(None));
    assert!(with("https://11.1.2.3", &set).unwrap().is_some());
    for list in ["auth.corp.example:443", "*.corp.example", "other", " ", ""] {
        let set = [("NO_PROXY", list), ("ALL_PROXY", "http://proxy:3128")];
        assert!(with(REMOTE, &set).unwrap().is_some(), "{list}");
    }
    let cgi = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://attacker")];
    assert_eq!(with("http://auth.corp.example", &cgi), Ok(None));
}

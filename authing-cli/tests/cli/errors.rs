//! Errors of settings, credentials and the network, and their exit statuses.

use crate::support::{APIS, Pool};

#[test]
fn whitespace_around_the_variable_of_the_api_is_ignored() {
    for api in APIS {
        let pool = Pool::new(api);
        let done = pool.run_with(
            &[("AUTHING_API", &format!(" {api}\n"))],
            &["users", "list"],
            "",
        );
        assert_eq!(done.status, 0, "{api}: {}", done.stderr);
    }
    let pool = Pool::new("v2");
    for wrong in ["v1", "", " "] {
        let done = pool.run_with(&[("AUTHING_API", wrong)], &["users", "list"], "");
        assert_eq!(done.status, 2, "{wrong:?}: {}", done.stderr);
        for expected in ["(AUTHING_API)", "[possible values: legacy, v2]"] {
            assert!(done.stderr.contains(expected), "{wrong:?}: {}", done.stderr);
        }
    }
}

#[test]
fn each_kind_of_error_has_its_status_and_names_what_to_change() {
    for api in APIS {
        let pool = Pool::new(api);
        // A port that was free a moment ago.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let dead = format!("http://{}", free.local_addr().unwrap());
        drop(free);
        for (variable, status, expected) in [
            (
                ("AUTHING_SECRET", "not-the-secret"),
                1,
                "check AUTHING_USER_POOL_ID, AUTHING_SECRET",
            ),
            (("AUTHING_HOST", dead.as_str()), 1, "authing doctor"),
            (("AUTHING_HOST", "http://example.com"), 2, "AUTHING_HOST"),
            (
                ("AUTHING_SECRET", ""),
                2,
                "`AUTHING_SECRET` must not be empty",
            ),
            (("AUTHING_API", "v3"), 2, "v3"),
        ] {
            let done = pool.run_with(&[variable], &["users", "list"], "");
            assert_eq!(done.status, status, "{api} {variable:?}: {}", done.stderr);
            assert!(
                done.stderr.contains(expected),
                "{api} {variable:?}: {}",
                done.stderr
            );
            assert_eq!(done.stdout, "");
        }
    }
}

#[test]
fn help_documents_the_exit_statuses_and_no_option_takes_a_secret() {
    let pool = Pool::new("v2");
    let help = pool.ok(&["--help"]);
    for expected in ["Exit statuses:", "AUTHING_USER_POOL_ID", "doctor"] {
        assert!(help.contains(expected), "{help}");
    }
    for command in [["users", "create"], ["token", "verify"], ["users", "list"]] {
        let help = pool.ok(&[command[0], command[1], "--help"]);
        for option in ["--password ", "--secret", "--token"] {
            assert!(!help.contains(option), "{help}");
        }
    }
}

#[test]
fn the_service_speaks_the_language_of_the_locale() {
    let pool = Pool::new("v2");
    for (locale, message) in [
        ("zh_CN.UTF-8", "secret 与用户池不匹配"),
        (
            "de_DE.UTF-8",
            "the secret does not belong to this user pool",
        ),
        ("", "the secret does not belong to this user pool"),
    ] {
        let variables = [
            ("AUTHING_SECRET", "0".repeat(32)),
            ("LC_ALL", String::new()),
            ("LANG", locale.to_owned()),
        ];
        let variables = variables
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let done = pool.run_with(&variables, &["users", "list"], "");
        assert!(done.stderr.contains(message), "{}", done.stderr);
    }
}

/// Otherwise the requests would bypass the proxy.
#[cfg(unix)]
#[test]
fn a_proxy_that_is_not_utf_8_is_an_error() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let proxy = OsStr::from_bytes(b"http://\xff.example.com:3128");
    for api in APIS {
        let pool = Pool::new(api);
        let mut command = pool.command(&["users", "list"]);
        command.env("AUTHING_HOST", "https://auth.invalid");
        let done = command.env("HTTPS_PROXY", proxy).output().unwrap();
        let stderr = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{stderr}");
        let expected = "`HTTPS_PROXY` is not a valid proxy URL";
        assert!(stderr.contains(expected), "{stderr}");
    }
}

use std::ffi::OsString;
use std::time::Duration;

use http::header::USER_AGENT;

use super::*;

const BOTH: [(&str, &str); 2] = [
    ("AUTHING_USER_POOL_ID", "pool-1"),
    ("AUTHING_SECRET", "hunter2-secret"),
];

fn read(variables: &[(&str, &str)]) -> Result<Builder, Error> {
    let variables = variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Builder::from_environment(&Environment::new(&LEGACY, variables)?)
}

fn error_of(variables: &[(&str, &str)]) -> String {
    let built = read(&[&BOTH, variables].concat()).and_then(Builder::build);
    built.unwrap_err().to_string()
}

#[test]
fn id_and_secret_are_enough() {
    let authing = read(&BOTH).unwrap().build().unwrap();
    assert_eq!(authing.user_pool_id(), "pool-1");
    assert_eq!(
        authing.endpoints().users(),
        "https://users.authing.cn/graphql"
    );
}

#[test]
fn everything_can_be_set() {
    let key = include_str!("../../../crypto/default_public_key.pem").replace('\n', "\\n");
    let builder = read(&[
        BOTH[0],
        BOTH[1],
        ("AUTHING_HOST", "http://id.example.com"),
        ("AUTHING_OAUTH_URL", "https://oauth.example.com/graphql"),
        ("AUTHING_CDN_URL", "https://cdn.example.com"),
        ("AUTHING_UPLOAD_URL", "https://upload.example.com"),
        ("AUTHING_PUBLIC_KEY", &key),
        ("AUTHING_PROXY", "http://ada:hunter2@proxy.example.com:3128"),
        ("AUTHING_USER_AGENT", "our-service/1.0"),
        ("AUTHING_CONNECT_TIMEOUT", "2.5"),
        ("AUTHING_TIMEOUT", "7"),
        ("AUTHING_CALL_TIMEOUT", "9"),
        ("AUTHING_POOL_IDLE_TIMEOUT", "0.5"),
        ("AUTHING_MAX_CONCURRENT_REQUESTS", "64"),
        ("AUTHING_MAX_RESPONSE_BYTES", "1024"),
        ("AUTHING_ALLOW_PLAIN_HTTP", "TRUE"),
    ])
    .unwrap();
    assert_eq!(
        builder.client.connect_timeout.value,
        Duration::from_millis(2500)
    );
    assert_eq!(builder.client.timeout.value, Duration::from_secs(7));
    assert_eq!(builder.client.user_agent.value, "our-service/1.0");
    assert!(builder.client.proxy.is_some() && !format!("{builder:?}").contains("hunter2"));
    let call_timeout = builder.client.call_timeout.as_ref().unwrap();
    assert_eq!(call_timeout.value, Duration::from_secs(9));
    let idle_timeout = builder.client.pool_idle_timeout.value;
    assert_eq!(idle_timeout, Duration::from_millis(500));
    assert_eq!(builder.client.max_concurrent_requests.value, 64);
    assert_eq!(builder.client.max_response_bytes.value, 1024);
    let authing = builder.build().unwrap();
    assert_eq!(authing.endpoints().users(), "http://id.example.com/graphql");
    assert_eq!(
        authing.endpoints().oauth(),
        "https://oauth.example.com/graphql"
    );
    assert_eq!(authing.endpoints().cdn(), "https://cdn.example.com/");
    assert_eq!(authing.endpoints().upload(), "https://upload.example.com/");
}

#[test]
fn a_missing_variable_is_named() {
    let missing = |variables: &[_]| read(variables).unwrap_err().to_string();
    assert_eq!(missing(&BOTH[1..]), "`AUTHING_USER_POOL_ID` must be set");
    assert_eq!(missing(&BOTH[..1]), "`AUTHING_SECRET` must be set");
}

#[test]
fn an_empty_or_quoted_variable_is_an_error_that_names_it() {
    for name in LEGACY.names() {
        for (value, reason) in [
            ("", "must not be empty: unset it, or give it a value"),
            (" \t\r\n", "must not be empty: unset it, or give it a value"),
            (
                "\u{feff}",
                "must not be empty: unset it, or give it a value",
            ),
            (
                "\"\"",
                "has quotes around it, which are part of its value: remove them",
            ),
            (
                "\"hunter2\"",
                "has quotes around it, which are part of its value: remove them",
            ),
            (
                "'http://127.0.0.1:7000'\n",
                "has quotes around it, which are part of its value: remove them",
            ),
        ] {
            let others = BOTH.into_iter().filter(|(other, _)| *other != name);
            let variables: Vec<_> = others.chain([(name, value)]).collect();
            let error = read(&variables).unwrap_err().to_string();
            assert_eq!(error, format!("`{name}` {reason}"));
        }
    }
}

#[test]
fn what_is_invisible_around_a_value_is_removed() {
    let pem = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/crypto/default_public_key.pem"
    );
    for (before, after) in [
        ("", "\n"),
        ("\u{feff}", "\r\n"),
        (" \t", " "),
        ("\u{a0}", "\u{200b}"),
    ] {
        let around = |value: &str| format!("{before}{value}{after}");
        let values = [
            ("AUTHING_USER_POOL_ID", around("pool-1")),
            ("AUTHING_SECRET", around("hunter2-secret")),
            (
                "AUTHING_USERS_URL",
                around("https://users.example.com/graphql"),
            ),
            (
                "AUTHING_OAUTH_URL",
                around("https://oauth.example.com/graphql"),
            ),
            ("AUTHING_PUBLIC_KEY_FILE", around(pem)),
            ("AUTHING_PROXY", around("http://proxy.example.com:3128")),
            ("AUTHING_USER_AGENT", around("our service/1.0")),
            ("AUTHING_TIMEOUT", around("7")),
            ("AUTHING_MAX_RESPONSE_BYTES", around("1024")),
            ("AUTHING_ALLOW_PLAIN_HTTP", around("false")),
        ];
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let authing = read(&values).unwrap().build().unwrap();
        assert_eq!(authing.user_pool_id(), "pool-1");
        let secret = authing.executor().shared.secret.expose();
        assert_eq!(secret, "hunter2-secret");
        assert_eq!(
            authing.endpoints().users(),
            "https://users.example.com/graphql"
        );
        assert_eq!(
            authing.executor().options.headers[USER_AGENT],
            "our service/1.0"
        );
    }
}

#[test]
fn what_is_invisible_inside_a_value_is_an_error_that_names_the_variable() {
    for name in [
        "AUTHING_USER_POOL_ID",
        "AUTHING_SECRET",
        "AUTHING_HOST",
        "AUTHING_CDN_URL",
        "AUTHING_PROXY",
        "AUTHING_PUBLIC_KEY_FILE",
        "AUTHING_ROOT_CERTIFICATE_FILE",
        "AUTHING_CLIENT_CERTIFICATE_FILE",
    ] {
        for value in ["hunter2\nhunter2", "hunter2\u{200b}x", "hunter2\u{a0}x"] {
            let error = error_of(&[(name, value)]);
            let reason = "contains a line break or another invisible character: remove it";
            assert_eq!(error, format!("`{name}` {reason}"));
        }
    }
}

#[test]
fn a_variable_that_is_mistaken_for_ours_is_an_error() {
    let [id, secret] = BOTH;
    for (variables, reason) in [
        (
            vec![id, secret, ("AUTHING_APP_DOMAIN", "http://127.0.0.1:7000")],
            "`AUTHING_APP_DOMAIN` is a variable of another SDK: set `AUTHING_HOST` instead",
        ),
        (
            vec![secret, ("AUTHING_USERPOOL_ID", "pool-1")],
            "`AUTHING_USERPOOL_ID` is a variable of another SDK: set `AUTHING_USER_POOL_ID` instead",
        ),
        (
            vec![id, ("AUTHING_USERPOOL_SECRET", "hunter2-secret")],
            "`AUTHING_USERPOOL_SECRET` is a variable of another SDK: set `AUTHING_SECRET` instead",
        ),
        (
            vec![id, secret, ("AUTHING_USERS_URI", "https://id.example.com")],
            "`AUTHING_USERS_URL` is not set, but `AUTHING_USERS_URI` is, which is not read: rename it",
        ),
    ] {
        assert_eq!(read(&variables).unwrap_err().to_string(), reason);
    }
    // A program may set both, for two SDKs.
    let both = [
        id,
        secret,
        ("AUTHING_APP_HOST", "https://id.example.com"),
        ("AUTHING_HOST", "https://id.example.com"),
        ("AUTHING_USERPOOL_ID", "pool-1"),
        ("AUTHING_ADMIN_EMAIL", "ada@example.com"),
    ];
    assert!(read(&both).is_ok());
}

#[test]
fn every_variable_is_documented() {
    let docs = include_str!("../environment.rs");
    for name in LEGACY.names() {
        assert!(docs.contains(&format!("    /// | `{name}` | ")), "{name}");
    }
}

#[test]
fn an_invalid_value_is_named_and_not_shown() {
    for (name, value) in [
        ("AUTHING_HOST", "hunter2"),
        ("AUTHING_HOST", "http://hunter2.example.com"),
        ("AUTHING_USERS_URL", "hunter2"),
        ("AUTHING_OAUTH_URL", "hunter2"),
        ("AUTHING_CDN_URL", "hunter2"),
        ("AUTHING_UPLOAD_URL", "hunter2"),
        ("AUTHING_PUBLIC_KEY", "hunter2"),
        ("AUTHING_PROXY", "hunter2"),
        ("AUTHING_PROXY", "ftp://ada:hunter2@proxy.example.com"),
        ("AUTHING_PROXY", "http://ada:hunter2@"),
        ("AUTHING_USER_AGENT", "hunter2\u{7}x"),
        ("AUTHING_TIMEOUT", "hunter2"),
        ("AUTHING_TIMEOUT", "0"),
        ("AUTHING_TIMEOUT", "-1"),
        ("AUTHING_TIMEOUT", "inf"),
        ("AUTHING_CONNECT_TIMEOUT", "10s"),
        ("AUTHING_CALL_TIMEOUT", "0"),
        ("AUTHING_POOL_IDLE_TIMEOUT", "0"),
        ("AUTHING_MAX_CONCURRENT_REQUESTS", "0"),
        ("AUTHING_MAX_CONCURRENT_REQUESTS", "many"),
        ("AUTHING_MAX_RESPONSE_BYTES", "0"),
        ("AUTHING_ALLOW_PLAIN_HTTP", "hunter2"),
    ] {
        let error = error_of(&[(name, value)]);
        assert!(error.starts_with(&format!("`{name}` ")), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
    for name in [
        "AUTHING_PUBLIC_KEY_FILE",
        "AUTHING_ROOT_CERTIFICATE_FILE",
        "AUTHING_CLIENT_CERTIFICATE_FILE",
    ] {
        let error = error_of(&[(name, "/no/such/file")]);
        assert!(
            error.starts_with(&format!("`{name}` names a file that can't be read")),
            "{error}"
        );
    }
}

#[test]
fn a_key_is_given_once() {
    let error = error_of(&[
        ("AUTHING_PUBLIC_KEY", "x"),
        ("AUTHING_PUBLIC_KEY_FILE", "y"),
    ]);
    assert!(
        error.starts_with("`AUTHING_PUBLIC_KEY_FILE` can't be set together"),
        "{error}"
    );
}

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::env::VarError;
use std::time::Duration;

use super::*;

const BOTH: [(&str, &str); 2] = [
    ("AUTHING_USER_POOL_ID", "pool-1"),
    ("AUTHING_SECRET", "hunter2-secret"),
];

fn read(variables: &[(&str, &str)]) -> Result<Builder, Error> {
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Builder::from_environment(&Environment::from_fn(|name| {
        variables
            .get(name)
            .map(ToString::to_string)
            .ok_or(VarError::NotPresent)
    }))
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
        ("AUTHING_MAX_CONCURRENT_REQUESTS", "64"),
        ("AUTHING_MAX_RESPONSE_BYTES", "1024"),
        ("AUTHING_ALLOW_PLAIN_HTTP", "TRUE"),
    ])
    .unwrap();
    assert_eq!(builder.connect_timeout.value, Duration::from_millis(2500));
    assert_eq!(builder.timeout.value, Duration::from_secs(7));
    assert_eq!(builder.user_agent.value, "our-service/1.0");
    assert!(builder.proxy.is_some() && !format!("{builder:?}").contains("hunter2"));
    let call_timeout = builder.call_timeout.as_ref().unwrap();
    assert_eq!(call_timeout.value, Duration::from_secs(9));
    assert_eq!(builder.max_concurrent_requests.value, 64);
    assert_eq!(builder.max_response_bytes.value, 1024);
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

/// Every variable of this SDK.
fn all_variables() -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    let read = Builder::from_environment(&Environment::from_fn(|name| {
        asked.borrow_mut().insert(name.to_owned());
        let value = BOTH.iter().find(|(known, _)| *known == name);
        value.map_or(Err(VarError::NotPresent), |(_, value)| {
            Ok((*value).to_owned())
        })
    }));
    assert!(read.is_ok());
    let mut asked = asked.into_inner();
    asked.retain(|name| !OTHER_SDKS.iter().any(|(other, _)| other == name));
    asked
}

#[test]
fn an_empty_or_quoted_variable_is_an_error_that_names_it() {
    let names = all_variables();
    assert!(names.len() >= 16, "{names:?}");
    for name in names {
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
            let variables: Vec<_> = others.chain([(name.as_str(), value)]).collect();
            let error = read(&variables).unwrap_err().to_string();
            assert_eq!(error, format!("`{name}` {reason}"));
        }
    }
}

#[test]
fn whitespace_around_an_exact_value_is_named() {
    for (name, value) in [
        ("AUTHING_USER_POOL_ID", "pool-1\n"),
        ("AUTHING_SECRET", " hunter2-secret"),
        ("AUTHING_SECRET", "hunter2-secret\u{200b}"),
        ("AUTHING_PUBLIC_KEY_FILE", "hunter2.pem\n"),
        ("AUTHING_ROOT_CERTIFICATE_FILE", " hunter2.pem"),
    ] {
        let error = error_of(&[(name, value)]);
        assert_eq!(error, format!("`{name}` has whitespace around it"));
    }
}

#[test]
fn another_sdks_variable_is_rejected_if_ours_is_not_set() {
    let [id, secret] = BOTH;
    for (variables, reason) in [
        (
            vec![id, secret, ("AUTHING_APP_HOST", "http://127.0.0.1:7000")],
            "`AUTHING_APP_HOST` is a variable of another SDK: set `AUTHING_HOST` instead",
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
            vec![id, ("AUTHING_USER_POOL_SECRET", "hunter2-secret")],
            "`AUTHING_USER_POOL_SECRET` is a variable of another SDK: set `AUTHING_SECRET` instead",
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
    ];
    assert!(read(&both).is_ok());
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
        ("AUTHING_USER_AGENT", "hunter2\u{7}"),
        ("AUTHING_TIMEOUT", "hunter2"),
        ("AUTHING_TIMEOUT", "0"),
        ("AUTHING_TIMEOUT", "-1"),
        ("AUTHING_TIMEOUT", "inf"),
        ("AUTHING_CONNECT_TIMEOUT", "10s"),
        ("AUTHING_CALL_TIMEOUT", "0"),
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

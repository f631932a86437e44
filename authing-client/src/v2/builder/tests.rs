use std::ffi::OsString;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};

use super::*;
use crate::transport::transport_fn;
use crate::v2::operations::CheckUserExists;

const SECRET: &str = "hunter2-app-secret";

fn secret_of(builder: AuthenticationBuilder) -> Result<Option<String>, String> {
    let client = builder.build().map_err(|error| error.to_string())?;
    let secret = client.app_secret();
    Ok(secret.map(|secret| secret.expose().to_owned()))
}

fn from_environment(secret: &str) -> Result<AuthenticationBuilder, Error> {
    let variables = [("AUTHING_APP_ID", "app-1"), ("AUTHING_APP_SECRET", secret)];
    let variables = variables.map(|(name, value)| (OsString::from(name), OsString::from(value)));
    AuthenticationBuilder::from_environment(&Environment::new(&APP, variables)?)
}

#[test]
fn the_secret_of_an_app_is_optional_and_trimmed() {
    let without = AuthenticationClient::builder("app-1");
    assert_eq!(secret_of(without), Ok(None));
    for text in [SECRET, " hunter2-app-secret\r\n"] {
        let builder = AuthenticationClient::builder("app-1").app_secret(text);
        assert_eq!(secret_of(builder), Ok(Some(SECRET.to_owned())));
        let builder = from_environment(text).unwrap();
        assert_eq!(secret_of(builder), Ok(Some(SECRET.to_owned())));
    }
}

#[test]
fn an_invalid_secret_of_an_app_is_named_and_not_shown() {
    for (secret, flaw) in [
        ("", "must not be empty"),
        (" \n", "must not be empty"),
        ("\"hunter2\"", exact::QUOTED),
        (
            "hunter2\nhunter2",
            "contains a line break or another invisible character: remove it",
        ),
    ] {
        let builder = AuthenticationClient::builder("app-1").app_secret(secret);
        assert_eq!(
            secret_of(builder),
            Err(format!("`app_secret` {flaw}")),
            "{secret:?}"
        );
        let error = from_environment(secret).and_then(AuthenticationBuilder::build);
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("`AUTHING_APP_SECRET` "), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[tokio::test]
async fn the_secret_of_an_app_is_not_sent_and_not_shown() {
    let sent = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&sent);
    let transport = transport_fn(move |request: Request<Bytes>| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        log.lock()
            .unwrap()
            .push_str(&format!("{:?} {body}", request.headers()));
        async { Ok(Response::new(Bytes::from_static(SECRET.as_bytes()))) }
    });
    let builder = AuthenticationClient::builder("app-1").app_secret(SECRET);
    let builder = builder.transport(transport);
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    let error = client.execute(CheckUserExists::new().email("a@b.cn")).await;
    let shown = format!("{shown} {client:?} {:?}", error.unwrap_err());
    assert!(shown.contains("Secret(***)"), "{shown}");
    assert!(!shown.contains(SECRET), "{shown}");
    let sent = sent.lock().unwrap();
    assert!(
        sent.contains("a@b.cn") && !sent.contains("hunter2"),
        "{sent}"
    );
}

#[test]
fn the_language_is_sent_and_an_invalid_one_is_rejected() {
    let languages = |builder: AuthenticationBuilder| {
        let client = builder.build()?;
        let headers = client
            .executor()
            .new_get("/".parse().unwrap())
            .into_parts()
            .0
            .headers;
        let languages = headers.get_all("x-authing-lang").iter();
        Ok::<_, Error>(
            languages
                .map(|text| text.to_str().unwrap().to_owned())
                .collect::<Vec<_>>(),
        )
    };
    let builder = || AuthenticationClient::builder("app-1");
    assert_eq!(languages(builder()).unwrap(), [""; 0]);
    assert_eq!(languages(builder().language(" en-US")).unwrap(), ["en-US"]);
    let error = languages(builder().language("")).unwrap_err();
    assert_eq!(error.to_string(), "`language` must not be empty");
}

//! A client's settings from environment variables.

use std::env::{self, VarError};
use std::path::PathBuf;
use std::time::Duration;

use authing_core::Secret;

use crate::config::setting::{Named, Pem};
use crate::error::Error;
use crate::legacy::builder::Builder;

impl Builder {
    /// Takes the settings from environment variables. One that is empty counts as not set.
    ///
    /// | Variable | Sets | If it is not set |
    /// |---|---|---|
    /// | `AUTHING_USER_POOL_ID` | the user pool's id | an error |
    /// | `AUTHING_SECRET` | the user pool's secret | an error |
    /// | `AUTHING_HOST` | [`host`](Self::host): one host for both GraphQL addresses | the public service |
    /// | `AUTHING_USERS_URL` | [`users_url`](Self::users_url) | `AUTHING_HOST` |
    /// | `AUTHING_OAUTH_URL` | [`oauth_url`](Self::oauth_url) | `AUTHING_HOST` |
    /// | `AUTHING_CDN_URL` | [`cdn_url`](Self::cdn_url) | the public service |
    /// | `AUTHING_UPLOAD_URL` | [`upload_url`](Self::upload_url) | the public service |
    /// | `AUTHING_PUBLIC_KEY` | [`public_key_pem`](Self::public_key_pem), line breaks as they are or as `\n` | the public service's |
    /// | `AUTHING_PUBLIC_KEY_FILE` | [`public_key_file`](Self::public_key_file) | the public service's |
    /// | `AUTHING_ROOT_CERTIFICATE_FILE` | [`root_certificate_file`](Self::root_certificate_file) | the system's roots alone |
    /// | `AUTHING_CONNECT_TIMEOUT` | [`connect_timeout`](Self::connect_timeout), in seconds | 10 |
    /// | `AUTHING_TIMEOUT` | [`timeout`](Self::timeout), in seconds | 30 |
    /// | `AUTHING_CALL_TIMEOUT` | [`call_timeout`](Self::call_timeout), in seconds | twice `AUTHING_TIMEOUT` |
    /// | `AUTHING_MAX_CONCURRENT_REQUESTS` | [`max_concurrent_requests`](Self::max_concurrent_requests) | 512 |
    /// | `AUTHING_ALLOW_PLAIN_HTTP` | [`allow_plain_http`](Self::allow_plain_http): `true` or `false` | `false` |
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable and never shows what is in it.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), authing_client::Error> {
    /// use authing_client::Builder;
    ///
    /// let authing = Builder::from_env()?.connect().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        from_variables(|name| env::var(name))
    }
}

/// Reads the settings through `get`, which is [`env::var`] outside of tests.
fn from_variables(get: impl Fn(&str) -> Result<String, VarError>) -> Result<Builder, Error> {
    let variable = |name: &'static str| match get(name) {
        Ok(value) => Ok(Some(Named::<String>::new(name, value))
            .filter(|variable| !variable.value.trim().is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::config(name, "is not UTF-8")),
    };
    let required = |name| variable(name)?.ok_or_else(|| Error::config(name, "must be set"));
    let address =
        |name| Ok::<_, Error>(variable(name)?.map(|variable| (variable.name, variable.value)));

    let secret = required("AUTHING_SECRET");
    let mut builder = Builder::new(required("AUTHING_USER_POOL_ID")?, {
        let secret = secret?;
        Named::new(secret.name, Secret::from(secret.value))
    });
    builder.addresses.host = address("AUTHING_HOST")?;
    builder.addresses.users = address("AUTHING_USERS_URL")?;
    builder.addresses.oauth = address("AUTHING_OAUTH_URL")?;
    builder.addresses.cdn = address("AUTHING_CDN_URL")?;
    builder.addresses.upload = address("AUTHING_UPLOAD_URL")?;
    if let Some(allow) = variable("AUTHING_ALLOW_PLAIN_HTTP")? {
        builder.addresses.allow_plain_http = boolean(&allow)?;
    }
    builder.public_key = match (
        variable("AUTHING_PUBLIC_KEY")?,
        variable("AUTHING_PUBLIC_KEY_FILE")?,
    ) {
        (Some(_), Some(file)) => {
            return Err(Error::config(
                file.name,
                "can't be set together with AUTHING_PUBLIC_KEY",
            ));
        }
        (Some(text), None) => Some(Named::new(text.name, Pem::Text(text.value))),
        (None, file) => file.map(pem_file),
    };
    builder
        .root_certificates
        .extend(variable("AUTHING_ROOT_CERTIFICATE_FILE")?.map(pem_file));
    if let Some(timeout) = variable("AUTHING_CONNECT_TIMEOUT")? {
        builder.connect_timeout = seconds(&timeout)?;
    }
    if let Some(timeout) = variable("AUTHING_TIMEOUT")? {
        builder.timeout = seconds(&timeout)?;
    }
    if let Some(timeout) = variable("AUTHING_CALL_TIMEOUT")? {
        builder.call_timeout = Some(seconds(&timeout)?);
    }
    if let Some(limit) = variable("AUTHING_MAX_CONCURRENT_REQUESTS")? {
        builder.max_concurrent_requests = number(&limit)?;
    }
    Ok(builder)
}

fn pem_file(variable: Named<String>) -> Named<Pem> {
    Named::new(variable.name, Pem::File(PathBuf::from(variable.value)))
}

fn boolean(variable: &Named<String>) -> Result<bool, Error> {
    match variable.value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err(Error::config(variable.name, "must be `true` or `false`")),
    }
}

fn number(variable: &Named<String>) -> Result<Named<usize>, Error> {
    match variable.value.trim().parse::<usize>() {
        Ok(number) => Ok(Named::new(variable.name, number)),
        Err(_) => Err(Error::config(variable.name, "must be a whole number")),
    }
}

fn seconds(variable: &Named<String>) -> Result<Named<Duration>, Error> {
    let seconds: Option<f64> = variable.value.trim().parse().ok();
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    match duration.filter(|duration| !duration.is_zero()) {
        Some(duration) => Ok(Named::new(variable.name, duration)),
        None => Err(Error::config(
            variable.name,
            "must be a number of seconds above zero, such as `10` or `2.5`",
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const BOTH: [(&str, &str); 2] = [
        ("AUTHING_USER_POOL_ID", "pool-1"),
        ("AUTHING_SECRET", "hunter2-secret"),
    ];

    fn read(variables: &[(&str, &str)]) -> Result<Builder, Error> {
        let variables: HashMap<&str, &str> = variables.iter().copied().collect();
        from_variables(|name| {
            variables
                .get(name)
                .map(ToString::to_string)
                .ok_or(VarError::NotPresent)
        })
    }

    fn refusal(variables: &[(&str, &str)]) -> String {
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
        let key = include_str!("../crypto/default_public_key.pem").replace('\n', "\\n");
        let builder = read(&[
            BOTH[0],
            BOTH[1],
            ("AUTHING_HOST", "http://id.example.com"),
            ("AUTHING_OAUTH_URL", "https://oauth.example.com/graphql"),
            ("AUTHING_CDN_URL", "https://cdn.example.com"),
            ("AUTHING_UPLOAD_URL", "https://upload.example.com"),
            ("AUTHING_PUBLIC_KEY", &key),
            ("AUTHING_CONNECT_TIMEOUT", "2.5"),
            ("AUTHING_TIMEOUT", "7"),
            ("AUTHING_CALL_TIMEOUT", "9"),
            ("AUTHING_MAX_CONCURRENT_REQUESTS", "64"),
            ("AUTHING_ALLOW_PLAIN_HTTP", "TRUE"),
        ])
        .unwrap();
        assert_eq!(builder.connect_timeout.value, Duration::from_millis(2500));
        assert_eq!(builder.timeout.value, Duration::from_secs(7));
        let call_timeout = builder.call_timeout.as_ref().unwrap();
        assert_eq!(call_timeout.value, Duration::from_secs(9));
        assert_eq!(builder.max_concurrent_requests.value, 64);
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
    fn what_is_missing_or_empty_is_named() {
        let missing = |variables: &[_]| read(variables).unwrap_err().to_string();
        assert_eq!(missing(&BOTH[1..]), "`AUTHING_USER_POOL_ID` must be set");
        assert_eq!(missing(&BOTH[..1]), "`AUTHING_SECRET` must be set");
        assert_eq!(
            missing(&[BOTH[0], ("AUTHING_SECRET", " ")]),
            "`AUTHING_SECRET` must be set"
        );
        assert!(read(&[BOTH[0], BOTH[1], ("AUTHING_HOST", "")]).is_ok());
    }

    #[test]
    fn what_is_wrong_is_named_and_not_shown() {
        for (name, value) in [
            ("AUTHING_HOST", "hunter2"),
            ("AUTHING_HOST", "http://hunter2.example.com"),
            ("AUTHING_USERS_URL", "hunter2"),
            ("AUTHING_OAUTH_URL", "hunter2"),
            ("AUTHING_CDN_URL", "hunter2"),
            ("AUTHING_UPLOAD_URL", "hunter2"),
            ("AUTHING_PUBLIC_KEY", "hunter2"),
            ("AUTHING_TIMEOUT", "hunter2"),
            ("AUTHING_TIMEOUT", "0"),
            ("AUTHING_TIMEOUT", "-1"),
            ("AUTHING_TIMEOUT", "inf"),
            ("AUTHING_CONNECT_TIMEOUT", "10s"),
            ("AUTHING_CALL_TIMEOUT", "0"),
            ("AUTHING_MAX_CONCURRENT_REQUESTS", "0"),
            ("AUTHING_MAX_CONCURRENT_REQUESTS", "many"),
            ("AUTHING_ALLOW_PLAIN_HTTP", "hunter2"),
        ] {
            let error = refusal(&[(name, value)]);
            assert!(error.starts_with(&format!("`{name}` ")), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        for name in ["AUTHING_PUBLIC_KEY_FILE", "AUTHING_ROOT_CERTIFICATE_FILE"] {
            let error = refusal(&[(name, "/no/such/file")]);
            assert!(
                error.starts_with(&format!("`{name}` names a file that can't be read")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_key_is_given_once() {
        let error = refusal(&[
            ("AUTHING_PUBLIC_KEY", "x"),
            ("AUTHING_PUBLIC_KEY_FILE", "y"),
        ]);
        assert!(
            error.starts_with("`AUTHING_PUBLIC_KEY_FILE` can't be set together"),
            "{error}"
        );
    }
}

//! The builder's settings from environment variables.

use std::env::VarError;

use super::Builder;
use crate::config::environment::Environment;
use crate::config::setting::Setting;
use crate::error::Error;

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
    /// | `AUTHING_CLIENT_CERTIFICATE_FILE` | [`client_certificate_file`](Self::client_certificate_file) | none |
    /// | `AUTHING_PROXY` | [`proxy`](Self::proxy) | `HTTPS_PROXY`, `HTTP_PROXY` |
    /// | `AUTHING_USER_AGENT` | [`user_agent`](Self::user_agent) | `authing-rs/` and the version |
    /// | `AUTHING_CONNECT_TIMEOUT` | [`connect_timeout`](Self::connect_timeout), in seconds | 10 |
    /// | `AUTHING_TIMEOUT` | [`timeout`](Self::timeout), in seconds | 30 |
    /// | `AUTHING_CALL_TIMEOUT` | [`call_timeout`](Self::call_timeout), in seconds | twice `AUTHING_TIMEOUT` |
    /// | `AUTHING_MAX_CONCURRENT_REQUESTS` | [`max_concurrent_requests`](Self::max_concurrent_requests) | 512 |
    /// | `AUTHING_MAX_RESPONSE_BYTES` | [`max_response_bytes`](Self::max_response_bytes) | 16 MiB |
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
        Self::from_environment(&Environment::of_the_process())
    }

    fn from_environment<G>(environment: &Environment<G>) -> Result<Self, Error>
    where
        G: Fn(&str) -> Result<String, VarError>,
    {
        let secret = environment.required("AUTHING_SECRET");
        let user_pool_id = environment.required("AUTHING_USER_POOL_ID")?;
        let secret = secret?;
        let mut builder = Self::new(user_pool_id.value, secret.value);
        builder.user_pool_id.name = user_pool_id.name;
        builder.secret.name = secret.name;
        builder.urls.host = environment.text("AUTHING_HOST")?;
        builder.urls.users = environment.text("AUTHING_USERS_URL")?;
        builder.urls.oauth = environment.text("AUTHING_OAUTH_URL")?;
        builder.urls.cdn = environment.text("AUTHING_CDN_URL")?;
        builder.urls.upload = environment.text("AUTHING_UPLOAD_URL")?;
        if let Some(allow) = environment.boolean("AUTHING_ALLOW_PLAIN_HTTP")? {
            builder.urls.allow_plain_http = allow;
        }
        builder.public_key = environment.pem("AUTHING_PUBLIC_KEY", "AUTHING_PUBLIC_KEY_FILE")?;
        let certificates = environment.pem_file("AUTHING_ROOT_CERTIFICATE_FILE")?;
        builder.root_certificates.extend(certificates);
        builder.client_certificate = environment.pem_file("AUTHING_CLIENT_CERTIFICATE_FILE")?;
        let proxy = environment.text("AUTHING_PROXY")?;
        builder.proxy = proxy.map(|proxy| Setting::new(proxy.name, proxy.value));
        if let Some(user_agent) = environment.text("AUTHING_USER_AGENT")? {
            builder.user_agent = user_agent;
        }
        if let Some(timeout) = environment.seconds("AUTHING_CONNECT_TIMEOUT")? {
            builder.connect_timeout = timeout;
        }
        if let Some(timeout) = environment.seconds("AUTHING_TIMEOUT")? {
            builder.timeout = timeout;
        }
        builder.call_timeout = environment.seconds("AUTHING_CALL_TIMEOUT")?;
        if let Some(limit) = environment.number("AUTHING_MAX_CONCURRENT_REQUESTS")? {
            builder.max_concurrent_requests = limit;
        }
        if let Some(limit) = environment.number("AUTHING_MAX_RESPONSE_BYTES")? {
            builder.max_response_bytes = limit;
        }
        Ok(builder)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
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
        let key = include_str!("../../crypto/default_public_key.pem").replace('\n', "\\n");
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
            ("AUTHING_PROXY", "hunter2"),
            ("AUTHING_PROXY", "ftp://ada:hunter2@proxy.example.com"),
            ("AUTHING_PROXY", "http://ada:hunter2@"),
            ("AUTHING_USER_AGENT", "hunter2\n"),
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
            let error = refusal(&[(name, value)]);
            assert!(error.starts_with(&format!("`{name}` ")), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        for name in [
            "AUTHING_PUBLIC_KEY_FILE",
            "AUTHING_ROOT_CERTIFICATE_FILE",
            "AUTHING_CLIENT_CERTIFICATE_FILE",
        ] {
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

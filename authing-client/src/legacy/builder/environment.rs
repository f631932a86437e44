//! The builder's settings from environment variables.

use super::Builder;
use crate::builder::ClientSettings;
use crate::config::endpoints::Overrides;
use crate::config::environment::Environment;
use crate::config::variables::LEGACY;
use crate::error::Error;

impl Builder {
    /// Creates a builder from environment variables. A variable that is set must have a value: an empty, blank or
    /// quoted value is an error, so that a mistake in a configuration file does not silently select the public service.
    /// Whitespace and other invisible characters around a value are removed.
    ///
    /// | Variable | Setting | Default |
    /// |---|---|---|
    /// | `AUTHING_USER_POOL_ID` | the user pool's id | an error |
    /// | `AUTHING_SECRET` | the user pool's secret | an error |
    /// | `AUTHING_HOST` | [`host`](Self::host): one host for both GraphQL URLs | the public service |
    /// | `AUTHING_USERS_URL` | [`users_url`](Self::users_url) | `AUTHING_HOST` |
    /// | `AUTHING_OAUTH_URL` | [`oauth_url`](Self::oauth_url) | `AUTHING_HOST` |
    /// | `AUTHING_CDN_URL` | [`cdn_url`](Self::cdn_url) | the public service |
    /// | `AUTHING_UPLOAD_URL` | [`upload_url`](Self::upload_url) | the public service |
    /// | `AUTHING_PUBLIC_KEY` | [`public_key_pem`](Self::public_key_pem), line breaks unchanged or as `\n` | the public service's |
    /// | `AUTHING_PUBLIC_KEY_FILE` | [`public_key_file`](Self::public_key_file) | the public service's |
    /// | `AUTHING_ROOT_CERTIFICATE_FILE` | [`root_certificate_file`](Self::root_certificate_file) | only the system's roots |
    /// | `AUTHING_CLIENT_CERTIFICATE_FILE` | [`client_certificate_file`](Self::client_certificate_file) | none |
    /// | `AUTHING_PROXY` | [`proxy`](Self::proxy) | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` |
    /// | `AUTHING_USER_AGENT` | [`user_agent`](Self::user_agent) | `authing-rs/` and the version |
    /// | `AUTHING_CONNECT_TIMEOUT` | [`connect_timeout`](Self::connect_timeout), in seconds | 10 |
    /// | `AUTHING_TIMEOUT` | [`timeout`](Self::timeout), in seconds | 30 |
    /// | `AUTHING_CALL_TIMEOUT` | [`call_timeout`](Self::call_timeout), in seconds | twice `AUTHING_TIMEOUT` |
    /// | `AUTHING_POOL_IDLE_TIMEOUT` | [`pool_idle_timeout`](Self::pool_idle_timeout), in seconds | 4 |
    /// | `AUTHING_MAX_CONCURRENT_REQUESTS` | [`max_concurrent_requests`](Self::max_concurrent_requests) | 512 |
    /// | `AUTHING_MAX_RESPONSE_BYTES` | [`max_response_bytes`](Self::max_response_bytes) | 16 MiB |
    /// | `AUTHING_ALLOW_PLAIN_HTTP` | [`allow_plain_http`](Self::allow_plain_http): `true` or `false` | `false` |
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable and never shows its value.
    ///
    /// A variable that is mistaken for one of these is an error if the right one is not set, because without it the secret
    /// could be sent to the public service:
    ///
    /// - a misspelling: `AUTHING_SECRETS`, `AUTHING_USERS_URI`, `authing_secret`;
    /// - a variable of another SDK, such as `AUTHING_BASE_URL`, `AUTHING_DOMAIN`, `AUTHING_USERPOOL_ID` or
    ///   `AUTHING_USERPOOL_SECRET`.
    ///
    /// Others that only share the prefix, such as `AUTHING_ADMIN_EMAIL` and the emulator's, are ignored.
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
        Self::from_environment(&Environment::of_the_process(&LEGACY)?)
    }

    fn from_environment(environment: &Environment) -> Result<Self, Error> {
        Ok(Self {
            user_pool_id: environment.required("AUTHING_USER_POOL_ID")?,
            secret: environment.required("AUTHING_SECRET")?.into(),
            urls: Overrides {
                host: environment.text("AUTHING_HOST")?,
                users: environment.text("AUTHING_USERS_URL")?,
                oauth: environment.text("AUTHING_OAUTH_URL")?,
                cdn: environment.text("AUTHING_CDN_URL")?,
                upload: environment.text("AUTHING_UPLOAD_URL")?,
            },
            client: ClientSettings::from_environment(environment)?,
        })
    }
}

#[cfg(test)]
mod tests;

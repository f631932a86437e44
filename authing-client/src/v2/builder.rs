//! The clients' builders.

use std::fmt;
use std::time::SystemTime;

use authing_core::Secret;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::authentication::AuthenticationClient;
use super::host::Host;
use super::management::ManagementClient;
use crate::builder::{ClientSettings, Identity, Reach, client_setters};
use crate::call::options::{APP_ID, USER_POOL_ID};
use crate::config::environment::Environment;
use crate::config::setting::Setting;
use crate::config::variables::{APP, MANAGEMENT};
use crate::error::Error;
use crate::exact;
use crate::token::clock::Clock;

/// The setters that both builders have.
macro_rules! setters {
    () => {
        /// Sets the language of the service's messages: `zh-CN`, the default, or `en-US`.
        #[doc(alias = "lang")]
        #[doc(alias = "setLang")]
        pub fn language(mut self, language: impl Into<String>) -> Self {
            self.language = Some(Setting::new("language", language));
            self
        }

        client_setters!();
    };
}

/// A builder for a management client: start with [`ManagementClient::builder`], finish with [`connect`](Self::connect) or
/// [`build`](Self::build).
///
/// All settings except the user pool's id and secret default to the public service. For a private deployment:
///
/// ```no_run
/// # async fn example() -> Result<(), authing_client::Error> {
/// use authing_client::v2::ManagementClient;
///
/// let management = ManagementClient::builder("5e4cdd055df3df65dc58b97d", "the pool's secret")
///     .host("https://authing.example.com")
///     .root_certificate_file("/etc/ssl/our-authority.pem")
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `connect` or `build`"]
pub struct ManagementBuilder {
    user_pool_id: Setting<String>,
    secret: Setting<Secret>,
    host: Option<Setting<String>>,
    language: Option<Setting<String>>,
    client: ClientSettings,
}

impl ManagementBuilder {
    pub(super) fn new(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            user_pool_id: Setting::new("user_pool_id", user_pool_id),
            secret: Setting::new("secret", secret),
            host: None,
            language: None,
            client: ClientSettings::default(),
        }
    }

    /// Creates a builder from the environment variables `AUTHING_USER_POOL_ID`, `AUTHING_SECRET` and `AUTHING_HOST`
    /// (default: the public service), and those for connections and timeouts that the legacy client's
    /// [`Builder::from_env`](crate::Builder::from_env) lists.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable and never shows its value.
    pub fn from_env() -> Result<Self, Error> {
        let environment = Environment::of_the_process(&MANAGEMENT)?;
        Ok(Self {
            user_pool_id: environment.required("AUTHING_USER_POOL_ID")?,
            secret: environment.required("AUTHING_SECRET")?.into(),
            host: environment.text("AUTHING_HOST")?,
            language: None,
            client: ClientSettings::from_environment(&environment)?,
        })
    }

    /// Sets the URL of the host. Default: `https://core.authing.cn`.
    ///
    /// A trailing `/` or `/graphql/v2` is optional; a path before it is kept.
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.host = Some(Setting::new("host", url));
        self
    }

    setters!();

    /// Creates the client without sending anything; the management token is fetched when it is first needed.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if a setting is invalid. Whitespace and other invisible characters around ids, secrets, URLs and
    /// paths are removed.
    pub fn build(self) -> Result<ManagementClient, Error> {
        let id = exact::user_pool_id(self.user_pool_id.name, &self.user_pool_id.value)?.to_owned();
        let identity = Identity {
            headers: headers(USER_POOL_ID, &self.user_pool_id, self.language)?,
            user_pool_id: id,
            secret: self.secret.exact()?,
        };
        let host = Host::new(self.host.as_ref(), None, self.client.allow_plain_http)?;
        let reach = reach(&host);
        let executor = self.client.executor(identity, host, reach)?;
        Ok(ManagementClient::new(executor))
    }

    /// Creates the client and fetches the management token, so that a wrong id or secret fails immediately.
    ///
    /// # Errors
    ///
    /// The errors of [`build`](Self::build); [`Error::CredentialsRejected`] if the service rejects the user pool's id and
    /// secret; [`Error::Transport`] if it can't be reached.
    pub async fn connect(self) -> Result<ManagementClient, Error> {
        let client = self.build()?;
        client.fetch_token().await?;
        Ok(client)
    }
}

impl fmt::Debug for ManagementBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManagementBuilder")
            .field("user_pool_id", &self.user_pool_id.value)
            .field("secret", &self.secret.value)
            .finish_non_exhaustive()
    }
}

/// A builder for the client of an app: start with [`AuthenticationClient::builder`], finish with [`build`](Self::build).
///
/// ```no_run
/// # fn example() -> Result<(), authing_client::Error> {
/// use authing_client::v2::AuthenticationClient;
///
/// let auth = AuthenticationClient::builder("5f4cdd055df3df65dc58b97d")
///     .host("https://my-app.authing.cn")
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct AuthenticationBuilder {
    app_id: Setting<String>,
    app_secret: Option<Setting<Secret>>,
    host: Option<Setting<String>>,
    websocket_host: Option<Setting<String>>,
    issuer: Option<Setting<String>>,
    clock: Clock,
    language: Option<Setting<String>>,
    client: ClientSettings,
}

impl AuthenticationBuilder {
    pub(super) fn new(app_id: impl Into<String>) -> Self {
        Self {
            app_id: Setting::new("app_id", app_id),
            app_secret: None,
            host: None,
            websocket_host: None,
            issuer: None,
            clock: Clock::default(),
            language: None,
            client: ClientSettings::default(),
        }
    }

    /// Creates a builder from the environment variables `AUTHING_APP_ID`, `AUTHING_APP_SECRET` (default: none),
    /// `AUTHING_APP_HOST` (default: `AUTHING_HOST`, then the public service) and `AUTHING_WEBSOCKET_HOST` (default: see
    /// [`websocket_host`](Self::websocket_host)), and those for connections and timeouts that
    /// the legacy client's [`Builder::from_env`](crate::Builder::from_env) lists.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], which names the variable and never shows its value.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_environment(&Environment::of_the_process(&APP)?)
    }

    fn from_environment(environment: &Environment) -> Result<Self, Error> {
        let app_host = environment.text("AUTHING_APP_HOST")?;
        let host = environment.text("AUTHING_HOST")?;
        let app_secret = environment.text("AUTHING_APP_SECRET")?;
        Ok(Self {
            app_id: environment.required("AUTHING_APP_ID")?,
            app_secret: app_secret.map(Setting::from),
            host: app_host.or(host),
            websocket_host: environment.text("AUTHING_WEBSOCKET_HOST")?,
            issuer: None,
            clock: Clock::default(),
            language: None,
            client: ClientSettings::from_environment(environment)?,
        })
    }

    /// Sets the URL of the app's host, such as `https://my-app.authing.cn`. Default: `https://core.authing.cn`.
    ///
    /// A trailing `/` or `/graphql/v2` is optional; a path before it is kept.
    #[doc(alias = "appHost")]
    #[doc(alias = "app_host")]
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.host = Some(Setting::new("host", url));
        self
    }

    /// Sets the URL of the host of logins by Active Directory. Default: `https://ws.authing.cn` if the host is one of the
    /// public service; otherwise such a login is rejected without it.
    #[doc(alias = "websocketHost")]
    pub fn websocket_host(mut self, url: impl Into<String>) -> Self {
        self.websocket_host = Some(Setting::new("websocket_host", url));
        self
    }

    /// Sets the issuer that ID tokens must have. Default: the host with `/oidc`, as `https://my-app.authing.cn/oidc`.
    ///
    /// Set it if the provider's issuer has another host than the one that the program reaches, for example behind a
    /// gateway.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(Setting::new("issuer", issuer));
        self
    }

    /// Sets the app's secret, from the app's page in the console. Default: none.
    ///
    /// It is for programs that can keep it, such as web services. [OpenID Connect](super::oidc) needs it for tokens, and the
    /// local verification of tokens for those signed with HS256; no operation sends it. It is redacted everywhere, also
    /// where a response repeats it.
    #[doc(alias = "secret")]
    pub fn app_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.app_secret = Some(Setting::new("app_secret", secret));
        self
    }

    /// Sets the clock by which ID tokens are verified. Default: the system clock.
    ///
    /// Use it in tests that move the time, for example of a web service behind a `RequireTokenLayer`.
    ///
    /// ```
    /// # fn example(auth: authing_client::v2::AuthenticationBuilder, emulator: authing_emulator::Emulator) {
    /// let clock = emulator.clock().clone();
    /// let auth = auth.clock(move || clock.now());
    /// # }
    /// ```
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    setters!();

    /// Creates the client without sending anything.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if a setting is invalid. Whitespace and other invisible characters around ids, secrets, URLs and
    /// paths are removed.
    pub fn build(self) -> Result<AuthenticationClient, Error> {
        let app_id = self.app_id.exact()?;
        let secret = self.app_secret.as_ref().map(Setting::<Secret>::exact);
        let identity = Identity {
            headers: headers(APP_ID, &self.app_id, self.language)?,
            user_pool_id: String::new(),
            secret: secret.transpose()?.unwrap_or_default(),
        };
        let (host, websocket) = (self.host.as_ref(), self.websocket_host.as_ref());
        let host = Host::new(host, websocket, self.client.allow_plain_http)?;
        let reach = reach(&host);
        let issuer = self.issuer.as_ref().map(Setting::<String>::exact);
        let issuer = issuer.transpose()?.map(str::to_owned);
        let executor = self.client.executor(identity, host, reach)?;
        Ok(AuthenticationClient::new(
            executor, app_id, issuer, self.clock,
        ))
    }
}

impl fmt::Debug for AuthenticationBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticationBuilder")
            .field("app_id", &self.app_id.value)
            .field(
                "app_secret",
                &self.app_secret.as_ref().map(|secret| &secret.value),
            )
            .finish_non_exhaustive()
    }
}

/// Returns the headers of every request: the user pool or the app, the SDK, and the language of messages.
fn headers(
    name: HeaderName,
    id: &Setting<String>,
    language: Option<Setting<String>>,
) -> Result<HeaderMap, Error> {
    let version = concat!("rust:", env!("CARGO_PKG_VERSION"));
    let mut headers = HeaderMap::new();
    headers.insert(name, id.header()?);
    if let Some(language) = language {
        headers.insert("x-authing-lang", language.header()?);
    }
    headers.insert("x-authing-request-from", HeaderValue::from_static("sdk"));
    headers.insert("x-authing-sdk-version", HeaderValue::from_static(version));
    Ok(headers)
}

fn reach(host: &Host) -> Reach {
    Reach {
        urls: host.urls(),
        https_only: host.is_https(),
        needs_tls: host.is_https(),
        is_remote: true,
    }
}

#[cfg(test)]
mod tests;

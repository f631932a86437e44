//! The client's builder.

mod build;
mod environment;

use std::fmt;

use authing_core::Secret;

use crate::builder::{ClientSettings, client_setters};
use crate::config::endpoints::Overrides;
use crate::config::setting::Setting;

/// A builder for a client: start with [`Authing::builder`](crate::Authing::builder), finish with
/// [`connect`](Builder::connect) or [`build`](Builder::build).
///
/// All settings except the user pool's id and secret default to the public service. For a private deployment:
///
/// ```no_run
/// # async fn example() -> Result<(), authing_client::Error> {
/// use authing_client::Authing;
///
/// let authing = Authing::builder("5e4cdd055df3df65dc58b97d", "the pool's secret")
///     .host("https://authing.example.com")
///     .public_key_file("pub.pem")
///     .root_certificate_file("/etc/ssl/our-authority.pem")
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `connect` or `build`"]
pub struct Builder {
    user_pool_id: Setting<String>,
    secret: Setting<Secret>,
    urls: Overrides,
    client: ClientSettings,
}

impl Builder {
    pub(super) fn new(user_pool_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            user_pool_id: Setting::new("user_pool_id", user_pool_id),
            secret: Setting::new("secret", secret),
            urls: Overrides::default(),
            client: ClientSettings::default(),
        }
    }

    /// Sets one host for both GraphQL URLs: each becomes `{host}/graphql`.
    ///
    /// A trailing `/` or `/graphql` is optional; a path before it is kept. [`users_url`](Self::users_url) and
    /// [`oauth_url`](Self::oauth_url) override it.
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.urls.host = Some(Setting::new("host", url));
        self
    }

    /// Sets the full GraphQL URL of the users service. Default: `https://users.authing.cn/graphql`.
    ///
    /// The REST paths, such as those that send SMS codes, are below the same URL without `/graphql`.
    pub fn users_url(mut self, url: impl Into<String>) -> Self {
        self.urls.users = Some(Setting::new("users_url", url));
        self
    }

    /// Sets the full GraphQL URL of the oauth service. Default: `https://oauth.authing.cn/graphql`.
    pub fn oauth_url(mut self, url: impl Into<String>) -> Self {
        self.urls.oauth = Some(Setting::new("oauth_url", url));
        self
    }

    /// Sets the URL of the CDN that serves uploaded pictures. Default: `https://usercontents.authing.cn`.
    pub fn cdn_url(mut self, url: impl Into<String>) -> Self {
        self.urls.cdn = Some(Setting::new("cdn_url", url));
        self
    }

    /// Sets the URL that pictures are uploaded to. Default: `https://upload.qiniup.com/`.
    pub fn upload_url(mut self, url: impl Into<String>) -> Self {
        self.urls.upload = Some(Setting::new("upload_url", url));
        self
    }

    client_setters!();
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URLs are redacted: they have not been checked yet, and may contain a password.
        f.debug_struct("Builder")
            .field("user_pool_id", &self.user_pool_id.value)
            .field("secret", &self.secret.value)
            .field("connect_timeout", &self.client.connect_timeout.value)
            .field("timeout", &self.client.timeout.value)
            .field("retry_policy", &self.client.retry_policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

//! OpenID Connect, or OAuth 2.0 without it.

use super::Oidc;

/// The protocol of an app, as it is configured in the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// OpenID Connect: paths that begin with `/oidc`.
    Oidc,
    /// OAuth 2.0: paths that begin with `/oauth`. There are no ID tokens, so [`Tokens`](super::Tokens) have neither claims nor
    /// a session, and the user is who [`user_info`](Oidc::user_info) says.
    OAuth,
}

impl Protocol {
    /// Returns the first segment of the paths, which is also the name of the recipient for `tracing`.
    pub(super) const fn prefix(self) -> &'static str {
        self.pick("oidc", "oauth")
    }

    /// Returns the first for OpenID Connect, the second for OAuth 2.0.
    pub(super) const fn pick(self, oidc: &'static str, oauth: &'static str) -> &'static str {
        match self {
            Self::Oidc => oidc,
            Self::OAuth => oauth,
        }
    }
}

impl Oidc {
    /// Sets the protocol of the app. Default: [`Protocol::Oidc`].
    ///
    /// The metadata of [`discover`](Self::discover), the provider's keys and [`logout_url`](Self::logout_url) are those of
    /// OpenID Connect in any case.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     auth: authing_client::v2::AuthenticationClient,
    /// #     query: &str,
    /// # ) -> Result<(), authing_client::Error> {
    /// use authing_client::v2::oidc::Protocol;
    ///
    /// let oauth = auth.oidc().protocol(Protocol::OAuth);
    /// let login = oauth.authorize("https://my-app.example.com/callback").begin()?;
    /// // When the browser has returned:
    /// let tokens = oauth.complete(&login.pending, query).await?;
    /// let user = oauth.user_info(tokens.access_token).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }
}

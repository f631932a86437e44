//! The URLs that end the browser's session at the provider.

use authing_core::Secret;
use authing_core::v2::Endpoint;

use super::Oidc;
use crate::error::Error;
use crate::exact;

/// The name in errors.
const LOGOUT_URL: &str = "oidc_logout_url";

impl Oidc {
    /// Returns the URL that ends the browser's session at the provider, to redirect the browser to.
    ///
    /// - `redirect`: the ID token of the login, and the program's URL that the browser returns to, exactly as one of the
    ///   logout redirect URIs configured in the console. `None` leaves the browser at the provider.
    ///
    /// The program ends its own session itself. The URL contains the ID token.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the redirect URI is not an absolute URL, or the result would be longer than 64 KB.
    ///
    /// On the wire: `/oidc/session/end`.
    #[doc(alias = "buildLogoutUrl")]
    #[doc(alias = "build_logout_url")]
    pub fn logout_url(&self, redirect: Option<(&Secret, &str)>) -> Result<String, Error> {
        let mut query = Vec::new();
        if let Some((id_token, uri)) = redirect {
            let id_token = exact::trim(id_token.expose());
            exact::check(LOGOUT_URL, "id_token", id_token)?;
            exact::check(LOGOUT_URL, "redirect_uri", uri)?;
            query.push(("id_token_hint", id_token));
            query.push(("post_logout_redirect_uri", uri));
        }
        self.url(&["oidc", "session", "end"], &query)
    }

    /// Returns the URL that ends the browser's session on the app's host, without an ID token.
    ///
    /// - `redirect_uri`: the program's URL that the browser returns to, one of the logout redirect URIs configured in the
    ///   console. `None` leaves the browser at the login page.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the redirect URI is not an absolute URL, or the result would be longer than 64 KB.
    ///
    /// On the wire: `/login/profile/logout`.
    #[doc(alias = "buildLogoutUrl")]
    #[doc(alias = "build_logout_url")]
    pub fn simple_logout_url(&self, redirect_uri: Option<&str>) -> Result<String, Error> {
        let query = redirect_uri.map(|uri| ("redirect_uri", uri));
        if let Some((field, uri)) = query {
            exact::check(LOGOUT_URL, field, uri)?;
        }
        self.url(&["login", "profile", "logout"], query.as_slice())
    }

    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Result<String, Error> {
        let urls = &self.client.executor().shared.urls;
        let url = urls.rest(LOGOUT_URL, Endpoint::Host, path, query)?;
        Ok(url.to_string())
    }
}

//! The URL of the login page.

use std::fmt;

use authing_core::v2::Endpoint;
use authing_core::{InvalidInput, Secret};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Oidc, PendingLogin, Protocol};
use crate::error::Error;
use crate::exact;

/// The scopes that the official SDKs request by default, of both protocols.
const SCOPE: &str = "openid profile email phone address";
const OAUTH_SCOPE: &str = "user";

/// The scope for a refresh token, which the user must consent to.
const OFFLINE_ACCESS: &str = "offline_access";

/// A request for a login, to be sent with the user's browser: [`Oidc::authorize`].
#[derive(Clone)]
#[must_use = "a request does nothing until `begin`"]
pub struct AuthorizationRequest<'a> {
    oidc: &'a Oidc,
    redirect_uri: String,
    scope: String,
    prompt: Option<String>,
    others: Vec<(String, String)>,
}

/// A login that has begun. `Debug` shows the URL without its query string, which has the state and the nonce.
#[derive(Clone)]
#[non_exhaustive]
pub struct Authorization {
    /// The URL to redirect the browser to.
    pub url: String,
    /// The state to keep until the browser returns.
    pub pending: PendingLogin,
}

impl Oidc {
    /// Requests a login with the authorization code flow and PKCE.
    ///
    /// - `redirect_uri`: the program's URL that the browser returns to, exactly as one of those configured in the console.
    #[doc(alias = "generateCodeChallenge")]
    #[doc(alias = "getCodeChallengeDigest")]
    #[doc(alias = "generate_code_challenge_digest")]
    #[doc(alias = "buildAuthorizeUrl")]
    #[doc(alias = "build_authorize_url")]
    pub fn authorize(&self, redirect_uri: impl Into<String>) -> AuthorizationRequest<'_> {
        AuthorizationRequest {
            oidc: self,
            redirect_uri: redirect_uri.into(),
            scope: self.protocol.pick(SCOPE, OAUTH_SCOPE).to_owned(),
            prompt: None,
            others: Vec::new(),
        }
    }
}

impl AuthorizationRequest<'_> {
    /// Sets the scope, separated by spaces. Default: `openid profile email phone address`, and `user` with OAuth 2.0.
    ///
    /// `offline_access` asks for a refresh token. Without `openid`, there is no ID token.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = scope.into();
        self
    }

    /// Sets what the login page asks for: `login` the password even if the user is logged in, `consent` the user's consent,
    /// `none` nothing. Default: what is necessary; for the scope `offline_access`, `consent`.
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.prompt = Some(prompt.into());
        self
    }

    /// Adds a parameter, such as `max_age`, `login_hint` or `tenant_id`. One that the client sets itself is rejected.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.others.push((name.into(), value.into()));
        self
    }

    /// Creates the URL, with a new state, nonce and code verifier.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if the redirect URI is not an absolute URL without fragment, the scope is empty or a
    /// parameter is set twice; [`Error::Config`] if the operating system has no randomness.
    pub fn begin(self) -> Result<Authorization, Error> {
        let protocol = self.oidc.protocol;
        let name = protocol.pick("oidc_authorize", "oauth_authorize");
        let invalid =
            |field, reason: String| Err(Error::invalid(name, InvalidInput::new(field, reason)));
        exact::check(name, "redirect_uri", &self.redirect_uri)?;
        // RFC 6749, section 3.1.2.
        if self.redirect_uri.contains('#') {
            return invalid("redirect_uri", "must not have a fragment (`#…`)".to_owned());
        }
        let scopes: Vec<&str> = self.scope.split_whitespace().collect();
        if scopes.is_empty() {
            return invalid("scope", "must not be empty".to_owned());
        }
        if let Some(prompt) = &self.prompt {
            exact::check(name, "prompt", prompt)?;
        }
        let consent = scopes.contains(&OFFLINE_ACCESS).then_some("consent");
        let prompt = self.prompt.as_deref().or(consent);
        let has_id_token = protocol == Protocol::Oidc && scopes.contains(&"openid");
        let nonce = has_id_token.then(|| self.oidc.random("nonce"));
        let pending = PendingLogin {
            state: self.oidc.random("state")?,
            nonce: nonce.transpose()?,
            code_verifier: self.oidc.random("code_verifier")?,
            redirect_uri: self.redirect_uri,
        };
        let scope = scopes.join(" ");
        let challenge = Sha256::digest(pending.code_verifier.expose());
        let challenge = URL_SAFE_NO_PAD.encode(challenge);
        let mut query = vec![
            ("client_id", self.oidc.client.app_id()),
            ("redirect_uri", &pending.redirect_uri),
            ("response_type", "code"),
            ("scope", &scope),
            ("state", pending.state.expose()),
            ("code_challenge_method", "S256"),
            ("code_challenge", &challenge),
        ];
        let nonce = pending.nonce.as_ref();
        query.extend(nonce.map(|nonce| ("nonce", nonce.expose())));
        query.extend(prompt.map(|prompt| ("prompt", prompt)));
        for (name, value) in &self.others {
            if name.is_empty() {
                return invalid("parameter", "must have a name".to_owned());
            }
            if query.iter().any(|(other, _)| other == name) {
                return invalid(
                    "parameter",
                    format!("must not be `{name}`, which is set already"),
                );
            }
            query.push((name, value));
        }
        let urls = &self.oidc.client.executor().shared.urls;
        let url = urls.rest(name, Endpoint::Host, &[protocol.prefix(), "auth"], &query)?;
        Ok(Authorization {
            url: url.to_string(),
            pending,
        })
    }
}

impl Oidc {
    /// Returns a value with 256 bits of randomness, which nobody can guess.
    fn random(&self, what: &'static str) -> Result<Secret, Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        let randomness = &self.client.executor().shared.randomness;
        randomness.fill(&mut *bytes).map_err(|_| {
            let reason = "can't be made, because the system's random number generator failed";
            Error::config(what, reason)
        })?;
        Ok(Secret::new(URL_SAFE_NO_PAD.encode(*bytes)))
    }
}

impl fmt::Debug for AuthorizationRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters can be secret, such as a token for `id_token_hint`.
        let names = self.others.iter().map(|(name, _)| name);
        f.debug_struct("AuthorizationRequest")
            .field("redirect_uri", &self.redirect_uri)
            .field("scope", &self.scope)
            .field("prompt", &self.prompt)
            .field("parameters", &names.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Authorization")
            .field("url", &format_args!("{page}?***"))
            .field("pending", &self.pending)
            .finish()
    }
}

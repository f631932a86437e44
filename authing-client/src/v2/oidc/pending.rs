//! The state of a login until the browser returns from the login page.

use authing_core::Secret;
use serde::{Deserialize, Serialize};

/// The state of a login, which a program keeps in the browser's session until the browser returns from the login page.
///
/// It must be bound to the browser: in a session of the server, or in an encrypted cookie. [`expose`](Self::expose) writes
/// it as a text for that, and [`restore`](Self::restore) reads it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PendingLogin {
    /// The redirect URI of the request.
    pub redirect_uri: String,
    /// The value that the browser must bring back.
    pub state: Secret,
    /// The value that the ID token must contain; `None` without the scope `openid`.
    pub nonce: Option<Secret>,
    /// The secret of PKCE.
    pub code_verifier: Secret,
}

#[derive(Serialize)]
struct Exposed<'a> {
    redirect_uri: &'a str,
    state: &'a str,
    nonce: Option<&'a str>,
    code_verifier: &'a str,
}

impl PendingLogin {
    /// Returns it as a text, for a session of the server or an encrypted cookie. The text contains its secrets.
    #[must_use]
    pub fn expose(&self) -> String {
        let exposed = Exposed {
            redirect_uri: &self.redirect_uri,
            state: self.state.expose(),
            nonce: self.nonce.as_ref().map(Secret::expose),
            code_verifier: self.code_verifier.expose(),
        };
        // Texts can always be written.
        serde_json::to_string(&exposed).unwrap_or_default()
    }

    /// Restores a pending login from the text of [`expose`](Self::expose), or returns `None` for any other text.
    #[must_use]
    pub fn restore(exposed: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Owned {
            redirect_uri: String,
            state: String,
            nonce: Option<String>,
            code_verifier: String,
        }
        let owned: Owned = serde_json::from_str(exposed).ok()?;
        // An empty state would accept a callback that anyone made up.
        let required = [&owned.state, &owned.code_verifier].into_iter();
        if required.chain(&owned.nonce).any(String::is_empty) {
            return None;
        }
        Some(Self {
            redirect_uri: owned.redirect_uri,
            state: owned.state.into(),
            nonce: owned.nonce.map(Secret::from),
            code_verifier: owned.code_verifier.into(),
        })
    }
}

//! Tokens that were received while the provider's keys could not be fetched: they are not lost.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use authing_client::v2::AuthenticationClient;
use authing_client::v2::oidc::PendingLogin;
use authing_client::{Error, TokenError, UnverifiedTokens};
use authing_tests::fake::{Reply, Requests};
use serde_json::json;
use tokio::time::advance;

use super::{CALLBACK, callback, changed, client, is_key_set, key_set, rs256};

/// A provider that signs with RS256, and its key set.
struct Provider {
    client: AuthenticationClient,
    requests: Requests,
    keys: Arc<Mutex<Reply>>,
    nonce: Arc<Mutex<Option<String>>>,
}

impl Provider {
    fn new(keys: impl Into<Reply>) -> Self {
        let keys = Arc::new(Mutex::new(keys.into()));
        let nonce = Arc::new(Mutex::new(None::<String>));
        let (sent_keys, sent_nonce) = (Arc::clone(&keys), Arc::clone(&nonce));
        let (client, requests) = client(move |request| {
            if is_key_set(request) {
                return sent_keys.lock().unwrap().clone();
            }
            let claims = changed("nonce", json!(*sent_nonce.lock().unwrap()));
            let body = json!({
                "access_token": "xyzzy-access", "refresh_token": "xyzzy-refresh", "id_token": rs256("a", &claims),
                "expires_in": 60,
            });
            body.into()
        });
        Self {
            client,
            requests,
            keys,
            nonce,
        }
    }

    fn pending(&self) -> PendingLogin {
        let pending = self.client.oidc().authorize(CALLBACK).begin();
        let pending = pending.unwrap().pending;
        let nonce = pending.nonce.as_ref();
        *self.nonce.lock().unwrap() = nonce.map(|nonce| nonce.expose().to_owned());
        pending
    }

    /// A login without keys, and its error.
    async fn failed_login(&self) -> Error {
        let pending = self.pending();
        let query = callback(&pending, "code=xyzzy-code");
        let oidc = self.client.oidc();
        oidc.complete(&pending, &query).await.unwrap_err()
    }

    fn publish(&self, ids: &[&str]) {
        *self.keys.lock().unwrap() = key_set(ids).into();
    }

    fn exchanges(&self) -> usize {
        let requests = self.requests.all();
        let paths = requests.iter().map(|request| request.uri().path());
        paths.filter(|path| *path == "/oidc/token").count()
    }
}

fn kept(error: &Error) -> UnverifiedTokens {
    assert!(matches!(error, Error::Unverified { .. }), "{error:?}");
    error.unverified_tokens().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn a_login_is_completed_when_the_keys_can_be_fetched_again() {
    let provider = Provider::new((503, "busy"));
    let oidc = provider.client.oidc();
    let error = provider.failed_login().await;
    assert!(error.is_transient() && !error.is_safe_to_retry());
    assert_eq!(error.operation(), Some("oidc_verify"));
    let tokens = kept(&error);
    let report = error.report().to_string();
    assert!(report.contains("oidc_jwks: HTTP 503"), "{report}");
    let shown = format!("{report} {error} {error:?} {tokens:?}");
    assert!(!shown.contains("xyzzy"), "{shown}");

    // Still without keys.
    let again = kept(&oidc.verify(&tokens).await.unwrap_err());
    assert_eq!(again, tokens);
    provider.publish(&["a"]);
    advance(Duration::from_secs(5)).await;
    let tokens = oidc.verify(&again).await.unwrap();
    assert_eq!(tokens.claims.as_ref().unwrap().user_id, "user-1");
    assert_eq!(
        tokens.session().unwrap().user_id().as_deref(),
        Some("user-1")
    );
    assert_eq!(tokens.access_token.expose(), "xyzzy-access");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "xyzzy-refresh");
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(60)));
    // The code was used once.
    assert_eq!(provider.exchanges(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_that_was_replaced_is_kept() {
    let provider = Provider::new((503, "busy"));
    let refreshed = provider.client.oidc().refresh("xyzzy-old").await;
    let tokens = kept(&refreshed.unwrap_err());
    assert_eq!(tokens.refresh_token.unwrap().expose(), "xyzzy-refresh");
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_newer_than_the_cached_ones_is_found_later() {
    let provider = Provider::new(key_set(&["old"]));
    let tokens = kept(&provider.failed_login().await);
    provider.publish(&["old", "a"]);
    let oidc = provider.client.oidc();
    kept(&oidc.verify(&tokens).await.unwrap_err());
    advance(Duration::from_secs(60)).await;
    assert!(oidc.verify(&tokens).await.unwrap().claims.is_some());
}

#[tokio::test(start_paused = true)]
async fn tokens_of_another_login_or_with_a_wrong_signature_are_not_kept() {
    let provider = Provider::new((503, "busy"));
    let tokens = kept(&provider.failed_login().await);
    provider.publish(&["a"]);
    advance(Duration::from_secs(5)).await;
    let oidc = provider.client.oidc();
    let mut injected = tokens.clone();
    injected.nonce = Some("another".into());
    let mut forged = tokens;
    let id_token = forged.id_token.as_ref().unwrap().expose();
    let (signed, _) = id_token.rsplit_once('.').unwrap();
    forged.id_token = Some(format!("{signed}.{}", "A".repeat(342)).into());
    for (tokens, expected) in [
        (injected, TokenError::Nonce),
        (forged, TokenError::Signature),
    ] {
        let error = oidc.verify(&tokens).await.unwrap_err();
        assert!(error.unverified_tokens().is_none());
        assert!(
            matches!(&error, Error::InvalidToken { reason, .. } if *reason == expected),
            "{error:?}"
        );
    }
}

//! The provider of an app's tokens, and its keys.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::Instant;

use super::Protocol;
use crate::call::deadline::Deadline;
use crate::crypto::signature::VerifyingKey;
use crate::error::Error;
use crate::runtime;
use crate::token::clock::Clock;
use crate::token::jwks::{Jwks, KeySet};
use crate::v2::AuthenticationClient;

/// The name of the request for the keys, in spans and errors.
const FETCH_KEYS: &str = "oidc_jwks";

/// The provider of an app's tokens.
#[derive(Debug)]
pub(in crate::v2) struct Provider {
    issuer: String,
    keys: Jwks,
    clock: Clock,
}

impl Provider {
    pub(in crate::v2) fn new(issuer: String, clock: Clock) -> Self {
        Self {
            issuer,
            keys: Jwks::default(),
            clock,
        }
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the time at which tokens are verified.
    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }
}

impl AuthenticationClient {
    /// Returns the provider's key with this id.
    pub(super) async fn key(&self, id: Option<&str>) -> Result<Option<Arc<VerifyingKey>>, Error> {
        let keys = &self.provider().keys;
        if let Some(known) = keys.known(id) {
            if keys.are_old() {
                self.refresh_keys();
            }
            return known;
        }
        // It may wait for the fetch of another call, which may have more time.
        runtime::current()?;
        let limit = self.executor().options.call_timeout;
        let deadline = Deadline::of_call(Instant::now(), limit);
        let fetched = keys.fetched(id, async || self.fetch_keys().await);
        deadline.limit(FETCH_KEYS, fetched).await
    }

    /// Fetches the keys again, while the old ones are used. Without a runtime, a later call does.
    fn refresh_keys(&self) {
        if let Ok(runtime) = runtime::current() {
            let client = self.clone();
            runtime.spawn(async move {
                let keys = &client.provider().keys;
                keys.refresh(async || client.fetch_keys().await).await;
            });
        }
    }

    async fn fetch_keys(&self) -> Result<KeySet, Error> {
        let path = [".well-known", "jwks.json"];
        self.get_from_provider(Protocol::Oidc, FETCH_KEYS, &path, None)
            .await
    }
}

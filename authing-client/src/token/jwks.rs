//! The provider's public keys, as a JSON web key set (RFC 7517).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use super::failed_fetch::FailedFetch;
use crate::crypto::signature::VerifyingKey;
use crate::error::Error;

/// How often a key that is not in the set makes the client fetch the set again. Anyone can send tokens with unknown keys.
const REFRESH_INTERVAL: Duration = Duration::from_secs(60);

/// The age at which keys are fetched again: a key that the provider withdraws is trusted until then.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// How long a failed fetch is the result of all calls: otherwise each of them would wait for its own.
const REST: Duration = Duration::from_secs(5);

/// A key set as the provider sends it. Keys for other purposes or of other kinds are skipped.
#[derive(Debug, Deserialize)]
pub(crate) struct KeySet {
    keys: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

#[derive(Debug)]
struct Key {
    id: Option<String>,
    key: Arc<VerifyingKey>,
}

impl KeySet {
    fn rs256(self) -> Vec<Key> {
        let fits = |one: &Jwk| {
            one.kty == "RSA"
                && one.alg.as_deref().unwrap_or("RS256") == "RS256"
                && one.purpose.as_deref().unwrap_or("sig") == "sig"
        };
        let keys = self.keys.into_iter();
        let keys = keys.filter_map(|one| serde_json::from_value(one).ok());
        let keys = keys.filter(fits).filter_map(|one| {
            let key = Arc::new(VerifyingKey::from_jwk(&one.n, &one.e)?);
            Some(Key { id: one.kid, key })
        });
        keys.collect()
    }
}

/// The cached keys.
#[derive(Debug, Default)]
pub(crate) struct Jwks {
    cached: Mutex<Cached>,
    /// Held during a fetch. Calls with known keys don't wait for it.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Cached {
    keys: Vec<Key>,
    fetched: Option<Instant>,
    failed: FailedFetch,
}

pub(crate) type Found = Option<Arc<VerifyingKey>>;

impl Jwks {
    /// Returns the key with this id, as far as it is known without a fetch; a token without an id means the only key.
    /// `None` inside if the provider has no such key.
    pub(crate) fn known(&self, id: Option<&str>) -> Option<Result<Found, Error>> {
        self.cached().known(id)
    }

    /// Returns a key that is not known. Concurrent calls share one fetch and its result.
    ///
    /// `fetch` is called if there are no keys yet, or the key is unknown and the last fetch was a while ago.
    pub(crate) async fn fetched(
        &self,
        id: Option<&str>,
        fetch: impl AsyncFnOnce() -> Result<KeySet, Error>,
    ) -> Result<Found, Error> {
        let _fetching = self.fetching.lock().await;
        // Another call may have fetched while this one waited.
        if let Some(known) = self.known(id) {
            return known;
        }
        let fetched = fetch().await;
        let mut cached = self.cached();
        cached.settle(fetched)?;
        Ok(cached.find(id))
    }

    /// Returns whether the keys are so old that they should be [fetched again](Self::refresh).
    pub(crate) fn are_old(&self) -> bool {
        self.cached().are_old()
    }

    /// Fetches old keys again, unless a fetch is in flight. They are used until another set is there.
    pub(crate) async fn refresh(&self, fetch: impl AsyncFnOnce() -> Result<KeySet, Error>) {
        let Ok(_fetching) = self.fetching.try_lock() else {
            return;
        };
        // Another call may have fetched in the meantime.
        if self.are_old() {
            let fetched = fetch().await;
            // Calls with known keys need no fetch, so its failure is nobody's.
            let _ = self.cached().settle(fetched);
        }
    }

    fn cached(&self) -> MutexGuard<'_, Cached> {
        // The keys are replaced as a whole, so a poisoned lock is harmless.
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cached {
    /// Returns the result without a fetch, or `None` if a fetch may find the key.
    fn known(&self, id: Option<&str>) -> Option<Result<Found, Error>> {
        let found = self.find(id);
        if found.is_some()
            || self
                .fetched
                .is_some_and(|at| at.elapsed() < REFRESH_INTERVAL)
        {
            return Some(Ok(found));
        }
        self.failure().map(|error| Err(error.clone()))
    }

    fn are_old(&self) -> bool {
        self.failure().is_none() && self.fetched.is_some_and(|at| at.elapsed() >= MAX_AGE)
    }

    /// Returns the failure of a recent fetch.
    fn failure(&self) -> Option<&Error> {
        self.failed.after(Instant::now().checked_sub(REST))
    }

    fn settle(&mut self, fetched: Result<KeySet, Error>) -> Result<(), Error> {
        let set = fetched.inspect_err(|error| self.failed.keep(error))?;
        *self = Self {
            keys: set.rs256(),
            fetched: Some(Instant::now()),
            failed: FailedFetch::default(),
        };
        Ok(())
    }

    fn find(&self, id: Option<&str>) -> Found {
        let key = match (id, self.keys.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(id), keys) => keys.iter().find(|key| key.id.as_deref() == Some(id)),
        };
        key.map(|key| Arc::clone(&key.key))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;

    use super::*;
    use crate::transport::error::{TransportError, TransportErrorKind};

    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

    impl Jwks {
        async fn key(
            &self,
            id: Option<&str>,
            fetch: impl AsyncFnOnce() -> Result<KeySet, Error>,
        ) -> Result<Found, Error> {
            match self.known(id) {
                Some(known) => known,
                None => self.fetched(id, fetch).await,
            }
        }
    }

    fn set(ids: &[&str]) -> KeySet {
        let keys = ids
            .iter()
            .map(|id| json!({"kty": "RSA", "kid": id, "n": N, "e": "AQAB"}));
        serde_json::from_value(json!({"keys": keys.collect::<Vec<_>>()})).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn an_unknown_key_is_looked_up_at_most_once_a_minute() {
        let (jwks, fetches) = (Jwks::default(), Cell::new(0));
        let find = async |id: &str, ids: &[&str]| {
            let fetch = async || {
                fetches.set(fetches.get() + 1);
                Ok(set(ids))
            };
            (
                jwks.key(Some(id), fetch).await.unwrap().is_some(),
                fetches.get(),
            )
        };
        assert_eq!(find("a", &["a"]).await, (true, 1));
        assert_eq!(find("a", &["a"]).await, (true, 1));
        assert_eq!(find("b", &["a", "b"]).await, (false, 1));
        tokio::time::advance(Duration::from_secs(59)).await;
        assert_eq!(find("b", &["a", "b"]).await, (false, 1));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(find("b", &["a", "b"]).await, (true, 2));
        assert_eq!(find("a", &[]).await, (true, 2));
    }

    #[tokio::test(start_paused = true)]
    async fn concurrent_calls_share_one_fetch_and_its_failure() {
        let (jwks, fetches) = (Jwks::default(), Cell::new(0));
        let fail = async || {
            fetches.set(fetches.get() + 1);
            tokio::task::yield_now().await;
            Err(Error::config("host", "is down"))
        };
        let (one, two) = futures_util::join!(jwks.key(Some("a"), fail), jwks.key(None, fail));
        assert!(one.is_err() && two.is_err());
        assert_eq!(fetches.get(), 1);

        let fetch = async || {
            fetches.set(fetches.get() + 1);
            tokio::task::yield_now().await;
            Ok(set(&["a"]))
        };
        assert!(jwks.key(Some("a"), fetch).await.is_err());
        tokio::time::advance(REST).await;
        let (one, two) = futures_util::join!(jwks.key(Some("a"), fetch), jwks.key(None, fetch));
        assert!(one.unwrap().is_some() && two.unwrap().is_some());
        assert_eq!(fetches.get(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_fetch_that_took_too_long_is_tried_again() {
        let jwks = Jwks::default();
        let late = TransportError::new(TransportErrorKind::Timeout, "late");
        let late = Error::Transport {
            operation: "oidc_jwks",
            source: late,
        };
        assert!(jwks.key(Some("a"), async || Err(late)).await.is_err());
        let found = jwks.key(Some("a"), async || Ok(set(&["a"]))).await;
        assert!(found.unwrap().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_known_key_does_not_wait_for_a_fetch() {
        let jwks = Jwks::default();
        jwks.key(None, async || Ok(set(&["a"]))).await.unwrap();
        tokio::time::advance(REFRESH_INTERVAL).await;
        let hanging = jwks.key(Some("b"), async || std::future::pending().await);
        let known = async {
            tokio::task::yield_now().await;
            let fetch = async || panic!("the key is known");
            jwks.key(Some("a"), fetch).await
        };
        tokio::select! {
            biased;
            _ = hanging => panic!("a fetch that hangs has ended"),
            known = known => assert!(known.unwrap().is_some()),
        }
    }

    #[test]
    fn keys_of_other_kinds_and_purposes_are_skipped() {
        let key = |changed: &str, value: &str| {
            let mut key = json!({"kty": "RSA", "kid": "a", "alg": "RS256", "use": "sig", "n": N, "e": "AQAB"});
            key[changed] = value.into();
            let set: KeySet = serde_json::from_value(json!({"keys": [key]})).unwrap();
            set.rs256().len()
        };
        assert_eq!(key("kid", "b"), 1);
        for (changed, value) in [
            ("kty", "oct"),
            ("alg", "HS256"),
            ("use", "enc"),
            ("n", "AQAB"),
            ("e", ""),
        ] {
            assert_eq!(key(changed, value), 0, "{changed}");
        }
        let rsa = json!({"kty": "RSA", "kid": "a", "n": N, "e": "AQAB"});
        let keys = json!({"keys": [{"kty": "EC", "x": "a"}, {"n": 5}, {"kty": "AKP", "n": []}, null, "key", rsa]});
        let keys: KeySet = serde_json::from_value(keys).unwrap();
        assert_eq!(keys.rs256().len(), 1);
    }
}

//! The provider's public keys, as a JSON web key set (RFC 7517).

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::crypto::signature::VerifyingKey;
use crate::error::Error;

/// How often a key that is not in the set makes the client fetch the set again. Anyone can send tokens with unknown keys.
const REFRESH_INTERVAL: Duration = Duration::from_secs(60);

/// A key set as the provider sends it. Keys for other purposes or of other kinds are skipped.
#[derive(Debug, Deserialize)]
pub(crate) struct KeySet {
    keys: Vec<Jwk>,
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
        let keys = self.keys.into_iter().filter(fits);
        let keys = keys.filter_map(|one| {
            let key = Arc::new(VerifyingKey::from_jwk(&one.n, &one.e)?);
            Some(Key { id: one.kid, key })
        });
        keys.collect()
    }
}

/// The cached keys.
#[derive(Debug, Default)]
pub(crate) struct Jwks(Mutex<Cached>);

#[derive(Debug, Default)]
struct Cached {
    keys: Vec<Key>,
    fetched: Option<Instant>,
}

impl Jwks {
    /// Returns the key with this id; a token without an id means the only key. `None` if the provider has no such key.
    ///
    /// `fetch` is called if there are no keys yet, or the key is unknown and the last fetch was a while ago. Concurrent calls
    /// wait for one fetch.
    pub(crate) async fn key(
        &self,
        id: Option<&str>,
        fetch: impl AsyncFnOnce() -> Result<KeySet, Error>,
    ) -> Result<Option<Arc<VerifyingKey>>, Error> {
        let mut cached = self.0.lock().await;
        let found = cached.find(id);
        let is_recent = |fetched: Instant| fetched.elapsed() < REFRESH_INTERVAL;
        if found.is_some() || cached.fetched.is_some_and(is_recent) {
            return Ok(found);
        }
        cached.keys = fetch().await?.rs256();
        cached.fetched = Some(Instant::now());
        Ok(cached.find(id))
    }
}

impl Cached {
    fn find(&self, id: Option<&str>) -> Option<Arc<VerifyingKey>> {
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

    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

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

    #[tokio::test]
    async fn a_failed_fetch_is_tried_again_and_concurrent_calls_share_one() {
        let (jwks, fetches) = (Jwks::default(), Cell::new(0));
        let failing = jwks
            .key(None, async || Err(Error::config("host", "is down")))
            .await;
        assert!(failing.is_err());
        let fetch = async || {
            fetches.set(fetches.get() + 1);
            tokio::task::yield_now().await;
            Ok(set(&["a"]))
        };
        let (one, two) = futures_util::join!(jwks.key(Some("a"), fetch), jwks.key(None, fetch));
        assert!(one.unwrap().is_some() && two.unwrap().is_some());
        assert_eq!(fetches.get(), 1);
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
        let ec = json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]});
        assert_eq!(
            serde_json::from_value::<KeySet>(ec).unwrap().rs256().len(),
            0
        );
    }
}

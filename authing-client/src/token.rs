//! The owner's token: fetched once however many calls wait for it, and renewed before it expires.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_core::Secret;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use tokio::time::Instant;

use crate::error::Error;
use crate::{jwt, runtime};

/// How long before it expires a token is renewed.
const MARGIN: Duration = Duration::from_secs(60);

type Fetch = BoxFuture<'static, Result<Arc<Token>, Error>>;

/// A token and what is known of its end.
pub(crate) struct Token {
    secret: Secret,
    lifetime: Option<Lifetime>,
}

struct Lifetime {
    renew_at: SystemTime,
    expires_at: SystemTime,
}

impl Token {
    pub(crate) fn new(secret: Secret, now: SystemTime) -> Self {
        let lifetime = expiry(secret.expose()).and_then(|expires_at| {
            // A token that has expired when it arrives means that a clock is wrong. Asking for another would not help:
            // it is used until the service refuses it, like one whose end is not known.
            let left = expires_at.duration_since(now).ok()?;
            let renew_at = expires_at.checked_sub(MARGIN.min(left / 2))?;
            Some(Lifetime {
                renew_at,
                expires_at,
            })
        });
        Self { secret, lifetime }
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        self.lifetime
            .as_ref()
            .is_none_or(|lifetime| now < lifetime.renew_at)
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.lifetime
            .as_ref()
            .is_none_or(|lifetime| now < lifetime.expires_at)
    }
}

/// When a JWT says that it expires. The signature is the service's business: this is no decision about trust.
fn expiry(token: &str) -> Option<SystemTime> {
    let payload = jwt::unverified_payload(token)?;
    let seconds = Duration::try_from_secs_f64(payload.get("exp")?.as_f64()?).ok()?;
    UNIX_EPOCH.checked_add(seconds)
}

/// The owner's token, for everybody who needs it.
pub(crate) struct OwnerTokens {
    fetch: Box<dyn Fn() -> Fetch + Send + Sync>,
    /// How long a fetch may take.
    limit: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Token>>,
    /// The fetches that somebody waits for, one a runtime.
    pending: Vec<Pending>,
}

/// A fetch under way.
struct Pending {
    /// Held weakly: when the last one who waits has gone, so has the fetch, and the next one begins anew instead of finding
    /// a request that nobody has driven for a while.
    fetch: WeakShared<Fetch>,
    /// Its timers and connections are this runtime's. They stand still when that does, and panic when it has ended.
    runtime: Option<runtime::Id>,
    begun: Instant,
}

impl OwnerTokens {
    /// Those that `fetch` gives, within `limit`.
    pub(crate) fn new<F>(limit: Duration, fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Secret, Error>> + Send + 'static,
    {
        Self {
            fetch: Box::new(move || {
                let secret = fetch();
                async move { Ok(Arc::new(Token::new(secret.await?, SystemTime::now()))) }.boxed()
            }),
            limit,
            state: Mutex::default(),
        }
    }

    /// The token, fetched if there is none and renewed if it is about to expire.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Arc<Token>, Error> {
        let now = SystemTime::now();
        let (fetch, valid) = {
            let mut state = self.state();
            let valid = state.current.clone().filter(|token| token.is_valid(now));
            match &valid {
                Some(token) if token.is_fresh(now) || state.is_fetching() => {
                    return Ok(Arc::clone(token));
                }
                _ => (self.join(&mut state), valid),
            }
        };
        match valid {
            None => self.finish(fetch).await,
            // Nobody waits for the renewal of what is still valid, and nobody minds if it fails.
            Some(token) if runtime::is_running() => {
                let tokens = Arc::clone(self);
                tokio::spawn(async move { drop(tokens.finish(fetch).await) });
                Ok(token)
            }
            Some(token) => Ok(self.finish(fetch).await.unwrap_or(token)),
        }
    }

    /// Another token in place of one that the service refused; the current one, if it is another already.
    pub(crate) async fn renew(self: &Arc<Self>, refused: &Arc<Token>) -> Result<Arc<Token>, Error> {
        {
            let mut state = self.state();
            if state
                .current
                .as_ref()
                .is_some_and(|current| Arc::ptr_eq(current, refused))
            {
                state.current = None;
            }
        }
        self.get().await
    }

    /// The fetch that is under way in this runtime, or a new one.
    fn join(&self, state: &mut State) -> Shared<Fetch> {
        let runtime = runtime::current();
        // One that is older than its limit has not been driven: its runtime stood still. Its time is up, ours is not.
        state.pending.retain(|pending| {
            pending.fetch.upgrade().is_some() && pending.begun.elapsed() <= self.limit
        });
        let pending = state
            .pending
            .iter()
            .find(|pending| pending.runtime == runtime);
        if let Some(fetch) = pending.and_then(|pending| pending.fetch.upgrade()) {
            return fetch;
        }
        let fetch = (self.fetch)().shared();
        if let Some(weak) = fetch.downgrade() {
            state.pending.push(Pending {
                fetch: weak,
                runtime,
                begun: Instant::now(),
            });
        }
        fetch
    }

    /// Waits for a fetch and keeps its token. A failure is kept by nobody but those who waited for it.
    async fn finish(&self, fetch: Shared<Fetch>) -> Result<Arc<Token>, Error> {
        let fetched = fetch.clone().await;
        let mut state = self.state();
        let pending = state.pending.iter().position(|pending| {
            let pending = pending.fetch.upgrade();
            pending.is_some_and(|pending| pending.ptr_eq(&fetch))
        });
        // Only the first of those who waited: the token may have been refused since.
        if let Some(index) = pending {
            state.pending.swap_remove(index);
            if let Ok(token) = &fetched {
                state.current = Some(Arc::clone(token));
            }
        }
        fetched
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole at every point where a panic could happen, so a poisoned lock means nothing.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_fetching(&self) -> bool {
        self.pending
            .iter()
            .any(|pending| pending.fetch.upgrade().is_some())
    }
}

impl fmt::Debug for OwnerTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerTokens(***)")
    }
}

#[cfg(test)]
mod tests;

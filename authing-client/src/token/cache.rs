//! The owner's token: fetched once however many calls wait for it, and renewed before it expires.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_core::legacy::operations::GetOwnerToken;
use authing_core::{Operation, Secret};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use tokio::time::Instant;

use crate::error::Error;
use crate::runtime;
use crate::token::jwt;
use crate::transport::error::{TransportError, TransportErrorKind};

/// How long before it expires a token is renewed.
const MARGIN: Duration = Duration::from_secs(60);

/// How long a token lives at least, if its end is to be believed.
const SHORTEST_LIFE: Duration = Duration::from_secs(2);

/// How long after a renewal that failed the next one is tried, as long as the token is valid.
const REST: Duration = Duration::from_secs(1);

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
            // A token that has expired when it arrives, or as good as that, means that a clock is wrong. Asking for another
            // would not help: it is used until the service refuses it, like one whose end is not known.
            let left = expires_at.duration_since(now).ok()?;
            if left < SHORTEST_LIFE {
                return None;
            }
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
    /// Until when a token that is valid is not renewed, after a renewal that failed: or each call would try.
    resting_until: Option<Instant>,
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
                // Those who wait share it, but a panic would only be seen by the one who polls: the others would wait in vain,
                // and whoever joined them would panic as well.
                let secret = AssertUnwindSafe(fetch()).catch_unwind();
                async move {
                    let secret = secret.await.unwrap_or_else(|_| Err(panicked()))?;
                    Ok(Arc::new(Token::new(secret, SystemTime::now())))
                }
                .boxed()
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
            state.forget_fetches_older_than(self.limit);
            match state.current.clone().filter(|token| token.is_valid(now)) {
                Some(token) if token.is_fresh(now) || state.is_fetching() || state.is_resting() => {
                    return Ok(token);
                }
                valid => (self.join(&mut state), valid),
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
            match &fetched {
                Ok(token) => state.current = Some(Arc::clone(token)),
                Err(_) => state.resting_until = Instant::now().checked_add(REST),
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
    /// One that is older than its limit has not been driven: its runtime stood still. Its time is up, that of the others is
    /// not.
    fn forget_fetches_older_than(&mut self, limit: Duration) {
        self.pending.retain(|pending| {
            pending.fetch.upgrade().is_some() && pending.begun.elapsed() <= limit
        });
    }

    fn is_fetching(&self) -> bool {
        self.pending
            .iter()
            .any(|pending| pending.fetch.upgrade().is_some())
    }

    fn is_resting(&self) -> bool {
        self.resting_until.is_some_and(|end| Instant::now() < end)
    }
}

fn panicked() -> Error {
    Error::Transport {
        operation: GetOwnerToken::NAME,
        source: TransportError::new(TransportErrorKind::Other, "the transport panicked"),
    }
}

impl fmt::Debug for OwnerTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerTokens(***)")
    }
}

#[cfg(test)]
mod tests;

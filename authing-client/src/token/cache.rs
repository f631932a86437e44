//! The cache of the management token: single-flight, and refreshed before the token expires.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::Instrument;

use super::bearer::Bearer;
use super::management::Token;
use crate::error::Error;
use crate::runtime;
use crate::transport::error::{TransportError, TransportErrorKind};

/// The time before its expiry at which a token is refreshed.
const MARGIN: Duration = Duration::from_secs(60);

/// The pause after a failed refresh, as long as the token is valid.
const REST: Duration = Duration::from_secs(1);

type Fetched = Result<Arc<Token>, Error>;

/// A token shared by all calls of a client, with a function that fetches it.
pub(crate) struct TokenCache {
    /// The operation that fetches it, for errors.
    operation: &'static str,
    fetch: Box<dyn Fn() -> BoxFuture<'static, Result<Bearer, Error>> + Send + Sync>,
    margin: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Token>>,
    fetches: Vec<Fetch>,
    /// The time until which a valid token is not refreshed, after a failed refresh: otherwise each call would try.
    resting_until: Option<Instant>,
}

/// A fetch in flight: a task whose result all waiters receive.
///
/// There is one per runtime: its timers and connections stop when its runtime does.
struct Fetch {
    runtime: tokio::runtime::Id,
    result: watch::Receiver<Option<Fetched>>,
}

impl TokenCache {
    pub(crate) fn new<F>(
        operation: &'static str,
        fetch: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Bearer, Error>> + Send + 'static,
    {
        Self {
            operation,
            fetch: Box::new(move || fetch().boxed()),
            margin: MARGIN,
            state: Mutex::default(),
        }
    }

    /// Sets how long before its expiry a token is refreshed. Default: a minute.
    #[cfg(feature = "v2")]
    pub(crate) fn refreshed_before(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Returns the token: fetched if there is no valid one, refreshed in the background if it is about to expire.
    pub(crate) async fn get(self: &Arc<Self>) -> Fetched {
        let now = SystemTime::now();
        let mut result = {
            let mut state = self.state();
            match state.current.clone().filter(|token| token.is_valid(now)) {
                Some(token) if token.is_fresh(now) || state.is_resting() => return Ok(token),
                Some(token) => {
                    self.join(&mut state)?;
                    return Ok(token);
                }
                None => self.join(&mut state)?,
            }
        };
        let fetched = result.wait_for(Option::is_some).await;
        let fetched = fetched.ok().and_then(|fetched| fetched.clone());
        // A task ends without a result only if its runtime shuts down.
        fetched.unwrap_or_else(|| Err(self.failed("the runtime is shutting down")))
    }

    /// Returns a token other than one that the service rejected: the current one, if it differs already.
    pub(crate) async fn replace(self: &Arc<Self>, rejected: &Arc<Token>) -> Fetched {
        self.state()
            .current
            .take_if(|current| Arc::ptr_eq(current, rejected));
        self.get().await
    }

    /// Joins the fetch in flight in this runtime, or starts one.
    fn join(
        self: &Arc<Self>,
        state: &mut State,
    ) -> Result<watch::Receiver<Option<Fetched>>, Error> {
        let runtime = runtime::current()?;
        state.fetches.retain(Fetch::is_in_flight);
        let mut fetches = state.fetches.iter();
        if let Some(fetch) = fetches.find(|fetch| fetch.runtime == runtime.id()) {
            return Ok(fetch.result.clone());
        }
        let (sender, result) = watch::channel(None);
        let cache = Arc::clone(self);
        let fetch = async move {
            // For waiters, a panic is a failure like any other.
            let bearer = AssertUnwindSafe((cache.fetch)()).catch_unwind().await;
            let bearer = bearer.unwrap_or_else(|_| Err(cache.failed("the transport panicked")));
            let margin = cache.margin;
            let fetched =
                bearer.map(|bearer| Arc::new(Token::new(bearer, SystemTime::now(), margin)));
            cache.settle(&fetched);
            sender.send_replace(Some(fetched));
        };
        runtime.spawn(fetch.in_current_span());
        state.fetches.push(Fetch {
            runtime: runtime.id(),
            result: result.clone(),
        });
        Ok(result)
    }

    fn settle(&self, fetched: &Fetched) {
        let mut state = self.state();
        match fetched {
            Ok(token) => state.current = Some(Arc::clone(token)),
            Err(_) => state.resting_until = Instant::now().checked_add(REST),
        }
    }

    fn failed(&self, reason: &str) -> Error {
        Error::Transport {
            operation: self.operation,
            source: TransportError::new(TransportErrorKind::Other, reason),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent at every point where a panic could happen, so a poisoned lock is harmless.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_resting(&self) -> bool {
        self.resting_until.is_some_and(|end| Instant::now() < end)
    }
}

impl Fetch {
    fn is_in_flight(&self) -> bool {
        // The task holds the sender.
        self.result.has_changed().is_ok()
    }
}

#[cfg(test)]
mod tests;

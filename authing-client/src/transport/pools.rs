//! The connections: one pool for each tokio runtime.
//!
//! A runtime drives the connections that were opened in it. In another runtime, a request on one of them would hang
//! while the first runtime is idle, and fail when it shuts down.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use reqwest::Client;
use tokio::runtime::{Handle, Id};
use tokio::sync::watch;

use super::client::Clients;
use super::error::TransportError;
use super::error::TransportErrorKind::Other;
use super::keep_alive;

pub(super) struct Pools {
    clients: Clients,
    state: Mutex<State>,
}

struct State {
    /// At most the setting; less if a server keeps idle connections for a shorter time.
    idle_timeout: Duration,
    pools: Vec<Pool>,
}

struct Pool {
    runtime: Id,
    /// Open while the runtime is: a task of the runtime holds the sender. The id alone is not enough, because a later
    /// runtime may get the same one.
    open: watch::Receiver<()>,
    idle_timeout: Duration,
    client: Client,
}

impl Pools {
    pub(super) fn new(clients: Clients, idle_timeout: Duration) -> Self {
        let state = State {
            idle_timeout,
            pools: Vec::new(),
        };
        Self {
            clients,
            state: Mutex::new(state),
        }
    }

    /// Returns the client of the runtime that this code runs in.
    pub(super) fn client(&self) -> Result<Client, TransportError> {
        let failed = |reason| TransportError::new(Other, reason).before_sending();
        let runtime =
            Handle::try_current().map_err(|error| failed("no tokio runtime").with_source(error))?;
        let mut state = self.state();
        if let Some(client) = state.client(runtime.id()) {
            return Ok(client);
        }
        let idle_timeout = state.idle_timeout;
        let client = self.clients.create(idle_timeout);
        let client =
            client.map_err(|error| failed("the HTTP client is unusable").with_source(error))?;
        let (sender, open) = watch::channel(());
        // Ends with the runtime or with the pool, whichever is first.
        runtime.spawn(async move { sender.closed().await });
        state.add(Pool {
            runtime: runtime.id(),
            open,
            idle_timeout,
            client: client.clone(),
        });
        Ok(client)
    }

    /// Shortens the idle timeout if the server announces that it closes idle connections earlier.
    pub(super) fn observe(&self, headers: &HeaderMap) {
        if let Some(announced) = keep_alive::idle_timeout(headers) {
            let mut state = self.state();
            state.idle_timeout = state.idle_timeout.min(announced);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is consistent at every point where a panic could happen, so a poisoned lock is harmless.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn client(&self, runtime: Id) -> Option<Client> {
        let mut pools = self.pools.iter();
        let pool = pools.find(|pool| pool.runtime == runtime && self.is_current(pool))?;
        Some(pool.client.clone())
    }

    /// Adds a pool, and removes those that are not used any more.
    fn add(&mut self, pool: Pool) {
        let mut pools = std::mem::take(&mut self.pools);
        pools.retain(|pool| self.is_current(pool));
        pools.push(pool);
        self.pools = pools;
    }

    fn is_current(&self, pool: &Pool) -> bool {
        pool.idle_timeout == self.idle_timeout && pool.open.has_changed().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use tokio::runtime::{Builder, Runtime};

    use super::*;
    use crate::transport::proxies::Proxies;
    use crate::transport::settings::Settings;

    fn pools() -> Pools {
        let settings = Settings::for_tests(&["http://127.0.0.1:7000/graphql"]);
        let clients = Clients::new(&settings, Proxies::default()).unwrap();
        Pools::new(clients, settings.pool_idle_timeout)
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    /// A call in this runtime, and the number of pools after it.
    fn call(runtime: &Runtime, pools: &Pools) -> usize {
        runtime.block_on(async { pools.client().map(drop).unwrap() });
        pools.state().pools.len()
    }

    #[test]
    fn the_pools_of_runtimes_that_shut_down_are_removed() {
        let pools = pools();
        let long = runtime();
        for _ in 0..50 {
            let short = runtime();
            assert!(call(&short, &pools) <= 2);
            assert_eq!(call(&long, &pools), 2);
            assert_eq!(call(&short, &pools), 2);
        }
    }

    #[test]
    fn an_announced_timeout_replaces_the_pools_once_and_only_if_it_is_shorter() {
        let pools = pools();
        let runtime = runtime();
        call(&runtime, &pools);
        for (value, milliseconds) in [
            ("timeout=60", 1000),
            ("timeout=1", 500),
            ("timeout=5", 500),
            ("timeout=0", 0),
        ] {
            let headers = HeaderMap::from_iter([(
                http::header::HeaderName::from_static("keep-alive"),
                HeaderValue::from_static(value),
            )]);
            pools.observe(&headers);
            assert_eq!(call(&runtime, &pools), 1);
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(pools.state().pools[0].idle_timeout, expected, "{value}");
        }
    }

    #[test]
    fn a_pool_ends_with_the_client() {
        let pools = pools();
        let runtime = runtime();
        call(&runtime, &pools);
        assert_eq!(runtime.metrics().num_alive_tasks(), 1);
        drop(pools);
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(runtime.metrics().num_alive_tasks(), 0);
    }

    #[test]
    fn outside_of_a_runtime_there_is_an_error() {
        let error = pools().client().err().unwrap();
        assert!(!error.may_have_been_sent(), "{error:?}");
    }
}

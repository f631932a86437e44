//! A value that is fetched once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::failed_fetch::FailedFetch;
use crate::error::Error;

/// A value that was given, or is fetched when it is first needed.
pub(crate) struct FetchedOnce<T> {
    value: OnceCell<T>,
    failed: Mutex<FailedFetch>,
}

impl<T> FetchedOnce<T> {
    pub(crate) fn new(given: Option<T>) -> Self {
        Self {
            value: OnceCell::new_with(given),
            failed: Mutex::default(),
        }
    }

    /// Returns the value, if no fetch is needed.
    pub(crate) fn get(&self) -> Option<&T> {
        self.value.get()
    }

    /// Returns the value, fetched if there is none. Concurrent calls share one fetch and its failure.
    pub(crate) async fn fetched(
        &self,
        fetch: impl Future<Output = Result<T, Error>>,
    ) -> Result<&T, Error> {
        let start = Instant::now();
        let fetch = async {
            // The fetch that this call waited for may have failed.
            if let Some(error) = self.failed().after(Some(start)) {
                return Err(error.clone());
            }
            let fetched = fetch.await;
            fetched.inspect_err(|error| self.failed().keep(error))
        };
        self.value.get_or_try_init(|| fetch).await
    }

    fn failed(&self) -> MutexGuard<'_, FailedFetch> {
        // The failure is replaced as a whole, so a poisoned lock is harmless.
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

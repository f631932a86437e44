//! The last failure of a fetch that calls share.

use tokio::time::Instant;

use crate::error::Error;

/// The last failure of a fetch, for the calls that would otherwise fetch, too.
#[derive(Debug, Default)]
pub(crate) struct FailedFetch(Option<(Instant, Error)>);

impl FailedFetch {
    /// Keeps a failure, unless the fetch took too long: other calls may have more time.
    pub(crate) fn keep(&mut self, error: &Error) {
        if !error.is_timeout() {
            self.0 = Some((Instant::now(), error.clone()));
        }
    }

    /// Returns the failure, if it is later than this time; `None` is before all times.
    pub(crate) fn after(&self, time: Option<Instant>) -> Option<&Error> {
        let failed = self.0.as_ref();
        let later = failed.filter(|(at, _)| Some(*at) > time);
        later.map(|(_, error)| error)
    }
}

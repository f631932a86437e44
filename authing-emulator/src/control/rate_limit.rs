//! The rate limit per IP address.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A limit on the requests of each IP address, by the emulator's clock.
pub(crate) struct RateLimit {
    requests: usize,
    interval: Duration,
    /// The times of the latest requests of an IP address, oldest first: at most as many as are allowed.
    came: Mutex<HashMap<IpAddr, VecDeque<SystemTime>>>,
}

impl RateLimit {
    pub(crate) fn new(requests: u32, interval: Duration) -> Self {
        Self {
            requests: usize::try_from(requests).unwrap_or(usize::MAX),
            interval,
            came: Mutex::default(),
        }
    }

    /// Returns whether a request may be served now. A rejected request does not count.
    pub(crate) fn admits(&self, address: IpAddr, now: SystemTime) -> bool {
        let mut came = self.came();
        let times = came.entry(address).or_default();
        while times
            .front()
            .is_some_and(|&time| now.duration_since(time).unwrap_or_default() >= self.interval)
        {
            times.pop_front();
        }
        let admitted = times.len() < self.requests;
        if admitted {
            times.push_back(now);
        }
        admitted
    }

    /// Resets the counts.
    pub(crate) fn clear(&self) {
        self.came().clear();
    }

    fn came(&self) -> MutexGuard<'_, HashMap<IpAddr, VecDeque<SystemTime>>> {
        self.came.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn each_ip_address_has_its_own_sliding_interval() {
        let limit = RateLimit::new(2, Duration::from_secs(60));
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let (here, there) = (Ipv4Addr::LOCALHOST.into(), Ipv4Addr::BROADCAST.into());
        assert!(limit.admits(here, at(0)) && limit.admits(here, at(30)));
        assert!(!limit.admits(here, at(59)) && limit.admits(there, at(59)));
        assert!(limit.admits(here, at(60)));
        assert!(!limit.admits(here, at(61)) && !limit.admits(here, at(89)));
        assert!(limit.admits(here, at(90)));
    }
}

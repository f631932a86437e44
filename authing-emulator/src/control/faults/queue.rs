//! The queue of faults.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::Fault;

/// Faults in the order in which they were injected.
pub(crate) struct Faults {
    waiting: Mutex<VecDeque<Waiting>>,
    /// Whether the emulator is shutting down: delays end at once then.
    stopping: watch::Sender<bool>,
}

struct Waiting {
    fault: Fault,
    /// The number of requests it still applies to; `None`: unlimited.
    left: Option<u32>,
}

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        let queue = Self {
            waiting: Mutex::default(),
            stopping: watch::Sender::new(false),
        };
        queue.inject(faults);
        queue
    }

    pub(crate) fn inject(&self, faults: impl IntoIterator<Item = Fault>) {
        let faults = faults.into_iter().filter(|fault| fault.times != Some(0));
        self.waiting().extend(faults.map(|fault| Waiting {
            left: fault.times,
            fault,
        }));
    }

    /// Returns the queued faults, each with the number of requests it still applies to.
    pub(crate) fn all(&self) -> Vec<Fault> {
        let waiting = self.waiting();
        let faults = waiting.iter().map(|Waiting { fault, left }| Fault {
            times: *left,
            ..fault.clone()
        });
        faults.collect()
    }

    pub(crate) fn clear(&self) {
        self.waiting().clear();
    }

    /// Returns the fault that a request meets, if any, as it was injected, and counts the request. `is_called` says
    /// whether the request has a name.
    pub(crate) fn meet(&self, is_called: impl Fn(&str) -> bool) -> Option<Fault> {
        let mut waiting = self.waiting();
        let is_for_it = |Waiting { fault, .. }: &Waiting| match &fault.on {
            Some(name) => is_called(name),
            None => true,
        };
        let index = waiting.iter().position(is_for_it)?;
        let first = waiting.get_mut(index)?;
        let fault = first.fault.clone();
        if let Some(left) = &mut first.left {
            *left = left.saturating_sub(1);
            if *left == 0 {
                waiting.remove(index);
            }
        }
        Some(fault)
    }

    /// Waits for this time, or until the emulator shuts down.
    pub(crate) async fn wait(&self, time: Duration) {
        if time.is_zero() {
            return;
        }
        let mut stopping = self.stopping.subscribe();
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            // The sender lives as long as this does, so the only possible event is the shutdown.
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    }

    /// Ends all delays.
    pub(crate) fn stop_waiting(&self) {
        self.stopping.send_replace(true);
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

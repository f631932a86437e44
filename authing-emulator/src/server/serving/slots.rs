//! The open connections, of which there is a maximum number.
//!
//! If all slots are taken, a new connection replaces the one that has waited longest for a request. So neither idle clients
//! nor those that never finish a request's header keep others out. If no connection waits, the new one does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

pub(super) struct Slots {
    free: Arc<Semaphore>,
    waiting: Mutex<Waiting>,
    /// A connection has begun to wait for a request.
    idle: Notify,
}

/// The connections that wait for a request, longest first.
#[derive(Default)]
struct Waiting {
    next: u64,
    by_start: BTreeMap<u64, Arc<Notify>>,
}

/// One connection's slot, which is free again when this is dropped.
pub(super) struct Slot {
    slots: Arc<Slots>,
    close: Arc<Notify>,
    /// The key among the waiting connections.
    since: Mutex<u64>,
    _permit: Option<OwnedSemaphorePermit>,
}

/// A request in flight: its connection is not closed for another.
pub(super) struct InFlight(Arc<Slot>);

impl Slots {
    pub(super) fn new(connections: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(connections)),
            waiting: Mutex::default(),
            idle: Notify::new(),
        })
    }

    pub(super) async fn take(self: &Arc<Self>) -> Slot {
        let permit = loop {
            let mut idle = std::pin::pin!(self.idle.notified());
            // From here on no notification is missed.
            idle.as_mut().enable();
            if let Ok(permit) = Arc::clone(&self.free).try_acquire_owned() {
                break Some(permit);
            }
            self.close_oldest();
            tokio::select! {
                // It fails only when the semaphore is closed, which it never is.
                permit = Arc::clone(&self.free).acquire_owned() => break permit.ok(),
                () = idle => {}
            }
        };
        let close = Arc::new(Notify::new());
        let since = self.waiting().add(Arc::clone(&close));
        Slot {
            slots: Arc::clone(self),
            close,
            since: Mutex::new(since),
            _permit: permit,
        }
    }

    /// Closes the connection that has waited longest for a request.
    pub(super) fn close_oldest(&self) {
        if let Some((_, close)) = self.waiting().by_start.pop_first() {
            close.notify_one();
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        lock(&self.waiting)
    }
}

impl Waiting {
    fn add(&mut self, close: Arc<Notify>) -> u64 {
        let since = self.next;
        self.next += 1;
        self.by_start.insert(since, close);
        since
    }
}

impl Slot {
    /// Completes when the connection is to be closed.
    pub(super) async fn closed(&self) {
        self.close.notified().await;
    }

    pub(super) fn begin_request(self: &Arc<Self>) -> InFlight {
        self.slots.waiting().by_start.remove(&*lock(&self.since));
        InFlight(Arc::clone(self))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let Slot { slots, close, .. } = &*self.0;
        *lock(&self.0.since) = slots.waiting().add(Arc::clone(close));
        slots.idle.notify_waiters();
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.waiting().by_start.remove(&*lock(&self.since));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

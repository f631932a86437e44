//! Waiting for what is asynchronous.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Waker};

use tokio::runtime::{Builder, Runtime};
use tokio::task::coop;

use crate::error::Error;

/// Runs a call to its end on this thread.
///
/// Its connections are looked after by the process's runtime, also while nobody waits: one that the server closes in
/// between is noticed then, and not by the next call. That is why the runtime has a thread of its own.
///
/// Not by tokio's `block_on`, which panics where this can't tell that it is in a task.
pub(super) fn wait<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if is_in_task() {
        let reason = "calls would keep an asynchronous task's thread waiting: use the asynchronous client there, or \
                      `tokio::task::spawn_blocking`";
        return Err(Error::config("blocking", reason));
    }
    let _entered = runtime()?.enter();
    pollster::block_on(call)
}

/// The runtime of all blocking clients. It is never dropped, which would panic in a task.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("authing")
        .enable_all()
        .build()
        .map_err(|error| Error::Config {
            setting: "blocking",
            reason: format!("calls need a thread, which could not be started: {error}"),
            source: Some(Arc::new(error)),
        })?;
    Ok(RUNTIME.get_or_init(|| runtime))
}

/// Whether this thread is in a task of tokio's, which waiting would hold up.
///
/// Whether there is a runtime does not tell: there is one in `spawn_blocking` as well, and where a program has entered one.
/// What only tasks have is a budget of steps, after which they have to give way; where waiting is allowed, it has no end.
fn is_in_task() -> bool {
    // More steps than a budget, which tokio keeps in a byte, can have.
    const STEPS: usize = 1 << 8;
    let mut context = Context::from_waker(Waker::noop());
    let mut steps = Vec::with_capacity(STEPS);
    let ends = (0..STEPS).any(|_| {
        let step = coop::poll_proceed(&mut context);
        let is_last = step.is_pending();
        steps.push(step);
        is_last
    });
    // Each step puts back what was there before it: the first one must be the last to do so.
    while steps.pop().is_some() {}
    ends
}

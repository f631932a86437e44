//! CPU time and memory on Linux. On other systems the programs compile, as part of the workspace, but report that they can't
//! measure.

use std::time::Duration;

use crate::Failure;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as platform;

/// Returns the CPU time of this process so far.
#[must_use]
pub fn processor_time() -> Duration {
    platform::processor_time()
}

/// Pins this thread, and threads that it starts, to one processor. Otherwise, waking another one costs more than the call.
///
/// # Errors
///
/// If the processor does not exist.
pub fn stay_on(processor: usize) -> Result<(), Failure> {
    platform::stay_on(processor)
}

/// Raises the limit of open files, and so of connections, to the system's maximum.
///
/// # Errors
///
/// If the system does not allow it.
pub fn allow_many_files() -> Result<(), Failure> {
    platform::allow_many_files()
}

/// Returns the peak memory of this process, in KiB.
///
/// # Errors
///
/// If the system does not report it.
pub fn peak_memory() -> Result<u64, Failure> {
    memory("self", "VmHWM:")
}

/// Returns the memory of this process, in KiB.
///
/// # Errors
///
/// If the system does not report it.
pub fn memory_now() -> Result<u64, Failure> {
    memory_of("self")
}

/// Returns the memory of a process, in KiB.
///
/// # Errors
///
/// If the system does not report it, or the process does not exist.
pub fn memory_of(process: &str) -> Result<u64, Failure> {
    memory(process, "VmRSS:")
}

/// Returns MiB of KiB.
#[must_use]
pub fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

fn memory(process: &str, name: &str) -> Result<u64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("the system does not report the memory of a process")?;
    Ok(kib.parse()?)
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use super::{Duration, Failure};

    pub(super) fn processor_time() -> Duration {
        Duration::ZERO
    }

    pub(super) fn stay_on(_: usize) -> Result<(), Failure> {
        Err("pinning to a processor is only supported on Linux".into())
    }

    pub(super) fn allow_many_files() -> Result<(), Failure> {
        Ok(())
    }
}

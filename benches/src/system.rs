//! Processors and memory, as Linux tells of them. Elsewhere the programs compile, so that the workspace does, and say that
//! they can't measure.

use std::time::Duration;

use crate::Failure;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as platform;

/// What this process has taken of its processors so far.
#[must_use]
pub fn processor_time() -> Duration {
    platform::processor_time()
}

/// Keeps this thread, and those that it starts, on one processor. Else waking another costs more than the call.
///
/// # Errors
///
/// If there is no such processor.
pub fn stay_on(processor: usize) -> Result<(), Failure> {
    platform::stay_on(processor)
}

/// Lets this process have as many files, and so connections, open as the system allows.
///
/// # Errors
///
/// If the system says no.
pub fn allow_many_files() -> Result<(), Failure> {
    platform::allow_many_files()
}

/// The most memory that this process has had, in KiB.
///
/// # Errors
///
/// If the system does not tell.
pub fn peak_memory() -> Result<u64, Failure> {
    memory("self", "VmHWM:")
}

/// The memory that this process has, in KiB.
///
/// # Errors
///
/// If the system does not tell.
pub fn memory_now() -> Result<u64, Failure> {
    memory_of("self")
}

/// The memory that a process has, in KiB.
///
/// # Errors
///
/// If the system does not tell, or there is no such process.
pub fn memory_of(process: &str) -> Result<u64, Failure> {
    memory(process, "VmRSS:")
}

fn memory(process: &str, name: &str) -> Result<u64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("the system does not tell the memory of a process")?;
    Ok(kib.parse()?)
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use super::{Duration, Failure};

    pub(super) fn processor_time() -> Duration {
        Duration::ZERO
    }

    pub(super) fn stay_on(_: usize) -> Result<(), Failure> {
        Err("a processor can be chosen on Linux only".into())
    }

    pub(super) fn allow_many_files() -> Result<(), Failure> {
        Ok(())
    }
}

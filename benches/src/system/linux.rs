//! Measurements by system calls, through safe functions.

use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

use crate::Failure;

pub(super) fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.try_into().unwrap_or_default(),
        time.tv_nsec.try_into().unwrap_or_default(),
    )
}

pub(super) fn stay_on(processor: usize) -> Result<(), Failure> {
    let mut processors = CpuSet::new();
    processors.set(processor);
    Ok(sched_setaffinity(None, &processors)?)
}

pub(super) fn allow_many_files() -> Result<(), Failure> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}

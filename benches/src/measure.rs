//! Clocks, processors and memory.

use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

use crate::Failure;

/// What this process has taken of its processors so far.
#[must_use]
pub fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.try_into().unwrap_or_default(),
        time.tv_nsec.try_into().unwrap_or_default(),
    )
}

/// Keeps this thread, and those that it starts, on one processor. Else waking another costs more than the call.
///
/// # Errors
///
/// If there is no such processor.
pub fn stay_on(processor: usize) -> Result<(), Failure> {
    let mut processors = CpuSet::new();
    processors.set(processor);
    Ok(sched_setaffinity(None, &processors)?)
}

/// Lets this process have as many files, and so connections, open as the system allows.
///
/// # Errors
///
/// If the system says no.
pub fn allow_many_files() -> Result<(), Failure> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}

/// The most memory that this process has had, in KiB.
///
/// # Errors
///
/// Where there is no `/proc`.
pub fn peak_memory() -> Result<u64, Failure> {
    memory("self", "VmHWM:")
}

/// The memory that this process has, in KiB.
///
/// # Errors
///
/// Where there is no `/proc`.
pub fn memory_now() -> Result<u64, Failure> {
    memory_of("self")
}

/// The memory that a process has, in KiB.
///
/// # Errors
///
/// Where there is no `/proc`, or no such process in it.
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

/// The middle one of some figures, and how far the middle half of them lies apart.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// The middle one.
    pub median: f64,
    /// A quarter of them is below.
    pub low: f64,
    /// A quarter of them is above.
    pub high: f64,
}

impl Spread {
    /// That of these figures.
    #[must_use]
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let index = (figures.len().saturating_sub(1) as f64 * share).round();
            figures.get(index as usize).copied().unwrap_or(f64::NAN)
        };
        Self {
            median: at(0.5),
            low: at(0.25),
            high: at(0.75),
        }
    }
}

/// What a number of calls took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// How many there were.
    pub calls: usize,
    /// From the first to the end of the last.
    pub elapsed: Duration,
    /// Of the processors.
    pub processor: Duration,
    /// Each call's own, in order of length.
    pub latencies: Vec<Duration>,
}

impl Taken {
    /// Calls in a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.calls as f64 / self.elapsed.as_secs_f64()
    }

    /// Microseconds of processor for a call.
    #[must_use]
    pub fn processor_each(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.calls as f64
    }

    /// The latency, in microseconds, that this share of the calls did not exceed.
    #[must_use]
    pub fn latency(&self, share: f64) -> f64 {
        let index = (self.latencies.len().saturating_sub(1) as f64 * share).round();
        let latency = self.latencies.get(index as usize);
        latency.map_or(f64::NAN, |latency| latency.as_secs_f64() * 1e6)
    }
}

/// Makes `calls` calls, so many of them at a time. What they answer is dropped.
///
/// # Errors
///
/// That of the first call that fails.
pub async fn take<F, T>(
    calls: usize,
    in_flight: usize,
    call: impl Fn() -> F + Clone + Send + 'static,
) -> Result<Taken, Failure>
where
    F: Future<Output = Result<T, Failure>> + Send,
{
    let processor = processor_time();
    let start = Instant::now();
    let each = calls.div_ceil(in_flight);
    let workers: Vec<_> = (0..in_flight)
        .map(|_| {
            let call = call.clone();
            tokio::spawn(async move {
                let mut latencies = Vec::with_capacity(each);
                for _ in 0..each {
                    let start = Instant::now();
                    call().await?;
                    latencies.push(start.elapsed());
                }
                Ok::<_, Failure>(latencies)
            })
        })
        .collect();
    let mut latencies = Vec::with_capacity(each * in_flight);
    for worker in workers {
        latencies.extend(worker.await??);
    }
    let (elapsed, processor) = (start.elapsed(), processor_time() - processor);
    latencies.sort_unstable();
    Ok(Taken {
        calls: latencies.len(),
        elapsed,
        processor,
        latencies,
    })
}

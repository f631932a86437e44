//! Measures the time of calls and summarizes the figures.

use std::time::{Duration, Instant};

use crate::Failure;
use crate::system::processor_time;

/// The median and the interquartile range of some figures.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The lower quartile.
    pub low: f64,
    /// The upper quartile.
    pub high: f64,
}

impl Spread {
    /// Returns the spread of these figures.
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

/// The cost of a number of calls.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The number of calls.
    pub calls: usize,
    /// The time from the start of the first to the end of the last.
    pub elapsed: Duration,
    /// The CPU time.
    pub processor: Duration,
    /// The latency of each call, sorted.
    pub latencies: Vec<Duration>,
}

impl Taken {
    /// Returns the calls per second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.calls as f64 / self.elapsed.as_secs_f64()
    }

    /// Returns the microseconds of CPU time per call.
    #[must_use]
    pub fn processor_each(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.calls as f64
    }

    /// Returns the latency, in microseconds, that this share of the calls did not exceed.
    #[must_use]
    pub fn latency(&self, share: f64) -> f64 {
        let index = (self.latencies.len().saturating_sub(1) as f64 * share).round();
        let latency = self.latencies.get(index as usize);
        latency.map_or(f64::NAN, |latency| latency.as_secs_f64() * 1e6)
    }
}

/// Makes `calls` calls, with at most `in_flight` at once, and drops their responses.
///
/// # Errors
///
/// The error of the first call that fails.
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

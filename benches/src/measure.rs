//! How long calls take, and what to make of the figures.

use std::time::{Duration, Instant};

use crate::Failure;
use crate::system::processor_time;

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

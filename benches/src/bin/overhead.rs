//! The client's overhead per call: CPU time compared with reqwest alone and with hyper alone, measured alternately.
//!
//! Everything runs on one processor, including the service. On two, an idle one must be woken for each response, which costs
//! more than the overhead and is attributed to the process that wakes it.

use std::sync::Arc;

use authing_benches::Failure;
use authing_benches::bare::Bare;
use authing_benches::calls::{self, Call};
use authing_benches::elsewhere::Elsewhere;
use authing_benches::floor::Floor;
use authing_benches::measure::{self, Spread, Taken};
use authing_benches::ours;
use authing_benches::system;
use clap::Parser;
use tokio::sync::Mutex;

/// Measures the client's overhead per call
#[derive(Parser)]
struct Options {
    /// The number of rounds
    #[arg(long, default_value_t = 15)]
    rounds: usize,

    /// The number of calls per client and round
    #[arg(long, default_value_t = 10_000)]
    calls: usize,

    /// The processor for everything
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    processor: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let options = Options::parse();
    system::stay_on(options.processor)?;
    let service = Elsewhere::service(&["--processor", &options.processor.to_string()])?;
    let authing = ours::connect(service.url(), None).await?;
    let bare = Bare::connect(service.url(), None).await?;
    let floor = Floor::connect(service.url()).await?;
    let floor = Arc::new(Mutex::new(floor));

    println!(
        "{:<6} {:>9}   {:<12} {:>14} {:>20} {:>16}",
        "call", "in flight", "by", "CPU µs per call", "CPU vs. bare", "rate vs. bare"
    );
    for call in [Call::User, Call::Login] {
        for in_flight in [1, 64] {
            let (mut ours, mut theirs, mut least) = (Vec::new(), Vec::new(), Vec::new());
            for round in 0..=options.rounds {
                let by_us = calls::make(&authing, call, options.calls, in_flight).await?;
                let by_bare = calls::make(&bare, call, options.calls, in_flight).await?;
                let by_floor = match (call, in_flight) {
                    (Call::User, 1) => Some(lookups(&floor, options.calls).await?),
                    _ => None,
                };
                // The first round is a warm-up.
                if round > 0 {
                    ours.push(by_us);
                    theirs.push(by_bare);
                    least.extend(by_floor);
                }
            }
            tell(call, in_flight, "hyper alone", &least, &theirs);
            tell(call, in_flight, "reqwest", &theirs, &theirs);
            tell(call, in_flight, "this client", &ours, &theirs);
        }
    }
    Ok(())
}

/// Makes sequential lookups with hyper alone.
async fn lookups(floor: &Arc<Mutex<Floor>>, number: usize) -> Result<Taken, Failure> {
    let floor = Arc::clone(floor);
    let taken = measure::take(number, 1, move || {
        let floor = Arc::clone(&floor);
        async move { floor.lock().await.call().await }
    });
    taken.await
}

/// Prints one row. Each ratio is computed within a round, so that other load affects both sides.
fn tell(call: Call, in_flight: usize, by: &str, taken: &[Taken], bare: &[Taken]) {
    if taken.is_empty() {
        return;
    }
    let processor = Spread::of(taken.iter().map(Taken::processor_each).collect());
    let pairs = || taken.iter().zip(bare);
    let ratio = |ratio: fn((&Taken, &Taken)) -> f64| Spread::of(pairs().map(ratio).collect());
    let cost = ratio(|(taken, bare)| taken.processor_each() / bare.processor_each());
    let rate = ratio(|(taken, bare)| taken.rate() / bare.rate());
    println!(
        "{:<6} {in_flight:>9}   {by:<12} {:>14.1} {:>7.3} ({:.3}–{:.3}) {:>7.3} ({:.3}–{:.3})",
        format!("{call:?}").to_lowercase(),
        processor.median,
        cost.median,
        cost.low,
        cost.high,
        rate.median,
        rate.low,
        rate.high,
    );
}

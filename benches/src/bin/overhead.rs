//! What the client adds to a call: processor time beside reqwest alone and beside hyper alone, in turns.
//!
//! Everything is on one processor, the service too. On two, an idle one must be woken for each answer, which costs more
//! than what is measured, and is billed to whoever wakes it.

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

/// Measures what the client adds to a call
#[derive(Parser)]
struct Options {
    /// How often each is measured
    #[arg(long, default_value_t = 15)]
    rounds: usize,

    /// How many calls each makes in a round
    #[arg(long, default_value_t = 10_000)]
    calls: usize,

    /// The processor for all of it
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
        "call", "in flight", "by", "CPU µs a call", "CPU against bare", "rate against bare"
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
                // The first round warms up.
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

/// Lookups by hyper alone, one after the other.
async fn lookups(floor: &Arc<Mutex<Floor>>, number: usize) -> Result<Taken, Failure> {
    let floor = Arc::clone(floor);
    let taken = measure::take(number, 1, move || {
        let floor = Arc::clone(&floor);
        async move { floor.lock().await.call().await }
    });
    taken.await
}

/// One row. The ratios are those of the same round, so that what else the machine does falls on both.
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

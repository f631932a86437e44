//! What the client adds to a call: processor time beside reqwest alone and beside hyper alone, in turns.
//!
//! Everything is on one processor, the service too. On two, an idle one must be woken for each answer, which costs more
//! than what is measured, and is billed to whoever wakes it.

use std::sync::Arc;

use authing_benches::Failure;
use authing_benches::answers::{USER_ID, USER_POOL_ID};
use authing_benches::bare::Bare;
use authing_benches::calls::Call;
use authing_benches::elsewhere::Elsewhere;
use authing_benches::floor::Floor;
use authing_benches::measure::{self, Spread, Taken};
use authing_benches::ours;
use authing_core::operations;
use clap::Parser;
use serde_json::json;
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
    measure::stay_on(options.processor)?;
    let service = Elsewhere::service(&["--processor", &options.processor.to_string()])?;
    let authing = ours::connect(service.url(), None).await?;
    let bare = Bare::connect(service.url(), None).await?;
    let body = json!({
        "query": operations::user::QUERY,
        "variables": {"id": USER_ID, "registerInClient": USER_POOL_ID},
        "operationName": operations::user::OPERATION_NAME,
    });
    let floor = Floor::connect(service.url(), body.to_string().into()).await?;
    let floor = Arc::new(Mutex::new(floor));

    println!(
        "{:<6} {:>9}   {:<12} {:>14} {:>20} {:>16}",
        "call", "in flight", "by", "CPU µs a call", "CPU against bare", "rate against bare"
    );
    for (call, in_flight) in [
        (Call::User, 1),
        (Call::User, 64),
        (Call::Login, 1),
        (Call::Login, 64),
    ] {
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        let mut least = Vec::new();
        for round in 0..=options.rounds {
            let authing = authing.clone();
            let taken = measure::take(options.calls, in_flight, move || {
                let authing = authing.clone();
                async move { ours::call(&authing, call).await }
            });
            let taken_by_us = taken.await?;
            let bare = bare.clone();
            let taken = measure::take(options.calls, in_flight, move || {
                let bare = bare.clone();
                async move { bare.call(call).await }
            });
            let taken_bare = taken.await?;
            let taken_least = if in_flight == 1 && call == Call::User {
                let floor = Arc::clone(&floor);
                let taken = measure::take(options.calls, 1, move || {
                    let floor = Arc::clone(&floor);
                    async move { floor.lock().await.call().await.map(drop) }
                });
                Some(taken.await?)
            } else {
                None
            };
            // The first round warms up.
            if round > 0 {
                ours.push(taken_by_us);
                theirs.push(taken_bare);
                least.extend(taken_least);
            }
        }
        tell(call, in_flight, "hyper alone", &least, &theirs);
        tell(call, in_flight, "reqwest", &theirs, &theirs);
        tell(call, in_flight, "this client", &ours, &theirs);
    }
    Ok(())
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

//! The client's overhead per call: CPU time compared with reqwest alone and with hyper alone, measured alternately.
//!
//! Everything runs on one processor, including the service. On two, an idle one must be woken for each response, which costs
//! more than the overhead and is attributed to the process that wakes it.

use std::sync::Arc;

use authing_benches::Failure;
use authing_benches::bare;
use authing_benches::calls::{self, Api, Call, Caller};
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
    /// Only this API
    #[arg(long, value_enum)]
    api: Option<Api>,

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
    let url = service.url();
    println!(
        "| API | Call | In flight | Client | CPU, µs per call | CPU relative to reqwest | Calls/s relative to reqwest |"
    );
    println!("|---|---|--:|---|--:|--:|--:|");
    if options.api != Some(Api::V2) {
        let floor = Arc::new(Mutex::new(Floor::connect(url).await?));
        let clients = Clients {
            api: Api::Legacy,
            ours: Arc::new(ours::connect_legacy(url, None).await?),
            bare: Arc::new(bare::Legacy::connect(url, None).await?),
            floor: Some(floor),
        };
        clients.measure(&options).await?;
    }
    if options.api != Some(Api::Legacy) {
        let clients = Clients {
            api: Api::V2,
            ours: Arc::new(ours::connect_v2(url, None).await?),
            bare: Arc::new(bare::V2::connect(url, None).await?),
            floor: None,
        };
        clients.measure(&options).await?;
    }
    Ok(())
}

/// The clients of an API.
struct Clients<O, B> {
    api: Api,
    ours: Arc<O>,
    bare: Arc<B>,
    /// For sequential lookups.
    floor: Option<Arc<Mutex<Floor>>>,
}

impl<O: Caller, B: Caller> Clients<O, B> {
    async fn measure(&self, options: &Options) -> Result<(), Failure> {
        for call in [Call::User, Call::Login] {
            for in_flight in [1, 64] {
                self.compare(call, in_flight, options).await?;
            }
        }
        Ok(())
    }

    /// Makes a call with every client alternately, and prints a row for each.
    async fn compare(
        &self,
        call: Call,
        in_flight: usize,
        options: &Options,
    ) -> Result<(), Failure> {
        let (mut ours, mut theirs, mut least) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=options.rounds {
            let by_us = calls::make(&self.ours, call, options.calls, in_flight).await?;
            let by_bare = calls::make(&self.bare, call, options.calls, in_flight).await?;
            let by_floor = match (&self.floor, call, in_flight) {
                (Some(floor), Call::User, 1) => Some(lookups(floor, options.calls).await?),
                _ => None,
            };
            // The first round is a warm-up.
            if round > 0 {
                ours.push(by_us);
                theirs.push(by_bare);
                least.extend(by_floor);
            }
        }
        let setting = format!("{} | `{call}` | {in_flight}", self.api);
        tell(&setting, "hyper alone", &least, &theirs);
        tell(&setting, "reqwest", &theirs, &theirs);
        tell(&setting, "this client", &ours, &theirs);
        Ok(())
    }
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
fn tell(setting: &str, by: &str, taken: &[Taken], bare: &[Taken]) {
    if taken.is_empty() {
        return;
    }
    let processor = Spread::of(taken.iter().map(Taken::processor_each).collect());
    let pairs = || taken.iter().zip(bare);
    let ratio = |ratio: fn((&Taken, &Taken)) -> f64| Spread::of(pairs().map(ratio).collect());
    let cost = ratio(|(taken, bare)| taken.processor_each() / bare.processor_each());
    let rate = ratio(|(taken, bare)| taken.rate() / bare.rate());
    println!(
        "| {setting} | {by} | {:.1} | {:.3} ({:.3}–{:.3}) | {:.3} ({:.3}–{:.3}) |",
        processor.median, cost.median, cost.low, cost.high, rate.median, rate.low, rate.high,
    );
}

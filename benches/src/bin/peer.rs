//! One measurement of this client, or of reqwest alone. `benches/peers` measures the official SDKs in the same way.

use std::sync::Arc;

use authing_benches::Failure;
use authing_benches::bare;
use authing_benches::calls::{self, Api, Call, Caller, Found};
use authing_benches::elsewhere::Ready;
use authing_benches::ours;
use authing_benches::system;
use clap::{Parser, ValueEnum};
use serde_json::json;

/// Makes calls and prints their cost as one line of JSON
#[derive(Parser)]
struct Options {
    /// The client
    #[arg(long, value_enum)]
    sdk: Sdk,

    /// The line that `fixed_service` printed
    #[arg(long, value_name = "JSON")]
    service: String,

    /// The certificate authority to trust
    #[arg(long, value_name = "FILE")]
    authority: Option<String>,

    /// The API
    #[arg(long, value_enum)]
    api: Api,

    /// The call
    #[arg(long, value_enum)]
    call: Call,

    /// The number of calls in flight
    #[arg(long, default_value_t = 1)]
    in_flight: usize,

    /// The number of warm-up calls
    #[arg(long, default_value_t = 100)]
    warm_up: usize,

    /// The number of measured calls
    #[arg(long, default_value_t = 1000)]
    calls: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Sdk {
    /// This client
    Ours,
    /// reqwest and serde
    Bare,
}

// With one thread per processor, like most programs.
#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let ready: Ready = serde_json::from_str(&options.service)?;
    let (url, authority) = (&ready.url, options.authority.as_deref());
    match (options.sdk, options.api) {
        (Sdk::Ours, Api::Legacy) => {
            measured(ours::connect_legacy(url, authority).await?, &options).await
        }
        (Sdk::Ours, Api::V2) => measured(ours::connect_v2(url, authority).await?, &options).await,
        (Sdk::Bare, Api::Legacy) => {
            measured(bare::Legacy::connect(url, authority).await?, &options).await
        }
        (Sdk::Bare, Api::V2) => measured(bare::V2::connect(url, authority).await?, &options).await,
    }
}

async fn measured(caller: impl Caller, options: &Options) -> Result<(), Failure> {
    let &Options {
        call, in_flight, ..
    } = options;
    let caller = Arc::new(caller);
    let user = caller.call(call).await?;
    calls::make(&caller, call, options.warm_up, in_flight).await?;
    let taken = calls::make(&caller, call, options.calls, in_flight).await?;
    let line = json!({
        "email": user.email(),
        "calls": taken.calls,
        "seconds": taken.elapsed.as_secs_f64(),
        "processorSeconds": taken.processor.as_secs_f64(),
        "p50Microseconds": taken.latency(0.5),
        "p99Microseconds": taken.latency(0.99),
        "peakMemoryKib": system::peak_memory()?,
    });
    println!("{line}");
    Ok(())
}

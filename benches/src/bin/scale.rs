//! Much at once, and much in a row: what memory ten thousand calls in flight take, and a million users one after another.

use std::time::{Duration, Instant};

use authing_benches::Failure;
use authing_benches::answers::PAGE_SIZE;
use authing_benches::bare::Bare;
use authing_benches::calls::Call;
use authing_benches::elsewhere::Elsewhere;
use authing_benches::measure::{self, Spread};
use authing_benches::ours;
use clap::{Parser, Subcommand, ValueEnum};

/// Measures much at once, and much in a row
#[derive(Parser)]
struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Many calls in flight: the memory of a process that makes them
    InFlight {
        /// How they are made
        #[arg(long, value_enum, default_value_t = By::Client)]
        by: By,

        /// How many
        #[arg(long, default_value_t = 10_000)]
        calls: usize,

        /// How many requests this client may have under way, if not as many as by default
        #[arg(long, value_name = "NUMBER")]
        requests: Option<usize>,

        /// How long the service takes for each
        #[arg(long, default_value_t = 1000, value_name = "MILLISECONDS")]
        delay: u64,
    },
    /// All users of a large pool, one page after the other
    Stream {
        /// How many
        #[arg(long, default_value_t = 1_000_000)]
        users: usize,

        /// How often
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// This client
    Client,
    /// reqwest and serde
    Reqwest,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    match Options::parse().what {
        What::InFlight {
            by,
            calls,
            requests,
            delay,
        } => in_flight(by, calls, requests, delay).await,
        What::Stream { users, rounds } => stream(users, rounds).await,
    }
}

async fn in_flight(
    by: By,
    calls: usize,
    requests: Option<usize>,
    delay: u64,
) -> Result<(), Failure> {
    measure::allow_many_files()?;
    let service = Elsewhere::service(&["--delay", &delay.to_string()])?;
    let before = measure::memory_now()?;
    match by {
        By::Client => {
            let mut builder = ours::builder(service.url());
            if let Some(requests) = requests {
                builder = builder.max_concurrent_requests(requests);
            }
            let authing = builder.connect().await?;
            let call = move || {
                let authing = authing.clone();
                async move { ours::call(&authing, Call::User).await }
            };
            measure::take(calls, calls, call).await?;
        }
        By::Reqwest => {
            let bare = Bare::connect(service.url(), None).await?;
            let call = move || {
                let bare = bare.clone();
                async move { bare.call(Call::User).await }
            };
            measure::take(calls, calls, call).await?;
        }
    }
    let peak = measure::peak_memory()?;
    println!(
        "{calls} calls in flight: {:.1} MiB, of which {:.1} MiB before them",
        mib(peak),
        mib(before)
    );
    Ok(())
}

async fn stream(users: usize, rounds: usize) -> Result<(), Failure> {
    let service = Elsewhere::service(&["--users", &users.to_string()])?;
    let authing = ours::connect(service.url(), None).await?;
    let bare = Bare::connect(service.url(), None).await?;
    let mut ratios = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        let mut stream = authing.users_stream().page_size(PAGE_SIZE.try_into()?);
        let (mut count, mut early) = (0_usize, 0);
        while let Some(user) = stream.next().await {
            drop(user?);
            count += 1;
            if count == users / 100 {
                early = measure::memory_now()?;
            }
        }
        let streamed = start.elapsed();
        let late = measure::memory_now()?;

        let start = Instant::now();
        let (mut fetched, mut page) = (0, 1);
        loop {
            let users = bare.page(page, PAGE_SIZE).await?.list;
            if users.is_empty() {
                break;
            }
            fetched += users.len();
            page += 1;
        }
        let bare = start.elapsed();
        if (count, fetched) != (users, users) {
            return Err(format!("{count} streamed and {fetched} fetched of {users} users").into());
        }
        let rate = |elapsed: Duration| users as f64 / elapsed.as_secs_f64();
        println!(
            "{users} users: {:.0} a second by the stream, {:.0} bare; {:.1} MiB after a hundredth of them, {:.1} MiB after all",
            rate(streamed),
            rate(bare),
            mib(early),
            mib(late)
        );
        ratios.push(bare.as_secs_f64() / streamed.as_secs_f64());
    }
    let ratio = Spread::of(ratios);
    println!(
        "the stream's rate against bare: {:.3} ({:.3}–{:.3})",
        ratio.median, ratio.low, ratio.high
    );
    Ok(())
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

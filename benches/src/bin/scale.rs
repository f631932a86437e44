//! Many concurrent calls and long streams: the memory of ten thousand calls in flight, and of a stream of a million users.

use std::time::{Duration, Instant};

use authing_benches::Failure;
use authing_benches::bare::Bare;
use authing_benches::calls::{self, Call};
use authing_benches::elsewhere::Elsewhere;
use authing_benches::measure::Spread;
use authing_benches::ours;
use authing_benches::responses::PAGE_SIZE;
use authing_benches::system;
use authing_client::Authing;
use clap::{Parser, Subcommand, ValueEnum};

/// Measures many concurrent calls, and long streams
#[derive(Parser)]
struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Many calls in flight: the memory of the calling process
    InFlight {
        /// The client
        #[arg(long, value_enum, default_value_t = By::Client)]
        by: By,

        /// The number of calls
        #[arg(long, default_value_t = 10_000)]
        calls: usize,

        /// The client's limit of requests in flight, if not the default
        #[arg(long, value_name = "NUMBER")]
        requests: Option<usize>,

        /// The delay of each response
        #[arg(long, default_value_t = 1000, value_name = "MILLISECONDS")]
        delay: u64,
    },
    /// All users of a large pool, page by page
    Stream {
        /// The number of users
        #[arg(long, default_value_t = 1_000_000)]
        users: usize,

        /// The number of rounds
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
    system::allow_many_files()?;
    let service = Elsewhere::service(&["--delay", &delay.to_string()])?;
    let before = system::memory_now()?;
    match by {
        By::Client => {
            let mut builder = ours::builder(service.url());
            if let Some(requests) = requests {
                builder = builder.max_concurrent_requests(requests);
            }
            let authing = builder.connect().await?;
            calls::make(&authing, Call::User, calls, calls).await?;
        }
        By::Reqwest => {
            let bare = Bare::connect(service.url(), None).await?;
            calls::make(&bare, Call::User, calls, calls).await?;
        }
    }
    let peak = system::peak_memory()?;
    println!(
        "{calls} calls in flight: {:.1} MiB, including {:.1} MiB before the calls",
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
        let streamed = streamed(&authing, users).await?;
        let start = Instant::now();
        let fetched = fetched(&bare).await?;
        let elapsed = start.elapsed();
        if (streamed.users, fetched) != (users, users) {
            let streamed = streamed.users;
            return Err(format!("{streamed} streamed and {fetched} fetched of {users}").into());
        }
        let rate = |elapsed: Duration| users as f64 / elapsed.as_secs_f64();
        println!(
            "{users} users: {:.0} per second with the stream, {:.0} bare; {:.1} MiB after 1 %, {:.1} MiB after all",
            rate(streamed.elapsed),
            rate(elapsed),
            mib(streamed.early),
            mib(streamed.late)
        );
        ratios.push(elapsed.as_secs_f64() / streamed.elapsed.as_secs_f64());
    }
    let ratio = Spread::of(ratios);
    println!(
        "the stream's rate relative to bare: {:.3} ({:.3}–{:.3})",
        ratio.median, ratio.low, ratio.high
    );
    Ok(())
}

/// The result of a stream of users: their number, and the memory after 1 % and after all of them.
struct Streamed {
    users: usize,
    elapsed: Duration,
    early: u64,
    late: u64,
}

async fn streamed(authing: &Authing, expected: usize) -> Result<Streamed, Failure> {
    let start = Instant::now();
    let mut stream = authing.users_stream().page_size(PAGE_SIZE.try_into()?);
    let (mut users, mut early) = (0, 0);
    while let Some(user) = stream.next().await {
        drop(user?);
        users += 1;
        if users == expected / 100 {
            early = system::memory_now()?;
        }
    }
    Ok(Streamed {
        users,
        elapsed: start.elapsed(),
        early,
        late: system::memory_now()?,
    })
}

/// Fetches all pages and returns the number of users.
async fn fetched(bare: &Bare) -> Result<usize, Failure> {
    let mut fetched = 0;
    for page in 1.. {
        let users = bare.page(page, PAGE_SIZE).await?.list;
        if users.is_empty() {
            break;
        }
        fetched += users.len();
    }
    Ok(fetched)
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

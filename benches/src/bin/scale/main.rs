//! Many concurrent calls and long streams: the memory of ten thousand calls in flight, and of a stream of a million users.

mod in_flight;

use std::time::{Duration, Instant};

use authing_benches::Failure;
use authing_benches::bare;
use authing_benches::elsewhere::Elsewhere;
use authing_benches::measure::Spread;
use authing_benches::ours;
use authing_benches::responses::PAGE_SIZE;
use authing_benches::system;
use authing_client::Authing;
use authing_client::operations::ListUsers;
use clap::{Parser, Subcommand};

/// Measures many concurrent calls, and long streams
#[derive(Parser)]
struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Many calls in flight: memory, connections, time and errors, as a table of several clients and settings
    InFlight {
        /// The number of calls
        #[arg(long, default_value_t = 10_000)]
        calls: usize,
    },
    /// One row of that table, as JSON
    #[command(hide = true)]
    InFlightRow(in_flight::Setting),
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

#[tokio::main]
async fn main() -> Result<(), Failure> {
    match Options::parse().what {
        What::InFlight { calls } => in_flight::table(calls),
        What::InFlightRow(setting) => in_flight::row(&setting).await,
        What::Stream { users, rounds } => stream(users, rounds).await,
    }
}

async fn stream(users: usize, rounds: usize) -> Result<(), Failure> {
    let service = Elsewhere::service(&["--users", &users.to_string()])?;
    let authing = ours::connect_legacy(service.url(), None).await?;
    let bare = bare::Legacy::connect(service.url(), None).await?;
    let mut ratios = Vec::new();
    println!(
        "| Users per second | with the pages alone | relative | memory after 1 %, MiB | after all, MiB |"
    );
    println!("|--:|--:|--:|--:|--:|");
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
        let ratio = elapsed.as_secs_f64() / streamed.elapsed.as_secs_f64();
        println!(
            "| {:.0} | {:.0} | {ratio:.3} | {:.1} | {:.1} |",
            rate(streamed.elapsed),
            rate(elapsed),
            system::mib(streamed.early),
            system::mib(streamed.late)
        );
        ratios.push(ratio);
    }
    let ratio = Spread::of(ratios);
    println!(
        "\n{users} users; the rate relative to the pages alone: {:.3} ({:.3}–{:.3})",
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
    let mut stream = authing
        .stream(ListUsers::new())
        .page_size(PAGE_SIZE.try_into()?);
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
async fn fetched(bare: &bare::Legacy) -> Result<usize, Failure> {
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

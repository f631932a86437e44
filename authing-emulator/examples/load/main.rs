//! Loads an emulator with many clients at once, and says how it bore it.
//!
//! ```text
//! cargo build --release -p authing-emulator
//! target/release/authing-emulator > line.json &
//! cargo run --release -p authing-emulator --example load -- line.json --pid $!
//! ```
//!
//! The file is the line that the program prints when it is ready. What is printed first is about making the users, then
//! about the mixed calls.

// Clippy takes it for a library.
#![allow(clippy::indexing_slicing)]

mod workload;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use serde::Deserialize;
use workload::{Report, Size, Target, Workload};

/// Loads an emulator with many clients at once, and says how it bore it.
#[derive(Parser)]
struct Options {
    /// The file with the line that the emulator printed when it was ready
    line: PathBuf,

    /// The emulator's process, whose memory is told (on Linux)
    #[arg(long)]
    pid: Option<u32>,

    /// How many users there are before it begins
    #[arg(long, default_value_t = 10_000)]
    users: usize,

    /// How many calls are in the air at any time
    #[arg(long, default_value_t = 200)]
    clients: usize,

    /// How many mixed calls are made
    #[arg(long, default_value_t = 50_000)]
    calls: usize,
}

/// What is needed of the line.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    graphql: String,
    user_pool_id: String,
    secret: String,
    public_key: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let options = Options::parse();
    let line: Line = serde_json::from_str(&std::fs::read_to_string(&options.line)?)?;
    let target = Target {
        graphql_url: line.graphql,
        user_pool_id: line.user_pool_id,
        secret: line.secret,
        public_key_pem: line.public_key,
    };
    let size = Size {
        users: options.users,
        clients: options.clients,
        calls: options.calls,
    };
    let workload = Workload::new(target, size).await?;
    tell_memory("before", options.pid);
    let filled = workload.fill().await;
    tell(&format!("{} users made", options.users), &filled);
    tell_memory("with the users", options.pid);
    let ran = workload.run().await;
    tell(
        &format!(
            "{} mixed calls by {} clients",
            options.calls, options.clients
        ),
        &ran,
    );
    tell_memory("after", options.pid);
    if filled.errors.is_empty() && ran.errors.is_empty() {
        Ok(())
    } else {
        Err("not all calls succeeded".into())
    }
}

fn tell(what: &str, report: &Report) {
    let part = |thousandths: usize| {
        let last = report.latencies.len().saturating_sub(1);
        report
            .latencies
            .get(last * thousandths / 1000)
            .copied()
            .unwrap_or(Duration::ZERO)
    };
    let rate = report.latencies.len() as f64 / report.elapsed.as_secs_f64();
    println!(
        "{what}: {} errors, {:.1?}, {rate:.0} calls/s, p50 {:.1?}, p99 {:.1?}, max {:.1?}",
        report.errors.len(),
        report.elapsed,
        part(500),
        part(990),
        part(1000),
    );
    for error in report.errors.iter().take(5) {
        println!("    {error}");
    }
}

fn tell_memory(when: &str, pid: Option<u32>) {
    let Some(pid) = pid else { return };
    match std::fs::read_to_string(format!("/proc/{pid}/status")) {
        Ok(status) => {
            let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            println!("memory {when}: {}", resident.unwrap_or("unknown").trim());
        }
        Err(error) => println!("memory {when}: {error}"),
    }
}

//! Many calls in flight at once: memory, connections, time and errors.
//!
//! Each row is measured in its own process, because the peak memory is that of the process.

use std::error::Error;
use std::iter::successors;
use std::sync::Arc;
use std::time::{Duration, Instant};

use authing_benches::Failure;
use authing_benches::bare::{self, http_client};
use authing_benches::calls::{Call, Caller};
use authing_benches::elsewhere::Elsewhere;
use authing_benches::ours;
use authing_benches::system;
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

/// The client's default limit of requests in flight.
const DEFAULT: usize = 512;

/// The streams of a connection that Go's HTTP/2 server allows; other servers allow between 100 and 250.
const COMMON_STREAMS: u32 = 250;

/// Longer than the client's default idle timeout, after which it opens new connections.
const IDLE: u64 = 6;

/// What a row measures.
#[derive(Args)]
pub(super) struct Setting {
    /// The client
    #[arg(long, value_enum)]
    by: By,

    /// The number of calls
    #[arg(long)]
    calls: usize,

    /// The limit of requests in flight, of this client
    #[arg(long)]
    requests: usize,

    /// The delay of each response, in milliseconds
    #[arg(long)]
    delay: u64,

    /// Use HTTP/2, over TLS, with this many streams per connection at most; otherwise HTTP/1.1
    #[arg(long)]
    streams: Option<u32>,

    /// The seconds without a call before the calls
    #[arg(long)]
    idle: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// This client
    Client,
    /// reqwest and serde
    Reqwest,
}

/// The result.
#[derive(Serialize, Deserialize)]
struct Row {
    seconds: f64,
    connections: u64,
    errors: usize,
    first_error: Option<String>,
    /// In KiB, of the calling process.
    memory_before: u64,
    peak_memory: u64,
}

/// The counts of the service.
#[derive(Deserialize)]
struct Counts {
    connections: u64,
}

/// Prints a table of several clients and settings.
pub(super) fn table(calls: usize) -> Result<(), Failure> {
    println!(
        "| {calls} calls in flight | Requests at once | Connections | Seconds | Errors | Peak memory, MiB | Before the calls |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let all = u32::try_from(calls)?;
    for (by, requests, streams, idle) in [
        (By::Client, DEFAULT, None, 0),
        (By::Client, calls, None, 0),
        (By::Reqwest, calls, None, 0),
        (By::Client, DEFAULT, Some(COMMON_STREAMS), 0),
        (By::Client, DEFAULT, Some(COMMON_STREAMS), IDLE),
        (By::Client, calls, Some(all), 0),
        (By::Reqwest, calls, Some(all), 0),
    ] {
        // Ten thousand requests take a while to be sent.
        let delay = if requests == calls { 5000 } else { 1000 };
        let setting = Setting {
            by,
            calls,
            requests,
            delay,
            streams,
            idle,
        };
        let row = measured(&setting)?;
        println!(
            "| {} | {requests} | {} | {:.1} | {} | {:.0} | {:.0} |",
            setting.name(),
            row.connections,
            row.seconds,
            row.errors,
            system::mib(row.peak_memory),
            system::mib(row.memory_before),
        );
        if let Some(error) = row.first_error {
            eprintln!("the first error: {error}");
        }
    }
    Ok(())
}

/// Measures a row in another process.
fn measured(setting: &Setting) -> Result<Row, Failure> {
    let by = match setting.by {
        By::Client => "client",
        By::Reqwest => "reqwest",
    };
    let numbers = [
        ("--calls", setting.calls.to_string()),
        ("--requests", setting.requests.to_string()),
        ("--delay", setting.delay.to_string()),
        ("--idle", setting.idle.to_string()),
    ];
    let streams = setting.streams.map(|streams| streams.to_string());
    let mut arguments = vec!["in-flight-row", "--by", by];
    for (name, number) in &numbers {
        arguments.extend([*name, number.as_str()]);
    }
    if let Some(streams) = &streams {
        arguments.extend(["--streams", streams.as_str()]);
    }
    Ok(Elsewhere::<Row>::start("scale", &arguments)?.into_said())
}

impl Setting {
    fn name(&self) -> String {
        let by = match self.by {
            By::Client => "this client",
            By::Reqwest => "reqwest",
        };
        let idle = if self.idle > 0 { ", after idling" } else { "" };
        match self.streams {
            None => format!("{by}, HTTP/1.1{idle}"),
            Some(streams) => format!("{by}, HTTP/2 with {streams} streams per connection{idle}"),
        }
    }
}

/// Measures one row, and prints it as JSON.
pub(super) async fn row(setting: &Setting) -> Result<(), Failure> {
    system::allow_many_files()?;
    let file = std::env::temp_dir().join(format!("authing-benches-{}.pem", std::process::id()));
    let file = file
        .to_str()
        .ok_or("the temporary folder's name is not UTF-8")?;
    let (delay, streams) = (setting.delay.to_string(), setting.streams);
    let streams = streams.map(|streams| streams.to_string());
    let mut arguments = vec!["--delay", delay.as_str()];
    if let Some(streams) = &streams {
        arguments.extend(["--tls", file, "--http2", streams.as_str()]);
    }
    let service = Elsewhere::service(&arguments)?;
    let authority = streams.is_some().then_some(file);
    let row = measure(setting, service.url(), authority).await;
    if authority.is_some() {
        std::fs::remove_file(file)?;
    }
    // The reader of the line ends this process, which would leave the service running.
    drop(service);
    println!("{}", serde_json::to_string(&row?)?);
    Ok(())
}

async fn measure(setting: &Setting, url: &str, authority: Option<&str>) -> Result<Row, Failure> {
    let memory_before = system::memory_now()?;
    let (seconds, errors) = match setting.by {
        By::Client => {
            let builder = ours::builder(url, authority);
            let builder = builder.max_concurrent_requests(setting.requests);
            make(builder.connect().await?, setting).await?
        }
        By::Reqwest => make(bare::Legacy::connect(url, authority).await?, setting).await?,
    };
    let peak_memory = system::peak_memory()?;
    let counts = http_client(authority)?.get(url).send().await?;
    let counts: Counts = counts.json().await?;
    Ok(Row {
        seconds,
        // One was the query of the counts.
        connections: counts.connections - 1,
        errors: errors.len(),
        first_error: errors.into_iter().next(),
        memory_before,
        peak_memory,
    })
}

/// Makes calls, all at once. Returns the seconds that all of them took, and the errors of those that failed.
async fn make(caller: impl Caller, setting: &Setting) -> Result<(f64, Vec<String>), Failure> {
    let caller = Arc::new(caller);
    tokio::time::sleep(Duration::from_secs(setting.idle)).await;
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..setting.calls {
        let caller = Arc::clone(&caller);
        tasks.spawn(async move { caller.call(Call::User).await.map(drop) });
    }
    let mut errors = Vec::new();
    while let Some(done) = tasks.join_next().await {
        errors.extend(done?.err().map(|error| with_causes(&*error)));
    }
    Ok((start.elapsed().as_secs_f64(), errors))
}

/// Returns the texts of an error and its causes: the outermost only says that there was no response.
fn with_causes(error: &(dyn Error + 'static)) -> String {
    let chain = successors(Some(error), |&error| error.source());
    let texts: Vec<_> = chain.map(ToString::to_string).collect();
    texts.join(": ")
}

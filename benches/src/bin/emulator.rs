//! The emulator with more and more users: how fast it looks one up, logs one in and lists some, and what memory it takes.
//!
//! It and the client share the machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authing_benches::Failure;
use authing_benches::elsewhere::Elsewhere;
use authing_benches::measure::{self, Taken};
use authing_client::Authing;
use clap::Parser;
use serde::Deserialize;

const PASSWORD: &str = "testpassword";

/// Measures the emulator with more and more users
#[derive(Parser)]
struct Options {
    /// With how many users it is measured, in ascending order
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    users: Vec<usize>,

    /// How many calls of each kind are made
    #[arg(long, default_value_t = 10_000)]
    calls: usize,

    /// How many of them at a time
    #[arg(long, default_value_t = 16)]
    in_flight: usize,
}

/// What is needed of the emulator's line.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    graphql: String,
    user_pool_id: String,
    secret: String,
    public_key: String,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::parse();
    let emulator = Elsewhere::<Line>::start("authing-emulator", &[])?;
    let line = emulator.said();
    let authing = Authing::builder(&line.user_pool_id, line.secret.as_str())
        .host(&line.graphql)
        .public_key_pem(&line.public_key)
        .connect()
        .await?;
    let mut ids = Vec::new();
    println!(
        "| users | memory, MiB | call | calls/s | p50, µs | p99, µs |\n|---|---|---|---|---|---|"
    );
    for &users in &options.users {
        let new = register(&authing, ids.len()..users, options.in_flight).await?;
        ids.extend(new);
        let shared: Arc<[String]> = ids.clone().into();
        let memory = emulator.memory()? as f64 / 1024.0;
        for (name, call) in [
            ("user", Kind::User),
            ("login", Kind::Login),
            ("list, first page", Kind::FirstPage),
            ("list, last page", Kind::LastPage),
        ] {
            let taken = run(&options, &authing, &shared, call).await?;
            println!(
                "| {users} | {memory:.0} | {name} | {:.0} | {:.0} | {:.0} |",
                taken.rate(),
                taken.latency(0.5),
                taken.latency(0.99)
            );
        }
    }
    Ok(())
}

/// Registers the users of these numbers, and gives their ids in that order.
async fn register(
    authing: &Authing,
    numbers: std::ops::Range<usize>,
    in_flight: usize,
) -> Result<Vec<String>, Failure> {
    let workers: Vec<_> = (0..in_flight)
        .map(|worker| {
            let authing = authing.clone();
            let numbers: Vec<usize> = numbers.clone().skip(worker).step_by(in_flight).collect();
            tokio::spawn(async move {
                let mut ids = Vec::with_capacity(numbers.len());
                for number in numbers {
                    let user = authing.register(email(number), PASSWORD).await?;
                    ids.push((number, user.id));
                }
                Ok::<_, authing_client::Error>(ids)
            })
        })
        .collect();
    let mut ids = Vec::new();
    for worker in workers {
        ids.extend(worker.await??);
    }
    ids.sort_unstable();
    Ok(ids.into_iter().map(|(_, id)| id).collect())
}

#[derive(Clone, Copy)]
enum Kind {
    User,
    Login,
    FirstPage,
    LastPage,
}

async fn run(
    options: &Options,
    authing: &Authing,
    ids: &Arc<[String]>,
    kind: Kind,
) -> Result<Taken, Failure> {
    let next = Arc::new(AtomicUsize::new(0));
    let (authing, ids) = (authing.clone(), Arc::clone(ids));
    let last_page = i32::try_from(ids.len() / 10)?;
    measure::take(options.calls, options.in_flight, move || {
        let (authing, ids) = (authing.clone(), Arc::clone(&ids));
        // A step that has no divisor in common with the numbers of users comes to all of them, in no order.
        let number = next.fetch_add(1, Ordering::Relaxed).wrapping_mul(7919) % ids.len();
        async move {
            match kind {
                Kind::User => {
                    let id = ids.get(number).ok_or("no users")?;
                    authing.user(id).await?.ok_or("it has gone")?;
                }
                Kind::Login => drop(authing.login_by_email(email(number), PASSWORD).await?),
                Kind::FirstPage => drop(authing.users(1, 10).await?),
                Kind::LastPage => drop(authing.users(last_page, 10).await?),
            }
            Ok(())
        }
    })
    .await
}

fn email(number: usize) -> String {
    format!("user{number}@testmail.com")
}

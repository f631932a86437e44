//! Benchmarks the emulator with a growing number of users: the speed of lookups, logins and lists, the memory, and the number
//! of failed calls.
//!
//! Emulator and client share the machine.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use authing_benches::Failure;
use authing_benches::elsewhere::Elsewhere;
use authing_benches::measure::{self, Taken};
use authing_client::{Authing, RetryPolicy};
use clap::Parser;
use serde::Deserialize;

const PASSWORD: &str = "testpassword";
const PAGE_SIZE: u32 = 10;

/// Benchmarks the emulator with a growing number of users
#[derive(Parser)]
struct Options {
    /// The numbers of users, in ascending order
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    users: Vec<NonZeroUsize>,

    /// The number of calls of each kind
    #[arg(long, default_value = "10000")]
    calls: NonZeroUsize,

    /// The number of calls in flight
    #[arg(long, default_value = "16")]
    in_flight: NonZeroUsize,
}

/// The used fields of the emulator's line.
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
    if !options.users.is_sorted() {
        return Err("the numbers of users are not in ascending order".into());
    }
    let in_flight = options.in_flight.get();
    let emulator = Elsewhere::<Line>::start("authing-emulator", &[])?;
    let line = emulator.said();
    let authing = Authing::builder(&line.user_pool_id, line.secret.as_str())
        .host(&line.graphql)
        .public_key_pem(&line.public_key)
        // A retry would hide an error.
        .retry_policy(RetryPolicy::none())
        .connect()
        .await?;
    let tally = Arc::new(Tally::default());
    let mut users = Vec::new();
    let mut before = 0;
    println!(
        "| users | memory, MiB | call | calls/s | p50, µs | p99, µs |\n|---|---|---|---|---|---|"
    );
    for count in options.users.iter().map(|users| users.get()) {
        users.extend(register(&authing, before..count, in_flight, &tally).await?);
        before = count;
        if users.is_empty() {
            break;
        }
        let shared: Arc<[User]> = users.clone().into();
        let memory = emulator.memory()? as f64 / 1024.0;
        for (name, call) in [
            ("user", Kind::User),
            ("login", Kind::Login),
            ("list, first page", Kind::FirstPage),
            ("list, last page", Kind::LastPage),
        ] {
            let taken = run(&options, &authing, &shared, call, &tally).await?;
            println!(
                "| {count} | {memory:.0} | {name} | {:.0} | {:.0} | {:.0} |",
                taken.rate(),
                taken.latency(0.5),
                taken.latency(0.99)
            );
        }
    }
    tally.tell()
}

/// A registered user.
#[derive(Clone)]
struct User {
    id: String,
    email: String,
}

/// The results of all calls, including registrations.
#[derive(Default)]
struct Tally {
    calls: AtomicUsize,
    errors: AtomicUsize,
    first: OnceLock<String>,
}

impl Tally {
    /// Counts a call and returns its value unless it failed.
    fn count<T>(&self, result: Result<T, Failure>) -> Option<T> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        result
            .inspect_err(|error| {
                self.errors.fetch_add(1, Ordering::Relaxed);
                self.first.get_or_init(|| error.to_string());
            })
            .ok()
    }

    fn tell(&self) -> Result<(), Failure> {
        let calls = self.calls.load(Ordering::Relaxed);
        let errors = self.errors.load(Ordering::Relaxed);
        println!("\n{errors} of {calls} calls failed");
        match self.first.get() {
            None => Ok(()),
            Some(first) => Err(format!("the first error: {first}").into()),
        }
    }
}

/// Registers the users with these numbers and returns all registered users.
async fn register(
    authing: &Authing,
    numbers: Range<usize>,
    in_flight: usize,
    tally: &Arc<Tally>,
) -> Result<Vec<User>, Failure> {
    let workers: Vec<_> = (0..in_flight)
        .map(|worker| {
            let (authing, tally) = (authing.clone(), Arc::clone(tally));
            let numbers = numbers.clone().skip(worker).step_by(in_flight);
            tokio::spawn(async move {
                let mut users = Vec::new();
                for number in numbers {
                    let email = format!("user{number}@testmail.com");
                    let registered = authing.register(&email, PASSWORD).await;
                    if let Some(user) = tally.count(registered.map_err(Failure::from)) {
                        users.push(User { id: user.id, email });
                    }
                }
                users
            })
        })
        .collect();
    let mut users = Vec::new();
    for worker in workers {
        users.extend(worker.await?);
    }
    Ok(users)
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
    users: &Arc<[User]>,
    kind: Kind,
    tally: &Arc<Tally>,
) -> Result<Taken, Failure> {
    let next = Arc::new(AtomicUsize::new(0));
    let (authing, users, tally) = (authing.clone(), Arc::clone(users), Arc::clone(tally));
    let last_page = u32::try_from(users.len().div_ceil(PAGE_SIZE as usize))?;
    measure::take(options.calls.get(), options.in_flight.get(), move || {
        let (authing, users, tally) = (authing.clone(), Arc::clone(&users), Arc::clone(&tally));
        // A step that is coprime to the number of users visits all of them in mixed order.
        let number = next.fetch_add(1, Ordering::Relaxed).wrapping_mul(7919) % users.len();
        async move {
            let user = users.get(number).ok_or("no users")?;
            let call = async {
                match kind {
                    Kind::User => drop(
                        authing
                            .get_user(&user.id)
                            .await?
                            .ok_or("the user is missing")?,
                    ),
                    Kind::Login => drop(authing.login_by_email(&user.email, PASSWORD).await?),
                    Kind::FirstPage => drop(authing.list_users(1, PAGE_SIZE).await?),
                    Kind::LastPage => drop(authing.list_users(last_page, PAGE_SIZE).await?),
                }
                Ok(())
            };
            tally.count(call.await);
            Ok(())
        }
    })
    .await
}

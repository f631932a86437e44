//! The program is killed at random moments, again and again on the same growing file: everything it has acknowledged
//! must be there when it is started again, and nothing else.
//!
//! `AUTHING_EMULATOR_KILLS` sets the number of rounds, `AUTHING_EMULATOR_KILLS_SEED` the random seed.

mod api;
mod worker;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use self::api::{Api, User};
use self::worker::{Killing, Then, Wish, Worker};
use crate::data::file::new_path;
use crate::process::program::Program;

const WORKERS: u64 = 6;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_change_is_lost() {
    let rounds = from_environment("AUTHING_EMULATOR_KILLS", 20);
    let seed = from_environment("AUTHING_EMULATOR_KILLS_SEED", 1);
    let mut random = ChaCha20Rng::seed_from_u64(seed);
    let (_folder, path) = new_path();
    let mut expected = Expected::default();
    let (mut changes, mut unacknowledged) = (0, 0);
    for round in 0..rounds {
        // Sometimes it is killed while it is still creating or repairing the file.
        if round % 4 == 0 {
            let program = start(&path);
            tokio::time::sleep(Duration::from_micros(random.next_u64() % 40_000)).await;
            drop(program);
        }
        let (program, line) = start(&path).announced();
        let api = Arc::new(Api::new(&line).await);
        expected.settle(&api).await;
        unacknowledged += expected.wishes.len();
        expected.wishes.clear();

        let killing = Arc::new(Killing {
            acknowledged: AtomicUsize::new(0),
            enough: 1 + random.next_u64() as usize % 150,
            reached: Notify::new(),
        });
        let mut workers = JoinSet::new();
        for number in 0..WORKERS {
            let worker = Worker {
                api: Arc::clone(&api),
                killing: Arc::clone(&killing),
                random: ChaCha20Rng::seed_from_u64(random.next_u64()),
                name: format!("{round}.{number}"),
                users: expected.users_of(number),
                codes: Vec::new(),
            };
            workers.spawn(worker.run());
        }
        tokio::select! {
            () = killing.reached.notified() => {}
            Some(done) = workers.join_next() => panic!("it stopped by itself: {:?}", done.err()),
        }
        tokio::time::sleep(Duration::from_micros(random.next_u64() % 3000)).await;
        // SIGKILL.
        drop(program);

        expected.users.clear();
        expected.codes.clear();
        while let Some(done) = workers.join_next().await {
            let done = done.unwrap();
            expected.users.extend(done.users);
            expected.codes.extend(done.codes);
            expected.wishes.extend(done.wish);
        }
        changes += killing.acknowledged.load(Ordering::SeqCst);
    }
    let (program, line) = start(&path).announced();
    expected.settle(&Api::new(&line).await).await;
    drop(program);
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "{rounds} rounds with seed {seed}: {changes} changes were acknowledged and are there, {unacknowledged} were not; \
         {} users, {bytes} bytes",
        expected.users.len()
    );
}

fn start(path: &Path) -> Program {
    Program::spawn_quietly(&["--data", path.to_str().unwrap()])
}

/// The expected contents of the file.
#[derive(Default)]
struct Expected {
    users: BTreeMap<String, User>,
    codes: Vec<String>,
    /// A change without a response: it may be there or not, but only as a whole.
    wishes: Vec<Wish>,
}

impl Expected {
    fn users_of(&self, worker: u64) -> BTreeMap<String, User> {
        let mine = |(index, _): &(usize, _)| *index as u64 % WORKERS == worker;
        let users = self.users.iter().enumerate().filter(mine);
        users
            .map(|(_, (email, user))| (email.clone(), user.clone()))
            .collect()
    }

    /// Compares with the API's data, which becomes the expected state where it was unknown.
    async fn settle(&mut self, api: &Api) {
        let mut found = api.users().await;
        for Wish { email, then } in &self.wishes {
            let (before, now) = (self.users.remove(email), found.remove(email));
            let as_wished = match (then, &now) {
                (Then::New, Some(user)) => user.nickname.is_none() && !user.has_role,
                (Then::Changed(wished), Some(user)) => wished == user,
                (Then::Gone, None) => true,
                _ => false,
            };
            assert!(
                as_wished || before == now,
                "{email} was {before:?}, and is {now:?}"
            );
            if let Some(user) = now {
                self.users.insert(email.clone(), user.clone());
                found.insert(email.clone(), user);
            }
        }
        assert_eq!(found, self.users);
        let messages = api.messages().await;
        for phone in &self.codes {
            assert!(messages.contains(phone), "the code for {phone} is lost");
        }
    }
}

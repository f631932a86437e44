use std::panic::catch_unwind;

use rand_core::{Rng as _, SeedableRng as _};
use redb::TableHandle as _;

use super::*;
use crate::store::codes::ATTEMPTS;
use crate::store::members::{self, Member};
use crate::store::users::{self, User};

const ROUNDS: usize = 400;

fn created(path: &Path) -> Result<Result<(), StoreError>, DataFileError> {
    create(path, |transaction| {
        ATTEMPTS.put(transaction, "key", &vec![7; 5000])
    })
}

/// Returns a file as a killed program leaves it.
fn killed(path: &Path) -> Vec<u8> {
    let store = open(path).unwrap();
    for number in 0..20 {
        let written = store.write(|transaction| {
            ATTEMPTS.put(transaction, &format!("key {number}"), &vec![7; 500])
        });
        written.unwrap();
    }
    fs::read(path).unwrap()
}

#[test]
fn a_store_that_could_not_be_created_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let failed = create(&path, |_| Err::<(), _>(StoreError::Missing("luck")));
    assert!(matches!(failed, Ok(Err(StoreError::Missing("luck")))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Makes the file one of format 5, which has no indexes for pages and memberships.
fn make_older(path: &Path) {
    let database = open_for_writing(open_file(path).unwrap()).unwrap();
    let change = database.begin_write().unwrap();
    let tables: Vec<_> = change.list_tables().unwrap().collect();
    for table in tables {
        if table.name().ends_with("_ranks") || table.name() == "members_by_user" {
            change.delete_table(table).unwrap();
        }
    }
    let mut format = change.open_table(format::FORMAT).unwrap();
    format.insert("format", format::OLDEST).unwrap();
    drop(format);
    change.commit().unwrap();
}

#[test]
fn a_file_of_the_previous_format_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let id = |number: usize| format!("{number:024x}");
    let group = id(99_999);
    let filled = create(&path, |transaction| {
        for number in 0..1000 {
            let user = User {
                id: id(number),
                ..User::default()
            };
            users::save(transaction, &user)?;
        }
        let member = Member {
            of: group.clone(),
            user: id(7),
            joined_at: String::new(),
            is_leader: false,
            is_main: false,
        };
        members::save(transaction, &member)
    });
    filled.unwrap().unwrap();
    let check = |store: &Store| {
        let read = store.read().unwrap();
        let page = users::USERS.page(&read, 997, 10).unwrap();
        let ids: Vec<_> = page.into_iter().map(|user| user.id).collect();
        assert_eq!(ids, [id(997), id(998), id(999)]);
        let of = members::of_user(&read, &id(7)).unwrap();
        assert!(of.len() == 1 && of[0].of == group);
    };
    make_older(&path);
    let before = fs::read(&path).unwrap();
    check(&open_read_only(&path).unwrap());
    assert!(fs::read(&path).unwrap() == before, "reading has changed it");
    for _ in 0..2 {
        check(&open(&path).unwrap());
    }
}

#[test]
fn only_one_of_two_creates_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    for empty in [false, true] {
        let path = folder.path().join(format!("data {empty}"));
        if empty {
            fs::write(&path, "").unwrap();
        }
        let mut inner = None;
        let outer = create(&path, |transaction| {
            inner = Some(created(&path));
            ATTEMPTS.put(transaction, "key", &vec![1])
        });
        assert!(matches!(inner, Some(Ok(Ok(())))));
        assert!(matches!(
            outer,
            Err(DataFileError::Io(_) | DataFileError::InUse)
        ));
        let kept = open_read_only(&path).unwrap();
        let kept = ATTEMPTS.get(&kept.read().unwrap(), "key").unwrap();
        assert_eq!(kept, Some(vec![7; 5000]));
    }
}

/// Checking a damaged file terminates and leaves it unchanged.
#[test]
fn damage_is_detected_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    created(&path).unwrap().unwrap();
    let clean = fs::read(&path).unwrap();
    let killed = killed(&path);
    let mut random = rand_chacha::ChaCha20Rng::seed_from_u64(1);
    let (mut rejected, mut panicked) = (0, 0);
    for round in 0..ROUNDS {
        let mut bytes = if round % 2 == 0 {
            clean.clone()
        } else {
            killed.clone()
        };
        // Most of a new file is empty; the relevant data is at its start.
        let reach = if round % 4 < 2 { 400 } else { bytes.len() };
        for _ in 0..1 + random.next_u32() % 4 {
            let index = random.next_u32() as usize % reach;
            bytes[index] ^= 1 << (random.next_u32() % 8);
        }
        fs::write(&path, &bytes).unwrap();
        match catch_unwind(|| open_read_only(&path).map(drop)) {
            Ok(Ok(())) => {}
            Ok(Err(_)) => rejected += 1,
            Err(_) => panicked += 1,
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    assert_eq!(panicked, 0);
    assert!(rejected > ROUNDS / 4, "{rejected}");
}

use std::panic::catch_unwind;

use rand_core::{Rng as _, SeedableRng as _};

use super::*;
use crate::store::codes::ATTEMPTS;

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

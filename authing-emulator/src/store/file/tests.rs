use std::panic::catch_unwind;

use rand_core::{Rng as _, SeedableRng as _};

use super::*;
use crate::store::codes::ATTEMPTS;

const ROUNDS: usize = 400;

fn founded(path: &Path) -> Result<Result<(), StoreError>, DataFileError> {
    create(path, |transaction| {
        ATTEMPTS.put(transaction, "key", &vec![7; 5000])
    })
}

/// A file as it is when the program has been killed.
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
fn a_store_that_could_not_be_founded_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let failed = create(&path, |_| Err::<(), _>(StoreError::Missing("luck")));
    assert!(matches!(failed, Ok(Err(StoreError::Missing("luck")))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn of_two_that_make_the_same_file_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    for empty in [false, true] {
        let path = folder.path().join(format!("data {empty}"));
        if empty {
            fs::write(&path, "").unwrap();
        }
        let mut inner = None;
        let outer = create(&path, |transaction| {
            inner = Some(founded(&path));
            ATTEMPTS.put(transaction, "key", &vec![1])
        });
        assert!(matches!(inner, Some(Ok(Ok(())))));
        assert!(matches!(
            outer,
            Err(DataFileError::Io(_) | DataFileError::InUse)
        ));
        let kept = look_into(&path).unwrap();
        let kept = ATTEMPTS.get(&kept.read().unwrap(), "key").unwrap();
        assert_eq!(kept, Some(vec![7; 5000]));
    }
}

/// Whatever has happened to a file, looking into it comes to an end and leaves it alone.
#[test]
fn damage_is_found_or_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    founded(&path).unwrap().unwrap();
    let clean = fs::read(&path).unwrap();
    let killed = killed(&path);
    let mut random = rand_chacha::ChaCha20Rng::seed_from_u64(1);
    let (mut refused, mut panicked) = (0, 0);
    for round in 0..ROUNDS {
        let mut bytes = if round % 2 == 0 {
            clean.clone()
        } else {
            killed.clone()
        };
        // Most of a new file is empty; what matters is at its beginning.
        let reach = if round % 4 < 2 { 400 } else { bytes.len() };
        for _ in 0..1 + random.next_u32() % 4 {
            let place = random.next_u32() as usize % reach;
            bytes[place] ^= 1 << (random.next_u32() % 8);
        }
        fs::write(&path, &bytes).unwrap();
        match catch_unwind(|| look_into(&path).map(drop)) {
            Ok(Ok(())) => {}
            Ok(Err(_)) => refused += 1,
            Err(_) => panicked += 1,
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    assert_eq!(panicked, 0);
    assert!(refused > ROUNDS / 4, "{refused}");
}

//! The identity of each run of an emulator on the same store.
//!
//! A seeded source of randomness yields the same sequence each time. Without separate runs, a restart would generate
//! the ids of existing users, and the same codes and salts again.

use redb::{ReadableTable as _, ReadableTableMetadata as _, TableDefinition, WriteTransaction};

use super::error::{StoreError, database};
use crate::crypto::ids::{self, ObjectIds};
use crate::crypto::randomness::Randomness;

/// The random part of ids, which is unique per run. The random parts of a seed's ids count as runs.
pub(super) const RUNS: TableDefinition<'static, [u8; 5], ()> = TableDefinition::new("runs");

/// Records ids that were generated elsewhere, so that no run generates them again.
pub(crate) fn note<'a>(
    transaction: &WriteTransaction,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let mut runs = transaction.open_table(RUNS).map_err(database)?;
    for chance in ids.into_iter().filter_map(ids::chance) {
        runs.insert(chance, ()).map_err(database)?;
    }
    Ok(())
}

/// Begins another run, with its own randomness and ids.
pub(crate) fn begin(
    transaction: &WriteTransaction,
    randomness: &Randomness,
) -> Result<(Randomness, ObjectIds), StoreError> {
    let mut runs = transaction.open_table(RUNS).map_err(database)?;
    // Every run adds one, so no two have the same number.
    let randomness = randomness.of_run(runs.len().map_err(database)?);
    loop {
        let chance = randomness.bytes();
        if runs.get(chance).map_err(database)?.is_none() {
            runs.insert(chance, ()).map_err(database)?;
            return Ok((randomness, ObjectIds::new(chance)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::store::Store;
    use std::time::SystemTime;

    fn run(store: &Store) -> (String, String) {
        // The same seed and the same time for every run.
        let begun = store.write(|transaction| begin(transaction, &Randomness::seeded(1)));
        let (randomness, ids) = begun.unwrap();
        let clock = Clock::stopped_at(SystemTime::UNIX_EPOCH);
        (ids.next(&clock), randomness.digits(6))
    }

    #[test]
    fn runs_with_the_same_seed_differ_and_can_be_repeated() {
        let store = Store::in_memory().unwrap();
        let runs: Vec<_> = (0..20).map(|_| run(&store)).collect();
        for (index, (id, code)) in runs.iter().enumerate() {
            let before = &runs[..index];
            assert!(
                before
                    .iter()
                    .all(|(other, guess)| other != id && guess != code)
            );
        }
        let again = Store::in_memory().unwrap();
        assert!(runs.iter().all(|expected| run(&again) == *expected));
    }

    #[test]
    fn ids_of_a_seed_are_not_generated_again() {
        let store = Store::in_memory().unwrap();
        let (id, _) = run(&store);
        let other = Store::in_memory().unwrap();
        let noted = other.write(|transaction| note(transaction, [id.as_str(), "no id"]));
        noted.unwrap();
        assert_ne!(run(&other).0, id);
    }

    #[test]
    fn a_random_part_in_use_is_drawn_again() {
        let store = Store::in_memory().unwrap();
        let drawn: [u8; 5] = Randomness::seeded(1).of_run(1).bytes();
        let id = format!("00000000{}000000", data_encoding::HEXLOWER.encode(&drawn));
        let noted = store.write(|transaction| note(transaction, [id.as_str()]));
        noted.unwrap();
        assert_ne!(ids::chance(&run(&store).0), Some(drawn));
    }
}

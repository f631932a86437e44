//! Ids in the form of the service's database: 24 hexadecimal digits.

use std::sync::atomic::{AtomicU32, Ordering};

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use crate::clock::Clock;
/// Generates ids of four bytes of time, five random bytes and three bytes of a counter, so that they sort by creation
/// time.
pub(crate) struct ObjectIds {
    chance: [u8; 5],
    counter: AtomicU32,
}

impl ObjectIds {
    pub(crate) fn new(chance: [u8; 5]) -> Self {
        Self {
            chance,
            counter: AtomicU32::new(0),
        }
    }

    pub(crate) fn next(&self, clock: &Clock) -> String {
        let time = clock.seconds().to_be_bytes();
        let count = self.counter.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let parts = [tail::<4>(&time), &self.chance, tail::<3>(&count)];
        HEXLOWER.encode(&parts.concat())
    }
}

/// Returns the last `N` bytes.
fn tail<const N: usize>(bytes: &[u8]) -> &[u8] {
    bytes.last_chunk::<N>().map_or(bytes, |chunk| chunk)
}

pub(crate) fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns the five random bytes of an id, or `None` for a malformed id.
pub(crate) fn chance(id: &str) -> Option<[u8; 5]> {
    let bytes = HEXLOWER_PERMISSIVE.decode(id.as_bytes()).ok()?;
    let bytes: [u8; 12] = bytes.try_into().ok()?;
    let (_, rest) = bytes.split_first_chunk::<4>()?;
    rest.first_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_random_bytes_of_an_id_are_found() {
        let id = ObjectIds::new([1, 2, 3, 4, 0xab]).next(&Clock::system());
        assert_eq!(chance(&id), Some([1, 2, 3, 4, 0xab]));
        assert_eq!(chance(&id.to_uppercase()), Some([1, 2, 3, 4, 0xab]));
        assert_eq!(
            (chance(""), chance("zz"), chance(&id[..22])),
            (None, None, None)
        );
    }

    #[test]
    fn ids_are_24_hex_digits_that_sort_by_creation() {
        let clock = Clock::system();
        let ids = ObjectIds::new([7; 5]);
        let made: Vec<_> = (0..300).map(|_| ids.next(&clock)).collect();
        assert!(made.iter().all(|id| is_object_id(id)));
        assert!(made.is_sorted());
        assert!(
            !is_object_id("5aec1ea610ecb800018db17") && !is_object_id("zzzzzzzzzzzzzzzzzzzzzzzz")
        );
    }
}

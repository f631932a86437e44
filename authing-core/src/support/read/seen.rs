//! Which fields of a struct have been read.

/// A set of numbers of fields. It takes no memory from the heap for the first 64.
#[derive(Default)]
pub(super) struct Seen {
    first: u64,
    others: Vec<usize>,
}

impl Seen {
    /// Inserts a number, and returns whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, number: usize) -> bool {
        let Some(bit) = bit(number) else {
            return self.insert_other(number);
        };
        let is_new = self.first & bit == 0;
        self.first |= bit;
        is_new
    }

    #[cold]
    fn insert_other(&mut self, number: usize) -> bool {
        let is_new = !self.others.contains(&number);
        if is_new {
            self.others.push(number);
        }
        is_new
    }

    #[inline]
    pub(super) fn contains(&self, number: usize) -> bool {
        match bit(number) {
            Some(bit) => self.first & bit != 0,
            None => self.others.contains(&number),
        }
    }
}

#[inline]
fn bit(number: usize) -> Option<u64> {
    (number < 64).then(|| 1 << number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_new_once() {
        let mut seen = Seen::default();
        for number in [0, 1, 63, 64, 127, 128, 129, 4_000_000_000] {
            assert!(!seen.contains(number), "{number}");
            assert!(seen.insert(number) && !seen.insert(number), "{number}");
            assert!(seen.contains(number), "{number}");
        }
        assert!(![2, 62, 65, 130].iter().any(|number| seen.contains(*number)));
    }
}

//! A read-only file with an in-memory layer for the database's writes.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use redb::backends::FileBackend;
use redb::{BackendError, DatabaseError, StorageBackend};

const PAGE: usize = 4096;

type Page = Box<[u8; PAGE]>;

/// Keeps writes in memory, on top of the file. The file's locks are taken, so that nobody changes it meanwhile.
#[derive(Debug)]
pub(super) struct Untouched {
    file: FileBackend,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    len: u64,
    /// The length up to which the file is visible: truncated parts read as zeros.
    of_file: u64,
    /// The written pages, by number.
    written: HashMap<u64, Page>,
}

impl Untouched {
    pub(super) fn new(file: File) -> Result<Self, DatabaseError> {
        let file = FileBackend::new(file)?;
        let len = file.len()?;
        let state = State {
            len,
            of_file: len,
            written: HashMap::new(),
        };
        Ok(Self {
            file,
            state: Mutex::new(state),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn page_of_file(&self, state: &State, number: u64) -> io::Result<Page> {
        let mut page = Box::new([0; PAGE]);
        let start = number.saturating_mul(PAGE as u64);
        let left = state.of_file.saturating_sub(start);
        let left = usize::try_from(left).unwrap_or(PAGE).min(PAGE);
        self.file.read(start, page.split_at_mut(left).0)?;
        Ok(page)
    }
}

impl State {
    fn check_end(&self, offset: u64, length: usize) -> io::Result<()> {
        match offset.checked_add(length as u64) {
            Some(end) if end <= self.len => Ok(()),
            _ => Err(ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Splits a range into pages: each page's number, the offset in it, and the length.
fn parts(offset: u64, length: usize) -> impl Iterator<Item = (u64, usize, usize)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        if done == length {
            return None;
        }
        let at = offset + done as u64;
        // A remainder by 4096 fits into any integer.
        let start = (at % PAGE as u64) as usize;
        let size = (PAGE - start).min(length - done);
        done += size;
        Some((at / PAGE as u64, start, size))
    })
}

impl StorageBackend for Untouched {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        state.check_end(offset, out.len())?;
        let mut rest = out;
        for (number, start, size) in parts(offset, rest.len()) {
            let (part, after) = rest.split_at_mut(size);
            let read;
            let page = match state.written.get(&number) {
                Some(page) => page,
                None => {
                    read = self.page_of_file(&state, number)?;
                    &read
                }
            };
            part.copy_from_slice(page.split_at(start).1.split_at(size).0);
            rest = after;
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        state.len = len;
        state.of_file = state.of_file.min(len);
        state
            .written
            .retain(|number, _| number.saturating_mul(PAGE as u64) < len);
        let last = len / PAGE as u64;
        if let Some(page) = state.written.get_mut(&last) {
            let kept = (len % PAGE as u64) as usize;
            page.split_at_mut(kept).1.fill(0);
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        state.check_end(offset, data.len())?;
        let mut rest = data;
        for (number, start, size) in parts(offset, data.len()) {
            let (part, after) = rest.split_at(size);
            let mut page = match state.written.remove(&number) {
                Some(page) => page,
                None => self.page_of_file(&state, number)?,
            };
            let target = page.split_at_mut(start).1.split_at_mut(size).0;
            target.copy_from_slice(part);
            state.written.insert(number, page);
            rest = after;
        }
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::{Rng as _, SeedableRng as _};
    use std::io::Write as _;

    /// Random changes, applied to a plain buffer too.
    #[test]
    fn writes_are_visible_but_leave_the_file_unchanged() {
        let mut random = rand_chacha::ChaCha20Rng::seed_from_u64(1);
        let mut expected = vec![0; 3 * PAGE + 100];
        random.fill_bytes(&mut expected);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&expected).unwrap();
        let before = std::fs::read(file.path()).unwrap();

        let backend = Untouched::new(file.reopen().unwrap()).unwrap();
        for _ in 0..2000 {
            let offset = random.next_u32() as usize % expected.len();
            let most = (2 * PAGE).min(expected.len() - offset);
            match random.next_u32() % 8 {
                0 => {
                    let len = 1 + random.next_u32() as usize % (6 * PAGE);
                    backend.set_len(len as u64).unwrap();
                    expected.resize(len, 0);
                }
                1..=3 => {
                    let mut data = vec![0; random.next_u32() as usize % (most + 1)];
                    random.fill_bytes(&mut data);
                    backend.write(offset as u64, &data).unwrap();
                    expected[offset..offset + data.len()].copy_from_slice(&data);
                }
                _ => {
                    let mut read = vec![0; random.next_u32() as usize % (most + 1)];
                    backend.read(offset as u64, &mut read).unwrap();
                    assert_eq!(read, expected[offset..offset + read.len()]);
                }
            }
            assert_eq!(backend.len().unwrap(), expected.len() as u64);
        }
        let mut all = vec![0; expected.len()];
        backend.read(0, &mut all).unwrap();
        assert_eq!(all, expected);
        assert!(backend.read(1, &mut all).is_err() && backend.write(1, &all).is_err());
        assert!(backend.read(u64::MAX, &mut all).is_err());
        assert_eq!(std::fs::read(file.path()).unwrap(), before);
    }
}

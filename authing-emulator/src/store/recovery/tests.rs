use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicBool, Ordering};

use redb::StorageBackend;

use super::*;
use crate::store::codes::ATTEMPTS;
use crate::store::create_tables;

/// A disk that can be full, and can be broken. Clones share the contents.
#[derive(Debug, Clone, Default)]
struct Disk {
    bytes: Arc<Mutex<Vec<u8>>>,
    is_full: Arc<AtomicBool>,
    is_broken: Arc<AtomicBool>,
}

impl Disk {
    fn fill(&self, is_full: bool) {
        self.is_full.store(is_full, Ordering::SeqCst);
    }

    /// What the disk contains now, on another one.
    fn copy(&self) -> Self {
        let bytes = self.bytes.lock().unwrap().clone();
        Self {
            bytes: Arc::new(Mutex::new(bytes)),
            ..Self::default()
        }
    }

    fn check(&self) -> io::Result<()> {
        match self.is_full.load(Ordering::SeqCst) {
            true => Err(ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes.lock().unwrap().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let bytes = self.bytes.lock().unwrap();
        let start = usize::try_from(offset).unwrap();
        out.copy_from_slice(&bytes[start..start + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.check()?;
        self.bytes
            .lock()
            .unwrap()
            .resize(usize::try_from(len).unwrap(), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.check()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check()?;
        let start = usize::try_from(offset).unwrap();
        self.bytes.lock().unwrap()[start..start + data.len()].copy_from_slice(data);
        Ok(())
    }
}

/// A store on the disk, without a cache: every read is one of the disk.
fn store(disk: &Disk) -> Store {
    let open = |disk: Disk| {
        let mut builder = Database::builder();
        builder.set_cache_size(0);
        Ok(builder.create_with_backend(disk)?)
    };
    let again = disk.clone();
    let reopen = move |access| match access {
        Access::Read if again.is_broken.load(Ordering::SeqCst) => {
            Err(io::Error::from(ErrorKind::NotFound).into())
        }
        Access::Read => open(again.copy()),
        Access::Write => open(again.clone()),
    };
    let opened = reopen(Access::Write).unwrap();
    let store = Store::new(opened, Some(Box::new(reopen)));
    store.write(create_tables).unwrap();
    store
}

fn put(store: &Store, key: &str) -> Result<(), StoreError> {
    store.write(|transaction| ATTEMPTS.put(transaction, key, &vec![1; 1000]))
}

fn has(store: &Store, key: &str) -> bool {
    let read = store.read().unwrap();
    ATTEMPTS.get(&read, key).unwrap().is_some()
}

#[test]
fn after_a_full_disk_the_store_can_be_written_again_and_nothing_is_lost() {
    let disk = Disk::default();
    let store = store(&disk);
    put(&store, "before").unwrap();
    for round in 0..3 {
        disk.fill(true);
        for _ in 0..3 {
            put(&store, "refused").unwrap_err();
            store.check().unwrap_err();
            assert!(has(&store, "before") && !has(&store, "refused"));
        }
        disk.fill(false);
        // Either one opens it again.
        if round % 2 == 0 {
            store.check().unwrap();
        }
        let key = format!("after {round}");
        put(&store, &key).unwrap();
        store.check().unwrap();
        assert!(has(&store, "before") && has(&store, &key) && !has(&store, "refused"));
    }
    store.close().unwrap();
}

#[test]
fn a_rejected_change_does_not_reopen_the_file() {
    let disk = Disk::default();
    let store = store(&disk);
    // A read that began before sees its snapshot: the database is the same.
    let read = store.read().unwrap();
    let rejected = store.write(|_| Err::<(), _>(StoreError::Missing("luck")));
    assert!(matches!(rejected, Err(StoreError::Missing("luck"))));
    assert!(ATTEMPTS.get(&read, "key").unwrap().is_none());
}

#[test]
fn a_file_that_can_not_be_read_either_is_an_error_until_it_can() {
    let disk = Disk::default();
    let store = store(&disk);
    put(&store, "before").unwrap();
    disk.is_broken.store(true, Ordering::SeqCst);
    disk.fill(true);
    put(&store, "refused").unwrap_err();
    assert!(matches!(store.read(), Err(StoreError::Unavailable)));
    disk.fill(false);
    put(&store, "after").unwrap();
    assert!(has(&store, "before") && has(&store, "after"));
}

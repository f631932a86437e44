//! Data files that can't be used: the errors, and that the files stay unchanged.

use std::error::Error as _;
use std::fs;
use std::path::Path;

use authing_emulator::{Builder, DataFileError, Emulator, Seed, StartError};
use redb::{Database, TableDefinition};
use sha2::{Digest as _, Sha256};

use crate::data::file::new_path;

/// Returns the error of starting an emulator on this file. Also checks that the error names the file, that the file is
/// unchanged, that no other file appears beside it, and that an export fails with the same error.
fn error(path: &Path) -> String {
    let source = error_with(Emulator::builder(), path);
    let export = Seed::from_data_file(path).unwrap_err();
    assert!(export.to_string().contains(path.to_str().unwrap()));
    assert_eq!(export.source().unwrap().to_string(), source);
    source
}

fn error_with(builder: Builder, path: &Path) -> String {
    let (before, beside) = (digest(path), entries(path));
    let error = builder.data_file(path).start_blocking().unwrap_err();
    assert_eq!(digest(path), before, "the file has changed");
    assert_eq!(entries(path), beside, "a file was left behind");
    assert!(
        error.to_string().contains(path.to_str().unwrap()),
        "{error}"
    );
    match error {
        StartError::DataFile { source, .. } => source.to_string(),
        StartError::Option { .. } => error.to_string(),
        other => panic!("{other:?}"),
    }
}

fn digest(path: &Path) -> Option<Vec<u8>> {
    fs::read(path)
        .ok()
        .map(|bytes| Sha256::digest(bytes).to_vec())
}

fn entries(path: &Path) -> usize {
    fs::read_dir(path.parent().unwrap()).map_or(0, Iterator::count)
}

fn make(path: &Path) {
    drop(
        Emulator::builder()
            .secret("the pool's secret")
            .data_file(path)
            .start_blocking()
            .unwrap(),
    );
}

#[test]
fn other_files_are_rejected() {
    let (_folder, path) = new_path();
    for content in [
        &b"a text of somebody's"[..],
        &[0; 100_000],
        b"redb",
        b"\n",
        b"redb\x1a\x0a\xa9\x0d\x0aand then something else",
    ] {
        fs::write(&path, content).unwrap();
        let reason = error(&path);
        assert!(
            reason == "it is not a data file of the emulator"
                || reason.starts_with("it is damaged: "),
            "{reason}"
        );
    }
}

#[test]
fn other_databases_are_rejected() {
    const THEIRS: TableDefinition<'static, &str, u64> = TableDefinition::new("theirs");
    const OTHER_TYPES: TableDefinition<'static, u64, &str> =
        TableDefinition::new("authing-emulator");
    let (_folder, path) = new_path();
    for mark in [false, true] {
        let _ = fs::remove_file(&path);
        let database = Database::create(&path).unwrap();
        let change = database.begin_write().unwrap();
        change.open_table(THEIRS).unwrap().insert("key", 1).unwrap();
        if mark {
            change
                .open_table(OTHER_TYPES)
                .unwrap()
                .insert(1, "format")
                .unwrap();
        }
        change.commit().unwrap();
        // As after a kill: it would need repair to be read.
        let killed = fs::read(&path).unwrap();
        drop(database);
        assert_eq!(error(&path), "it is not a data file of the emulator");
        fs::write(&path, killed).unwrap();
        assert_eq!(error(&path), "it is not a data file of the emulator");
    }
}

#[test]
fn files_of_other_versions_are_rejected() {
    const FORMAT: TableDefinition<'static, &str, u64> = TableDefinition::new("authing-emulator");
    for (format, expected) in [
        (
            7,
            "a newer version of the emulator wrote it, in format 7; this one reads 6",
        ),
        (
            4,
            "an older version of the emulator wrote it, in format 4; this one reads 5 and 6: export it with that version and \
             start with the export as the seed",
        ),
    ] {
        let (_folder, path) = new_path();
        make(&path);
        let database = Database::create(&path).unwrap();
        let change = database.begin_write().unwrap();
        change
            .open_table(FORMAT)
            .unwrap()
            .insert("format", format)
            .unwrap();
        change.commit().unwrap();
        drop(database);
        assert_eq!(error(&path), expected);
    }
}

#[test]
fn damaged_files_are_rejected() {
    let (_folder, path) = new_path();
    make(&path);
    let whole = fs::read(&path).unwrap();
    for length in [
        1,
        8,
        9,
        64,
        300,
        4096,
        10_000,
        whole.len() / 2,
        whole.len() - 1,
    ] {
        fs::write(&path, &whole[..length]).unwrap();
        let reason = error(&path);
        let expected = if length < 9 {
            "it is not a data file"
        } else {
            "it is damaged: "
        };
        assert!(reason.starts_with(expected), "{length}: {reason}");
    }
    fs::write(&path, &whole).unwrap();
    drop(
        Emulator::builder()
            .data_file(&path)
            .start_blocking()
            .unwrap(),
    );
}

#[test]
fn directories_and_unreachable_paths_are_rejected() {
    let (folder, path) = new_path();
    fs::create_dir(&path).unwrap();
    assert_eq!(error(&path), "it is not a regular file");
    let text = folder.path().join("text");
    fs::write(&text, "a text").unwrap();
    for nowhere in [
        text.join("below a file"),
        folder.path().join("no folder").join("file"),
    ] {
        let error = Emulator::builder()
            .data_file(&nowhere)
            .start_blocking()
            .unwrap_err();
        assert!(
            error.to_string().contains(nowhere.to_str().unwrap()),
            "{error}"
        );
        let source = error.source().unwrap().downcast_ref::<DataFileError>();
        assert!(matches!(source, Some(DataFileError::Io(_))), "{error:?}");
    }
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_rejected() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let (folder, path) = new_path();
    let socket = folder.path().join("socket");
    let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert_eq!(error(&socket), "it is not a regular file");
    // Nobody can read a link to itself, not even the superuser, to whom permissions don't apply.
    symlink(&path, &path).unwrap();
    let error = Emulator::builder()
        .data_file(&path)
        .start_blocking()
        .unwrap_err();
    assert!(
        error.to_string().contains(path.to_str().unwrap()),
        "{error}"
    );

    let locked = folder.path().join("locked");
    make(&locked);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&locked).is_err() {
        let error = Emulator::builder()
            .data_file(&locked)
            .start_blocking()
            .unwrap_err();
        assert!(
            error
                .source()
                .unwrap()
                .to_string()
                .starts_with("Permission denied"),
            "{error:?}"
        );
    }
}

#[test]
fn a_file_that_another_emulator_uses_is_rejected() {
    let (_folder, path) = new_path();
    let running = Emulator::builder()
        .data_file(&path)
        .start_blocking()
        .unwrap();
    assert_eq!(error(&path), "another emulator has it open");
    drop(running);
    make_again(&path);
}

fn make_again(path: &Path) {
    drop(
        Emulator::builder()
            .data_file(path)
            .start_blocking()
            .unwrap(),
    );
}

#[test]
fn options_that_contradict_the_file_are_rejected() {
    let (_folder, path) = new_path();
    make(&path);
    let other = Emulator::builder().start_blocking().unwrap();
    let exported = other.export().unwrap().to_json().unwrap();
    let exported: serde_json::Value = serde_json::from_str(&exported).unwrap();
    let key = exported["pool"]["privateKey"].as_str().unwrap();
    for (builder, option) in [
        (
            Emulator::builder().user_pool_id("another pool"),
            "user_pool_id",
        ),
        (Emulator::builder().secret("another secret"), "secret"),
        (Emulator::builder().private_key_pem(key), "private_key_pem"),
        (
            Emulator::builder().token_lifetime(std::time::Duration::from_secs(1)),
            "token_lifetime",
        ),
    ] {
        let error = error_with(builder, &path);
        assert!(error.starts_with(&format!("`{option}`")), "{error}");
        assert!(
            !error.contains("another secret") && !error.contains("the pool's secret"),
            "{error}"
        );
    }
    // A start that fails for another reason leaves no file.
    let (_folder, new) = new_path();
    let error = Emulator::builder()
        .secret("")
        .data_file(&new)
        .start_blocking()
        .unwrap_err();
    assert!(error.to_string().starts_with("`secret`"), "{error}");
    assert!(!new.exists() && entries(&new) == 0);
}

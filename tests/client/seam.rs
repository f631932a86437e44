//! The seam to HTTP: what is behind it does not show.

use std::fs;
use std::path::{Path, PathBuf};

/// A new major version of reqwest is none of this crate: only private modules name its types, and nothing public of theirs.
#[test]
fn nothing_public_names_reqwest() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../authing-client/src");
    let transport = source.join("transport");
    let naming: Vec<(PathBuf, String)> = files(&source)
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .filter(|(_, text)| text.contains("reqwest::"))
        .collect();
    assert!(!naming.is_empty());
    for (path, text) in naming {
        assert!(path.starts_with(&transport), "{}", path.display());
        for line in text.lines().map(str::trim_start) {
            // An implementation such as `From` would be one of a type that is public elsewhere.
            let shows =
                line.starts_with("pub ") || line.starts_with("impl") && line.contains("reqwest::");
            assert!(!shows, "{}: {line}", path.display());
        }
    }
    let module = fs::read_to_string(source.join("transport.rs")).unwrap();
    for line in module.lines().map(str::trim_start) {
        assert!(!line.starts_with("pub mod"), "{line}");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect()
}

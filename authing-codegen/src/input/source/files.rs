//! Which files of a folder are query files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Returns the query files of a folder and its subfolders, by their paths.
///
/// Hidden files and folders belong to editors, version control and file managers.
pub(super) fn under(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut search = Search::default();
    search.folder(folder)?;
    // After the folders themselves, so that the path of a file does not depend on what links to it.
    while let Some(link) = search.links.pop_first() {
        search.folder(&link)?;
    }
    search.files.sort();
    Ok(search.files)
}

#[derive(Default)]
struct Search {
    files: Vec<PathBuf>,
    /// Links to folders that are still to be followed.
    links: BTreeSet<PathBuf>,
    /// The folders that have been searched: a link can lead to one of them, or to a folder around it.
    seen: BTreeSet<PathBuf>,
}

impl Search {
    fn folder(&mut self, folder: &Path) -> Result<(), Error> {
        let io = |error| Error::io(folder, error);
        if !self.seen.insert(folder.canonicalize().map_err(io)?) {
            return Ok(());
        }
        for entry in fs::read_dir(folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| Error::io(&path, error))?;
            if kind.is_dir() {
                self.folder(&path)?;
            } else if path.is_dir() {
                self.links.insert(path);
            } else if is_query_file(&path) {
                self.files.push(path);
            }
        }
        Ok(())
    }
}

/// Returns whether its extension is one of those that GraphQL documents have, in any case.
fn is_query_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        let is = |wanted| extension.eq_ignore_ascii_case(wanted);
        is("graphql") || is("gql")
    })
}

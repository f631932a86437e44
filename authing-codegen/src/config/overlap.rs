//! Several targets in one configuration: none may write the files of another, or read its query files.

use std::path::{Component, Path, PathBuf};

use super::Target;

/// Normalizes a path lexically: removes `.` and resolves `..`.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

impl Target {
    /// Checks that two targets of one configuration don't overlap. Returns the reason if they do.
    pub(super) fn stands_beside(&self, other: &Self) -> Result<(), String> {
        let (one, two) = (&other.name, &self.name);
        if one == two {
            return Err(format!("two targets are named `{one}`"));
        }
        let (outer, inner) = (lexical(&other.queries), lexical(&self.queries));
        if outer.starts_with(&inner) || inner.starts_with(&outer) {
            // A target compiles all query files in its folder, including subfolders.
            return Err(format!(
                "the `queries` folders of the targets `{one}` and `{two}` are the same or nested: {} and {}",
                other.queries.display(),
                self.queries.display()
            ));
        }
        let [first, second] = [other.methods_folders(), self.methods_folders()];
        // Each target would remove the other's generated files.
        for (what, first, second) in [
            ("methods.folder", first[0], second[0]),
            ("methods.blocking.folder", first[1], second[1]),
            ("output", Some(&other.output), Some(&self.output)),
            ("api", Some(&other.api), Some(&self.api)),
            ("samples.file", other.samples_file(), self.samples_file()),
        ] {
            if let (Some(first), Some(second)) = (first, second)
                && lexical(first) == lexical(second)
            {
                return Err(format!(
                    "the targets `{one}` and `{two}` have the same `{what}`: {}",
                    second.display()
                ));
            }
        }
        Ok(())
    }

    /// Returns the path of the samples, as configured.
    fn samples_file(&self) -> Option<&PathBuf> {
        self.samples.as_ref().map(|samples| &samples.file)
    }
}

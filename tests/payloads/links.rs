//! The links of the Markdown files lead to files and headings that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use authing_tests::files_below;

/// Returns the Markdown files below a folder.
fn markdown(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let files = files_below(folder).into_iter();
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
}

/// Returns the lines outside of code blocks.
fn prose(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let mut in_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    lines.map(str::to_owned).collect()
}

/// Returns the anchor of a heading, as GitHub and rustdoc make it.
fn anchor(heading: &str) -> String {
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let kept = heading.trim().chars().filter(kept);
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Returns the anchors of a file. The chapters of a crate's folder `docs` are one page of rustdoc.
fn anchors(path: &Path) -> BTreeSet<String> {
    let folder = path.parent().unwrap();
    let mut files = vec![path.to_owned()];
    if folder.ends_with("docs") && folder.with_file_name("src").exists() {
        files.extend(markdown(folder));
    }
    let lines = files.iter().flat_map(|file| prose(file));
    let headings = lines.filter(|line| line.starts_with('#'));
    headings
        .map(|heading| anchor(heading.trim_start_matches('#')))
        .collect()
}

#[test]
fn links_lead_to_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut number = 0;
    for file in markdown(&root) {
        for line in prose(&file) {
            let links = line.split("](").skip(1);
            for link in links.filter_map(|link| Some(link.split_once(')')?.0)) {
                // Others are URLs, or items for rustdoc, which checks them.
                if link.contains(':') || !link.contains(['.', '/', '#']) {
                    continue;
                }
                number += 1;
                let (path, heading) = link.split_once('#').unwrap_or((link, ""));
                let target = match path {
                    "" => file.clone(),
                    path => file.with_file_name(path),
                };
                assert!(target.exists(), "{}: {link}", file.display());
                assert!(
                    heading.is_empty() || anchors(&target).contains(heading),
                    "{}: {link} is no heading",
                    file.display()
                );
            }
        }
    }
    assert!(number > 50, "{number} links");
}

//! Files as they were in an earlier revision.

use std::path::Path;
use std::process::Command;

use authing_codegen::Error;

/// Returns the text of a file in a revision of the repository that it is in.
pub(crate) fn show(revision: &str, file: &Path) -> Result<String, Error> {
    let fault = |reason: String| Error::Fetch {
        service: "--since".to_owned(),
        reason,
    };
    // It would be taken for an option.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(fault(format!("`{revision}` is not a revision")));
    }
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["show", "--no-textconv", &format!("{revision}:./{name}")])
        .output()
        .map_err(|error| fault(format!("git can't be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("git failed");
        return Err(fault(format!("{} in `{revision}`: {said}", file.display())));
    }
    String::from_utf8(output.stdout).map_err(|_| {
        fault(format!(
            "{} in `{revision}` is not in UTF-8",
            file.display()
        ))
    })
}

//! `users export`.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use futures_util::TryStreamExt;
use tempfile::NamedTempFile;

use super::read;
use crate::args::{Api, FileFormat, Format};
use crate::failure::Failure;
use crate::output::{self, Rows, progress};
use crate::pool::Pool;

pub(super) async fn run(api: Api, file: &Path, format: Option<FileFormat>) -> Result<(), Failure> {
    let format = match read::of(file, format)? {
        FileFormat::Jsonl => Format::Json,
        FileFormat::Csv => Format::Csv,
    };
    let pool = Pool::connect(api).await?;
    let shown = file.display();
    let unwritable = |error| Failure::Usage(format!("{shown} can't be written: {error}"));
    let (out, partial): (Box<dyn Write>, _) = if read::is_standard(file) {
        (Box::new(io::stdout().lock()), None)
    } else if is_special(file) {
        (Box::new(File::create(file).map_err(unwritable)?), None)
    } else {
        // A link stays, and what it leads to is replaced.
        let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        let (created, path) = beside(&target).map_err(unwritable)?.into_parts();
        (Box::new(created), Some((path, target)))
    };
    // The count is a request of its own, and only the bar needs it.
    let total = if io::stderr().is_terminal() {
        Some(pool.count_users().await?)
    } else {
        None
    };
    let bar = progress(total, "exported");
    let mut rows = Rows::new(BufWriter::new(out), format, pool.user_columns())?;
    let mut users = pool.users();
    let mut exported = 0;
    while let Some(user) = users.try_next().await? {
        rows.push(&user)?;
        exported += 1;
        bar.inc(1);
    }
    rows.finish()?;
    if let Some((path, target)) = partial {
        let replaced = path.persist(target);
        replaced.map_err(|error| unwritable(error.error))?;
    }
    bar.finish_and_clear();
    output::note(format_args!("exported {}", output::users(exported)));
    Ok(())
}

/// Creates a file that can replace another, with its permissions; deleted unless it is persisted.
fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".authing-export-");
    // By default, only its owner can read a temporary file.
    #[cfg(unix)]
    builder.permissions(PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    if let Ok(replaced) = fs::metadata(target) {
        file.as_file().set_permissions(replaced.permissions())?;
    }
    Ok(file)
}

/// Returns whether a path is a device or a pipe, which is written to and not replaced.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|existing| !existing.is_file())
}

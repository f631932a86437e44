//! `users export`.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use futures_util::TryStreamExt;

use super::partial::Partial;
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
        let (created, partial) = Partial::create(file).map_err(unwritable)?;
        (Box::new(created), Some(partial))
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
    partial
        .map_or(Ok(()), Partial::complete)
        .map_err(unwritable)?;
    bar.finish_and_clear();
    output::note(format_args!("exported {}", output::users(exported)));
    Ok(())
}

/// Returns whether a path is a device or a pipe, which is written to and not replaced.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|existing| !existing.is_file())
}

//! `users export`.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use futures_util::TryStreamExt;

use super::read;
use crate::args::{Api, FileFormat, Format};
use crate::failure::Failure;
use crate::output::{Rows, progress};
use crate::pool::Pool;

pub(super) async fn run(api: Api, file: &Path, format: Option<FileFormat>) -> Result<(), Failure> {
    let format = match read::of(file, format)? {
        FileFormat::Jsonl => Format::Json,
        FileFormat::Csv => Format::Csv,
    };
    let pool = Pool::connect(api).await?;
    let out: Box<dyn Write> = if read::is_standard(file) {
        Box::new(io::stdout().lock())
    } else {
        let created = File::create(file);
        let shown = file.display();
        let unwritable = |error| Failure::Usage(format!("{shown} can't be written: {error}"));
        Box::new(created.map_err(unwritable)?)
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
    let mut exported = 0_u64;
    while let Some(user) = users.try_next().await? {
        rows.push(&user)?;
        exported += 1;
        bar.inc(1);
    }
    rows.finish()?;
    bar.finish_and_clear();
    writeln!(io::stderr(), "authing: exported {exported} users")?;
    Ok(())
}

//! `users import`.

use std::io::{self, Write};
use std::path::Path;

use futures_util::{StreamExt, stream};

use super::read::{self, Line};
use crate::args::{Api, FileFormat};
use crate::failure::Failure;
use crate::output::progress;
use crate::pool::{AT_ONCE, Pool};

pub(super) async fn run(
    api: Api,
    file: &Path,
    format: Option<FileFormat>,
    dry_run: bool,
) -> Result<(), Failure> {
    let lines = read::read(api, file, format)?;
    let (deleted, lines): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.user.is_deleted());
    let skipped = match deleted.len() {
        0 => String::new(),
        count => format!("; {count} skipped, which are deleted (`isDeleted`)"),
    };
    if dry_run {
        note(&format!(
            "{} users can be imported{skipped}; nothing was sent",
            lines.len()
        ))?;
        return Ok(());
    }
    let pool = Pool::connect(api).await?;
    let (total, failed) = create_all(&pool, lines).await?;
    let done = format!("imported {} of {total} users{skipped}", total - failed);
    if failed > 0 {
        return Err(Failure::Partly(done));
    }
    note(&done)
}

/// Creates the users, reports each failure in the order of the lines, and returns the number of users and failures.
async fn create_all(pool: &Pool, lines: Vec<Line>) -> Result<(usize, usize), Failure> {
    let (total, mut failed) = (lines.len(), 0);
    let bar = progress(u64::try_from(total).ok(), "imported");
    let created = lines.into_iter().map(|line| async move {
        let created = pool.create_user(&line.user).await;
        (line.number, created)
    });
    let mut created = stream::iter(created).buffered(AT_ONCE);
    while let Some((number, result)) = created.next().await {
        bar.inc(1);
        if let Err(failure) = result {
            failed += 1;
            bar.suspend(|| note(&format!("line {number}: {failure}")))?;
        }
    }
    bar.finish_and_clear();
    Ok((total, failed))
}

/// Writes a line to stderr.
fn note(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stderr(), "authing: {text}")?)
}

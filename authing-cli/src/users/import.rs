//! `users import`.

use std::path::Path;

use futures_util::{StreamExt, stream};

use super::read::{self, Line};
use crate::args::{Api, FileFormat};
use crate::failure::Failure;
use crate::output::{self, progress};
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
        let users = output::users(lines.len());
        output::note(format_args!(
            "{users} can be imported{skipped}; nothing was sent"
        ));
        return Ok(());
    }
    let pool = Pool::connect(api).await?;
    let (total, failed) = create_all(&pool, lines).await;
    let users = output::users(total);
    let done = format!("imported {} of {users}{skipped}", total - failed);
    if failed > 0 {
        return Err(Failure::Partly(done));
    }
    output::note(done);
    Ok(())
}

/// Creates the users, reports each failure in the order of the lines, and returns the number of users and failures.
async fn create_all(pool: &Pool, lines: Vec<Line>) -> (usize, usize) {
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
            bar.suspend(|| output::note(format_args!("line {number}: {failure}")));
        }
    }
    bar.finish_and_clear();
    (total, failed)
}

//! The lines of the report.

use std::io::{self, Write};

use serde_json::Value;

use crate::args::Format;
use crate::failure::Failure;
use crate::output::{Columns, Rows, printable};
use crate::record::Record;

const COLUMNS: Columns = Columns {
    table: &["status", "check", "detail"],
    csv: &["status", "check", "detail"],
};

/// The report, which is written while the checks run. If the reader closes stdout, the checks go on: the exit status is
/// theirs.
pub(super) struct Report {
    /// `None`: lines for people, each as soon as its check is done.
    rows: Option<Rows<io::StdoutLock<'static>>>,
    failed: usize,
}

impl Report {
    pub(super) fn new(format: Format) -> Result<Self, Failure> {
        let rows = match format {
            Format::Table => None,
            format => Some(Rows::to_stdout(format, COLUMNS)?),
        };
        Ok(Self { rows, failed: 0 })
    }

    pub(super) fn ok(&mut self, check: &str, detail: &str) -> Result<(), Failure> {
        self.line("ok", check, detail)
    }

    pub(super) fn fail(&mut self, check: &str, detail: &str) -> Result<(), Failure> {
        self.failed += 1;
        self.line("FAIL", check, detail)
    }

    pub(super) fn skip(&mut self, check: &str, detail: &str) -> Result<(), Failure> {
        self.line("skip", check, detail)
    }

    /// Skips checks that need what has just failed.
    pub(super) fn skip_all(&mut self, checks: &[&str]) -> Result<(), Failure> {
        let mut checks = checks.iter();
        checks.try_for_each(|check| self.skip(check, "needs a check that failed"))
    }

    /// Ends the report and returns the number of failed checks.
    pub(super) fn finish(self) -> Result<usize, Failure> {
        if let Some(rows) = self.rows {
            unless_closed(rows.finish())?;
        }
        Ok(self.failed)
    }

    fn line(&mut self, status: &str, check: &str, detail: &str) -> Result<(), Failure> {
        unless_closed(self.write(status, check, detail))
    }

    fn write(&mut self, status: &str, check: &str, detail: &str) -> Result<(), Failure> {
        let Some(rows) = &mut self.rows else {
            let mut out = io::stdout().lock();
            writeln!(out, "{status:<4}  {check:<18}  {}", printable(detail))?;
            out.flush()?;
            return Ok(());
        };
        let fields = [("status", status), ("check", check), ("detail", detail)];
        let fields = fields.map(|(name, text)| (name, Value::from(text)));
        rows.push(&fields.into_iter().collect::<Record>())
    }
}

/// Ignores that the reader has closed stdout.
fn unless_closed(written: Result<(), Failure>) -> Result<(), Failure> {
    match written {
        Err(failure) if failure.is_closed_pipe() => Ok(()),
        written => written,
    }
}

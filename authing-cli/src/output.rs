//! Results on stdout: tables, JSON Lines, CSV; progress on stderr.

use std::fmt;
use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressStyle};
use unicode_width::UnicodeWidthStr;

use crate::args::Format;
use crate::failure::Failure;
use crate::record::Record;

/// The columns of a list, by format. JSON has all fields.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    /// The few that fit on a screen.
    pub(crate) table: &'static [&'static str],
    pub(crate) csv: &'static [&'static str],
}

/// Rows that are written in one of the formats.
pub(crate) enum Rows<W: Write> {
    /// A table has to be complete before the widths of its columns are known.
    Table {
        out: W,
        columns: &'static [&'static str],
        rows: Vec<Vec<String>>,
    },
    Json(W),
    Csv {
        out: Box<csv::Writer<W>>,
        columns: &'static [&'static str],
    },
}

impl Rows<io::StdoutLock<'static>> {
    pub(crate) fn to_stdout(format: Format, columns: Columns) -> Result<Self, Failure> {
        Self::new(io::stdout().lock(), format, columns)
    }
}

impl<W: Write> Rows<W> {
    pub(crate) fn new(out: W, format: Format, columns: Columns) -> Result<Self, Failure> {
        Ok(match format {
            Format::Table => Self::Table {
                out,
                columns: columns.table,
                rows: Vec::new(),
            },
            Format::Json => Self::Json(out),
            Format::Csv => {
                let mut out = Box::new(csv::Writer::from_writer(out));
                out.write_record(columns.csv)?;
                Self::Csv {
                    out,
                    columns: columns.csv,
                }
            }
        })
    }

    pub(crate) fn push(&mut self, record: &Record) -> Result<(), Failure> {
        match self {
            Self::Table { columns, rows, .. } => {
                let cells = columns.iter().map(|name| printable(&record.text(name)));
                rows.push(cells.collect());
            }
            Self::Json(out) => writeln!(out, "{}", record.to_json())?,
            Self::Csv { out, columns } => {
                out.write_record(columns.iter().map(|name| record.text(name)))?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Table {
                mut out,
                columns,
                rows,
            } => {
                write_table(&mut out, columns, &rows)?;
                out.flush()?;
            }
            Self::Json(mut out) => out.flush()?,
            Self::Csv { mut out, .. } => out.flush()?,
        }
        Ok(())
    }
}

/// Writes one result.
pub(crate) fn one(format: Format, columns: Columns, record: &Record) -> Result<(), Failure> {
    let mut rows = Rows::to_stdout(format, columns)?;
    rows.push(record)?;
    rows.finish()
}

fn write_table(out: &mut impl Write, columns: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let names: Vec<String> = columns.iter().map(|name| name.to_uppercase()).collect();
    let lines = || std::iter::once(&names).chain(rows);
    let widths: Vec<usize> = (0..names.len())
        .map(|column| {
            let cells = lines().filter_map(|cells| cells.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or_default()
        })
        .collect();
    for cells in lines() {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes a message to stderr. If nobody reads it, the work goes on: the exit status says how it ended.
pub(crate) fn note(text: impl fmt::Display) {
    _ = writeln!(io::stderr(), "authing: {text}");
}

/// Returns a number of users in words.
pub(crate) fn users(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} user{plural}")
}

/// Returns the text without control characters: users choose their names, and a terminal obeys escape sequences.
pub(crate) fn printable(text: &str) -> String {
    let visible = |character: char| match character {
        control if control.is_control() => ' ',
        // These separate lines, or change the direction of what follows.
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        other => other,
    };
    text.chars().map(visible).collect()
}

/// Returns a progress bar on stderr, or a counter if the total is unknown. Hidden if stderr is not a terminal.
pub(crate) fn progress(total: Option<u64>, verb: &'static str) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (
            ProgressBar::new(total),
            "{bar:40} {pos}/{len} {msg}, {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {pos} {msg}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style).with_message(verb),
        Err(_) => bar.with_message(verb),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_aligns_wide_characters_and_obeys_no_escape_sequences() {
        let columns = Columns {
            table: &["name", "id"],
            csv: &["name", "id"],
        };
        let mut out = Vec::new();
        let mut rows = Rows::new(&mut out, Format::Table, columns).ok().unwrap();
        for (name, id) in [
            ("小爱", "1"),
            ("a\u{1b}[2Jb", "2"),
            ("", "3"),
            ("a\u{2028}b\u{202e}", "4"),
        ] {
            let fields = [("name", name.into()), ("id", id.into())];
            assert!(rows.push(&fields.into_iter().collect()).is_ok());
        }
        assert!(rows.finish().is_ok());
        let expected = "NAME    ID\n小爱    1\na [2Jb  2\n        3\na b     4\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

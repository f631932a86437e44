//! Reads CSV.

use std::io::{self, Read};

use serde_json::{Map, Value};

use crate::args::Api;
use crate::new_user::columns;

/// The fields of each line, with the line's number.
pub(super) type Rows = Vec<(u64, Map<String, Value>)>;

/// Reads the lines of a file, and adds what is wrong with them to `flaws`.
pub(super) fn rows(
    api: Api,
    mut file: impl Read,
    flaws: &mut Vec<(u64, String)>,
) -> io::Result<Rows> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mut names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    // Spreadsheets begin their files with one.
    if let Some(first) = names.first_mut() {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    // Reported once, not for every line.
    for (index, name) in names.iter().enumerate() {
        let is_repeated = names.iter().take(index).any(|earlier| earlier == name);
        let repeated = is_repeated.then(|| "has the same column twice".to_owned());
        let flaw = columns::kind(api, name).err().or(repeated);
        flaws.extend(flaw.map(|flaw| (1, flaw)));
    }
    if names.iter().all(String::is_empty) {
        flaws.push((1, "has no names of columns".to_owned()));
    }
    flaws.extend(wrong_quote(&bytes));
    let is_known = |(name, _): &(String, Value)| columns::kind(api, name).is_ok();
    let mut counter = LineCounter::new(&bytes);
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let number = counter.line_of(record.position());
                let cells = record.iter().map(Value::from);
                let fields = names.iter().cloned().zip(cells).filter(is_known);
                rows.push((number, fields.collect()));
            }
            Err(error) => {
                let number = counter.line_of(error.position());
                let flaw = match error.into_kind() {
                    csv::ErrorKind::Io(error) => return Err(error),
                    csv::ErrorKind::UnequalLengths {
                        expected_len, len, ..
                    } => format!("has {len} cells, but the first line has {expected_len}"),
                    _ => "is not UTF-8".to_owned(),
                };
                flaws.push((number, flaw));
            }
        }
    }
    Ok(rows)
}

/// Finds a quoted cell that does not end, or ends inside of its text. The reader would accept both: the first with all lines
/// that follow in one cell.
fn wrong_quote(bytes: &[u8]) -> Option<(u64, String)> {
    let flaw = |line, flaw: &str| {
        Some((
            line,
            format!("has a cell {flaw}: a quote inside of quotes is doubled"),
        ))
    };
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut line = 1;
    // The line where the quoted cell begins.
    let mut quoted = None;
    let mut before = b'\n';
    let mut bytes = bytes.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match (quoted, byte) {
            (None, b'"') if matches!(before, b',' | b'\n' | b'\r') => quoted = Some(line),
            (Some(_), b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (Some(_), b'"') => {
                if !matches!(bytes.peek(), None | Some(b',' | b'\n' | b'\r')) {
                    return flaw(line, "with text after its closing quote");
                }
                quoted = None;
            }
            _ => {}
        }
        line += u64::from(byte == b'\n');
        before = byte;
    }
    flaw(quoted?, "whose quote is not closed")
}

/// Finds the lines of records. The reader's own numbers are those of the blank lines in front of them.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let (at, line) = (0, 1);
        Self { bytes, at, line }
    }

    /// Returns the line of the first byte at or after a position that is not part of a line ending. The positions ascend.
    fn line_of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok());
        let start = start.unwrap_or(self.at);
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

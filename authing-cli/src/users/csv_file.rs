//! Reads CSV.

use serde_json::{Map, Value};

use crate::args::Api;
use crate::new_user::columns;

/// The fields of each line, with the line's number.
pub(super) type Rows = Vec<(u64, Map<String, Value>)>;

/// Reads the lines of a file, and adds what is wrong with them to `flaws`. If the names of the columns are wrong, only they
/// are reported: every line would be wrong.
pub(super) fn rows(api: Api, text: &str, flaws: &mut Vec<(u64, String)>) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(str::to_owned).collect(),
        Err(error) => vec![error.to_string()],
    };
    flaws.extend(wrong_names(api, &names).into_iter().map(|flaw| (1, flaw)));
    if !flaws.is_empty() {
        return Rows::new();
    }
    flaws.extend(wrong_quote(text.as_bytes()));
    let mut counter = LineCounter::new(text.as_bytes());
    let mut rows = Rows::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let number = counter.line_of(record.position());
                let cells = record.iter().map(Value::from);
                rows.push((number, names.iter().cloned().zip(cells).collect()));
            }
            Err(error) => {
                let number = counter.line_of(error.position());
                let flaw = match error.kind() {
                    csv::ErrorKind::UnequalLengths {
                        expected_len, len, ..
                    } => format!(
                        "its number of cells is {len}, but {expected_len} in the first line"
                    ),
                    _ => format!("can't be read: {error}"),
                };
                flaws.push((number, flaw));
            }
        }
    }
    rows
}

/// Returns what is wrong with the names of the columns.
fn wrong_names(api: Api, names: &[String]) -> Vec<String> {
    match names {
        names if names.iter().all(String::is_empty) => {
            return vec!["has no names of columns".to_owned()];
        }
        [name] if name.contains([';', '\t']) => {
            return vec![
                "has semicolons or tabs between its cells: save the file with commas".to_owned(),
            ];
        }
        _ => {}
    }
    let mut flaws = Vec::new();
    for (index, name) in names.iter().enumerate() {
        match columns::kind(api, name) {
            Err(flaw) => flaws.push(flaw),
            Ok((known, _)) if names.iter().take(index).any(|earlier| earlier == name) => {
                flaws.push(format!("has the column `{known}` twice"));
            }
            Ok(_) => {}
        }
    }
    flaws
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

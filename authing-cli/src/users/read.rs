//! Reads files with users. The whole file is checked before anything is sent.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::args::{Api, FileFormat};
use crate::failure::Failure;
use crate::new_user::NewUser;
use crate::output::printable;
use crate::users::csv_file::{self, Rows};

/// More flaws than these are counted, not shown.
const SHOWN: usize = 20;

/// A user with the line of the file where it begins.
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) user: NewUser,
}

/// Reads and checks a file.
pub(super) fn read(
    api: Api,
    path: &Path,
    format: Option<FileFormat>,
) -> Result<Vec<Line>, Failure> {
    let format = of(path, format)?;
    let shown = path.display();
    let bytes = bytes(path)
        .map_err(|error| Failure::Usage(format!("{shown} could not be read: {error}")))?;
    let mut flaws = Vec::new();
    let rows = match (text(&bytes), format) {
        (Ok(text), FileFormat::Csv) => csv_file::rows(api, text, &mut flaws),
        (Ok(text), FileFormat::Jsonl) => json_rows(text, &mut flaws),
        (Err(flaw), _) => {
            flaws.push(flaw);
            Rows::new()
        }
    };
    let mut lines = Vec::new();
    for (number, fields) in rows {
        match NewUser::read(api, fields) {
            Ok(user) => lines.push(Line { number, user }),
            Err(of_line) => flaws.extend(of_line.into_iter().map(|flaw| (number, flaw))),
        }
    }
    flaws.extend(duplicates(&lines));
    if flaws.is_empty() {
        return Ok(lines);
    }
    Err(Failure::Usage(report(&shown.to_string(), flaws)))
}

/// Returns the format of a file: as given, or by its extension.
pub(super) fn of(path: &Path, given: Option<FileFormat>) -> Result<FileFormat, Failure> {
    if let Some(format) = given {
        return Ok(format);
    }
    if is_standard(path) {
        return Ok(FileFormat::Jsonl);
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_ascii_lowercase());
    match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("csv") => Ok(FileFormat::Csv),
        Some("jsonl" | "ndjson") => Ok(FileFormat::Jsonl),
        _ => Err(Failure::Usage(format!(
            "{} ends neither in .csv nor in .jsonl: pass --format",
            path.display()
        ))),
    }
}

/// Returns whether a path stands for stdin or stdout.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if !is_standard(path) {
        return fs::read(path);
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the text without the BOM with which spreadsheets begin their files, or the first line that is not UTF-8.
fn text(bytes: &[u8]) -> Result<&str, (u64, String)> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}')),
        Err(error) => {
            let lines = bytes.iter().take(error.valid_up_to());
            let number = (1..).zip(lines.filter(|byte| **byte == b'\n'));
            let number = number.last().map_or(1, |(before, _)| before + 1);
            Err((number, "is not UTF-8: save the file as UTF-8".to_owned()))
        }
    }
}

fn json_rows(text: &str, flaws: &mut Vec<(u64, String)>) -> Rows {
    let mut rows = Vec::new();
    if text.trim_start().starts_with('[') {
        let flaw = "is a JSON array: write each object on a line of its own, as `jq -c '.[]'` does";
        flaws.push((1, flaw.to_owned()));
        return rows;
    }
    for (number, line) in (1..).zip(text.lines()) {
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_str(text) {
            Ok(Fields { all, repeated }) => {
                let repeated = repeated.iter().map(|name| printable(name));
                let repeated = repeated.map(|name| format!("has the field `{name}` twice"));
                flaws.extend(repeated.map(|flaw| (number, flaw)));
                rows.push((number, all));
            }
            // The error's own text may show a value.
            Err(error) => {
                let column = match error.column() {
                    0 => String::new(),
                    column => format!(" (column {column})"),
                };
                flaws.push((number, format!("is not a JSON object on one line{column}")));
            }
        }
    }
    rows
}

/// The fields of a JSON object. A map alone would keep the last of those with the same name.
#[derive(Default)]
struct Fields {
    all: Map<String, Value>,
    repeated: Vec<String>,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, value)) = object.next_entry::<String, Value>()? {
                    if fields.all.insert(name.clone(), value).is_some() {
                        fields.repeated.push(name);
                    }
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Finds lines with a name that an earlier line has: the service would reject the second.
fn duplicates(lines: &[Line]) -> Vec<(u64, String)> {
    let mut seen: HashMap<(&str, String), u64> = HashMap::new();
    let mut flaws = Vec::new();
    for line in lines.iter().filter(|line| !line.user.is_deleted()) {
        for name in ["username", "email", "phone", "unionid", "externalId"] {
            let Some(value) = line.user.text(name) else {
                continue;
            };
            // The service compares email addresses in lower case.
            let value = match name {
                "email" => value.to_lowercase(),
                _ => value.to_owned(),
            };
            if let Some(first) = seen.insert((name, value), line.number) {
                flaws.push((line.number, format!("has the `{name}` of line {first}")));
            }
        }
    }
    flaws
}

fn report(file: &str, mut flaws: Vec<(u64, String)>) -> String {
    flaws.sort();
    let total = flaws.len();
    let mut text = format!("{file} can't be imported; nothing was sent");
    for (number, flaw) in flaws.into_iter().take(SHOWN) {
        text.push_str(&format!("\n  line {number}: {flaw}"));
    }
    if total > SHOWN {
        text.push_str(&format!("\n  and {} more", total - SHOWN));
    }
    text
}

//! Reads PEM tolerantly: with a BOM, indented, in UTF-16, between comments of any encoding, with `\n` as two characters.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BEGIN: &[u8] = b"BEGIN ";
const END: &[u8] = b"END ";
const DASHES: &[u8] = b"-----";
/// Longer than every label in use.
const LABEL: usize = 64;
/// The number of base64 characters in a line.
const LINE: usize = 64;

/// base64 with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A block between `BEGIN` and `END`. Its body may be secret: there is no `Debug`.
#[non_exhaustive]
#[expect(missing_debug_implementations)]
pub struct Block {
    /// The text between `BEGIN` and the dashes: capitals, digits, `#` and spaces. Empty if the line is malformed, or if
    /// there is only an `END`.
    pub label: String,
    /// The line of `BEGIN`, from 1.
    pub line: usize,
    /// The body without whitespace; `None` if there is no `END` with the same label.
    pub body: Option<Vec<u8>>,
}

impl Block {
    /// Returns the decoded body, if the block is whole and its body is base64.
    #[must_use]
    pub fn der(&self) -> Option<Vec<u8>> {
        decode(self.body.as_ref()?)
    }

    /// For messages: `block 2 (line 31)`, where `index` is its position in the file, from 0.
    pub(crate) fn place(&self, index: usize) -> String {
        format!("block {} (line {})", index + 1, self.line)
    }
}

/// Returns a block in the standard form, for strict readers: lines of 64 characters.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let body = BASE64.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        // base64 is ASCII.
        let (line, after) = rest.split_at(rest.len().min(LINE));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

/// Decodes a file that is nothing but base64, base64url or hexadecimal digits, with any whitespace or quotes: the body of
/// a PEM block, or a whole file as a Kubernetes secret has it.
#[must_use]
pub fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = utf8(bytes);
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let text = body(text);
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let first = text.iter().position(|byte| !is_quote(byte))?;
    let last = text.iter().rposition(|byte| !is_quote(byte))?;
    let text = text.get(first..=last)?;
    hexadecimal(text).or_else(|| decode(text))
}

fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_chunks::<2>() else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
    pairs.iter().map(byte).collect()
}

/// Decodes base64 or base64url.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let standard = text.iter().map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => *byte,
    });
    BASE64.decode(standard.collect::<Vec<u8>>()).ok()
}

/// Converts UTF-16, which Windows editors and shells write, to UTF-8; returns other files unchanged.
///
/// Without a BOM, it is recognized by the zero byte of its first character. No DER structure begins with one.
fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (pairs, unit): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        [1..=0xff, 0, ..] => (bytes, u16::from_le_bytes),
        [0, 1..=0xff, ..] => (bytes, u16::from_be_bytes),
        _ => return Cow::Borrowed(bytes),
    };
    let (pairs, _) = pairs.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
}

/// Returns all blocks of a file, in order. A block that can't be read is one of them, so that it is not lost silently.
#[must_use]
pub fn blocks(bytes: &[u8]) -> Vec<Block> {
    let text = &*utf8(bytes);
    let mut blocks: Vec<Block> = Vec::new();
    // Where the body of the last block begins, until its end is found.
    let mut open = None;
    let mut at = 0;
    while let Some(marker) = marker(text, at) {
        at = marker.after;
        let last = blocks.last_mut().zip(open.take());
        match (marker.is_begin, last) {
            (false, Some((block, from))) => {
                let is_its_own = !block.label.is_empty() && block.label == marker.label;
                block.body =
                    is_its_own.then(|| body(text.get(from..marker.at).unwrap_or_default()));
            }
            (is_begin, _) => {
                blocks.push(Block {
                    line: line(text, marker.at),
                    label: if is_begin {
                        marker.label
                    } else {
                        String::new()
                    },
                    body: None,
                });
                open = is_begin.then_some(at);
            }
        }
    }
    blocks
}

/// A line that begins or ends a block.
struct Marker {
    is_begin: bool,
    /// Empty if the line is malformed.
    label: String,
    /// The position of the line, and that after it.
    at: usize,
    after: usize,
}

/// Returns the first marker from this position on.
fn marker(text: &[u8], from: usize) -> Option<Marker> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let found = rest
            .iter()
            .position(|byte| matches!(byte, b'B' | b'E'))
            .map(|found| at + found)?;
        at = found + 1;
        let word = |word: &[u8]| text.get(found..).is_some_and(|rest| rest.starts_with(word));
        let (is_begin, after) = match (word(BEGIN), word(END)) {
            (true, _) => (true, found + BEGIN.len()),
            (_, true) => (false, found + END.len()),
            _ => continue,
        };
        let before = text.get(from..found).unwrap_or_default();
        let dashes = before.ends_with(DASHES);
        if let Some((label, after)) = label(text, after).filter(|_| dashes) {
            return Some(Marker {
                is_begin,
                label,
                at: found - DASHES.len(),
                after,
            });
        }
        if is_malformed(before, text.get(after..).unwrap_or_default()) {
            return Some(Marker {
                is_begin,
                label: String::new(),
                at: found,
                after,
            });
        }
    }
}

/// Returns the label that begins here, and the position after its dashes.
fn label(text: &[u8], from: usize) -> Option<(String, usize)> {
    let rest = text.get(from..)?;
    let rest = rest.get(..LABEL + DASHES.len()).unwrap_or(rest);
    let end = rest
        .windows(DASHES.len())
        .position(|window| window == DASHES)?;
    let label = std::str::from_utf8(rest.get(..end)?).ok()?;
    let is_label =
        |one: char| one.is_ascii_uppercase() || one.is_ascii_digit() || matches!(one, ' ' | '#');
    (!label.is_empty() && label.chars().all(is_label))
        .then(|| (label.to_owned(), from + end + DASHES.len()))
}

/// Returns whether `BEGIN` or `END` between these texts was meant as a marker, though dashes are missing or were replaced
/// by an editor, or the label is in small letters.
fn is_malformed(before: &[u8], after: &[u8]) -> bool {
    let line = after.get(..LABEL).unwrap_or(after);
    let line = String::from_utf8_lossy(line);
    let line = line.split(['\n', '\r', '\\']).next().unwrap_or_default();
    let is_dash = |one: char| matches!(one, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let label = line.split(is_dash).next().unwrap_or_default();
    let before = before.get(before.len().saturating_sub(8)..);
    let before = String::from_utf8_lossy(before.unwrap_or_default()).into_owned();
    let between_dashes = before.trim_end().ends_with(is_dash) || label.len() < line.len();
    let label = label.to_ascii_uppercase();
    let is_known = |what: &&str| label.contains(*what);
    between_dashes && ["CERTIFICATE", "KEY", "PKCS", "CMS"].iter().any(is_known)
}

/// Removes whitespace, and line breaks as two characters, as in environment variables and JSON files, however often their
/// backslash was escaped.
fn body(text: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(text.len());
    let mut rest = text.iter().peekable();
    while let Some(&byte) = rest.next() {
        match byte {
            b'\\' => {
                while rest.next_if_eq(&&b'\\').is_some() {}
                rest.next_if(|next| matches!(next, b'n' | b'r' | b't'));
            }
            byte if byte.is_ascii_whitespace() => {}
            byte => body.push(byte),
        }
    }
    body
}

/// Returns the line of a position, from 1, for any line ending.
fn line(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let count = |end: u8| before.iter().filter(|byte| **byte == end).count();
    count(b'\n').max(count(b'\r')) + 1
}

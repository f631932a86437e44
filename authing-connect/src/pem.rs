//! Reads PEM tolerantly: with a BOM, indented, in UTF-16, between comments of any encoding, with `\n` as two characters.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
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
    /// The text between `BEGIN` and the dashes: capitals, digits and spaces.
    pub label: String,
    /// The line of `BEGIN`, from 1.
    pub line: usize,
    /// The body without whitespace; `None` if there is no `END` with the same label.
    pub body: Option<Vec<u8>>,
}

impl Block {
    /// The decoded body, if the block is whole and its body is base64.
    #[must_use]
    pub fn der(&self) -> Option<Vec<u8>> {
        BASE64.decode(self.body.as_ref()?).ok()
    }
}

/// Returns the PEM blocks of a file in the standard form, for strict readers: no BOM, no indentation, no text between the
/// blocks, lines of 64 characters.
///
/// Truncated blocks are skipped. The result is as secret as the file.
#[must_use]
pub fn canonical(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    for block in blocks(bytes) {
        let Some(body) = block.body else { continue };
        let frame = |word: &str| format!("-----{word} {}-----\n", block.label);
        text.extend(frame("BEGIN").into_bytes());
        for line in body.chunks(LINE) {
            text.extend(line);
            text.push(b'\n');
        }
        text.extend(frame("END").into_bytes());
    }
    text
}

/// Converts UTF-16, which Windows editors and shells write, to UTF-8; returns other files unchanged.
pub(crate) fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (pairs, unit): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return Cow::Borrowed(bytes),
    };
    let (pairs, _) = pairs.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
}

/// Returns all blocks of a file, in order.
#[must_use]
pub fn blocks(bytes: &[u8]) -> Vec<Block> {
    let text = &*utf8(bytes);
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(begin) = find(text, BEGIN, at) {
        at = begin + BEGIN.len();
        let Some((label, after)) = label(text, at) else {
            continue;
        };
        let next = find(text, BEGIN, after).unwrap_or(text.len());
        let end = find(text, END, after).filter(|end| *end < next);
        let is_its_own = |end: &usize| {
            self::label(text, end + END.len()).is_some_and(|(other, _)| other == label)
        };
        let end = end.filter(is_its_own);
        blocks.push(Block {
            line: line(text, begin),
            body: end.map(|end| body(text.get(after..end).unwrap_or_default())),
            label,
        });
        at = end.unwrap_or(after);
    }
    blocks
}

fn find(text: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let found = rest.windows(what.len()).position(|window| window == what);
    found.map(|found| from + found)
}

/// The label that begins here, and the position after its dashes.
fn label(text: &[u8], from: usize) -> Option<(String, usize)> {
    let end = find(text, DASHES, from).filter(|end| end - from <= LABEL)?;
    let label = std::str::from_utf8(text.get(from..end)?).ok()?;
    let is_label = |one: char| one.is_ascii_uppercase() || one.is_ascii_digit() || one == ' ';
    (!label.is_empty() && label.chars().all(is_label))
        .then(|| (label.to_owned(), end + DASHES.len()))
}

/// Removes whitespace, and line breaks as two characters, as in environment variables and JSON files.
fn body(text: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(text.len());
    let mut rest = text.iter().peekable();
    while let Some(&byte) = rest.next() {
        match byte {
            b'\\' if matches!(rest.peek(), Some(b'n' | b'r' | b't')) => {
                rest.next();
            }
            byte if byte.is_ascii_whitespace() => {}
            byte => body.push(byte),
        }
    }
    body
}

/// The line of a position, from 1, for any line ending.
fn line(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let count = |end: u8| before.iter().filter(|byte| **byte == end).count();
    count(b'\n').max(count(b'\r')) + 1
}

//! A text as whoever reads it would see it: without the escapes of JSON, of addresses or of pages.

use std::ops::Range;

/// The longest escape, `&#x10FFFF;`, and its leading zeros within reason.
const LONGEST_ENTITY: usize = 12;

/// The bytes of a text, some of which stood escaped in it.
pub(super) struct Unescaped {
    bytes: Vec<u8>,
    /// Where in the text each byte begins, and where the text ends.
    starts: Vec<usize>,
}

/// One way to escape: the bytes that the text's beginning stands for, and how long it is.
type Escape = fn(&[u8]) -> Option<(Vec<u8>, usize)>;

impl Unescaped {
    /// The text as it is, and without its escapes, once and twice: those of each kind, and those of all kinds.
    ///
    /// Each kind for itself too, since what looks like an escape of another kind may be just what was sent.
    pub(super) fn all(text: &str) -> Vec<Self> {
        const KINDS: [&[Escape]; 4] = [&[json], &[address], &[page], &[json, address, page]];
        let plain = Self {
            bytes: text.as_bytes().to_vec(),
            starts: (0..=text.len()).collect(),
        };
        let mut views = Vec::new();
        for escapes in KINDS {
            if let Some(once) = plain.without(escapes) {
                views.extend(once.without(escapes));
                views.push(once);
            }
        }
        views.push(plain);
        views
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where in the text these bytes stand.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    }

    /// This without the escapes of some kinds; `None` if it has none.
    fn without(&self, escapes: &[Escape]) -> Option<Self> {
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut starts = Vec::with_capacity(self.starts.len());
        let mut rest = self.bytes.as_slice();
        while let Some((&byte, behind)) = rest.split_first() {
            let here = self.origin(self.bytes.len() - rest.len()..0).start;
            let escape = match byte {
                b'\\' | b'%' | b'+' | b'&' => escapes.iter().find_map(|escape| escape(rest)),
                _ => None,
            };
            match escape {
                Some((unescaped, length)) => {
                    starts.extend(std::iter::repeat_n(here, unescaped.len()));
                    bytes.extend(unescaped);
                    rest = rest.get(length..).unwrap_or_default();
                }
                None => {
                    starts.push(here);
                    bytes.push(byte);
                    rest = behind;
                }
            }
        }
        if bytes == self.bytes {
            return None;
        }
        starts.extend(self.starts.last());
        Some(Self { bytes, starts })
    }
}

/// `\n`, `\"`, `\u0041`, and two of the last kind for what is beyond them.
fn json(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let simple = |byte| Some((vec![byte], 2));
    match text.strip_prefix(b"\\")?.first()? {
        b'n' => simple(b'\n'),
        b'r' => simple(b'\r'),
        b't' => simple(b'\t'),
        b'b' => simple(8),
        b'f' => simple(12),
        b'u' => {
            let first = utf16(text)?;
            let second = text.get(6..).and_then(utf16);
            let character = match second {
                Some(second) if (0xd800..0xdc00).contains(&first) => {
                    return char::decode_utf16([first, second])
                        .next()?
                        .ok()
                        .map(|character| (encoded(character), 12));
                }
                _ => char::from_u32(u32::from(first))?,
            };
            Some((encoded(character), 6))
        }
        other => simple(*other),
    }
}

fn utf16(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::try_from(number(digits, 16)?).ok()
}

/// `%41`, and `+` for a blank.
fn address(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    if text.first() == Some(&b'+') {
        return Some((vec![b' '], 1));
    }
    let digits = text.strip_prefix(b"%")?.get(..2)?;
    Some((vec![u8::try_from(number(digits, 16)?).ok()?], 3))
}

/// `&quot;`, `&#34;`, `&#x22;`.
fn page(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let text = text.get(..LONGEST_ENTITY).unwrap_or(text);
    let end = text.iter().position(|byte| *byte == b';')?;
    let name = text.get(..end)?.strip_prefix(b"&")?;
    let character = match name {
        b"quot" => '"',
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"apos" => '\'',
        b"nbsp" => ' ',
        _ => match name.strip_prefix(b"#")? {
            [b'x' | b'X', digits @ ..] => char::from_u32(number(digits, 16)?)?,
            digits => char::from_u32(number(digits, 10)?)?,
        },
    };
    Some((encoded(character), end + 1))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

fn encoded(character: char) -> Vec<u8> {
    character.to_string().into_bytes()
}

//! Parses PEM more tolerantly than the standard: keys come from files with any line ending, and from environment
//! variables that have lost their line breaks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) struct Pem {
    /// The label between `BEGIN` and the dashes.
    pub(super) label: String,
    pub(super) der: Vec<u8>,
}

impl Pem {
    /// Parses the first block. The error is the end of a sentence, and contains none of the text.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (label, rest) = text
            .split_once("-----BEGIN ")
            .and_then(|(_, rest)| rest.split_once("-----"))
            .ok_or("is not PEM: there is no `-----BEGIN PUBLIC KEY-----`")?;
        // A variable may contain `\n` as two characters.
        let (body, _) = rest
            .split_once(&format!("-----END {label}-----"))
            .ok_or("is truncated: the END line of the PEM block is missing or does not match its BEGIN line")?;
        let base64: String = body
            .replace("\\n", "")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        // PEM blocks other than public keys may contain more than base64; they are rejected by their label anyway.
        let der = match STANDARD.decode(base64) {
            Ok(der) => der,
            Err(_) if label.ends_with("PUBLIC KEY") => {
                return Err("is malformed: the content of the PEM block is not base64".to_owned());
            }
            Err(_) => Vec::new(),
        };
        Ok(Self {
            label: label.to_owned(),
            der,
        })
    }
}

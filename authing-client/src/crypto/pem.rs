//! Reads PEM more tolerantly than the standard's encoders write it: keys come from files of any line ending, and from
//! environment variables that have lost their line breaks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) struct Pem {
    /// What stands between `BEGIN` and the dashes.
    pub(super) label: String,
    pub(super) der: Vec<u8>,
}

impl Pem {
    /// Reads the first block; the error is the end of a sentence, without any of the text.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (label, rest) = text
            .split_once("-----BEGIN ")
            .and_then(|(_, rest)| rest.split_once("-----"))
            .ok_or("is not PEM: there is no `-----BEGIN PUBLIC KEY-----`")?;
        // A variable's text may have `\n` spelt out.
        let (body, _) = rest
            .split_once(&format!("-----END {label}-----"))
            .ok_or("is truncated: the END line of the PEM block is missing or does not match its BEGIN line")?;
        let base64: String = body
            .replace("\\n", "")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        // Other PEM than public keys may be in no base64 alone, and is refused by its label anyway.
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

//! Names that sound like secrets.
//!
//! A name is split into its words, in any casing: `gatePassword`, `GATE_PASSWORD` and `gate_password` are `gate` and `password`.
//!
//! - Password, secret, token, credential, salt and their kind count anywhere in a name, and the long ones also inside a word:
//!   `passwordHash`, `accesstoken`. A last word that names a property of the secret makes the name harmless: `tokenExpiredAt`.
//! - Key, code and pin have other meanings, so they count as whole words only, and only at the end: `apiKey`, `smsCode`, but not
//!   `monkey`, `keyboard`, `codeOwner`. A word before them can tell that they are no secrets: `publicKey`, `zipCode`,
//!   `country_code`, `errorCode`.

use crate::names;

/// Parts of a word that occur in no harmless word.
const PARTS: [&str; 7] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "credential",
];

/// Whole words, anywhere in a name.
const ANYWHERE: [&str; 8] = [
    "apikey",
    "accesskey",
    "authcode",
    "otp",
    "privatekey",
    "pwd",
    "salt",
    "totp",
];

/// Whole words at the end of a name, and the words before them that make them harmless.
const LAST: [(&str, &[&str]); 3] = [
    ("key", &["foreign", "primary", "public", "sort"]),
    (
        "code",
        &[
            "area",
            "calling",
            "city",
            "color",
            "country",
            "currency",
            "dialing",
            "error",
            "lang",
            "language",
            "locale",
            "postal",
            "province",
            "region",
            "result",
            "state",
            "status",
            "territory",
            "zip",
            "zone",
        ],
    ),
    ("pin", &[]),
];

/// Last words for the properties of a secret.
const PROPERTIES: [&str; 11] = [
    "alg", "at", "enc", "expire", "expiry", "length", "level", "method", "policy", "time", "type",
];

/// Returns the part of a name that makes it sound like a secret.
pub(crate) fn secret(name: &str) -> Option<&'static str> {
    let name = names::snake_case(name);
    let words: Vec<&str> = name.split('_').map(singular).collect();
    let (last, before) = words.split_last()?;
    if PROPERTIES.contains(last) {
        return None;
    }
    let is = |word: &&str| words.contains(word);
    let within = |part: &&str| words.iter().any(|word| word.contains(part));
    let anywhere = PARTS.into_iter().find(within);
    if let Some(found) = anywhere.or_else(|| ANYWHERE.into_iter().find(is)) {
        return Some(found);
    }
    let (word, harmless) = LAST.into_iter().find(|(word, _)| word == last)?;
    let is_harmless = before.last().is_some_and(|word| harmless.contains(word));
    (!is_harmless).then_some(word)
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_in_any_casing_and_compound() {
        for name in [
            "password",
            "gatePassword",
            "GATE_PASSWORD",
            "gatepassword",
            "PasswordHash",
            "accessToken",
            "accesstokens",
            "tokens",
            "client_secret",
            "salt",
            "passwordSalt",
            "credentials",
            "apiKey",
            "apikey",
            "AESKey",
            "shareKeys",
            "code",
            "smsCode",
            "MFACode",
            "pin",
        ] {
            assert!(secret(name).is_some(), "{name}");
        }
    }

    #[test]
    fn other_words_are_not_secrets() {
        for name in [
            "monkey",
            "keyboard",
            "keyCount",
            "codeOwner",
            "decode",
            "barcode",
            "zipCode",
            "provinceCode",
            "country_code",
            "errorCode",
            "publicKey",
            "basalt",
            "tokenExpiredAt",
            "tokenExpirationTime",
            "refresh_token_expires",
            "token_type",
            "spin",
            "email",
            "",
            "_",
        ] {
            assert_eq!(secret(name), None, "{name}");
        }
    }
}

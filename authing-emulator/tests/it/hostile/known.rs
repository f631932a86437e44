//! What a client would know, and what the responses told it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand_core::SeedableRng as _;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde_json::Value;

use crate::client::Fixture;

/// Texts that only the run knows stand in a request as `‹token 5›`.
pub(super) struct Known {
    pool: [String; 1],
    secret: [String; 1],
    passwords: Vec<String>,
    tokens: Vec<String>,
    learned: Vec<String>,
}

impl Known {
    pub(super) async fn new(fixture: &Fixture) -> Self {
        let key = PublicKey::from_public_key_pem(fixture.emulator.public_key_pem()).unwrap();
        // The same in every run.
        let mut random = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
        let mut encrypt =
            |text: &[u8]| STANDARD.encode(key.encrypt(&mut random, Pkcs1v15Encrypt, text).unwrap());
        let passwords = [&b"password"[..], b"short", b"", b"\xff\xfe", &[b'x'; 117]];
        Self {
            pool: [fixture.pool().to_owned()],
            secret: [fixture.emulator.secret().to_owned()],
            passwords: passwords.map(&mut encrypt).into(),
            tokens: vec![fixture.owner_token().await],
            learned: vec!["nothing".to_owned()],
        }
    }

    /// A text with all that is known filled in.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut parts = text.split('‹');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (mark, rest) = part.split_once('›').unwrap_or((part, ""));
            let (name, number) = mark.split_once(' ').unwrap_or((mark, "0"));
            let texts = match name {
                "pool" => &self.pool[..],
                "secret" => &self.secret,
                "password" => &self.passwords,
                "token" => &self.tokens,
                _ => &self.learned,
            };
            filled += &texts[number.parse().unwrap_or(0) % texts.len()];
            filled += rest;
        }
        filled
    }

    /// Keeps the texts of a response that can stand in JSON as they are.
    pub(super) fn learn(&mut self, response: &Value) {
        match response {
            // As every JSON Web Token begins.
            Value::String(text) if text.starts_with("eyJ") => self.tokens.push(text.clone()),
            Value::String(text) if text.len() < 400 && !text.contains(['"', '\\', '‹']) => {
                self.learned.push(text.clone());
            }
            Value::Array(items) => items.iter().take(3).for_each(|item| self.learn(item)),
            Value::Object(members) => members
                .iter()
                .filter(|(name, _)| *name != "errors")
                .for_each(|(_, value)| self.learn(value)),
            _ => {}
        }
    }
}

//! Values that are likely to lead somewhere, or to hurt.

use std::collections::VecDeque;

use apollo_compiler::Schema;
use apollo_compiler::ast::Type;
use apollo_compiler::schema::ExtendedType;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand_core::SeedableRng as _;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::{Pkcs1v15Encrypt, PublicKey};
use serde_json::{Map, Value, json};

use super::Dice;
use crate::Emulator;
use crate::rules::tokens;

/// How many texts of answers are kept, to be sent back.
const LEARNED: usize = 200;

pub(super) struct Values {
    /// What a client would know.
    known: Vec<String>,
    /// What the answers told lately.
    learned: VecDeque<String>,
    /// The tokens among it, the owner's too.
    tokens: VecDeque<String>,
}

const ODD: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "null",
    "a@b.cn",
    "A@B.cn",
    "b@b.cn",
    "c@b.cn",
    "@",
    "13800000000",
    "13800000001",
    "+8613800000000",
    "all",
    "email",
    "github",
    "wechat",
    "undefined",
    "Bearer ",
    "{}",
    "[]",
    "{\"a\":",
    "\u{0}",
    "\u{1}refusal 0",
    "\u{feff}",
    "名字",
    "😀",
    "e\u{301}",
    "ﬀ",
    "İ",
    "%ff",
    "../../x",
    "'\"\\",
    "\n\r\t",
    "000000000000000000000000",
    "zzzzzzzzzzzzzzzzzzzzzzzz",
    "0,0,,0",
    "123456",
    "99999999999999999999",
    "1e999",
    "NaN",
    "a.b.c",
    "..",
];

impl Values {
    pub(super) fn new(emulator: &Emulator) -> Self {
        let key = PublicKey::from_public_key_pem(emulator.public_key_pem()).unwrap();
        // A seeded run has to be the same again, so this text is not by chance.
        let mut random = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
        let mut encrypt =
            |text: &[u8]| STANDARD.encode(key.encrypt(&mut random, Pkcs1v15Encrypt, text).unwrap());
        let mut known = vec![
            emulator.user_pool_id().to_owned(),
            emulator.secret().to_owned(),
        ];
        known
            .extend([&b"password"[..], b"short", b"", b"\xff\xfe", &[b'x'; 117]].map(&mut encrypt));
        Self {
            known,
            learned: VecDeque::new(),
            tokens: [tokens::for_owner(&emulator.service).unwrap()].into(),
        }
    }

    pub(super) fn token(&self, dice: &mut Dice) -> String {
        match self.tokens.len() {
            0 => self.text(dice),
            tokens => self.tokens[dice.below(tokens)].clone(),
        }
    }

    pub(super) fn text(&self, dice: &mut Dice) -> String {
        match dice.below(10) {
            0..4 => dice.pick(&self.known).clone(),
            4..7 if !self.learned.is_empty() => {
                self.learned[dice.below(self.learned.len())].clone()
            }
            9 if dice.chance(10) => dice.pick(ODD).repeat(2000),
            _ => (*dice.pick(ODD)).to_owned(),
        }
    }

    /// A text for what is so called: the pool's id where that is meant, most of the time.
    fn text_for(&self, dice: &mut Dice, name: &str) -> String {
        let name = name.to_lowercase();
        let likely = |dice: &mut Dice, texts: &[&str]| (*dice.pick(texts)).to_owned();
        if !dice.chance(75) {
            return self.text(dice);
        }
        match name.as_str() {
            "registerinclient" | "client" | "clientid" | "userpoolid" | "userpool" => {
                self.known[0].clone()
            }
            "secret" => self.known[1].clone(),
            "token" => self.token(dice),
            "password" | "oldpassword" => self.known[2].clone(),
            _ if name.contains("email") => likely(dice, &["a@b.cn", "b@b.cn", "c@b.cn"]),
            _ if name.contains("code") => likely(dice, &["000000", "123456", "x"]),
            _ if name.contains("phone") => likely(dice, &["13800000000", "13800000001"]),
            "type" => likely(dice, &["all", "email", "github", "wechat"]),
            _ => self.text(dice),
        }
    }

    /// A value of that type for a variable: seldom of another.
    pub(super) fn value(
        &self,
        dice: &mut Dice,
        schema: &Schema,
        name: &str,
        ty: &Type,
        depth: usize,
    ) -> Value {
        if dice.chance(2) {
            return dice
                .pick(&[
                    json!(null),
                    json!([[]]),
                    json!({"a": {"b": []}}),
                    json!(1.5),
                    json!("x"),
                    json!(true),
                ])
                .clone();
        }
        if ty.is_list() {
            let items = dice.below(4);
            return (0..items)
                .map(|_| self.value(dice, schema, name, ty.item_type(), depth))
                .collect();
        }
        match schema.types.get(ty.inner_named_type()) {
            Some(ExtendedType::InputObject(input)) if depth < 4 => {
                let mut object = Map::new();
                for (name, field) in &input.fields {
                    if field.is_required() || dice.chance(25) {
                        object.insert(
                            name.to_string(),
                            self.value(dice, schema, name, &field.ty, depth + 1),
                        );
                    }
                }
                object.into()
            }
            Some(ExtendedType::Enum(values)) => {
                let names: Vec<_> = values.values.keys().collect();
                dice.pick(&names).as_str().into()
            }
            _ => match ty.inner_named_type().as_str() {
                "Int" => (*dice.pick(&[
                    0,
                    1,
                    -1,
                    2,
                    10,
                    123_456,
                    i64::from(i32::MAX),
                    i64::from(i32::MIN),
                    i64::MAX,
                ]))
                .into(),
                "Float" => (*dice.pick(&[0.0, -1.5, 1e300])).into(),
                "Boolean" => dice.chance(50).into(),
                _ => self.text_for(dice, name).into(),
            },
        }
    }

    /// Keeps the texts of an answer.
    pub(super) fn learn(&mut self, answer: &Value) {
        match answer {
            Value::String(text) if text.len() < 400 => {
                // As every JSON Web Token does.
                let kind = if text.starts_with("eyJ") {
                    &mut self.tokens
                } else {
                    &mut self.learned
                };
                if kind.len() == LEARNED {
                    kind.pop_front();
                }
                kind.push_back(text.clone());
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

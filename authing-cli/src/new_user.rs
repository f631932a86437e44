//! A new user, with the fields that both APIs know by the same names.

pub(crate) mod columns;
mod operations;

use std::collections::BTreeMap;

use authing_client::Secret;
use serde_json::{Map, Value};

use crate::args::Api;
use columns::Kind;

/// A user to create.
#[derive(Debug, Default)]
pub(crate) struct NewUser {
    texts: BTreeMap<&'static str, String>,
    flags: BTreeMap<&'static str, bool>,
    pub(crate) password: Option<Secret>,
    logins_count: Option<i32>,
    register_sources: Option<Vec<String>>,
}

impl NewUser {
    /// Reads a line of a file. The errors never show a value.
    pub(crate) fn read(api: Api, fields: Map<String, Value>) -> Result<Self, Vec<String>> {
        let mut user = Self::default();
        let mut flaws = Vec::new();
        for (name, value) in fields {
            let read = columns::kind(api, &name).and_then(|(name, kind)| {
                let is_empty = value.is_null() || value.as_str() == Some("");
                if is_empty {
                    return Ok(());
                }
                let read = user.set(name, kind, value);
                read.map_err(|reason| format!("`{name}` {reason}"))
            });
            flaws.extend(read.err());
        }
        if flaws.is_empty() {
            flaws.extend(user.flaw(api, columns::identifiers(api)));
        }
        if flaws.is_empty() {
            Ok(user)
        } else {
            Err(flaws)
        }
    }

    pub(crate) fn set_text(&mut self, name: &'static str, value: Option<String>) {
        self.texts.extend(value.map(|value| (name, value)));
    }

    /// Returns a text, such as the email address.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Returns whether the line describes a deleted user.
    pub(crate) fn is_deleted(&self) -> bool {
        self.flag("isDeleted") == Some(true)
    }

    fn set(&mut self, name: &'static str, kind: Kind, value: Value) -> Result<(), &'static str> {
        match (kind, value) {
            (Kind::Text, Value::String(text)) => {
                self.texts.insert(name, text);
            }
            (Kind::Password, Value::String(text)) => self.password = Some(Secret::new(text)),
            (Kind::Text | Kind::Password, _) => return Err("must be a text"),
            (Kind::Flag, value) => {
                let flag = match &value {
                    Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
                    other => other.as_bool(),
                };
                self.flags
                    .insert(name, flag.ok_or("must be `true` or `false`")?);
            }
            (Kind::Count, value) => {
                let count = match &value {
                    Value::String(text) => text.trim().parse().ok(),
                    other => other.as_i64(),
                };
                let count = count.and_then(|count| i32::try_from(count).ok());
                let count = count.filter(|count| *count >= 0);
                self.logins_count = Some(count.ok_or("must be a whole number")?);
            }
            (Kind::Texts, value) => {
                let texts = match value {
                    Value::String(text) => serde_json::from_str(&text),
                    other => serde_json::from_value(other),
                };
                let texts = texts.map_err(|_| "must be an array of texts, such as [\"a\"]")?;
                self.register_sources = Some(texts).filter(|texts: &Vec<_>| !texts.is_empty());
            }
            (Kind::Ignored, _) => {}
        }
        Ok(())
    }

    /// Returns what the service would reject. `identifiers` are those that the file or the command line can give.
    pub(crate) fn flaw(&self, api: Api, identifiers: &[&str]) -> Option<String> {
        let required = columns::identifiers(api);
        if !required.iter().any(|name| self.text(name).is_some()) {
            let more = match (api, self.text("phone")) {
                (Api::Legacy, Some(_)) => {
                    ": the legacy API creates no user with only a phone number without an SMS code"
                }
                _ => "",
            };
            return Some(format!(
                "one of {} is required{more}",
                identifiers.join(", ")
            ));
        }
        match self.text("email") {
            Some(email) if !email.contains('@') => Some("`email` has no @".to_owned()),
            _ => None,
        }
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.flags.get(name).copied()
    }
}

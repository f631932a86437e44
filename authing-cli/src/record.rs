//! A user, a role or another result, by the names that it has in JSON.

use serde::Serialize;
use serde_json::{Map, Value};

/// The fields of a result: what the client's own type serializes, which has no secrets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record(Map<String, Value>);

impl Record {
    /// Returns the fields of a value that serializes as an object.
    pub(crate) fn of(value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Object(fields)) => Self(fields),
            _ => Self::default(),
        }
    }

    /// Returns a row with two cells, for results with a few fields of many names.
    pub(crate) fn pair(name: &str, value: &Value) -> Self {
        let pair = [("name", Value::from(name)), ("value", value.clone())];
        pair.into_iter().collect()
    }

    /// Returns a field as the text of a cell: empty if it has no value, JSON if it is not a text.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.0.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(items)) if items.is_empty() => String::new(),
            Some(other) => other.to_string(),
        }
    }

    /// Returns the id, which the APIs name differently.
    pub(crate) fn id(&self) -> String {
        match self.text("id") {
            id if id.is_empty() => self.text("_id"),
            id => id,
        }
    }

    pub(crate) fn to_json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}

impl<'a> FromIterator<(&'a str, Value)> for Record {
    fn from_iter<T: IntoIterator<Item = (&'a str, Value)>>(fields: T) -> Self {
        let fields = fields.into_iter();
        Self(
            fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }
}

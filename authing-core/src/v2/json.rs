//! JSON that the service takes inside strings: custom data, and data for pipelines.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A value of custom data, to be sent.
///
/// It is converted from strings, numbers, Booleans and any [`serde_json::Value`], and serialized as a string with its JSON, as
/// the service requires.
///
/// ```
/// # use authing_core::v2::CustomValue;
/// assert_eq!(serde_json::to_string(&CustomValue::from(18))?, r#""18""#);
/// assert_eq!(serde_json::to_string(&CustomValue::from("blue"))?, r#""\"blue\"""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomValue(Value);

impl<T: Into<Value>> From<T> for CustomValue {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}

impl Serialize for CustomValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        as_text(&self.0, serializer)
    }
}

/// Custom data to store with a user who registers or logs in.
///
/// It is serialized as a string with a JSON list of keys and values, as the service requires.
///
/// ```
/// # use authing_core::v2::CustomDataParams;
/// let data = CustomDataParams::new().set("age", 18).set("plan", "gold");
/// let text = r#"[{"key":"age","value":18},{"key":"plan","value":"gold"}]"#;
/// assert_eq!(serde_json::to_value(&data)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct CustomDataParams(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Entry {
    key: String,
    value: Value,
}

impl CustomDataParams {
    /// Creates a list without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the value of a custom field, which replaces an earlier value of the same field.
    pub fn set(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        let key = key.into();
        self.0.retain(|entry| entry.key != key);
        let value = value.into();
        self.0.push(Entry { key, value });
        self
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for CustomDataParams {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        entries.fold(Self::new(), |data, (key, value)| data.set(key, value))
    }
}

impl Serialize for CustomDataParams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        as_text(&self.0, serializer)
    }
}

/// Data for the pipelines of a user pool: the functions that the service runs when a user registers or logs in.
///
/// It is serialized as a string with a JSON object, as the service requires.
///
/// ```
/// # use authing_core::v2::PipelineContext;
/// let context = PipelineContext::new().set("source", "campaign");
/// assert_eq!(serde_json::to_value(&context)?, r#"{"source":"campaign"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct PipelineContext(Map<String, Value>);

impl PipelineContext {
    /// Creates an empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value, which replaces an earlier one with the same key.
    pub fn set(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for PipelineContext {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        entries.fold(Self::new(), |data, (key, value)| data.set(key, value))
    }
}

impl Serialize for PipelineContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        as_text(&self.0, serializer)
    }
}

/// Serializes a value as a string with its JSON.
fn as_text<S: Serializer>(value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    let text = serde_json::to_string(value).map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(&text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(value: impl Into<CustomValue>) -> Value {
        serde_json::to_value(value.into()).unwrap()
    }

    #[test]
    fn a_custom_value_is_sent_as_the_text_of_its_json() {
        assert_eq!(sent("v"), r#""v""#);
        assert_eq!(sent(String::from("a \"b\"")), r#""a \"b\"""#);
        assert_eq!(sent(1), "1");
        assert_eq!(sent(1.5), "1.5");
        assert_eq!(sent(true), "true");
        assert_eq!(sent(json!({"a": [1, null]})), r#"{"a":[1,null]}"#);
        assert_eq!(sent(vec!["a"]), r#"["a"]"#);
    }

    #[test]
    fn a_later_value_of_a_key_replaces_an_earlier_one() {
        let data = CustomDataParams::from_iter([("a", 1), ("b", 2)]).set("a", "new");
        let text = r#"[{"key":"b","value":2},{"key":"a","value":"new"}]"#;
        assert_eq!(serde_json::to_value(data).unwrap(), text);
        let context = PipelineContext::from_iter([("a", 1)]).set("a", 2);
        assert_eq!(serde_json::to_value(context).unwrap(), r#"{"a":2}"#);
    }

    #[test]
    fn without_values_it_is_an_empty_list_or_object() {
        assert_eq!(serde_json::to_value(CustomDataParams::new()).unwrap(), "[]");
        assert_eq!(serde_json::to_value(PipelineContext::new()).unwrap(), "{}");
    }
}

//! Custom data in responses.

use serde_json::Value;

use super::types::{CustomData, CustomDataType};

impl CustomData {
    /// Returns the value as JSON.
    ///
    /// The service keeps values as text. A number, a Boolean or an object is parsed; if it is malformed, the text itself is
    /// returned. A string may come with or without the quotes of JSON. A date is a string, or a number of milliseconds since
    /// 1970. Without a value, it is `null`.
    #[must_use]
    pub fn json(&self) -> Value {
        let Some(text) = self.value.as_deref() else {
            return Value::Null;
        };
        let parsed = serde_json::from_str::<Value>(text).ok();
        let expected = |value: &Value| match self.data_type {
            // `1` and `true` are texts here. So is a text that happens to be in quotes, but it can't be told apart.
            CustomDataType::String | CustomDataType::Select => value.is_string(),
            CustomDataType::Datetime => value.is_string() || value.is_number(),
            _ => true,
        };
        let parsed = parsed.filter(expected);
        parsed.unwrap_or_else(|| Value::String(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(data_type: CustomDataType, value: &str) -> Value {
        let data = CustomData {
            data_type,
            value: Some(value.to_owned()),
            ..CustomData::default()
        };
        data.json()
    }

    #[test]
    fn a_string_is_read_with_and_without_quotes() {
        for text in ["\"18\"", "18"] {
            assert_eq!(read(CustomDataType::String, text), "18");
        }
        assert_eq!(read(CustomDataType::String, "{}"), "{}");
        assert_eq!(read(CustomDataType::Select, "\"red\""), "red");
    }

    #[test]
    fn other_types_are_parsed() {
        assert_eq!(read(CustomDataType::Number, "1.5"), json!(1.5));
        assert_eq!(read(CustomDataType::Boolean, "true"), json!(true));
        assert_eq!(
            read(CustomDataType::Object, r#"{"a":[1]}"#),
            json!({"a": [1]})
        );
        assert_eq!(
            read(CustomDataType::Datetime, "1619231783000"),
            json!(1_619_231_783_000_i64)
        );
        let date = "2021-04-24T02:36:23.000Z";
        assert_eq!(read(CustomDataType::Datetime, date), date);
        assert_eq!(read(CustomDataType::Datetime, &format!("\"{date}\"")), date);
    }

    #[test]
    fn a_malformed_value_is_kept_as_text_and_an_absent_one_is_null() {
        assert_eq!(read(CustomDataType::Number, "many"), "many");
        assert_eq!(read(CustomDataType::Object, "{"), "{");
        assert_eq!(CustomData::default().json(), Value::Null);
    }
}

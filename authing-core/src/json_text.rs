//! JSON stored in a string.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::text::text_type;

text_type! {
    /// A string of the service that contains JSON, such as a user's metadata.
    ///
    /// The text is kept unchanged, even if it is invalid, and serialized as a string, as the service does.
    ///
    /// ```
    /// # use authing_core::JsonText;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Metadata {
    ///     plan: String,
    /// }
    ///
    /// let metadata = JsonText::from(r#"{"plan":"gold"}"#);
    /// assert_eq!(metadata.read::<Metadata>()?.plan, "gold");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    JsonText
}

impl JsonText {
    /// Parses the text as JSON.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not the JSON of a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self)
    }

    /// Serializes a value as JSON, for an operation that takes such a string.
    ///
    /// # Errors
    ///
    /// If `T` can't be serialized as JSON.
    pub fn write<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        serde_json::to_string(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_value_is_read_back() {
        let text = JsonText::write(&["read", "write"]).unwrap();
        assert_eq!(text.as_str(), r#"["read","write"]"#);
        assert_eq!(text.read::<Vec<String>>().unwrap(), ["read", "write"]);
        assert!(text.read::<u8>().is_err());
        assert!(JsonText::from("").read::<serde_json::Value>().is_err());
    }

    #[test]
    fn it_is_serialized_as_a_string() {
        let text = JsonText::from("{}");
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(json, r#""{}""#);
        assert_eq!(serde_json::from_str::<JsonText>(&json).unwrap(), text);
    }
}

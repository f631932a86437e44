//! Serialization of the records' fields.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::crypto::ids::is_object_id;

/// Returns whether a field can be omitted, because its value is the default.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads an id in lower case. Empty if it is missing, which never occurs in a stored record.
pub(super) fn id<'de, D: Deserializer<'de>>(reader: D) -> Result<String, D::Error> {
    match Option::<String>::deserialize(reader)? {
        None => Ok(String::new()),
        Some(id) if is_object_id(&id) => Ok(id.to_ascii_lowercase()),
        Some(_) => Err(D::Error::custom("is not an id: 24 hexadecimal digits")),
    }
}

/// Reads strings by name. A duplicate name is an error, as it is for struct members.
pub(super) fn each_once<'de, D: Deserializer<'de>>(
    reader: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    struct Texts;

    impl<'de> Visitor<'de> for Texts {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of strings")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut read: A) -> Result<Self::Value, A::Error> {
            let mut texts = BTreeMap::new();
            while let Some((name, text)) = read.next_entry::<String, String>()? {
                if texts.contains_key(&name) {
                    return Err(A::Error::custom(format!("duplicate field `{name}`")));
                }
                texts.insert(name, text);
            }
            Ok(texts)
        }
    }

    reader.deserialize_map(Texts)
}

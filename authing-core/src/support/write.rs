//! Writing structs field by field: one macro call per struct, which compiles faster than the code of serde's derive.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// Implements `Serialize` for the struct: `value(field, "wireName")` for each field, or `optional(…)` for an `Option` that is
/// omitted if it is `None`, or `or(field, "wireName", default)`. [`Writer`] has the kinds.
#[doc(hidden)]
#[macro_export]
macro_rules! __sent {
    ($name:ident: $($kind:ident($field:ident, $wire:literal $(, $default:literal)?)),* $(,)?) => {
        impl $crate::support::Fields for $name {
            const NAME: &'static str = stringify!($name);

            #[allow(unused_variables)]
            fn write<S: $crate::support::serde::ser::SerializeStruct>(
                &self,
                to: &mut $crate::support::Writer<S>,
            ) {
                $(to.$kind($wire, &self.$field $(, $default)?);)*
            }
        }

        impl $crate::support::Serialize for $name {
            fn serialize<S: $crate::support::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::support::write(self, serializer)
            }
        }
    };
}

/// A struct whose fields are written one by one.
pub trait Fields {
    /// The name of the struct.
    const NAME: &'static str;

    /// Writes each field.
    fn write<S: SerializeStruct>(&self, to: &mut Writer<S>);
}

/// Serializes the fields of a struct.
///
/// # Errors
///
/// The serializer's.
pub fn write<T: Fields, S: Serializer>(fields: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut counted = Writer::new(Count(0));
    fields.write(&mut counted);
    let Count(count) = counted.to;
    let mut writer = Writer::new(serializer.serialize_struct(T::NAME, count)?);
    fields.write(&mut writer);
    match writer.failed {
        None => writer.to.end(),
        Some(error) => Err(error),
    }
}

/// Writes the fields of a struct, until one fails.
#[derive(Debug)]
pub struct Writer<S: SerializeStruct> {
    to: S,
    failed: Option<S::Error>,
}

impl<S: SerializeStruct> Writer<S> {
    fn new(to: S) -> Self {
        Self { to, failed: None }
    }

    /// Writes a value.
    pub fn value<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.failed.is_none() {
            self.failed = self.to.serialize_field(name, value).err();
        }
    }

    /// Writes a value, if there is one.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        match value {
            Some(value) => self.value(name, value),
            None if self.failed.is_none() => self.failed = self.to.skip_field(name).err(),
            None => {}
        }
    }

    /// Writes a value, or its default if there is none.
    pub fn or<T: Serialize>(&mut self, name: &'static str, value: &Option<T>, default: T) {
        self.value(name, value.as_ref().unwrap_or(&default));
    }

    /// Writes a list.
    pub fn list<T: Serialize>(&mut self, name: &'static str, list: &Vec<T>) {
        self.value(name, list);
    }

    /// Writes a list of lists.
    pub fn rows<T: Serialize>(&mut self, name: &'static str, rows: &Vec<Vec<T>>) {
        self.value(name, rows);
    }

    /// Writes nothing: secrets are not serialized.
    pub fn secret<T>(&mut self, _: &'static str, _: &T) {}

    /// Writes nothing, as for one secret.
    pub fn secrets<T>(&mut self, _: &'static str, _: &Vec<T>) {}

    /// Writes nothing, as for one secret.
    pub fn secret_rows<T>(&mut self, _: &'static str, _: &Vec<Vec<T>>) {}
}

/// Counts the fields: some formats write their number first.
struct Count(usize);

impl SerializeStruct for Count {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        _: &T,
    ) -> Result<(), fmt::Error> {
        self.0 += 1;
        Ok(())
    }

    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::support::sent;

    /// Fields of every kind, in this order on the wire.
    #[derive(Default)]
    struct Form {
        id: String,
        note: Option<Option<&'static str>>,
        page: Option<u32>,
        list: Option<Vec<u8>>,
        bad: Option<Bad>,
    }

    sent! {
        Form: value(id, "_id"), optional(note, "note"), or(page, "page", 1), optional(list, "theList"),
        optional(bad, "bad"),
    }

    /// A value that can't be serialized.
    struct Bad;

    impl Serialize for Bad {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("bad"))
        }
    }

    #[test]
    fn what_is_not_set_is_omitted_or_has_its_default_and_null_is_sent() {
        let form = |note, list, page| Form {
            id: "1".to_owned(),
            note,
            page,
            list,
            bad: None,
        };
        for (form, json, count) in [
            (form(None, None, None), r#"{"_id":"1","page":1}"#, 2),
            (
                form(Some(None), None, Some(2)),
                r#"{"_id":"1","note":null,"page":2}"#,
                3,
            ),
            (
                form(Some(Some("n")), Some(vec![1]), None),
                r#"{"_id":"1","note":"n","page":1,"theList":[1]}"#,
                4,
            ),
        ] {
            assert_eq!(serde_json::to_string(&form).unwrap(), json);
            assert_eq!(serde_json::to_value(&form).unwrap().to_string(), json);
            let mut counted = Writer::new(Count(0));
            form.write(&mut counted);
            assert_eq!(counted.to.0, count, "{json}");
        }
    }

    #[test]
    fn the_first_error_ends_the_writing() {
        let form = Form {
            bad: Some(Bad),
            ..Form::default()
        };
        assert_eq!(serde_json::to_string(&form).unwrap_err().to_string(), "bad");
    }
}

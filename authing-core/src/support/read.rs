//! Reading response types: one visitor for all of them, which compiles faster than the visitors of serde's derive.

mod missing;
mod seen;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::root::{List, Rows};
use super::write::Fields;
use missing::Missing;
use seen::Seen;

/// Implements `Deserialize` and `Serialize` for a response type: `value(0, field, "wireName")` for each field, in the order of
/// their numbers. [`Source`] has the kinds.
#[doc(hidden)]
#[macro_export]
macro_rules! __response {
    ($name:ident: $($kind:ident($number:literal, $field:ident, $wire:literal)),* $(,)?) => {
        $crate::__sent! { $name: $($kind($field, $wire),)* }

        impl $crate::support::Response for $name {
            const FIELDS: &'static [&'static str] = &[$($wire),*];

            fn number(name: &str) -> usize {
                match name {
                    $($wire => $number,)*
                    other => $crate::support::number_by_rest_name::<Self>(other),
                }
            }

            #[allow(unused_variables)]
            fn read<'de, S: $crate::support::Source<'de>>(
                &mut self,
                number: usize,
                from: S,
            ) -> Result<(), S::Error> {
                match number {
                    $($number => from.$kind(&mut self.$field),)*
                    _ => Ok(()),
                }
            }
        }

        impl<'de> $crate::support::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::support::read(deserializer)
            }
        }
    };
}

/// A response type, whose fields are read one by one.
pub trait Response: Fields + Default {
    /// The wire names of the fields; a field's position is its number.
    const FIELDS: &'static [&'static str];

    /// Returns the number of the field with this wire name, or `usize::MAX`. A `match` is faster than a search.
    fn number(name: &str) -> usize;

    /// Reads the field with this number.
    ///
    /// # Errors
    ///
    /// The source's.
    fn read<'de, S: Source<'de>>(&mut self, number: usize, from: S) -> Result<(), S::Error>;
}

/// Returns the number of the field that has this name in responses of REST paths only, or `usize::MAX`.
#[must_use]
pub fn number_by_rest_name<T: Response>(name: &str) -> usize {
    match name {
        "lastIp" => T::number("lastIP"),
        _ => usize::MAX,
    }
}

/// Where the value of a field comes from.
pub trait Source<'de>: Sized {
    /// The deserializer's error.
    type Error: Error;

    /// Returns the value.
    ///
    /// # Errors
    ///
    /// The deserializer's, or that the value is missing.
    fn next<T: Deserialize<'de>>(self) -> Result<T, Self::Error>;

    /// Returns the value, or `None` if it is missing.
    ///
    /// # Errors
    ///
    /// The deserializer's.
    fn next_if_any<T: Deserialize<'de>>(self) -> Result<Option<T>, Self::Error>;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// The deserializer's, or that the value is missing.
    fn value<T: Deserialize<'de>>(self, field: &mut T) -> Result<(), Self::Error> {
        *field = self.next()?;
        Ok(())
    }

    /// Reads a list tolerantly.
    ///
    /// # Errors
    ///
    /// The deserializer's.
    fn list<T: Deserialize<'de>>(self, field: &mut Vec<T>) -> Result<(), Self::Error> {
        *field = self.next_if_any()?.map_or_else(Vec::new, |List(list)| list);
        Ok(())
    }

    /// Reads a list of lists tolerantly.
    ///
    /// # Errors
    ///
    /// The deserializer's.
    fn rows<T: Deserialize<'de>>(self, field: &mut Vec<Vec<T>>) -> Result<(), Self::Error> {
        *field = self.next_if_any()?.map_or_else(Vec::new, |Rows(rows)| rows);
        Ok(())
    }

    /// Reads a secret, which is not serialized.
    ///
    /// # Errors
    ///
    /// The deserializer's, or that the value is missing.
    fn secret<T: Deserialize<'de>>(self, field: &mut T) -> Result<(), Self::Error> {
        self.value(field)
    }

    /// Reads a list of secrets, which is not serialized.
    ///
    /// # Errors
    ///
    /// The deserializer's.
    fn secrets<T: Deserialize<'de>>(self, field: &mut Vec<T>) -> Result<(), Self::Error> {
        self.list(field)
    }

    /// Reads a list of lists of secrets, which is not serialized.
    ///
    /// # Errors
    ///
    /// The deserializer's.
    fn secret_rows<T: Deserialize<'de>>(self, field: &mut Vec<Vec<T>>) -> Result<(), Self::Error> {
        self.rows(field)
    }
}

/// Reads a response type as serde's derive would: unknown fields are skipped, duplicate ones are rejected, a missing one is
/// `None` or an empty list, and other missing ones are rejected.
///
/// # Errors
///
/// The deserializer's.
pub fn read<'de, T: Response, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::FIELDS, Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Response> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut read = T::default();
        let mut seen = Seen::default();
        while let Some(number) = map.next_key_seed(Key(T::number))? {
            let Some(name) = T::FIELDS.get(number) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if !seen.insert(number) {
                return Err(A::Error::duplicate_field(name));
            }
            read.read(number, Entry(&mut map))?;
        }
        for (number, name) in T::FIELDS.iter().enumerate() {
            if !seen.contains(number) {
                read.read(number, Missing::new(name))?;
            }
        }
        Ok(read)
    }

    /// Reads the values in the order of the fields, as some formats store them.
    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<T, A::Error> {
        let mut read = T::default();
        let count = T::FIELDS.len();
        for number in 0..count {
            let element = Element {
                values: &mut values,
                number,
                name: T::NAME,
                count,
            };
            read.read(number, element)?;
        }
        Ok(read)
    }
}

/// Reads a key as the number of the field, or as one that no field has.
struct Key(fn(&str) -> usize);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<usize, E> {
        Ok(usize::try_from(number).unwrap_or(usize::MAX))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        Ok((self.0)(key))
    }

    fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<usize, E> {
        Ok(str::from_utf8(key).map_or(usize::MAX, self.0))
    }
}

/// The value of an entry of a map.
struct Entry<'a, A>(&'a mut A);

impl<'de, A: MapAccess<'de>> Source<'de> for Entry<'_, A> {
    type Error = A::Error;

    fn next<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        self.0.next_value()
    }

    fn next_if_any<T: Deserialize<'de>>(self) -> Result<Option<T>, A::Error> {
        self.0.next_value().map(Some)
    }
}

/// The value of an element of a sequence.
struct Element<'a, A> {
    values: &'a mut A,
    number: usize,
    name: &'static str,
    count: usize,
}

impl<'de, A: SeqAccess<'de>> Source<'de> for Element<'_, A> {
    type Error = A::Error;

    fn next<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        let value = self.values.next_element()?;
        value.ok_or_else(|| {
            let plural = if self.count == 1 { "" } else { "s" };
            let expected = format!("struct {} with {} element{plural}", self.name, self.count);
            A::Error::invalid_length(self.number, &expected.as_str())
        })
    }

    fn next_if_any<T: Deserialize<'de>>(self) -> Result<Option<T>, A::Error> {
        self.values.next_element()
    }
}

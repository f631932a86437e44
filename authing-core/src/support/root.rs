//! The `data` of a response: an object with one key, the operation's root field.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::lists::{list, rows};
use crate::operation::{Operation, Rejection};

/// The value of the root field of `O`, read as `P`: one of [`One`], [`Maybe`], [`List`] and [`Rows`].
///
/// The key must be present, even where `null` is allowed; unrequested keys are skipped.
pub struct Root<O, P> {
    payload: P,
    operation: PhantomData<fn() -> O>,
}

impl<O, P: Payload> Root<O, P> {
    /// Returns the operation's output.
    ///
    /// # Errors
    ///
    /// [`Rejection::Null`] for `null` where a value is required.
    pub fn output(self) -> Result<P::Output, Rejection> {
        self.payload.output()
    }
}

impl<O, P> fmt::Debug for Root<O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Root").finish_non_exhaustive()
    }
}

impl<'de, O: Operation, P: Deserialize<'de>> Deserialize<'de> for Root<O, P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Data(PhantomData))
    }
}

/// Reads the object. A list of its values is rejected, although a derived struct would accept it.
struct Data<O, P>(PhantomData<fn() -> (O, P)>);

impl<'de, O: Operation, P: Deserialize<'de>> Visitor<'de> for Data<O, P> {
    type Value = Root<O, P>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut payload = None;
        while let Some(Key { is_root, .. }) = fields.next_key::<Key<O>>()? {
            if !is_root {
                fields.next_value::<IgnoredAny>()?;
            } else if payload.is_some() {
                return Err(A::Error::duplicate_field(O::RESPONSE_KEY));
            } else {
                payload = Some(fields.next_value()?);
            }
        }
        Ok(Root {
            payload: payload.ok_or_else(|| A::Error::missing_field(O::RESPONSE_KEY))?,
            operation: PhantomData,
        })
    }
}

/// A key of the object: the root field's or another.
struct Key<O> {
    is_root: bool,
    operation: PhantomData<fn() -> O>,
}

impl<'de, O: Operation> Deserialize<'de> for Key<O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text<O>(PhantomData<fn() -> O>);

        impl<O: Operation> Visitor<'_> for Text<O> {
            type Value = Key<O>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key {
                    is_root: key == O::RESPONSE_KEY,
                    operation: PhantomData,
                })
            }
        }

        deserializer.deserialize_identifier(Text(PhantomData))
    }
}

/// The form of a root field's value, and its output.
pub trait Payload {
    /// The operation's output.
    type Output;

    /// Returns the output.
    ///
    /// # Errors
    ///
    /// [`Rejection::Null`] for `null` where a value is required.
    fn output(self) -> Result<Self::Output, Rejection>;
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident<$item:ident>: $stored:ty => $output:ty, $read:path, $give:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<$item>(pub(super) $stored);

        impl<'de, $item: Deserialize<'de>> Deserialize<'de> for $name<$item> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $read(deserializer).map(Self)
            }
        }

        impl<$item> Payload for $name<$item> {
            type Output = $output;

            fn output(self) -> Result<Self::Output, Rejection> {
                $give(self.0)
            }
        }
    )*};
}

// A value is boxed until it is the output: a user of 1.3 KB would be copied by each function that returns it.
payloads! {
    /// A required value.
    One<T>: Option<Box<T>> => T, Option::deserialize, |value| unboxed(value).ok_or(Rejection::Null);
    /// A value, or `null` if there is none.
    Maybe<T>: Option<Box<T>> => Option<T>, Option::deserialize, |value| Ok(unboxed(value));
    /// A list; `null` is an empty one.
    List<T>: Vec<T> => Vec<T>, list, Ok;
    /// A list of lists; `null` is an empty one.
    Rows<T>: Vec<Vec<T>> => Vec<Vec<T>>, rows, Ok;
}

fn unboxed<T>(value: Option<Box<T>>) -> Option<T> {
    value.map(|value| *value)
}

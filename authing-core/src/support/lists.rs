//! Lists in responses, read tolerantly.

use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a list: `null` is the empty list, and `null` elements are skipped.
///
/// They are skipped while reading: a `null` takes five bytes in a response, but an empty list slot takes hundreds.
///
/// An element as short as `{"_id":""}` takes fifty times as much in memory. Therefore a list that takes more than 64
/// MiB, without the texts in it, is rejected: that is more than 100,000 users.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_option(List::<Option<T>>(PhantomData))
}

/// The maximum size of a list in memory, in bytes, without the data that its elements point to.
const LARGEST_LIST: usize = 64 * 1024 * 1024;

/// Reads a list whose elements are read one by one as an `E`, which may be empty.
struct List<E>(PhantomData<E>);

impl<'de, E> Visitor<'de> for List<E>
where
    E: Deserialize<'de> + IntoIterator,
{
    type Value = Vec<E::Item>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<F>(self) -> Result<Self::Value, F> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let most = LARGEST_LIST / size_of::<E::Item>().max(1);
        let mut list = Vec::new();
        while let Some(element) = elements.next_element::<E>()? {
            list.extend(element);
            if list.len() > most {
                return Err(Error::custom(format_args!(
                    "more than {most} elements, which exceeds the memory limit"
                )));
            }
        }
        Ok(list)
    }
}

/// Reads a list of lists. `null` for any of them is the empty list; nothing is skipped, because an element's position
/// is significant: in a table, it is the column.
pub fn rows<'de, D, T>(deserializer: D) -> Result<Vec<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_option(List::<Row<T>>(PhantomData))
}

/// An inner list, which keeps its position even if it is `null`.
struct Row<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cells = deserializer.deserialize_option(List::<Cell<T>>(PhantomData));
        cells.map(Self)
    }
}

impl<T> IntoIterator for Row<T> {
    type Item = Vec<T>;
    type IntoIter = iter::Once<Vec<T>>;

    fn into_iter(self) -> Self::IntoIter {
        iter::once(self.0)
    }
}

/// An element of an inner list; `T` determines whether it can be `null`.
#[derive(Deserialize)]
#[serde(transparent)]
struct Cell<T>(T);

impl<T> IntoIterator for Cell<T> {
    type Item = T;
    type IntoIter = iter::Once<T>;

    fn into_iter(self) -> Self::IntoIter {
        iter::once(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_tolerantly() {
        #[derive(Deserialize)]
        struct Response {
            #[serde(default, deserialize_with = "list")]
            list: Vec<i64>,
        }
        for (json, expected) in [
            (r#"{"list":[1,null,2]}"#, vec![1, 2]),
            (r#"{"list":null}"#, vec![]),
            (r#"{}"#, vec![]),
        ] {
            let response: Response = serde_json::from_str(json).unwrap();
            assert_eq!(response.list, expected, "{json}");
        }
        assert!(serde_json::from_str::<Response>(r#"{"list":["a"]}"#).is_err());
    }

    #[test]
    fn elements_of_a_list_of_lists_keep_their_positions() {
        #[derive(Deserialize)]
        struct Response {
            #[serde(default, deserialize_with = "rows")]
            rows: Vec<Vec<Option<i64>>>,
        }
        for (json, expected) in [
            (
                r#"{"rows":[[1,null,2],null,[]]}"#,
                vec![vec![Some(1), None, Some(2)], vec![], vec![]],
            ),
            (r#"{"rows":null}"#, vec![]),
            (r#"{}"#, vec![]),
        ] {
            let response: Response = serde_json::from_str(json).unwrap();
            assert_eq!(response.rows, expected, "{json}");
        }
        for rejected in [r#"{"rows":[1]}"#, r#"{"rows":[["a"]]}"#] {
            assert!(
                serde_json::from_str::<Response>(rejected).is_err(),
                "{rejected}"
            );
        }
    }
}

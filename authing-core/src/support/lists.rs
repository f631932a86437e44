//! Lists of a response, read tolerantly.

use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a list of the service: `null` is the empty list, and `null` elements, which hold nothing, are skipped.
///
/// They are skipped while they are read: a `null` is five bytes of an answer, and an empty place in a list takes
/// hundreds.
///
/// What is as short as `{"_id":""}` takes fifty times as much in memory. So a list is refused that takes more than 64 MiB,
/// beside the texts in it: that is more than 100,000 users.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_option(List::<Option<T>>(PhantomData))
}

/// How much a list may take in memory, in bytes, beside what its elements point to.
const LARGEST_LIST: usize = 64 * 1024 * 1024;

/// Reads a list whose elements come one by one in an `E`, which may hold none.
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
                    "more than {most} elements, which is more than is kept in memory"
                )));
            }
        }
        Ok(list)
    }
}

/// Reads a list of lists. `null` for any of them is the empty list; nothing is skipped, because where an element stands
/// says what it is: in a table, which column.
pub fn rows<'de, D, T>(deserializer: D) -> Result<Vec<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_option(List::<Row<T>>(PhantomData))
}

/// A list in a list, whose place it keeps even if it is `null`.
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

/// An element of such a list; `T` says whether it can be `null`.
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
        struct Answer {
            #[serde(default, deserialize_with = "list")]
            list: Vec<i64>,
        }
        for (json, expected) in [
            (r#"{"list":[1,null,2]}"#, vec![1, 2]),
            (r#"{"list":null}"#, vec![]),
            (r#"{}"#, vec![]),
        ] {
            let answer: Answer = serde_json::from_str(json).unwrap();
            assert_eq!(answer.list, expected, "{json}");
        }
        assert!(serde_json::from_str::<Answer>(r#"{"list":["a"]}"#).is_err());
    }

    #[test]
    fn in_a_list_of_lists_everything_keeps_its_place() {
        #[derive(Deserialize)]
        struct Answer {
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
            let answer: Answer = serde_json::from_str(json).unwrap();
            assert_eq!(answer.rows, expected, "{json}");
        }
        for refused in [r#"{"rows":[1]}"#, r#"{"rows":[["a"]]}"#] {
            assert!(
                serde_json::from_str::<Answer>(refused).is_err(),
                "{refused}"
            );
        }
    }
}

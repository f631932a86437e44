//! What generated code calls, and the crates it names. Not part of the public API.

use std::fmt;
use std::iter;
use std::marker::PhantomData;

pub use graphql_client;
pub use serde;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bind::{BindError, Binder, InvalidInput};
use crate::error_code::ErrorCode;
use crate::operation::Rejection;
use crate::secret::Secret;

/// A secret inside generated variables: goes on the wire as it is, and is shown by nothing else.
#[derive(Clone)]
pub struct WireSecret(Secret);

impl From<Secret> for WireSecret {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

impl Serialize for WireSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl fmt::Debug for WireSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is something else on the wire: a secret that is sent encrypted, an input object that holds one, and what holds these.
pub trait Bind {
    /// What it is on the wire.
    type Wire;

    /// Encrypts each secret, once. `field` is the field's name in Rust, for the error.
    ///
    /// # Errors
    ///
    /// [`BindError`], naming the field.
    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError>;
}

impl Bind for Secret {
    type Wire = WireSecret;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        let encrypted = binder.encrypt(field, &self)?;
        Ok(WireSecret(Secret::new(encrypted)))
    }
}

impl<T: Bind> Bind for Option<T> {
    type Wire = Option<T::Wire>;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        self.map(|value| value.bind(field, binder)).transpose()
    }
}

impl<T: Bind> Bind for Vec<T> {
    type Wire = Vec<T::Wire>;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        let elements = self.into_iter();
        elements
            .map(|element| element.bind(field, binder))
            .collect()
    }
}

impl<T: Bind> Bind for Box<T> {
    type Wire = Box<T::Wire>;

    fn bind(self, field: &'static str, binder: &dyn Binder) -> Result<Self::Wire, BindError> {
        (*self).bind(field, binder).map(Box::new)
    }
}

/// Refuses a required text that is empty or blank.
pub fn require_text(field: &'static str, text: &str) -> Result<(), InvalidInput> {
    if text.trim().is_empty() {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    Ok(())
}

/// Refuses a required secret that is empty. Blanks may be part of a password.
pub fn require_secret(field: &'static str, secret: &Secret) -> Result<(), InvalidInput> {
    if secret.is_empty() {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    Ok(())
}

/// The number that a code of decimal digits stands for.
///
/// The service declares some codes as `Int`, so that a leading zero does not reach it; that is its contract.
pub fn digits(field: &'static str, code: &Secret) -> Result<i32, InvalidInput> {
    require_secret(field, code)?;
    if !code.expose().bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidInput::new(
            field,
            "must consist of the digits 0 to 9",
        ));
    }
    code.expose()
        .parse()
        .map_err(|_| InvalidInput::new(field, "has more digits than the service can read"))
}

/// Refuses a required list of texts that is empty, or has an element that is empty or blank.
pub fn require_texts(field: &'static str, texts: &[String]) -> Result<(), InvalidInput> {
    if texts.is_empty() {
        return Err(InvalidInput::new(field, "must not be empty"));
    }
    require_elements(field, texts)
}

/// Refuses a list with an element that is empty or blank.
pub fn require_elements(field: &'static str, texts: &[String]) -> Result<(), InvalidInput> {
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err(InvalidInput::new(
            field,
            "must not have an element that is empty",
        ));
    }
    Ok(())
}

/// That `field` must be given too, because `beside` is.
pub fn missing(field: &'static str, beside: &str) -> InvalidInput {
    InvalidInput::new(field, format!("must be given beside `{beside}`"))
}

/// The list as the one text that the service takes for it.
pub fn comma_separated(
    field: &'static str,
    list: &[String],
    max: Option<usize>,
) -> Result<String, InvalidInput> {
    require_texts(field, list)?;
    if let Some(max) = max
        && list.len() > max
    {
        return Err(InvalidInput::new(
            field,
            format!("must not have more than {max} elements"),
        ));
    }
    if list.iter().any(|text| text.contains(',')) {
        return Err(InvalidInput::new(
            field,
            "must not have an element with a comma in it",
        ));
    }
    Ok(list.join(","))
}

/// What a response says of its own success, where the service can refuse inside the data.
pub trait Verdict: Sized {
    /// The outcome's code, if it has one.
    fn code(&self) -> Option<i64>;

    /// Whether it succeeded, if it says so.
    fn status(&self) -> Option<bool>;

    /// The service's words.
    fn message(&self) -> Option<&str>;
}

/// Tells a success from a refusal, which has a code other than 200, or a status of `false`.
pub fn accepted<T: Verdict>(output: T) -> Result<T, Rejection> {
    let code = output
        .code()
        .map(ErrorCode::new)
        .filter(|code| *code != ErrorCode::OK);
    if code.is_none() && output.status() != Some(false) {
        return Ok(output);
    }
    Err(Rejection::Refused {
        code,
        message: output.message().unwrap_or_default().to_owned(),
    })
}

/// Reads a field that must be there, whatever it is.
pub fn present<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer)
}

/// Reads a list of the service: `null` is the empty list, and `null` elements, which hold nothing, are passed over.
///
/// They are passed over while they are read: a `null` is five bytes of an answer, and an empty place in a list takes
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

/// Reads a list of lists. `null` for any of them is the empty list; nothing is passed over, because where an element stands
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
    fn a_wire_secret_is_seen_on_the_wire_only() {
        let secret = WireSecret::from(Secret::from("123456"));
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"123456\"");
        assert_eq!(format!("{secret:?}"), "Secret(***)");
    }

    #[test]
    fn blank_text_is_refused_but_a_blank_password_is_the_users_own_business() {
        assert_eq!(
            require_text("email", "  ").unwrap_err().to_string(),
            "`email` must not be empty"
        );
        assert!(require_secret("password", &"  ".into()).is_ok());
        assert!(require_secret("password", &"".into()).is_err());
    }

    #[test]
    fn a_code_is_digits_and_fits_a_graphql_int() {
        assert_eq!(digits("code", &"0042".into()), Ok(42));
        for bad in ["", "12a4", "-123", "+123", " 123", "１２３", "99999999999"] {
            let error = digits("code", &bad.into()).unwrap_err();
            assert_eq!(error.field, "code");
            assert!(
                bad.is_empty() || !error.to_string().contains(bad),
                "{error}"
            );
        }
    }

    #[test]
    fn a_required_list_has_elements_and_none_is_blank() {
        let check = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
            require_texts("ids", &texts).map_err(|error| error.to_string())
        };
        assert_eq!(check(&["a", "b"]), Ok(()));
        assert_eq!(check(&[]), Err("`ids` must not be empty".to_owned()));
        for blank in ["", " ", "\t"] {
            assert_eq!(
                check(&["a", blank]),
                Err("`ids` must not have an element that is empty".to_owned())
            );
        }
    }

    #[test]
    fn a_code_or_a_status_refuses() {
        struct Said(Option<i64>, Option<bool>);

        impl Verdict for Said {
            fn code(&self) -> Option<i64> {
                self.0
            }

            fn status(&self) -> Option<bool> {
                self.1
            }

            fn message(&self) -> Option<&str> {
                Some("no")
            }
        }

        let code = |code, status| match accepted(Said(code, status)) {
            Ok(_) => Ok(()),
            Err(Rejection::Refused { code, .. }) => Err(code.map(ErrorCode::get)),
            Err(other) => panic!("{other:?}"),
        };
        for (given, status) in [
            (None, None),
            (Some(200), Some(true)),
            (Some(200), None),
            (None, Some(true)),
        ] {
            assert_eq!(code(given, status), Ok(()), "{given:?} {status:?}");
        }
        for (given, status, refused) in [
            (Some(2004), Some(false), Some(2004)),
            (Some(500), Some(true), Some(500)),
            (Some(2001), None, Some(2001)),
            (None, Some(false), None),
            (Some(200), Some(false), None),
        ] {
            assert_eq!(code(given, status), Err(refused), "{given:?} {status:?}");
        }
    }

    #[test]
    fn a_comma_separated_list_is_what_its_elements_were() {
        let join = |list: &[&str], max| {
            let list: Vec<String> = list.iter().map(|&text| text.to_owned()).collect();
            comma_separated("ids", &list, max).map_err(|error| error.to_string())
        };
        assert_eq!(join(&["a", "b"], Some(2)).as_deref(), Ok("a,b"));
        assert_eq!(join(&["a", "b", "c"], None).as_deref(), Ok("a,b,c"));
        for (list, reason) in [
            (&[][..], "must not be empty"),
            (&["a", " "], "must not have an element that is empty"),
            (&["a", "b,c"], "must not have an element with a comma in it"),
            (&["a", "b", "c"], "must not have more than 2 elements"),
        ] {
            assert_eq!(join(list, Some(2)), Err(format!("`ids` {reason}")));
        }
    }

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

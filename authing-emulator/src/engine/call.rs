//! A call of one root field, as its handler receives it.

use apollo_compiler::response::{JsonMap, JsonValue};
use serde_json::{Map, Value};

use crate::rules::api_error::ApiError;
use crate::rules::api_error::text::Language;
use crate::rules::caller::{self, Caller};
use crate::rules::pool::Pool;
use crate::rules::users::lookup;
use crate::store::apps::App;
use crate::store::users::User;

/// The result of a handler: the field's value before the selection is applied, or an API error.
pub(crate) type HandlerResult = Result<Value, ApiError>;

/// The sender of a request.
pub(crate) struct Sender<'a> {
    /// The token from the `Authorization` header.
    pub(crate) token: Option<&'a str>,
    pub(crate) ip: &'a str,
    /// The user pool and the app that headers name, in the API that has such headers.
    pub(crate) user_pool_id: Option<&'a str>,
    pub(crate) app_id: Option<&'a str>,
    /// The session in a cookie, to which a captcha belongs; in the same API.
    pub(crate) captcha_session: Option<String>,
    /// The language of messages.
    pub(crate) language: Language,
}

pub(crate) struct Call<'a> {
    pub(crate) pool: &'a Pool,
    pub(crate) args: Args<'a>,
    /// The caller. `None` if the field requires no token, because tokens are then ignored.
    pub(crate) caller: Option<Caller>,
    /// The app that a header names.
    pub(crate) app: Option<App>,
    pub(crate) sender: &'a Sender<'a>,
}

impl Call<'_> {
    /// Returns an error's message, for results that have it as data.
    pub(crate) fn message<'e>(&self, error: &'e ApiError) -> &'e str {
        error.message.in_language(self.sender.language)
    }

    pub(crate) fn is_owner(&self) -> bool {
        self.caller.as_ref().is_some_and(Caller::is_owner)
    }

    /// Returns the id of the user whom the call is about: the named one, or else the caller. Users may name only
    /// themselves.
    pub(crate) fn subject(&self, named: Option<&str>) -> Result<String, ApiError> {
        caller::subject(self.caller.as_ref(), named)
    }

    /// Returns the user whom the call is about.
    pub(crate) fn user(&self, named: Option<&str>) -> Result<User, ApiError> {
        lookup::known(&self.pool.store.read()?, &self.subject(named)?)
    }
}

/// An object whose field is selected, as the field's handler receives it.
pub(crate) struct Parent<'a> {
    pub(crate) pool: &'a Pool,
    /// The arguments of the field.
    pub(crate) args: Args<'a>,
    /// The object's fields.
    pub(crate) object: Args<'a>,
}

/// A page, as the number of entries before it and its maximum size.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) skip: usize,
    pub(crate) take: usize,
}

impl Window {
    /// The first page.
    pub(crate) const FIRST: Self = Self { skip: 0, take: 10 };

    /// Everything.
    pub(crate) const ALL: Self = Self {
        skip: 0,
        take: usize::MAX,
    };
}

/// Arguments or an input object, coerced to the schema's types. Absent values and nulls are the same.
#[derive(Clone, Copy)]
pub(crate) struct Args<'a>(pub(crate) &'a JsonMap);

impl<'a> Args<'a> {
    /// Returns everything that was given.
    pub(crate) fn to_json(self) -> Map<String, Value> {
        match serde_json::to_value(self.0) {
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        }
    }

    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    pub(crate) fn owned_text(self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    pub(crate) fn int(self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    pub(crate) fn flag(self, name: &str) -> bool {
        self.flag_if_given(name).unwrap_or(false)
    }

    pub(crate) fn flag_if_given(self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    /// For an input whose absence and null differ: `None` if absent, `Some(None)` if null.
    pub(crate) fn text_or_null(self, name: &str) -> Option<Option<&'a str>> {
        self.0.get(name).map(JsonValue::as_str)
    }

    /// Returns the strings of a list, without its nulls.
    pub(crate) fn texts(self, name: &str) -> Vec<&'a str> {
        let list = self.0.get(name).and_then(JsonValue::as_array);
        list.into_iter()
            .flatten()
            .filter_map(JsonValue::as_str)
            .collect()
    }

    pub(crate) fn object(self, name: &str) -> Option<Args<'a>> {
        self.0.get(name)?.as_object().map(Args)
    }

    /// Returns the requested page of a list from `page` (from 1) and `count`; the defaults are 1 and 10.
    pub(crate) fn window(self, page: &str, count: &str) -> Window {
        self.window_from(1, page, count)
    }

    /// The same where the first page has this number.
    pub(crate) fn window_from(self, first: usize, page: &str, count: &str) -> Window {
        let natural = |name, default| match self.int(name) {
            Some(number) => usize::try_from(number).unwrap_or_default(),
            None => default,
        };
        let take = natural(count, 10);
        Window {
            skip: natural(page, first)
                .saturating_sub(first)
                .saturating_mul(take),
            take,
        }
    }

    /// Returns the objects of a list.
    pub(crate) fn objects(self, name: &str) -> Vec<Args<'a>> {
        let list = self.0.get(name).and_then(JsonValue::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|item| item.as_object().map(Args))
            .collect()
    }

    /// Returns a page of `items`.
    pub(crate) fn page<T>(self, page: &str, count: &str, items: Vec<T>) -> Vec<T> {
        let window = self.window(page, count);
        items
            .into_iter()
            .skip(window.skip)
            .take(window.take)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pages_start_at_one_and_have_ten_entries() {
        let page = |args: Value| -> Vec<i32> {
            let args = JsonValue::from(args);
            Args(args.as_object().unwrap()).page("page", "count", (0..25).collect())
        };
        assert_eq!(page(json!({})), Vec::from_iter(0..10));
        assert_eq!(page(json!({"page": 3})), Vec::from_iter(20..25));
        assert_eq!(page(json!({"page": 2, "count": 3})), vec![3, 4, 5]);
        assert!(page(json!({"page": i32::MAX, "count": i32::MAX})).is_empty());
        assert!(page(json!({"page": -1, "count": -1})).is_empty());
    }
}

//! The declaration of REST paths.

use apollo_compiler::response::JsonValue;

use crate::engine::call::{Args, Call, HandlerResult};
use crate::engine::token::Token;
use crate::rules::api_error::{ApiError, Code};

/// A path with a method, what it requires, and its handler.
pub(crate) struct Route {
    pub(crate) method: Method,
    /// `/api/v2/users/{id}`: what is in braces becomes an argument.
    pub(crate) path: &'static str,
    pub(crate) token: Token,
    required: &'static [Parameter],
    handle: fn(&Call<'_>) -> HandlerResult,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// A required argument, besides those of the path, which always have a value.
pub(super) type Parameter = (&'static str, Kind);

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A string that is not empty.
    Text,
    /// A string that may be empty.
    AnyText,
    Flag,
    Texts,
    /// A list of anything.
    List,
    /// A list of objects, each of which requires these.
    Objects(&'static [Parameter]),
}

/// One line per path: its method and token, and its handler with the arguments that it requires. An argument without a
/// kind is a [`Kind::Text`].
macro_rules! routes {
    ($($method:ident $path:literal $token:ident $($handler:ident)::+ $(($($name:ident $(: $kind:expr)?),+))?;)*) => {
        pub(super) const ROUTES: &[crate::api::v2::rest::Route] = &[$(crate::api::v2::rest::Route::new(
            crate::api::v2::rest::Method::$method,
            $path,
            crate::engine::token::Token::$token,
            &[$($((stringify!($name), crate::api::v2::rest::routes::kind!($($kind)?))),+)?],
            $($handler)::+,
        )),*];
    };
}
pub(super) use routes;

macro_rules! kind {
    () => {
        crate::api::v2::rest::routes::Kind::Text
    };
    ($kind:expr) => {
        $kind
    };
}
pub(super) use kind;

impl Route {
    pub(super) const fn new(
        method: Method,
        path: &'static str,
        token: Token,
        required: &'static [Parameter],
        handle: fn(&Call<'_>) -> HandlerResult,
    ) -> Self {
        Self {
            method,
            path,
            token,
            required,
            handle,
        }
    }

    /// Responds to a call, if it has what the path requires.
    pub(crate) fn respond(&self, call: &Call<'_>) -> HandlerResult {
        check(self.required, call.args)?;
        (self.handle)(call)
    }
}

/// Rejects arguments that lack one of these.
pub(super) fn check(required: &[Parameter], args: Args<'_>) -> Result<(), ApiError> {
    for (name, kind) in required {
        let value = args.0.get(*name).unwrap_or(&JsonValue::Null);
        if !kind.fits(value) {
            let (chinese, english) = kind.names();
            return Err(Code::ParameterMissing.saying(
                format!("缺少参数 `{name}`（{chinese}）"),
                format!("`{name}` is required: {english}"),
            ));
        }
        if let (Kind::Objects(members), Some(items)) = (kind, value.as_array()) {
            let objects = items.iter().filter_map(JsonValue::as_object);
            for object in objects {
                check(members, Args(object))?;
            }
        }
    }
    Ok(())
}

impl Kind {
    fn fits(self, value: &JsonValue) -> bool {
        let is_list = |fits: fn(&JsonValue) -> bool| {
            let items = value.as_array();
            items.is_some_and(|items| items.iter().all(fits))
        };
        match self {
            Self::Text => value.as_str().is_some_and(|text| !text.is_empty()),
            Self::AnyText => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Texts => is_list(JsonValue::is_string),
            Self::List => value.is_array(),
            Self::Objects(_) => is_list(JsonValue::is_object),
        }
    }

    /// Returns what a value must be, in Chinese and English.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text | Self::AnyText => ("字符串", "a string"),
            Self::Flag => ("布尔值", "true or false"),
            Self::Texts => ("字符串数组", "a list of strings"),
            Self::List => ("数组", "a list"),
            Self::Objects(_) => ("对象数组", "a list of objects"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const MEMBERS: Kind = Kind::Objects(&[("code", Kind::Text), ("tags", Kind::Texts)]);

    fn missing(kind: Kind, value: Value) -> Option<String> {
        let args = JsonValue::from(json!({ "it": value }));
        let error = check(&[("it", kind)], Args(args.as_object().unwrap())).err()?;
        assert_eq!(error.code, 2231);
        let message = error.message.english().to_owned();
        let name = message.split('`').nth(1).unwrap();
        Some(name.to_owned())
    }

    #[test]
    fn a_value_of_another_type_counts_as_missing() {
        let values = [
            json!(null),
            json!(""),
            json!("x"),
            json!(true),
            json!(1),
            json!([]),
            json!(["x"]),
            json!([1]),
            json!({}),
        ];
        for (kind, fitting) in [
            (Kind::Text, vec![2]),
            (Kind::AnyText, vec![1, 2]),
            (Kind::Flag, vec![3]),
            (Kind::Texts, vec![5, 6]),
            (Kind::List, vec![5, 6, 7]),
            (MEMBERS, vec![5]),
        ] {
            let fits = |index: &usize| missing(kind, values[*index].clone()).is_none();
            let fits: Vec<_> = (0..values.len()).filter(fits).collect();
            assert_eq!(fits, fitting, "{kind:?}");
        }
    }

    #[test]
    fn objects_in_lists_are_checked() {
        let whole = json!({"code": "a", "tags": []});
        assert_eq!(missing(MEMBERS, json!([whole])), None);
        for (item, name) in [
            (json!({"tags": []}), "code"),
            (json!({"code": "a", "tags": [null]}), "tags"),
            (json!("a"), "it"),
        ] {
            assert_eq!(missing(MEMBERS, json!([whole, item])).unwrap(), name);
        }
    }
}

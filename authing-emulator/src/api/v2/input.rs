//! Reading arguments.

use apollo_compiler::response::JsonValue;
use serde_json::Value;

use crate::engine::call::{Args, Call};
use crate::rules::access::roles::coded::DEFAULT_NAMESPACE;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::apps;
use crate::rules::login::attempt::Origin;
use crate::rules::users::profile;
use crate::store::apps::App;

/// Returns a required argument.
pub(super) fn required<'a>(args: Args<'a>, name: &str) -> &'a str {
    // The schema requires it, or the declaration of the REST path.
    args.text(name).unwrap_or_default()
}

/// Returns a required input object.
pub(super) fn object<'a>(call: &Call<'a>, name: &str) -> Result<Args<'a>, ApiError> {
    call.args.object(name).ok_or_else(|| missing(name))
}

pub(super) fn missing(name: &str) -> ApiError {
    Code::ParameterMissing.saying(
        format!("缺少参数 `{name}`"),
        format!("`{name}` is required"),
    )
}

pub(super) fn namespace<'a>(args: Args<'a>) -> &'a str {
    args.text("namespace").unwrap_or(DEFAULT_NAMESPACE)
}

/// Returns the app that a call is for: the one in its header, or else the pool's.
pub(super) fn app(call: &Call<'_>) -> Result<App, ApiError> {
    match &call.app {
        Some(app) => Ok(app.clone()),
        None => apps::announced(call.pool),
    }
}

/// Returns the origin of a login or a registration.
pub(super) fn origin<'a>(call: &Call<'a>, args: Args<'a>, app: &'a App) -> Origin<'a> {
    Origin {
        ip: args.text("clientIp").unwrap_or(call.sender.ip),
        device: None,
        browser: None,
        app: Some(app),
    }
}

/// Returns the profile fields that are given. Null counts as absent.
pub(super) fn profile_of(args: Args<'_>) -> profile::Changes<'_> {
    let fields = profile::FIELDS.into_iter();
    fields
        .filter_map(|field| Some((field, Some(args.text(field)?))))
        .collect()
}

/// Keys and JSON texts of custom data.
pub(super) type Pairs = Vec<(String, String)>;

/// Returns the custom data in `params`: the JSON text of a list of keys and values.
pub(super) fn params(args: Args<'_>) -> Result<Pairs, ApiError> {
    let Some(text) = args.text("params").filter(|text| !text.is_empty()) else {
        return Ok(Vec::new());
    };
    let malformed = || {
        Code::Internal.saying(
            "`params` 必须是 JSON 数组，每项含 `key` 和 `value`",
            "`params` must be the JSON text of a list of objects with `key` and `value`",
        )
    };
    let list: Vec<Value> = serde_json::from_str(text).map_err(|_| malformed())?;
    let pairs = list.iter().map(|pair| {
        let text = match pair.get("value")? {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        Some((pair.get("key")?.as_str()?.to_owned(), text))
    });
    pairs.collect::<Option<_>>().ok_or_else(malformed)
}

/// Returns the custom data in a list of input objects.
pub(super) fn pairs(args: Args<'_>, list: &str) -> Pairs {
    let pairs = args.objects(list).into_iter();
    pairs
        .filter_map(|pair| Some((pair.owned_text("key")?, pair.owned_text("value")?)))
        .collect()
}

pub(super) fn borrowed(pairs: &Pairs) -> Vec<(&str, &str)> {
    let pairs = pairs.iter();
    pairs
        .map(|(key, text)| (key.as_str(), text.as_str()))
        .collect()
}

/// Returns the value of an enum argument.
pub(super) fn choice<T: serde::de::DeserializeOwned>(
    args: Args<'_>,
    name: &str,
) -> Result<T, ApiError> {
    optional_choice(args, name)?.ok_or_else(|| missing(name))
}

pub(super) fn optional_choice<T: serde::de::DeserializeOwned>(
    args: Args<'_>,
    name: &str,
) -> Result<Option<T>, ApiError> {
    let value = args
        .text(name)
        .map(|text| serde_json::from_value(text.into()));
    // The schema allows no other value. REST does.
    value.transpose().map_err(|_| {
        Code::Internal.saying(
            format!("`{name}` 的值无效"),
            format!("`{name}` has an unknown value"),
        )
    })
}

/// Returns whether an argument of a REST path says so: a flag in a body, `true` or `1` in a query string.
pub(super) fn says(args: Args<'_>, name: &str) -> bool {
    args.flag(name) || matches!(args.text(name), Some("true" | "1"))
}

/// Returns an argument as JSON.
pub(super) fn json(args: Args<'_>, name: &str) -> Option<Value> {
    let value = args
        .0
        .get(name)
        .filter(|value| !JsonValue::is_null(value))?;
    serde_json::to_value(value).ok()
}

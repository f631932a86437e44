//! The headers of a request: the user's, and those that each request has.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, Entry, HeaderMap,
    HeaderName, HeaderValue, TRANSFER_ENCODING, USER_AGENT,
};

use super::super::header::Header;
use super::super::redact::Secrets;

/// Returns the headers to send; their values are added to the secrets.
pub(super) fn read(lines: &[Header], secrets: &mut Secrets) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for Header { line, origin } in lines {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| format!("{origin} is not of the form `Name: value`"))?;
        let (name, value) = (name.trim(), value.trim());
        let parsed = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("{origin} does not begin with a valid header name"))?;
        if [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&parsed) {
            return Err(format!(
                "{origin}: the header `{parsed}` depends on the request and can't be set"
            ));
        }
        let mut parsed_value = HeaderValue::from_str(value).map_err(|_| {
            format!(
                "{origin}: the value of the header `{parsed}` has bytes that no header can have"
            )
        })?;
        parsed_value.set_sensitive(true);
        secrets.add(value);
        headers.append(parsed, parsed_value);
    }
    for (name, value) in [
        (
            ACCEPT,
            "application/json, application/graphql-response+json, */*;q=0.1",
        ),
        (ACCEPT_ENCODING, "gzip"),
        (CONTENT_TYPE, "application/json"),
        (
            USER_AGENT,
            concat!("authing-codegen/", env!("CARGO_PKG_VERSION")),
        ),
    ] {
        if let Entry::Vacant(vacant) = headers.entry(name) {
            vacant.insert(HeaderValue::from_static(value));
        }
    }
    Ok(headers)
}

/// What to look at when a service rejects a request: a header with the name of a variable in place of its value.
pub(super) fn hint(headers: &HeaderMap) -> String {
    let is_variable = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or_default();
        let mut after = value.split('$').skip(1);
        after.any(|after| after.starts_with(|one: char| one == '{' || one.is_ascii_uppercase()))
    };
    let mut headers = headers.iter();
    let found = headers.find(|(_, value)| is_variable(value));
    found.map_or_else(String::new, |(name, _)| {
        format!(
            "; the header `{name}` has a `$`, which a shell replaces only between double quotes"
        )
    })
}

//! REST requests: those of operations, and those that belong to no operation.

use authing_core::{InvalidInput, ResponseError};
use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Uri};
use serde_json::{Map, Value};

use super::executor::Executor;
use super::response::Sent;
use super::retry::Repeat;
use super::service::Service;
use super::span::Call;
use crate::error::Error;

impl<A: Service> Executor<A> {
    /// Sends a request without a token. `service` is the recipient, for `tracing`.
    pub(crate) async fn send_rest<T: Send>(
        &self,
        service: &'static str,
        request: Request<Bytes>,
        sent: Sent<'_>,
        repeat: Repeat,
        read: impl Fn(&[u8]) -> Result<T, ResponseError> + Send + Sync,
    ) -> Result<T, Error> {
        let call = Call::begin(sent.operation, service);
        let work = async {
            let mut attempts = self.begin(repeat);
            loop {
                let result = self.send(&call, request.clone()).await;
                let result = result.and_then(|response| sent.judge(&response, &read));
                if let Some(settled) = attempts.settle(result).await {
                    return settled;
                }
            }
        };
        self.run(&call, work.boxed()).await
    }
}

pub(crate) fn get(uri: Uri) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = uri;
    request
}

/// The variables of a REST operation, each at its place in the request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) segments: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Parts {
    /// Places the variables, given as JSON. `path` has `{name}` for those that are its segments.
    pub(super) fn new(
        path: &'static str,
        has_body: bool,
        variables: &Bytes,
    ) -> Result<Self, InvalidInput> {
        let mut parts = Self::default();
        if has_body && !path.contains('{') {
            parts.segments = segments(path).map(str::to_owned).collect();
            parts.body = variables.clone();
            return Ok(parts);
        }
        // Variables are written as an object.
        let mut variables: Map<String, Value> =
            serde_json::from_slice(variables).unwrap_or_default();
        for segment in segments(path) {
            let variable = segment
                .strip_prefix('{')
                .and_then(|one| one.strip_suffix('}'));
            let Some(name) = variable else {
                parts.segments.push(segment.to_owned());
                continue;
            };
            let value = text(&variables.remove(name).unwrap_or_default());
            // Servers and proxies take them for other paths, even if they are escaped.
            if ["", ".", ".."].contains(&value.as_str()) {
                return Err(InvalidInput::new(name, "can't be a segment of the path"));
            }
            parts.segments.push(value);
        }
        if has_body {
            parts.body = Value::Object(variables).to_string().into();
            return Ok(parts);
        }
        for (name, value) in variables {
            match value {
                Value::Null => {}
                Value::Array(values) => {
                    let name = format!("{name}[]");
                    let values = values.iter().map(|value| (name.clone(), text(value)));
                    parts.query.extend(values);
                }
                value => parts.query.push((name, text(&value))),
            }
        }
        Ok(parts)
    }
}

fn segments(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.trim_start_matches('/').split('/')
}

/// Returns a value as it stands in a URL.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parts(path: &'static str, has_body: bool, variables: Value) -> Result<Parts, InvalidInput> {
        Parts::new(path, has_body, &variables.to_string().into())
    }

    #[test]
    fn variables_are_segments_and_then_the_query_string() {
        let variables =
            json!({"id": "a/b", "page": 2, "deep": true, "no": null, "ids": ["x", "y"]});
        let parts = parts("/api/v2/users/{id}/orgs", false, variables).unwrap();
        assert_eq!(parts.segments, ["api", "v2", "users", "a/b", "orgs"]);
        let query: Vec<String> = parts
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(query, ["deep=true", "ids[]=x", "ids[]=y", "page=2"]);
        assert!(parts.body.is_empty());
    }

    #[test]
    fn variables_that_are_no_segments_are_the_body() {
        let sent = parts("/api/v2/tenant/{id}", true, json!({"id": "5", "name": "a"})).unwrap();
        assert_eq!(sent.segments, ["api", "v2", "tenant", "5"]);
        assert_eq!(sent.body, r#"{"name":"a"}"#);
        let sent = parts("/api/v2/mfa", true, json!({"a": null})).unwrap();
        assert_eq!(
            (sent.segments, &*sent.body),
            (
                vec!["api".into(), "v2".into(), "mfa".into()],
                &br#"{"a":null}"#[..]
            )
        );
    }

    #[test]
    fn a_segment_that_would_be_another_path_is_rejected() {
        for id in ["", ".", ".."] {
            let error = parts("/api/v2/users/{id}", false, json!({"id": id})).unwrap_err();
            assert_eq!(error.to_string(), "`id` can't be a segment of the path");
        }
        assert!(parts("/api/v2/users/{id}", false, json!({"id": "..."})).is_ok());
    }
}

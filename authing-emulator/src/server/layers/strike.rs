//! The effect of a fault on a request and its response.

use std::future::Future;
use std::io;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::{StreamExt as _, stream};

use crate::control::faults::Faults;
use crate::control::faults::{self, Effect, Fault};
use crate::rules::api_error::ApiError;
use crate::rules::api_error::text::{Language, Text};
use crate::server::response::api_error_response;

/// The outcome of a request that met a fault.
pub(in crate::server) enum Outcome {
    /// A complete response.
    Complete(Response),
    /// A truncated response.
    Truncated(Response),
    /// No response: the connection is to be reset.
    Reset,
}

/// Applies a fault. `execute` executes the request, if the fault requires it.
pub(in crate::server) async fn strike(
    faults: &Faults,
    fault: &Fault,
    is_graphql: bool,
    execute: impl Future<Output = Response>,
) -> Outcome {
    if fault.after_executing {
        let response = execute.await;
        faults.wait(fault.delay).await;
        return match replacement(&fault.effect, is_graphql) {
            Some(outcome) => outcome,
            None => truncate(&fault.effect, response).await,
        };
    }
    faults.wait(fault.delay).await;
    match replacement(&fault.effect, is_graphql) {
        Some(outcome) => outcome,
        None => truncate(&fault.effect, execute.await).await,
    }
}

/// Returns the replacement of the response, if the fault has one.
fn replacement(effect: &Effect, is_graphql: bool) -> Option<Outcome> {
    let response = match effect {
        Effect::Delay | Effect::Cut | Effect::Truncated => return None,
        Effect::Reset => return Some(Outcome::Reset),
        Effect::Garbage => {
            let content_type = [(header::CONTENT_TYPE, "application/json")];
            (content_type, "{\"data\": garbage]").into_response()
        }
        Effect::Status {
            status,
            retry_after,
            body,
        } => {
            let status = match *status {
                // An informational status can't end a request.
                status if status.is_informational() => StatusCode::INTERNAL_SERVER_ERROR,
                status => status,
            };
            let mut response = match body {
                // It has no body, and must not announce the length of one.
                _ if status == StatusCode::NO_CONTENT => Response::default(),
                Some(body) => body.text.clone().into_response(),
                None => page(status).into_response(),
            };
            *response.status_mut() = status;
            let content_type = body.as_ref().map_or("text/html", |body| &body.content_type);
            if let Ok(content_type) = HeaderValue::from_str(content_type) {
                response
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, content_type);
            }
            if let Some(time) = retry_after {
                let seconds = faults::whole_seconds(*time);
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
        Effect::ApiError { code, message } => {
            let (code, message) = (*code, message.clone());
            let error = ApiError {
                code,
                message: Text::verbatim(message),
                data: None,
            };
            api_error_response(is_graphql, &error.in_language(Language::default()))
        }
    };
    Some(Outcome::Complete(response))
}

/// Returns the response unchanged, or without its second half.
async fn truncate(effect: &Effect, response: Response) -> Outcome {
    let half = match effect {
        Effect::Cut => cut,
        Effect::Truncated => truncated,
        _ => return Outcome::Complete(response),
    };
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.remove(header::TRANSFER_ENCODING);
    let (length, body) = half(&body);
    head.headers.insert(header::CONTENT_LENGTH, length.into());
    Outcome::Truncated(Response::from_parts(head, body))
}

/// Returns half of a body, as if it were complete.
fn truncated(body: &Bytes) -> (usize, Body) {
    let half = body.slice(..body.len() / 2);
    (half.len(), half.into())
}

/// Returns a body that ends in the middle.
fn cut(body: &Bytes) -> (usize, Body) {
    let half = body.slice(..body.len() / 2);
    let end = stream::once(async {
        // The first half is sent while this pends once: an immediate error would discard it.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    let breaking = stream::iter([Ok(half)]).chain(end);
    // An empty body can't be cut, so it claims to be longer.
    (body.len().max(1), Body::from_stream(breaking))
}

/// Returns the HTML page of a gateway.
fn page(status: StatusCode) -> String {
    format!(
        "<html>\n<head><title>{status}</title></head>\n<body><h1>{status}</h1></body>\n</html>\n"
    )
}

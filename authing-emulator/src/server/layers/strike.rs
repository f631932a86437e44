//! What a fault does to a request and its answer.

use std::future::Future;
use std::io;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::{StreamExt as _, stream};

use crate::control::faults::Faults;
use crate::control::faults::{self, Effect, Fault};
use crate::rules::api_error::ApiError;
use crate::server::response::service_refusal;

/// What a request that met a fault comes to.
pub(in crate::server) enum Outcome {
    /// An answer in one piece.
    Answer(Response),
    /// An answer of which a part is missing.
    Spoilt(Response),
    /// None: the connection is to be reset.
    Reset,
}

/// Lets a fault strike. `execute` executes the request, if it comes to that.
pub(in crate::server) async fn strike(
    faults: &Faults,
    fault: &Fault,
    is_graphql: bool,
    execute: impl Future<Output = Response>,
) -> Outcome {
    if fault.after_executing {
        let answer = execute.await;
        faults.wait(fault.delay).await;
        return match replacement(&fault.effect, is_graphql) {
            Some(outcome) => outcome,
            None => spoil(&fault.effect, answer).await,
        };
    }
    faults.wait(fault.delay).await;
    match replacement(&fault.effect, is_graphql) {
        Some(outcome) => outcome,
        None => spoil(&fault.effect, execute.await).await,
    }
}

/// What comes in place of the answer, whatever that is or would be.
fn replacement(effect: &Effect, is_graphql: bool) -> Option<Outcome> {
    let answer = match effect {
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
                // Announces an answer, and so can't be one.
                status if status.is_informational() => StatusCode::INTERNAL_SERVER_ERROR,
                status => status,
            };
            let mut answer = match body {
                Some(body) => body.text.clone().into_response(),
                None => page(status).into_response(),
            };
            *answer.status_mut() = status;
            let content_type = body.as_ref().map_or("text/html", |body| &body.content_type);
            if let Ok(content_type) = HeaderValue::from_str(content_type) {
                answer
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, content_type);
            }
            if let Some(time) = retry_after {
                let seconds = faults::whole_seconds(*time);
                answer
                    .headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            answer
        }
        Effect::Refusal { code, message } => {
            let (code, message) = (*code, message.clone());
            let error = ApiError {
                code,
                message,
                data: None,
            };
            service_refusal(is_graphql, &error)
        }
    };
    Some(Outcome::Answer(answer))
}

/// The answer as it is, or without its second half.
async fn spoil(effect: &Effect, answer: Response) -> Outcome {
    let half = match effect {
        Effect::Cut => cut,
        Effect::Truncated => truncated,
        _ => return Outcome::Answer(answer),
    };
    let (mut head, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.remove(header::TRANSFER_ENCODING);
    let (length, body) = half(&body);
    head.headers.insert(header::CONTENT_LENGTH, length.into());
    Outcome::Spoilt(Response::from_parts(head, body))
}

/// Half of a body that claims to be all of it.
fn truncated(body: &Bytes) -> (usize, Body) {
    let half = body.slice(..body.len() / 2);
    (half.len(), half.into())
}

/// A body that breaks off in the middle.
fn cut(body: &Bytes) -> (usize, Body) {
    let half = body.slice(..body.len() / 2);
    let end = stream::once(async {
        // The half goes out while this pretends to wait for more: what fails at once takes it along.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    let breaking = stream::iter([Ok(half)]).chain(end);
    // An empty body can't break off, so it claims to be longer.
    (body.len().max(1), Body::from_stream(breaking))
}

/// The page that a gateway shows.
fn page(status: StatusCode) -> String {
    format!(
        "<html>\n<head><title>{status}</title></head>\n<body><h1>{status}</h1></body>\n</html>\n"
    )
}

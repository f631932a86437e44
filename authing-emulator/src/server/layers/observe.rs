//! The middleware around the service's endpoints: it records each request, and applies the faults.

use std::time::Instant;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;

use super::strike::{Outcome, strike};
use crate::control::faults::FaultForm;
use crate::control::recorded::{Received, RecordedRequest, RecordedResponse, TokenKind};
use crate::engine::request::is_graphql;
use crate::rules::caller::Caller;
use crate::rules::oidc::tokens::bearer;
use crate::rules::pool::Pool;
use crate::rules::tokens;
use crate::server::app::App;
use crate::server::authorization;
use crate::server::media;
use crate::server::serving::connection::Peer;

/// The maximum length of a body, in bytes.
pub(in crate::server) const BODY_LIMIT: usize = 1 << 20;

pub(in crate::server) async fn observe(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let (pool, control) = (&app.pool, &app.control);
    // The peer's IP address, as the handlers know it.
    let address = ConnectInfo(peer.address);
    request.extensions_mut().insert(address);

    let (request, body) = read_body(request).await;
    let mut received = Received::new(request.method(), request.uri(), pool.clock.now(), body);
    received.token = authorization::bearer(request.headers()).map(str::to_owned);
    received.token_kind = kind(pool, received.token.as_deref());
    received.fault = control.faults.meet(|name| received.is_called(name));
    let fault = received.fault.clone();
    let is_graphql = is_graphql(&received.path);
    let number = control.requests.add(received);

    let execute = next.run(request);
    let (status, verdict, response) = match fault {
        None => read(execute.await).await,
        Some(fault) => match strike(&control.faults, &fault, is_graphql, execute).await {
            Outcome::Complete(response) => read(response).await,
            Outcome::Truncated(response) => (Some(response.status()), Verdict::default(), response),
            Outcome::Reset => {
                peer.cut();
                (None, Verdict::default(), Response::default())
            }
        },
    };
    let recorded = RecordedResponse {
        status: status.map(|status| status.as_u16()),
        code: verdict.code,
        has_errors: verdict.has_errors,
        duration: started.elapsed(),
    };
    if let Some(request) = control.requests.add_response(number, recorded) {
        log(&request);
    }
    response
}

/// Logs one line per request.
fn log(request: &RecordedRequest) {
    tracing::info!(
        method = request.method(),
        path = request.path(),
        operation = request.operation_name(),
        fields = fields(request),
        status = request.status(),
        code = request.code(),
        fault = request
            .fault()
            .map(|fault| tracing::field::display(FaultForm::from(fault).kind)),
        took = request.duration().map(tracing::field::debug),
        "request"
    );
}

fn fields(request: &RecordedRequest) -> Option<String> {
    let fields = request.root_fields();
    (!fields.is_empty()).then(|| fields.join(" "))
}

/// Determines the kind of the token now: later it may have expired. Reading the store is quick, because readers never
/// wait for a writer.
fn kind(pool: &Pool, token: Option<&str>) -> TokenKind {
    let Some(token) = token else {
        return TokenKind::None;
    };
    match tokens::identify(pool, token).map(|identity| identity.caller) {
        Ok(Caller::Owner) => TokenKind::Owner,
        Ok(Caller::User(_)) => TokenKind::User,
        Err(_) => match bearer::find(pool, token) {
            Ok(Some(active)) if active.is_user() => TokenKind::User,
            _ => TokenKind::Invalid,
        },
    }
}

/// Copies the body, and returns the request unchanged. A body that can't be kept, such as a file or one that is too
/// long, is left to its handler.
async fn read_body(request: Request) -> (Request, Bytes) {
    if media::essence(request.headers()).starts_with("multipart/") {
        return (request, Bytes::new());
    }
    let (head, body) = request.into_parts();
    let mut rest = body.into_data_stream();
    let mut chunks = Vec::new();
    let mut length = 0;
    while length <= BODY_LIMIT {
        match rest.next().await {
            None => {
                let body = Bytes::from(chunks.concat());
                return (Request::from_parts(head, body.clone().into()), body);
            }
            Some(Ok(chunk)) => {
                length += chunk.len();
                chunks.push(chunk);
            }
            Some(Err(error)) => {
                let broken = stream::iter(chunks.into_iter().map(Ok).chain([Err(error)]));
                return (
                    Request::from_parts(head, Body::from_stream(broken)),
                    Bytes::new(),
                );
            }
        }
    }
    let whole = stream::iter(chunks.into_iter().map(Ok)).chain(rest);
    let request = Request::from_parts(head, Body::from_stream(whole));
    (request, Bytes::new())
}

/// Returns a response with its status and the service's code in it.
async fn read(response: Response) -> (Option<StatusCode>, Verdict, Response) {
    let status = Some(response.status());
    // `application/json`, and other JSON types.
    if !media::essence(response.headers()).contains("json") {
        return (status, Verdict::default(), response);
    }
    let (head, body) = response.into_parts();
    // The body is already in memory as a whole.
    match to_bytes(body, usize::MAX).await {
        Ok(body) => {
            let verdict = verdict(&body).unwrap_or_default();
            (status, verdict, Response::from_parts(head, body.into()))
        }
        Err(error) => {
            tracing::error!(%error, "a response could not be read");
            let empty = Response::from_parts(head, Body::empty());
            (status, Verdict::default(), empty)
        }
    }
}

/// The result of a request, according to its response.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    /// The code of the first error, or outside GraphQL the code in the body.
    code: Option<i64>,
    has_errors: bool,
}

fn verdict(body: &[u8]) -> Option<Verdict> {
    #[derive(Deserialize)]
    struct ResponseBody {
        #[serde(default)]
        errors: Vec<GraphQlError>,
        code: Option<i64>,
    }
    #[derive(Deserialize)]
    struct GraphQlError {
        message: Message,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Message {
        OfTheService { code: i64 },
        Other(serde::de::IgnoredAny),
    }
    let body: ResponseBody = serde_json::from_slice(body).ok()?;
    let code = match body.errors.first() {
        Some(GraphQlError {
            message: Message::OfTheService { code },
        }) => Some(*code),
        Some(_) => None,
        None => body.code,
    };
    let has_errors = !body.errors.is_empty();
    Some(Verdict { code, has_errors })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_response_is_found() {
        let said = |code, has_errors| Some(Verdict { code, has_errors });
        for (body, expected) in [
            (
                r#"{"errors":[{"message":{"code":2006,"message":"","data":null}},{"message":"x"}],"data":null}"#,
                said(Some(2006), true),
            ),
            (r#"{"errors":[{"message":"a text"}]}"#, said(None, true)),
            (r#"{"data":{"user":{"code":1}}}"#, said(None, false)),
            (
                r#"{"code":500,"message":"too many requests"}"#,
                said(Some(500), false),
            ),
            ("[1]", None),
            ("no JSON", None),
        ] {
            assert_eq!(verdict(body.as_bytes()), expected, "{body}");
        }
    }
}

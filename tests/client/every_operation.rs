//! Every operation of both APIs: its errors, the refresh of its token, and its retries.

mod responses;
mod rest;
mod retries;
mod tokens;

use authing_client::bytes::Bytes;
use authing_client::http::Request;

/// Whether two requests are the same, headers aside.
fn is_same(one: &Request<Bytes>, other: &Request<Bytes>) -> bool {
    let parts = |request: &Request<Bytes>| {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        (method, uri, request.body().clone())
    };
    parts(one) == parts(other)
}

//! The bugs of the official SDKs, Python 0.16.9 and JavaScript 3.22.3, that this one must not have.
//!
//! Each test says what went wrong there. These are covered elsewhere, in more depth:
//!
//! | Bug | Where |
//! |---|---|
//! | TLS certificates are not verified (Python) | `client/tls.rs` |
//! | no time limit (Python) | `client/sockets.rs` |
//! | the owner's token is in the log (Python) | `logs.rs`, `end_to_end/secrets.rs` |
//! | an expired owner's token can't be renewed (Python), or is sent on while it is (JavaScript) | `client/renewal.rs` |

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail the test"
)]

mod answers;
mod requests;
mod services;
#[allow(dead_code, reason = "part of it is for the other tests")]
#[path = "../client/support.rs"]
mod support;
mod tokens;

use authing_client::Authing;
use authing_client::bytes::Bytes;
use authing_client::http::Request;
use support::{LOGIN, Log, OWNER, body, fake, operation};

const ID: &str = "5e4cdd055df3df65dc58b97e";

/// A client of a service that gives the owner's token, and a login to everything else.
fn service() -> (Authing, Log) {
    fake(|request| (200, answer(request).to_owned()))
}

fn answer(request: &Request<Bytes>) -> &'static str {
    match request.method().as_str() {
        "POST" if operation(request) == "GetOwnerToken" => OWNER,
        "POST" => LOGIN,
        _ => r#"{"code":200,"message":"sent"}"#,
    }
}

/// The variables of the requests, without those that fetched the owner's token.
fn variables(log: &Log) -> Vec<serde_json::Value> {
    let log = log.lock().unwrap();
    let calls = log
        .iter()
        .filter(|request| operation(request) != "GetOwnerToken");
    calls
        .map(|request| body(request)["variables"].clone())
        .collect()
}

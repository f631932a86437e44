//! Bugs of the official SDKs, Python 0.16.9 and JavaScript 3.22.3, that this SDK must not have.
//!
//! The comment of each test describes the bug. These have tests elsewhere:
//!
//! | Bug | Where |
//! |---|---|
//! | TLS certificates are not verified (Python) | `sockets/tls.rs` |
//! | no timeout (Python), a connection for each call (Python) | `sockets/transport.rs` |
//! | the owner's token is in the log (Python) | `logging/logs.rs`, `emulator/end_to_end/secrets.rs` |
//! | an expired owner's token is never refreshed (Python), or sent during its refresh (JavaScript) | `client/refresh.rs` |

mod requests;
mod responses;
mod services;
mod tokens;

use authing_client::Authing;
use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_tests::fake::{self, LOGIN, OWNER, Requests, operation};

const ID: &str = authing_tests::USER_ID;

/// A client of a service that issues the owner's token, and responds to everything else with a login.
fn service() -> (Authing, Requests) {
    fake::every_request(response_to)
}

fn response_to(request: &Request<Bytes>) -> &'static str {
    match request.method().as_str() {
        "POST" if operation(request) == "GetOwnerToken" => OWNER,
        "POST" => LOGIN,
        _ => r#"{"code":200,"message":"sent"}"#,
    }
}

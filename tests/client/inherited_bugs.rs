//! The bugs of the official SDKs, Python 0.16.9 and JavaScript 3.22.3, that this one must not have.
//!
//! Each test says what went wrong there. These are covered elsewhere, in more depth:
//!
//! | Bug | Where |
//! |---|---|
//! | TLS certificates are not verified (Python) | `sockets/tls.rs` |
//! | no timeout (Python), a connection for each call (Python) | `sockets/transport.rs` |
//! | the owner's token is in the log (Python) | `logging/logs.rs`, `emulator/end_to_end/secrets.rs` |
//! | an expired owner's token can't be renewed (Python), or is sent on while it is (JavaScript) | `client/renewal.rs` |

mod requests;
mod responses;
mod services;
mod tokens;

use authing_client::Authing;
use authing_client::bytes::Bytes;
use authing_client::http::Request;
use authing_tests::fake::{self, LOGIN, OWNER, Requests, operation};

const ID: &str = authing_tests::USER_ID;

/// A client of a service that gives the owner's token, and a login to everything else.
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

//! Examples that show what the other tests do not go through, run as they are.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "programs, not libraries"
)]

#[allow(dead_code, reason = "`main` is for the command line")]
#[path = "../authing-client/examples/blocking.rs"]
mod blocking;
#[allow(dead_code, reason = "`main` is for the command line")]
#[path = "../authing-client/examples/own_http_client.rs"]
mod own_http_client;
#[allow(dead_code, reason = "`main` is for the command line")]
#[path = "../authing-client/examples/tracing.rs"]
mod tracing_;

#[test]
fn blocking_runs() {
    blocking::run().unwrap();
}

#[tokio::test]
async fn own_http_client_runs() {
    own_http_client::run().await.unwrap();
}

#[tokio::test]
async fn tracing_runs() {
    tracing_::run().await.unwrap();
}

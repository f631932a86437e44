//! The official Python SDK, unchanged, against the emulator: every method that works at all.
//!
//! Without Python, or without the network that pip needs, the script reports it and nothing is tested; with
//! `AUTHING_PEERS_REQUIRED=1` in the environment that is a failure.

#![cfg(all(unix, feature = "cli"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

#[test]
fn the_official_python_sdk_works() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/peers/python/run");
    // Its output, one line per method, goes to the terminal unchanged.
    let status = Command::new(script)
        .arg(env!("CARGO_BIN_EXE_authing-emulator"))
        .status()
        .unwrap();
    assert!(status.success(), "{status}");
}

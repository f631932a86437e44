//! The official SDKs, unchanged, against the emulator: every method that works at all. And Authlib, an OpenID Connect client.
//!
//! Without Python or Node.js, or without the network that their installers need, the script reports it and nothing is
//! tested; with `AUTHING_PEERS_REQUIRED=1` in the environment that is a failure.

use std::path::Path;
use std::process::Command;

fn run(peer: &str) {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/peers");
    // Its output, one line per method, goes to the terminal unchanged.
    let status = Command::new(scripts.join(peer).join("run"))
        .arg(env!("CARGO_BIN_EXE_authing-emulator"))
        .status()
        .unwrap();
    assert!(status.success(), "{peer}: {status}");
}

#[test]
fn the_official_python_sdk_works() {
    run("python");
}

#[test]
fn the_official_python_sdk_1_1_works() {
    run("python_1_1");
}

#[test]
fn the_official_python_sdk_of_v2_works() {
    run("python_v2");
}

#[test]
fn the_official_javascript_sdk_works() {
    run("javascript");
}

#[test]
fn the_official_javascript_sdk_of_v2_works() {
    run("javascript_v2");
}

#[test]
fn authlib_works() {
    run("authlib");
}

#[test]
fn the_services_of_the_compose_example_work() {
    run("compose");
}

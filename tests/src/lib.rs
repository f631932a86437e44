//! Shared by the workspace's tests: a service in memory, one behind a socket, and the checks of the fuzz targets.

#[cfg(feature = "every-operation")]
pub mod every_operation;
pub mod fake;
pub mod fuzzed;
pub mod sockets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use authing_client::bytes::Bytes;
use authing_client::http::{Method, Request};
use authing_client::{Authing, RetryPolicy, Secret, Transport};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

// The programs in the READMEs, in the chapters of the manual and on the emulator's web page compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../README.zh-CN.md")]
#[doc = include_str!("../../docs/blocking.md")]
#[doc = include_str!("../../docs/migrating-from-javascript.md")]
#[doc = include_str!("../../docs/migrating-from-python.md")]
#[doc = include_str!("../../docs/private-deployments.md")]
#[doc = include_str!("../../docs/testing.md")]
#[doc = include_str!("../../docs/web-services.md")]
#[doc = include_str!("../../docs/zh-CN/blocking.md")]
#[doc = include_str!("../../docs/zh-CN/migrating-from-javascript.md")]
#[doc = include_str!("../../docs/zh-CN/migrating-from-python.md")]
#[doc = include_str!("../../docs/zh-CN/private-deployments.md")]
#[doc = include_str!("../../docs/zh-CN/testing.md")]
#[doc = include_str!("../../docs/zh-CN/web-services.md")]
#[doc = concat!("```no_run\n", include_str!("../../authing-emulator/src/server/page/snippet.rs"), "```")]
struct Readme;

/// Returns all files below a folder, without build results and hidden files.
///
/// # Panics
///
/// If a folder can't be read.
#[allow(clippy::unwrap_used, reason = "fails the test")]
#[must_use]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name == "target" || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// The user pool of the tests.
pub const USER_POOL: &str = "5e4cdd055df3df65dc58b97d";
/// Its secret.
pub const POOL_SECRET: &str = "xyzzy-pool-secret";
/// The owner's token.
pub const OWNER_TOKEN: &str = "xyzzy-owner-token";
/// A user's token.
pub const USER_TOKEN: &str = "xyzzy-user-token";
/// A user's password.
pub const PASSWORD: &str = "xyzzy-password";
/// The word that all secrets of the tests contain; tests search for it where no secret may be.
pub const SECRET_WORD: &str = "xyzzy";
/// A user's id.
pub const USER_ID: &str = "5e4cdd055df3df65dc58b97e";

/// Returns a client over a transport, without retries, with real RSA encryption whose padding is the same on every run.
///
/// # Panics
///
/// If the client can't be built.
#[allow(clippy::unwrap_used, reason = "fails the test")]
pub fn client(transport: impl Transport) -> Authing {
    let padding = Mutex::new(ChaCha20Rng::seed_from_u64(2020));
    Authing::builder(USER_POOL, Secret::from(POOL_SECRET))
        .transport(transport)
        .retry_policy(RetryPolicy::none())
        .rsa_padding_from(move |bytes| {
            padding
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(bytes);
        })
        .build()
        .unwrap()
}

/// Returns a request as it is stored in a snapshot.
///
/// The token in a header is replaced by its kind.
#[must_use]
pub fn for_snapshot(request: &Request<Bytes>) -> Value {
    let headers: BTreeMap<&str, String> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes())
                .replace(OWNER_TOKEN, "[the owner's token]")
                .replace(USER_TOKEN, "[the user's token]")
                .replace(env!("CARGO_PKG_VERSION"), "[version]");
            (name.as_str(), value)
        })
        .collect();
    let mut shown = json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "headers": headers,
    });
    if request.method() == Method::POST
        && let Value::Object(shown) = &mut shown
    {
        let mut body = fake::body(request);
        // Line by line, so that a diff shows added and removed fields.
        if let Some(query) = body.get_mut("query") {
            *query = query.as_str().unwrap_or_default().lines().collect();
        }
        shown.insert("body".to_owned(), body);
    }
    shown
}

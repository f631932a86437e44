//! What the program prints when it is ready.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use authing_emulator::Emulator;
use clap::ValueEnum;
use serde::Serialize;

/// The form of what the program prints.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Form {
    /// One line of JSON, with all URLs
    Json,
    /// The environment variables of clients, as lines that a shell's `eval` runs
    Env,
}

/// Everything that a client needs, in the order in which people read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Announcement<'a> {
    host: String,
    users: String,
    oauth: String,
    graphql: String,
    cdn: String,
    upload: String,
    messages: String,
    page: String,
    user_pool_id: &'a str,
    secret: &'a str,
    public_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_authority: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_authority_file: Option<&'a Path>,
    v2: V2<'a>,
}

/// Everything that a client of the v2 API needs besides the pool and the key.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct V2<'a> {
    host: String,
    app_id: &'a str,
    app_secret: &'a str,
    app_mfa: String,
    issuer: String,
}

/// Prints everything that a client needs.
pub(crate) fn announce(emulator: &Emulator, form: Form) -> std::io::Result<()> {
    let text = match form {
        Form::Json => json(emulator)?,
        Form::Env => exports(emulator),
    };
    // In one write: a file that is not empty has everything.
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Returns a line of JSON.
fn json(emulator: &Emulator) -> serde_json::Result<String> {
    let line = serde_json::to_string(&Announcement {
        host: emulator.base_url(),
        users: emulator.users_url(),
        oauth: emulator.oauth_url(),
        graphql: emulator.graphql_url(),
        cdn: emulator.cdn_url(),
        upload: emulator.upload_url(),
        messages: emulator.messages_url(),
        page: emulator.page_url(),
        user_pool_id: emulator.user_pool_id(),
        secret: emulator.secret(),
        public_key: emulator.public_key_pem(),
        certificate_authority: emulator.certificate_authority(),
        certificate_authority_file: emulator.certificate_authority_file(),
        v2: V2 {
            host: emulator.base_url(),
            app_id: emulator.app_id(),
            app_secret: emulator.app_secret(),
            app_mfa: emulator.app_mfa_url(),
            issuer: emulator.issuer(),
        },
    })?;
    Ok(line + "\n")
}

/// Returns commands of a shell.
fn exports(emulator: &Emulator) -> String {
    let mut text = String::new();
    for (name, value) in emulator.environment() {
        // Writing to a string can't fail.
        let _ = match value {
            Some(value) => writeln!(text, "export {name}={}", quoted(&value)),
            None => writeln!(text, "unset {name}"),
        };
    }
    text
}

/// Quotes a text for a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

//! The line that the program prints when it is ready.

use std::io::Write as _;

use authing_emulator::Emulator;
use serde::Serialize;

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

/// Prints everything that a client needs, as one line of JSON.
pub(crate) fn announce(emulator: &Emulator) -> std::io::Result<()> {
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
        v2: V2 {
            host: emulator.base_url(),
            app_id: emulator.app_id(),
            app_secret: emulator.app_secret(),
            app_mfa: emulator.app_mfa_url(),
            issuer: emulator.issuer(),
        },
    })?;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

//! No passwords, secrets, tokens and codes in `Debug` output, logs, errors and snapshots.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use authing_client::operations::{GetOwnerToken, LoginByEmail};
use authing_emulator::Emulator;
use authing_tests::SECRET_WORD;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::builder;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Uses everything that has a secret, logs at the level `TRACE`, and searches the output.
#[test]
fn debug_output_errors_and_logs_have_no_secret() {
    const SECRET: &str = "xyzzy-pool-secret";
    const PASSWORD: &str = "xyzzy-password";
    const WRONG: &str = "xyzzy-wrong-password";

    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    // Global, for the threads of the HTTP client, the runtime and the emulator.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (shown, tokens) = runtime.block_on(async {
        let emulator = Emulator::builder().secret(SECRET).start().await.unwrap();
        let builder = builder(&emulator);
        let authing = builder.clone().connect().await.unwrap();
        let user = authing.register("test@testmail.com", PASSWORD).await.unwrap();
        let operation = LoginByEmail::new("test@testmail.com", PASSWORD).mfa_code("xyzzy-mfa");
        let login = authing.login(operation.clone()).await.unwrap();
        let session = login.session();
        let status = session.login_status().await.unwrap();
        let owner = authing.execute(GetOwnerToken::new(SECRET)).await.unwrap();
        authing.send_login_code("13800138000").await.unwrap();
        let errors = [
            authing.login_by_email("test@testmail.com", WRONG).await.unwrap_err(),
            authing.login_by_email("", WRONG).await.unwrap_err(),
            authing.login_by_email("test@testmail.com", WRONG.repeat(20)).await.unwrap_err(),
            authing.login_by_phone_code("13800138000", WRONG).await.unwrap_err(),
            authing.session("xyzzy-token").get_user(&*user.id).await.unwrap_err(),
            authing.session("xyzzy\ntoken").get_user(&*user.id).await.unwrap_err(),
            authing.execute(GetOwnerToken::new(WRONG)).await.unwrap_err(),
        ];
        let plain: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let shown = format!(
            "{builder:?} {authing:?} {user:?} {operation:?} {login:?} {session:?} {status:?} {owner:?} {emulator:?} \
             {errors:#?} {plain:#?} {:?}",
            emulator.messages(),
        );
        let code = emulator.last_code("13800138000").unwrap();
        let tokens = [session.token().expose().to_owned(), owner.expose().to_owned(), code];
        emulator.shut_down().await;
        (shown, tokens)
    });

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("LoginByEmail"), "the log was not captured");
    for (source, text) in [("Debug and errors", &shown), ("the log", &logged)] {
        for secret in tokens.iter().map(String::as_str).chain([SECRET_WORD]) {
            assert!(!text.contains(secret), "{secret} is in {source}:\n{text}");
        }
    }
}

#[test]
fn no_snapshot_has_a_secret() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The folder `operations`, whose values are not the tests' secrets.
        if path.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains(SECRET_WORD), "{}", path.display());
        count += 1;
    }
    assert!(count > 20, "only {count} snapshots were checked");
}

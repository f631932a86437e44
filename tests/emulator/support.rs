//! Emulators, and clients of them.

use std::time::{Duration, SystemTime};

use authing_client::types::User;
use authing_client::{Authing, Builder, Error, Session};
use authing_emulator::{Clock, Emulator};
use tokio::runtime::Runtime;

pub(crate) const EMAIL: &str = "test@testmail.com";
pub(crate) const PHONE: &str = "13800138000";
pub(crate) const PASSWORD: &str = "testpassword";

/// A service whose clock stands still, a client of it, and a user with [`EMAIL`] and [`PASSWORD`].
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    pub(crate) authing: Authing,
}

impl World {
    pub(crate) async fn new() -> Self {
        let emulator = Emulator::builder()
            .clock(Clock::stopped_at(SystemTime::now()))
            .start()
            .await
            .unwrap();
        let authing = connected(&emulator).await;
        Self { emulator, authing }
    }

    pub(crate) async fn with_user() -> Self {
        let world = Self::new().await;
        world.authing.register(EMAIL, PASSWORD).await.unwrap();
        world
    }

    /// The user with [`EMAIL`], logged in.
    pub(crate) async fn session(&self) -> (Session, User) {
        self.session_of(EMAIL).await
    }

    pub(crate) async fn session_of(&self, email: &str) -> (Session, User) {
        let login = self.authing.login_by_email(email, PASSWORD).await.unwrap();
        (login.session(), login.into_user())
    }

    /// The code that an address received last.
    pub(crate) fn code_for(&self, to: &str) -> String {
        self.emulator.last_code(to).unwrap()
    }

    /// The code that the phone received last.
    pub(crate) fn code(&self) -> String {
        self.emulator.last_code(PHONE).unwrap()
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.emulator.clock().advance(time);
    }
}

/// A client of that emulator, not yet built.
pub(crate) fn builder(emulator: &Emulator) -> Builder {
    Authing::builder(emulator.user_pool_id(), emulator.secret())
        .users_url(emulator.users_url())
        .oauth_url(emulator.oauth_url())
        .cdn_url(emulator.cdn_url())
        .upload_url(emulator.upload_url())
        .public_key_pem(emulator.public_key_pem())
}

/// A client of that emulator.
pub(crate) async fn connected(emulator: &Emulator) -> Authing {
    builder(emulator).connect().await.unwrap()
}

/// An emulator with a runtime of its own, for programs that are not asynchronous.
pub(crate) struct Service {
    pub(crate) emulator: Emulator,
    _runtime: Runtime,
}

impl Service {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        Self {
            emulator: runtime.block_on(Emulator::start()).unwrap(),
            _runtime: runtime,
        }
    }

    pub(crate) fn builder(&self) -> Builder {
        builder(&self.emulator)
    }
}

/// The code that a call was refused with.
#[track_caller]
pub(crate) fn code_of<T>(result: Result<T, Error>) -> i64 {
    match result {
        Ok(_) => panic!("not refused"),
        Err(error) => error.code().unwrap_or_else(|| panic!("{error}")).get(),
    }
}

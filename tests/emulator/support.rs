//! Emulators and their clients.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_client::types::User;
use authing_client::{Authing, Builder, Error, Session};
use authing_emulator::{Clock, Emulator};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use tokio::runtime::Runtime;

pub(crate) const EMAIL: &str = "test@testmail.com";
pub(crate) const PHONE: &str = "13800138000";
pub(crate) const PASSWORD: &str = "testpassword";

/// An emulator whose clock is stopped, and a client of it.
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

    /// With a user who has [`EMAIL`] and [`PASSWORD`].
    pub(crate) async fn with_user() -> Self {
        let world = Self::new().await;
        world.authing.register(EMAIL, PASSWORD).await.unwrap();
        world
    }

    /// Logs in the user with [`EMAIL`].
    pub(crate) async fn session(&self) -> (Session, User) {
        self.session_of(EMAIL).await
    }

    pub(crate) async fn session_of(&self, email: &str) -> (Session, User) {
        let login = self.authing.login_by_email(email, PASSWORD).await.unwrap();
        (login.session(), login.into_user())
    }

    /// The last code sent to this email address or phone number.
    pub(crate) fn code_for(&self, to: &str) -> String {
        self.emulator.last_code(to).unwrap()
    }

    /// The last code sent to [`PHONE`].
    pub(crate) fn code(&self) -> String {
        self.emulator.last_code(PHONE).unwrap()
    }

    /// Advances the emulator's clock.
    pub(crate) fn advance(&self, time: Duration) {
        self.emulator.clock().advance(time);
    }
}

/// The builder of a client of this emulator.
pub(crate) fn builder(emulator: &Emulator) -> Builder {
    Authing::builder(emulator.user_pool_id(), emulator.secret())
        .users_url(emulator.users_url())
        .oauth_url(emulator.oauth_url())
        .cdn_url(emulator.cdn_url())
        .upload_url(emulator.upload_url())
        .public_key_pem(emulator.public_key_pem())
}

/// A client of this emulator.
pub(crate) async fn connected(emulator: &Emulator) -> Authing {
    builder(emulator).connect().await.unwrap()
}

/// An emulator with its own runtime, for tests without one.
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

/// The code of a call's error.
#[track_caller]
pub(crate) fn code_of<T>(result: Result<T, Error>) -> i64 {
    match result {
        Ok(_) => panic!("the call succeeded"),
        Err(error) => error.code().unwrap_or_else(|| panic!("{error}")).get(),
    }
}

/// The code of an authenticator app for this key (RFC 6238: SHA-1, six digits, 30 seconds).
pub(crate) fn totp(shared_key: &str, clock: &Clock) -> String {
    let key = BASE32_NOPAD.decode(shared_key.as_bytes()).unwrap();
    let now = clock.now().duration_since(UNIX_EPOCH).unwrap();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(now.as_secs() / 30).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().unwrap() & 15);
    let bytes = hash.get(offset..offset + 4).unwrap().try_into().unwrap();
    format!(
        "{:06}",
        (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000
    )
}

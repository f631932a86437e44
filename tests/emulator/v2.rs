//! The clients of the v2 API and the emulator, over real HTTP.

mod access;
mod account;
mod login;
mod management;
mod oidc;
mod orgs;
mod pool;
mod rest;
mod settings;
mod unsupported;

use authing_client::Error;
use authing_client::v2::{AuthenticationClient, ManagementClient, types};
use authing_emulator::{Clock, Emulator};
use std::time::SystemTime;

use crate::support::{EMAIL, PASSWORD};

/// An emulator whose clock is stopped, and both clients of it.
struct World {
    emulator: Emulator,
    auth: AuthenticationClient,
    management: ManagementClient,
}

impl World {
    async fn new() -> Self {
        Self::of(Emulator::builder()).await
    }

    async fn of(emulator: authing_emulator::Builder) -> Self {
        let emulator = emulator
            .clock(Clock::stopped_at(SystemTime::now()))
            .start()
            .await
            .unwrap();
        // Neither has a public key: the host serves it.
        let auth = AuthenticationClient::builder(emulator.app_id())
            .host(emulator.base_url())
            .websocket_host(emulator.base_url())
            .build()
            .unwrap();
        let management = ManagementClient::builder(emulator.user_pool_id(), emulator.secret())
            .host(emulator.base_url())
            .connect()
            .await
            .unwrap();
        Self {
            emulator,
            auth,
            management,
        }
    }

    /// With a user who has [`EMAIL`] and [`PASSWORD`].
    async fn with_user() -> (Self, types::User) {
        let world = Self::new().await;
        let user = world.auth.register_by_email(EMAIL, PASSWORD).await.unwrap();
        (world, user)
    }
}

/// The service's code of a rejected call.
fn code_of<T: std::fmt::Debug>(result: Result<T, Error>) -> i64 {
    result.unwrap_err().code().unwrap().get()
}

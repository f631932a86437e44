//! Starting an emulator.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Builder;
use super::opening::Wanted;
use super::start_error::StartError;
use crate::api::legacy::LEGACY;
use crate::api::v2::V2;
use crate::control::Control;
use crate::control::faults::Faults;
use crate::control::rate_limit::RateLimit;
use crate::control::recorded::Log;
use crate::emulator::Emulator;
use crate::engine::Engine;
use crate::rules::pool::{Limits, Pool};
use crate::server;
use crate::server::app::App;
use crate::server::serving::thread::Socket;

impl Builder {
    /// Starts the emulator, for callers without an async runtime.
    ///
    /// # Errors
    ///
    /// If the port is in use, or an option or the data file can't be used.
    pub fn start_blocking(self) -> Result<Emulator, StartError> {
        let origins = self.network.origins()?;
        let address = self.network.listen;
        let cannot_listen = |source| StartError::Listen { address, source };
        let socket = Socket::bind(address).map_err(cannot_listen)?;
        if !address.is_loopback() {
            tracing::warn!(%address, "listening for other machines, too: anyone who can reach the emulator can read all codes");
        }
        let legacy =
            Engine::new(&LEGACY, self.serve_unused_fields).map_err(StartError::internal)?;
        let v2 = Engine::new(&V2, self.serve_unused_fields).map_err(StartError::internal)?;
        let (authority, acceptor) = self.network.certificate(&origins)?;
        let listening_at = format!("{}://{}", self.network.scheme(), socket.authority);
        let base_url = origins
            .public
            .clone()
            .unwrap_or_else(|| listening_at.clone());
        let (pool, control) = self.open(base_url)?;
        let app = App {
            pool: Arc::new(pool),
            control: Arc::new(control),
            origins: Arc::new(origins),
            authority_file: authority.as_ref().map(|authority| authority.path().into()),
            legacy: Arc::new(legacy),
            v2: Arc::new(v2),
        };
        let (pool, control) = (Arc::clone(&app.pool), Arc::clone(&app.control));
        let server = socket
            .serve(server::router(app), acceptor)
            .map_err(cannot_listen)?;
        tracing::info!(url = listening_at, "listening");
        Ok(Emulator::new(pool, control, server, authority))
    }

    fn open(self, base_url: String) -> Result<(Pool, Control), StartError> {
        let limits = Limits {
            code_lifetime: seconds("code_lifetime", self.code_lifetime)?.into(),
            sms_interval: seconds("sms_interval", self.sms_interval)?.into(),
            captcha_after: self.captcha_after.map(usize::from),
            registrations: self.registrations.map(usize::from),
        };
        let token_lifetime = self.token_lifetime;
        let token_lifetime = token_lifetime.map(|lifetime| seconds("token_lifetime", lifetime));
        let wanted = Wanted {
            user_pool_id: self.user_pool_id,
            secret: self.secret,
            private_key_pem: self.private_key_pem,
            token_lifetime: token_lifetime.transpose()?,
            registration_closed: self.registration_closed,
            redirect_uris: self.redirect_uris,
            data_file: self.data_file,
            seed: self.seed,
        };
        let opened = wanted.open(&self.clock, &self.randomness)?;
        let control = Control {
            faults: Faults::new(self.faults),
            requests: Log::default(),
            rate_limit: self
                .rate_limit
                .map(|(requests, interval)| RateLimit::new(requests, interval)),
            seed: opened.seed,
            start: opened.start,
        };
        let pool = Pool {
            user_pool_id: opened.identity.user_pool_id,
            secret: opened.identity.secret,
            app: opened.app,
            base_url,
            store: opened.store,
            clock: self.clock,
            randomness: opened.randomness,
            ids: opened.ids,
            password_key: opened.identity.password_key,
            signing_key: OnceLock::new(),
            limits,
            language: self.language,
        };
        Ok((pool, control))
    }
}

/// The schema's integers have 32 bits.
fn seconds(option: &'static str, duration: Duration) -> Result<i32, StartError> {
    i32::try_from(duration.as_secs())
        .map_err(|_| StartError::option(option, "must not be longer than 68 years"))
}

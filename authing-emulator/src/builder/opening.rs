//! The pool that an emulator starts with: a new one, or the one in its data file.

use std::path::{Path, PathBuf};

use redb::WriteTransaction;

use super::announced_app;
use super::start_error::StartError;
use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::password_key::PasswordKey;
use crate::crypto::randomness::Randomness;
use crate::seed::{Seed, SeedContext};
use crate::store::apps::App;
use crate::store::pool::{self, PoolRecord};
use crate::store::{Store, StoreError, file, runs};

/// The requested settings of the pool; the others are generated, or come from the data file.
pub(super) struct Wanted {
    pub(super) user_pool_id: Option<String>,
    pub(super) secret: Option<String>,
    pub(super) private_key_pem: Option<String>,
    /// In seconds.
    pub(super) token_lifetime: Option<i32>,
    pub(super) registration_closed: Option<bool>,
    pub(super) redirect_uris: Vec<String>,
    pub(super) data_file: Option<PathBuf>,
    pub(super) seed: Option<Seed>,
}

/// A store that contains a pool, ready to be served.
pub(super) struct Opened {
    pub(super) store: Store,
    /// The contents of the pool after a reset.
    pub(super) seed: Seed,
    pub(super) identity: Identity,
    /// The pool and its settings after a reset.
    pub(super) start: PoolRecord,
    pub(super) app: App,
    pub(super) randomness: Randomness,
    pub(super) ids: ObjectIds,
}

/// The pool's id, secret and key.
pub(super) struct Identity {
    pub(super) user_pool_id: String,
    pub(super) secret: String,
    pub(super) password_key: PasswordKey,
}

/// The randomness and ids of this run.
type Run = (Randomness, ObjectIds);

impl Opened {
    fn new(
        store: Store,
        seed: Seed,
        identity: Identity,
        redirect_uris: &[String],
        clock: &Clock,
        (randomness, ids): Run,
    ) -> Result<Self, StoreError> {
        let app = store.write(|transaction| {
            announced_app::prepare(transaction, clock, &randomness, &ids, redirect_uris)
        })?;
        let start = pool::load(&store.read()?)?;
        Ok(Self {
            store,
            seed,
            identity,
            start,
            app,
            randomness,
            ids,
        })
    }
}

impl Wanted {
    pub(super) fn open(
        mut self,
        clock: &Clock,
        randomness: &Randomness,
    ) -> Result<Opened, StartError> {
        announced_app::check(&self.redirect_uris)?;
        match self.data_file.take() {
            None => {
                let store = Store::in_memory()?;
                let create = |transaction: &_| self.create(transaction, clock, randomness);
                let (identity, run) = store.write(create)?;
                let seed = self.imported(&store)?;
                let uris = &self.redirect_uris;
                Ok(Opened::new(store, seed, identity, uris, clock, run)?)
            }
            Some(path) => self.open_or_create(&path, clock, randomness),
        }
    }

    fn open_or_create(
        self,
        path: &Path,
        clock: &Clock,
        randomness: &Randomness,
    ) -> Result<Opened, StartError> {
        let unusable = |error| StartError::data_file(path, error);
        if file::exists(path).map_err(unusable)? {
            let identity = self.known(&file::open_read_only(path).map_err(unusable)?, path)?;
            if self.seed.is_some() {
                tracing::warn!(path = %path.display(), "the data file already has a pool: the seed is ignored");
            }
            let store = file::open(path).map_err(unusable)?;
            let run = store.write(|transaction| {
                if let Some(closed) = self.registration_closed {
                    let mut record = pool::load(transaction)?;
                    record.register_disabled = Some(closed);
                    pool::save(transaction, &record)?;
                }
                runs::begin(transaction, randomness)
            })?;
            let seed = self.seed.unwrap_or_default();
            let uris = &self.redirect_uris;
            return Ok(Opened::new(store, seed, identity, uris, clock, run)?);
        }
        let create = |transaction: &_| self.create(transaction, clock, randomness);
        let (identity, run) = file::create(path, create).map_err(unusable)??;
        let store = file::open(path).map_err(unusable)?;
        tracing::info!(path = %path.display(), "created a data file");
        let seed = self.imported(&store)?;
        let uris = &self.redirect_uris;
        Ok(Opened::new(store, seed, identity, uris, clock, run)?)
    }

    /// Returns the seed as it was imported: its users and roles now have ids, which they keep when it is imported
    /// again.
    fn imported(&self, store: &Store) -> Result<Seed, StoreError> {
        match self.seed {
            Some(_) => Seed::of(store),
            None => Ok(Seed::default()),
        }
    }

    /// Returns the identity of the pool in a data file, which must match the requested settings.
    fn known(&self, store: &Store, path: &Path) -> Result<Identity, StartError> {
        let record = pool::load(&store.read()?)?;
        let missing = || StartError::internal(StoreError::Missing("the pool's identity"));
        let pem = record.private_key.ok_or_else(missing)?;
        let identity = Identity {
            user_pool_id: record.id.ok_or_else(missing)?,
            secret: record.secret.ok_or_else(missing)?,
            password_key: PasswordKey::from_pem(&pem).map_err(StartError::internal)?,
        };
        let differs = |option, of_what: &str| {
            let path = path.display();
            let reason = format!("does not match {of_what} of the pool in the data file {path}");
            Err(StartError::option(option, reason))
        };
        if is_other(self.user_pool_id.as_ref(), &identity.user_pool_id) {
            return differs("user_pool_id", "the id");
        }
        if is_other(self.secret.as_ref(), &identity.secret) {
            return differs("secret", "the secret");
        }
        if let Some(key) = self.wanted_key()?
            && key.public_pem() != identity.password_key.public_pem()
        {
            return differs("private_key_pem", "the key");
        }
        if self.token_lifetime.is_some() && self.token_lifetime != record.jwt_expired {
            let what = match record.jwt_expired {
                Some(lifetime) => format!("the token lifetime ({lifetime} s)"),
                None => "the default token lifetime".to_owned(),
            };
            return differs("token_lifetime", &what);
        }
        Ok(identity)
    }

    /// Generates everything that neither the settings nor the seed give.
    fn create(
        &self,
        transaction: &WriteTransaction,
        clock: &Clock,
        randomness: &Randomness,
    ) -> Result<(Identity, Run), StartError> {
        let seed = self.seed.clone().unwrap_or_default();
        runs::note(transaction, seed.ids())?;
        let (randomness, ids) = runs::begin(transaction, randomness)?;
        let identity = self.new_identity(seed.pool(), clock, &randomness, &ids)?;
        let settings = self.new_settings(seed.pool(), clock)?;
        let pem = identity.password_key.private_pem();
        let record = PoolRecord {
            id: Some(identity.user_pool_id.clone()),
            secret: Some(identity.secret.clone()),
            private_key: Some(pem.map_err(StartError::internal)?),
            ..settings
        };
        pool::save(transaction, &record)?;
        let context = SeedContext {
            clock,
            randomness: &randomness,
            ids: &ids,
        };
        seed.import(transaction, &context)
            .map_err(StartError::internal)?;
        Ok((identity, (randomness, ids)))
    }

    fn new_identity(
        &self,
        seeded: &PoolRecord,
        clock: &Clock,
        randomness: &Randomness,
        ids: &ObjectIds,
    ) -> Result<Identity, StartError> {
        let user_pool_id = agreed("user_pool_id", self.user_pool_id.clone(), seeded.id.clone())?;
        let secret = agreed("secret", self.secret.clone(), seeded.secret.clone())?;
        let user_pool_id = user_pool_id.unwrap_or_else(|| ids.next(clock));
        let secret = secret.unwrap_or_else(|| randomness.hex::<16>());
        for (option, value) in [("user_pool_id", &user_pool_id), ("secret", &secret)] {
            if let Some(flaw) = flaw(value) {
                return Err(StartError::option(option, flaw));
            }
        }
        let wanted = self.wanted_key()?;
        let seeded = seeded.private_key.as_deref().map(PasswordKey::from_pem);
        let seeded = seeded.transpose().map_err(StartError::internal)?;
        let password_key = match (wanted, seeded) {
            (Some(wanted), Some(seeded)) if wanted.public_pem() != seeded.public_pem() => {
                return Err(StartError::option("private_key_pem", NOT_THE_SEEDS));
            }
            (Some(key), _) | (None, Some(key)) => key,
            (None, None) => PasswordKey::generate(randomness).map_err(StartError::internal)?,
        };
        Ok(Identity {
            user_pool_id,
            secret,
            password_key,
        })
    }

    fn new_settings(&self, seeded: &PoolRecord, clock: &Clock) -> Result<PoolRecord, StartError> {
        let lifetime = agreed("token_lifetime", self.token_lifetime, seeded.jwt_expired)?;
        let mut settings = seeded.clone().or(PoolRecord::new(js_date(clock.seconds())));
        settings.jwt_expired = lifetime;
        if let Some(closed) = self.registration_closed {
            settings.register_disabled = Some(closed);
        }
        Ok(settings)
    }

    fn wanted_key(&self) -> Result<Option<PasswordKey>, StartError> {
        let key = self.private_key_pem.as_deref().map(PasswordKey::from_pem);
        key.transpose().map_err(|why| {
            StartError::option(
                "private_key_pem",
                format!("is not a valid private key: {why}"),
            )
        })
    }
}

const NOT_THE_SEEDS: &str = "differs from the value in the seed";

fn is_other<T: PartialEq>(wanted: Option<&T>, is: &T) -> bool {
    wanted.is_some_and(|wanted| wanted != is)
}

/// Returns what is wrong with an id or a secret. Clients trim what is invisible around theirs and reject quotes, so they could
/// never log in with such a value.
fn flaw(value: &str) -> Option<&'static str> {
    let is_invisible = |one: char| {
        one.is_whitespace()
            || one.is_control()
            || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    if value.is_empty() {
        Some("must not be empty")
    } else if value.trim_matches(' ') != value
        || value.contains(|one| one != ' ' && is_invisible(one))
    {
        Some(
            "has whitespace around it, or a line break or another invisible character in it: remove it",
        )
    } else if value.starts_with(['"', '\'', '`']) || value.ends_with(['"', '\'', '`']) {
        Some("has quotes around it, which are part of its value: remove them")
    } else {
        None
    }
}

/// Returns the value of an option or of the seed; if both give one, they must be equal.
fn agreed<T: PartialEq>(
    option: &'static str,
    wanted: Option<T>,
    seeded: Option<T>,
) -> Result<Option<T>, StartError> {
    match (wanted, seeded) {
        (Some(wanted), Some(seeded)) if wanted != seeded => {
            Err(StartError::option(option, NOT_THE_SEEDS))
        }
        (wanted, seeded) => Ok(wanted.or(seeded)),
    }
}

//! What an emulator starts with: a pool that is founded, or the one in its data file.

use std::path::{Path, PathBuf};

use redb::WriteTransaction;

use crate::builder::start_error::StartError;
use crate::clock::Clock;
use crate::clock::js_date::js_date;
use crate::crypto::ids::ObjectIds;
use crate::crypto::password_key::PasswordKey;
use crate::crypto::randomness::Randomness;
use crate::seed::{Seed, Soil};
use crate::store::pool::{self, Identity, PoolSettings};
use crate::store::{Store, StoreError, file, runs};

/// For how long tokens are valid unless somebody says otherwise: 15 days, in seconds.
const TOKEN_LIFETIME: i32 = 15 * 24 * 3600;

/// What was said of the pool; the rest is made up, or is in the data file already.
pub(crate) struct Wishes {
    pub(crate) user_pool_id: Option<String>,
    pub(crate) secret: Option<String>,
    pub(crate) private_key_pem: Option<String>,
    /// In seconds.
    pub(crate) token_lifetime: Option<i32>,
    pub(crate) registration_closed: Option<bool>,
    pub(crate) data_file: Option<PathBuf>,
    pub(crate) seed: Option<Seed>,
}

/// A store with a pool in it, ready to be served.
pub(crate) struct Founded {
    pub(crate) store: Store,
    /// What the pool has in it when it is reset.
    pub(crate) seed: Seed,
    pub(crate) pool: Pool,
    pub(crate) randomness: Randomness,
    pub(crate) ids: ObjectIds,
}

/// Who the pool is.
pub(crate) struct Pool {
    pub(crate) identity: Identity,
    pub(crate) password_key: PasswordKey,
}

/// This run's own.
type Run = (Randomness, ObjectIds);

impl Founded {
    fn new(store: Store, seed: Seed, pool: Pool, (randomness, ids): Run) -> Self {
        Self {
            store,
            seed,
            pool,
            randomness,
            ids,
        }
    }
}

impl Wishes {
    pub(crate) fn fulfil(
        mut self,
        clock: &Clock,
        randomness: &Randomness,
    ) -> Result<Founded, StartError> {
        match self.data_file.take() {
            None => {
                let store = Store::in_memory()?;
                let found = |transaction: &_| self.found(transaction, clock, randomness);
                let (pool, run) = store.write(found)?;
                let seed = self.planted(&store)?;
                Ok(Founded::new(store, seed, pool, run))
            }
            Some(path) => self.open_or_create(&path, clock, randomness),
        }
    }

    fn open_or_create(
        self,
        path: &Path,
        clock: &Clock,
        randomness: &Randomness,
    ) -> Result<Founded, StartError> {
        let unusable = |error| StartError::data_file(path, error);
        if file::exists(path).map_err(unusable)? {
            let pool = self.known(&file::look_into(path).map_err(unusable)?, path)?;
            if self.seed.is_some() {
                tracing::warn!(path = %path.display(), "the data file has a pool already: the seed is left alone");
            }
            let store = file::open(path).map_err(unusable)?;
            let run = store.write(|transaction| {
                if let Some(closed) = self.registration_closed {
                    let mut settings = pool::settings(transaction)?;
                    settings.register_disabled = closed;
                    pool::save(transaction, &settings)?;
                }
                runs::begin(transaction, randomness)
            })?;
            return Ok(Founded::new(
                store,
                self.seed.unwrap_or_default(),
                pool,
                run,
            ));
        }
        let founding = |transaction: &_| self.found(transaction, clock, randomness);
        let (pool, run) = file::create(path, founding).map_err(unusable)??;
        let store = file::open(path).map_err(unusable)?;
        tracing::info!(path = %path.display(), "made a data file");
        let seed = self.planted(&store)?;
        Ok(Founded::new(store, seed, pool, run))
    }

    /// The seed as it was planted: its users and roles have ids now, which they keep when it is planted again.
    fn planted(&self, store: &Store) -> Result<Seed, StoreError> {
        match self.seed {
            Some(_) => Seed::of(store),
            None => Ok(Seed::default()),
        }
    }

    /// The pool that is in a data file, which must be the one that is wished for.
    fn known(&self, store: &Store, path: &Path) -> Result<Pool, StartError> {
        let read = store.read()?;
        let identity = pool::identity(&read)?;
        let password_key =
            PasswordKey::from_pem(&identity.private_key_pem).map_err(StartError::internal)?;
        let lifetime = pool::settings(&read)?.jwt_expired;
        let differs = |option, of_what: &str| {
            let path = path.display();
            let reason = format!("is not {of_what} of the pool in the data file {path}");
            Err(StartError::option(option, reason))
        };
        if self
            .user_pool_id
            .as_ref()
            .is_some_and(|id| *id != identity.user_pool_id)
        {
            return differs("user_pool_id", "the id");
        }
        if self
            .secret
            .as_ref()
            .is_some_and(|secret| *secret != identity.secret)
        {
            return differs("secret", "the secret");
        }
        if let Some(key) = self.wished_key()?
            && key.public_pem() != password_key.public_pem()
        {
            return differs("private_key_pem", "the key");
        }
        if self.token_lifetime.is_some_and(|wished| wished != lifetime) {
            return differs(
                "token_lifetime",
                &format!("the token lifetime ({lifetime} s)"),
            );
        }
        Ok(Pool {
            identity,
            password_key,
        })
    }

    /// Makes up whatever is neither wished for nor in the seed.
    fn found(
        &self,
        transaction: &WriteTransaction,
        clock: &Clock,
        randomness: &Randomness,
    ) -> Result<(Pool, Run), StartError> {
        let seed = self.seed.clone().unwrap_or_default();
        runs::note(transaction, seed.ids())?;
        let (randomness, ids) = runs::begin(transaction, randomness)?;
        let pool = self.new_pool(&seed, clock, &randomness, &ids)?;
        pool::save_identity(transaction, &pool.identity)?;
        pool::save(transaction, &self.new_settings(&seed, clock)?)?;
        let soil = Soil {
            clock,
            randomness: &randomness,
            ids: &ids,
        };
        seed.plant(transaction, &soil)?;
        Ok((pool, (randomness, ids)))
    }

    fn new_pool(
        &self,
        seed: &Seed,
        clock: &Clock,
        randomness: &Randomness,
        ids: &ObjectIds,
    ) -> Result<Pool, StartError> {
        let seeded = seed.pool();
        let user_pool_id = agreed("user_pool_id", self.user_pool_id.clone(), seeded.id.clone())?;
        let secret = agreed("secret", self.secret.clone(), seeded.secret.clone())?;
        let user_pool_id = user_pool_id.unwrap_or_else(|| ids.next(clock));
        let secret = secret.unwrap_or_else(|| randomness.hex::<16>());
        for (option, value) in [("user_pool_id", &user_pool_id), ("secret", &secret)] {
            if value.is_empty() {
                return Err(StartError::option(option, "is empty"));
            }
        }
        let wished = self.wished_key()?;
        let seeded = seeded.private_key.as_deref().map(PasswordKey::from_pem);
        let seeded = seeded.transpose().map_err(StartError::internal)?;
        let password_key = match (wished, seeded) {
            (Some(wished), Some(seeded)) if wished.public_pem() != seeded.public_pem() => {
                return Err(StartError::option("private_key_pem", NOT_THE_SEEDS));
            }
            (Some(key), _) | (None, Some(key)) => key,
            (None, None) => PasswordKey::generate(randomness).map_err(StartError::internal)?,
        };
        let identity = Identity {
            user_pool_id,
            secret,
            private_key_pem: password_key.private_pem().map_err(StartError::internal)?,
        };
        Ok(Pool {
            identity,
            password_key,
        })
    }

    fn new_settings(&self, seed: &Seed, clock: &Clock) -> Result<PoolSettings, StartError> {
        let seeded = seed.pool().token_lifetime;
        let lifetime = agreed("token_lifetime", self.token_lifetime, seeded)?;
        let created_at = js_date(clock.seconds());
        let settings = PoolSettings::new(created_at, lifetime.unwrap_or(TOKEN_LIFETIME));
        let mut settings = seed.pool().settings(settings);
        if let Some(closed) = self.registration_closed {
            settings.register_disabled = closed;
        }
        Ok(settings)
    }

    fn wished_key(&self) -> Result<Option<PasswordKey>, StartError> {
        let key = self.private_key_pem.as_deref().map(PasswordKey::from_pem);
        key.transpose()
            .map_err(|why| StartError::option("private_key_pem", why))
    }
}

const NOT_THE_SEEDS: &str = "differs from what the seed says";

/// What was said by an option or by the seed; both may say it if they say the same.
fn agreed<T: PartialEq>(
    option: &'static str,
    wished: Option<T>,
    seeded: Option<T>,
) -> Result<Option<T>, StartError> {
    match (wished, seeded) {
        (Some(wished), Some(seeded)) if wished != seeded => {
            Err(StartError::option(option, NOT_THE_SEEDS))
        }
        (wished, seeded) => Ok(wished.or(seeded)),
    }
}

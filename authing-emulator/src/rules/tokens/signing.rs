//! The keys that sign tokens: the secrets of the pool and of its apps, and the pool's RSA key.

use crate::crypto::jwt::Key;
use crate::crypto::signing_key::SigningKey;
use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::store::apps::{App, IdTokenAlgorithm};
use crate::store::pool;

/// Returns the pool's RSA key. The first call generates and stores it: the store must not be open for writing.
pub(crate) fn rsa_key(pool: &Pool) -> Result<&SigningKey, ApiError> {
    if let Some(key) = known_rsa_key(pool)? {
        return Ok(key);
    }
    let pem = generate(pool)?;
    loaded(pool, &pem)
}

/// Returns the pool's RSA key, unless it has not been needed yet, so that it has not signed anything.
pub(crate) fn known_rsa_key(pool: &Pool) -> Result<Option<&SigningKey>, ApiError> {
    if let Some(key) = pool.signing_key.get() {
        return Ok(Some(key));
    }
    let stored = pool.record()?.signing_key;
    stored.map(|pem| loaded(pool, &pem)).transpose()
}

fn loaded<'a>(pool: &'a Pool, pem: &str) -> Result<&'a SigningKey, ApiError> {
    let key = SigningKey::from_pem(pem).map_err(|error| failed(&error))?;
    Ok(pool.signing_key.get_or_init(|| key))
}

fn generate(pool: &Pool) -> Result<String, ApiError> {
    let key = SigningKey::generate(&pool.randomness).and_then(|key| key.private_pem());
    let key = key.map_err(|error| failed(&error))?;
    pool.store.write(|transaction| {
        let mut record = pool::load(transaction)?;
        // Another request may have been faster.
        let stored = record.signing_key.get_or_insert(key).clone();
        pool::save(transaction, &record)?;
        Ok(stored)
    })
}

fn failed(error: &str) -> ApiError {
    tracing::error!(error, "the signing key could not be made");
    Code::Internal.into()
}

/// Makes sure that the keys of an app's tokens exist, so that [`key_of`] can be called while the store is open for
/// writing.
pub(crate) fn ready(pool: &Pool, app: &App) -> Result<(), ApiError> {
    match app.id_token_algorithm {
        IdTokenAlgorithm::Hs256 => Ok(()),
        IdTokenAlgorithm::Rs256 => rsa_key(pool).map(drop),
    }
}

/// Returns the key of an app's ID tokens, or without an app the key of the pool's tokens.
pub(crate) fn key_of<'a>(pool: &'a Pool, app: Option<&'a App>) -> Result<Key<'a>, ApiError> {
    match app {
        Some(app) if app.id_token_algorithm == IdTokenAlgorithm::Rs256 => {
            let key = pool.signing_key.get();
            Ok(Key::Rs256(key.ok_or(Code::Internal)?))
        }
        _ => {
            let secret = app.and_then(|app| app.secret.as_ref());
            Ok(Key::Hs256(secret.unwrap_or(&pool.secret)))
        }
    }
}

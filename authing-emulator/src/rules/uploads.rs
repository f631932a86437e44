//! Tokens that let their bearer upload a file, in the form of Qiniu's: whose, the signature, and what is allowed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::pool::Pool;

/// For how many seconds one is valid.
const LIFETIME: i64 = 3600;

const ISSUER: &str = "authing-emulator";

/// Signed along with the rest, so that no other signature under the pool's secret can pass for one of these.
const CONTEXT: &[u8] = b"upload\n";

#[derive(Serialize, Deserialize)]
struct Policy {
    scope: String,
    deadline: i64,
}

/// Why a token lets nobody upload.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Wrong,
    Expired,
}

pub(crate) fn make(pool: &Pool) -> Result<String, serde_json::Error> {
    let policy = Policy {
        scope: pool.user_pool_id.clone(),
        deadline: pool.now().saturating_add(LIFETIME),
    };
    let policy = URL_SAFE.encode(serde_json::to_vec(&policy)?);
    let signature = mac(pool, &policy).map(|mac| mac.finalize().into_bytes());
    // HMAC takes a key of any length, so there is always a signature.
    let signature = URL_SAFE.encode(signature.unwrap_or_default());
    Ok(format!("{ISSUER}:{signature}:{policy}"))
}

pub(crate) fn check(pool: &Pool, token: &str) -> Result<(), Refusal> {
    let policy = signed_policy(pool, token).ok_or(Refusal::Wrong)?;
    if policy.deadline <= pool.now() {
        return Err(Refusal::Expired);
    }
    Ok(())
}

fn signed_policy(pool: &Pool, token: &str) -> Option<Policy> {
    let (signature, policy) = token
        .strip_prefix(ISSUER)?
        .strip_prefix(':')?
        .split_once(':')?;
    let signature = URL_SAFE.decode(signature).ok()?;
    mac(pool, policy)?.verify_slice(&signature).ok()?;
    let policy: Policy = serde_json::from_slice(&URL_SAFE.decode(policy).ok()?).ok()?;
    (policy.scope == pool.user_pool_id).then_some(policy)
}

fn mac(pool: &Pool, policy: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(pool.secret.as_bytes()).ok()?;
    mac.update(CONTEXT);
    mac.update(policy.as_bytes());
    Some(mac)
}

//! Upload tokens, in the form of Qiniu's: the issuer, the signature, and the policy.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;

/// The lifetime of a token, in seconds.
const LIFETIME: i64 = 3600;

const ISSUER: &str = "authing-emulator";

/// Signed along with the policy, so that no other signature with the pool's secret is valid for an upload.
const CONTEXT: &[u8] = b"upload\n";

#[derive(Serialize, Deserialize)]
struct Policy {
    scope: String,
    deadline: i64,
}

/// Why an upload token is invalid.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum InvalidToken {
    Wrong,
    Expired,
}

pub(crate) fn make(pool: &Pool) -> Result<String, ApiError> {
    let policy = Policy {
        scope: pool.user_pool_id.clone(),
        deadline: pool.now().saturating_add(LIFETIME),
    };
    let policy = URL_SAFE.encode(serde_json::to_vec(&policy).map_err(|_| Code::Internal)?);
    let signature = mac(pool, &policy).map(|mac| mac.finalize().into_bytes());
    // HMAC accepts a key of any length, so this can't fail.
    let signature = URL_SAFE.encode(signature.unwrap_or_default());
    Ok(format!("{ISSUER}:{signature}:{policy}"))
}

pub(crate) fn check(pool: &Pool, token: &str) -> Result<(), InvalidToken> {
    let policy = signed_policy(pool, token).ok_or(InvalidToken::Wrong)?;
    if policy.deadline <= pool.now() {
        return Err(InvalidToken::Expired);
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

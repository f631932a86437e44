//! What the tokens of both APIs are checked for, besides their signature.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::error::TokenError;
use crate::exact;

/// The tolerated difference between the clocks of service and program.
pub(crate) const LEEWAY: Duration = Duration::from_secs(60);

/// Checks that a token has not expired, and is valid already.
pub(crate) fn check_times(
    payload: &Map<String, Value>,
    expiry: i64,
    now: SystemTime,
    leeway: Duration,
) -> Result<(), TokenError> {
    let in_seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    // A clock before 1970 is wrong; for it, no token has expired.
    let now = now.duration_since(UNIX_EPOCH).map_or(0, in_seconds);
    let leeway = in_seconds(leeway);
    if now >= expiry.saturating_add(leeway) {
        return Err(TokenError::Expired);
    }
    if let Some(not_before) = payload.get("nbf") {
        let not_before = seconds(not_before).ok_or(TokenError::Malformed)?;
        if now < not_before.saturating_sub(leeway) {
            return Err(TokenError::NotYetValid);
        }
    }
    Ok(())
}

/// Names what a copied token has that a JWT has not.
pub(crate) fn check_notation(token: &str) -> Result<(), TokenError> {
    if exact::is_header(token) {
        Err(TokenError::Scheme)
    } else if exact::is_quoted(token) {
        Err(TokenError::Quoted)
    } else if token.contains('=') {
        Err(TokenError::Padded)
    } else if exact::token_flaw(token).is_some() {
        Err(TokenError::Malformed)
    } else {
        Ok(())
    }
}

/// The end of the year 9999, in seconds since 1970.
const LATEST: u64 = 253_402_300_799;

/// Returns seconds since 1970 as a time, limited to the years 1970 to 9999, which every system can represent.
pub(crate) fn time(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or_default().min(LATEST))
}

/// Returns a JWT's time, which may have a fraction; values outside of `i64` are saturated.
pub(crate) fn seconds(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))
}

//! A management token and its expiry.

use std::time::{Duration, SystemTime};

use super::bearer::Bearer;
use super::jwt::unverified_expiry;

/// The shortest plausible lifetime.
const SHORTEST_LIFE: Duration = Duration::from_secs(2);

/// A token and its known or unknown expiry.
pub(crate) struct Token {
    bearer: Bearer,
    lifetime: Option<Lifetime>,
}

struct Lifetime {
    refresh_at: SystemTime,
    expires_at: SystemTime,
}

impl Token {
    /// `margin` is the time before its expiry at which the token is refreshed.
    pub(crate) fn new(bearer: Bearer, now: SystemTime, margin: Duration) -> Self {
        let lifetime = unverified_expiry(bearer.token.expose()).and_then(|expires_at| {
            // A token that has expired on arrival, or nearly, means that a clock is wrong. Fetching another would not
            // help: it is used until the service rejects it, like a token with an unknown expiry.
            let left = expires_at.duration_since(now).ok()?;
            if left < SHORTEST_LIFE {
                return None;
            }
            let refresh_at = expires_at.checked_sub(margin.min(left / 2))?;
            Some(Lifetime {
                refresh_at,
                expires_at,
            })
        });
        Self { bearer, lifetime }
    }

    pub(crate) fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    pub(super) fn is_fresh(&self, now: SystemTime) -> bool {
        self.lifetime
            .as_ref()
            .is_none_or(|lifetime| now < lifetime.refresh_at)
    }

    pub(super) fn is_valid(&self, now: SystemTime) -> bool {
        self.lifetime
            .as_ref()
            .is_none_or(|lifetime| now < lifetime.expires_at)
    }
}

#[cfg(test)]
impl Token {
    /// Returns a token that must be refreshed, and expires in this time.
    pub(super) fn expiring(secret: &str, left: Duration) -> Self {
        let now = SystemTime::now();
        Self {
            bearer: Bearer::for_tests(secret),
            lifetime: Some(Lifetime {
                refresh_at: now,
                expires_at: now + left,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::time::UNIX_EPOCH;

    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    /// Returns a JWT that expires at `exp`; its signature is not checked.
    fn jwt(exp: impl fmt::Display) -> String {
        let payload = URL_SAFE_NO_PAD.encode(format!(r#"{{"data":{{}},"iat":1,"exp":{exp}}}"#));
        format!("eyJhbGciOiJIUzI1NiJ9.{payload}.signature")
    }

    #[test]
    fn a_token_is_refreshed_some_time_before_it_expires() {
        let start = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let at = |seconds| start + Duration::from_secs(seconds);
        let token = Token::new(Bearer::for_tests(&jwt(1_003_600)), start, MINUTE);
        assert!(token.is_fresh(at(3539)) && !token.is_fresh(at(3540)));
        assert!(token.is_valid(at(3599)) && !token.is_valid(at(3600)));

        let short = Token::new(Bearer::for_tests(&jwt(1_000_010)), start, MINUTE);
        assert!(short.is_fresh(at(4)) && !short.is_fresh(at(5)) && short.is_valid(at(9)));

        // The clock may be set back.
        assert!(token.is_fresh(UNIX_EPOCH) && token.is_valid(UNIX_EPOCH));

        // Refreshing the second of these whenever it is about to expire would never end.
        for endless in [jwt(999_999), jwt(1_000_001), jwt(0), "opaque".to_owned()] {
            let token = Token::new(Bearer::for_tests(&endless), start, MINUTE);
            assert!(token.is_fresh(at(1_000_000)));
        }
    }
}

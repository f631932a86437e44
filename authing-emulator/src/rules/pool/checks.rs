//! The pool's settings that limit how often something is tried.

use serde_json::{Value, json};

use crate::rules::pool::Pool;
use crate::store::pool::PoolRecord;

/// How many attempts are allowed in which period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) count: usize,
    pub(crate) seconds: i64,
}

impl Limit {
    /// The service's own default.
    const DEFAULT: Self = Self {
        count: 3,
        seconds: 5 * 60,
    };
}

/// A setting that limits attempts.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Failed logins, after which a captcha is required.
    Logins,
    /// Wrong passwords of a user, after which no password is accepted for a while.
    Passwords,
    /// Registrations from an IP address.
    Registrations,
}

impl Check {
    /// Returns the setting's name, which both APIs share.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Logins => "loginFailCheck",
            Self::Passwords => "loginPasswordFailCheck",
            Self::Registrations => "frequentRegisterCheck",
        }
    }

    /// Returns the limit, if there is one.
    pub(in crate::rules) fn limit(self, pool: &Pool, record: &PoolRecord) -> Option<Limit> {
        let (is_enabled, limit) = self.applied(pool, record);
        is_enabled.then_some(limit)
    }

    /// Returns the setting as an API shows it, whose name for the flag is given.
    pub(crate) fn shown(self, pool: &Pool, record: &PoolRecord, enabled: &str) -> Value {
        let (is_enabled, limit) = self.applied(pool, record);
        json!({"timeInterval": limit.seconds, "limit": limit.count, enabled: is_enabled})
    }

    /// Returns whether attempts are limited, and how: by the setting or, where it leaves that open, by the emulator.
    fn applied(self, pool: &Pool, record: &PoolRecord) -> (bool, Limit) {
        let own = match self {
            Self::Logins => pool.limits.captcha_after,
            Self::Passwords => None,
            Self::Registrations => pool.limits.registrations,
        };
        let member = |name| record.setting(&format!("{}.{name}", self.name()));
        let count = member("limit").as_u64();
        let count = count.and_then(|count| usize::try_from(count).ok());
        let limit = Limit {
            count: count.or(own).unwrap_or(Limit::DEFAULT.count),
            seconds: member("timeInterval")
                .as_i64()
                .unwrap_or(Limit::DEFAULT.seconds),
        };
        let is_enabled = member("enabled").as_bool();
        (is_enabled.unwrap_or(own.is_some()), limit)
    }
}

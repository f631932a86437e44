//! The pool's settings, and the names that may register.

use serde_json::{Map, Value};

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::pool::{self, PoolRecord};
use crate::store::whitelist::{self, Entry, Kind, WHITELIST};
use crate::store::{Read, StoreError};

/// How many attempts are allowed in which period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) count: usize,
    pub(crate) seconds: i64,
}

impl Limit {
    /// The service's own default.
    pub(crate) const DEFAULT: Self = Self {
        count: 3,
        seconds: 5 * 60,
    };
}

/// Changes the pool's record.
pub(crate) fn change(
    pool: &Pool,
    change: impl FnOnce(&mut PoolRecord),
) -> Result<PoolRecord, ApiError> {
    pool.store.write(|transaction| {
        let mut record = pool::load(transaction)?;
        change(&mut record);
        pool::save(transaction, &record)?;
        Ok(record)
    })
}

/// Sets an environment variable.
pub(crate) fn set_variable(pool: &Pool, key: &str, value: &str) -> Result<PoolRecord, ApiError> {
    change(pool, |record| {
        record.environment.insert(key.to_owned(), value.to_owned());
    })
}

/// Removes an environment variable.
pub(crate) fn remove_variable(pool: &Pool, key: &str) -> Result<PoolRecord, ApiError> {
    let mut removed = None;
    let record = change(pool, |record| removed = record.environment.remove(key))?;
    match removed {
        Some(_) => Ok(record),
        None => {
            Err(Code::Internal.saying("环境变量不存在", "there is no such environment variable"))
        }
    }
}

/// Merges new values into old ones: members that are not given stay.
pub(crate) fn merge(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (name, value) in new {
        match (old.get_mut(&name), value) {
            (_, Value::Null) => {}
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, value) => {
                old.insert(name, value);
            }
        }
    }
}

/// Returns the limit of a setting, `loginFailCheck` or `frequentRegisterCheck`; without the setting, that of the emulator.
pub(crate) fn limit(record: &PoolRecord, name: &str, own: Option<usize>) -> Option<Limit> {
    let member = |member| record.setting(&format!("{name}.{member}"));
    let number = |name| member(name).as_i64().map(|number| number.max(0));
    let is_enabled = member("enabled").as_bool().unwrap_or(own.is_some());
    let count = number("limit").and_then(|count| usize::try_from(count).ok());
    let default = Limit::DEFAULT;
    is_enabled.then(|| Limit {
        count: count.or(own).unwrap_or(default.count),
        seconds: number("timeInterval").unwrap_or(default.seconds),
    })
}

/// Rejects a name that is not on its whitelist, if the whitelist is enabled.
pub(in crate::rules) fn check_whitelist(
    pool: &Pool,
    transaction: &impl Read,
    kind: Kind,
    name: &str,
) -> Result<(), ApiError> {
    let (setting, chinese, english) = match kind {
        Kind::Username => (
            "whitelist.usernameEnabled",
            "用户名不在白名单内",
            "the username is not on the whitelist",
        ),
        Kind::Email => (
            "whitelist.emailEnabled",
            "邮箱不在白名单内",
            "the email address is not on the whitelist",
        ),
        Kind::Phone => (
            "whitelist.phoneEnabled",
            "手机号不在白名单内",
            "the phone number is not on the whitelist",
        ),
    };
    let is_open = pool.record()?.setting(setting) != true;
    if is_open
        || WHITELIST
            .get(transaction, &whitelist::key(kind, name))?
            .is_some()
    {
        return Ok(());
    }
    Err(Code::RegistrationClosed.saying(chinese, english))
}

/// Returns a whitelist.
pub(crate) fn whitelisted(pool: &Pool, kind: Kind) -> Result<Vec<Entry>, ApiError> {
    Ok(whitelist::of(&pool.store.read()?, kind)?)
}

/// Adds names to a whitelist, or removes them, and returns the whitelist.
pub(crate) fn change_whitelist(
    pool: &Pool,
    kind: Kind,
    names: &[&str],
    add: bool,
) -> Result<Vec<Entry>, ApiError> {
    let names = names.iter().map(|name| normal(kind, name));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    pool.store
        .write(|transaction| {
            for name in names {
                let key = whitelist::key(kind, &name);
                if !add {
                    WHITELIST.delete(transaction, &key)?;
                } else if WHITELIST.get(transaction, &key)?.is_none() {
                    let entry = Entry {
                        value: name,
                        created_at: pool.date(),
                    };
                    WHITELIST.put(transaction, &key, &entry)?;
                }
            }
            whitelist::of(transaction, kind)
        })
        .map_err(|error: StoreError| error.into())
}

/// Returns a name in the form in which it is stored.
fn normal(kind: Kind, name: &str) -> Result<String, ApiError> {
    match kind {
        Kind::Username => Ok(name.to_owned()),
        Kind::Email => well_formed::email(name),
        Kind::Phone => well_formed::phone(name).map(str::to_owned),
    }
}

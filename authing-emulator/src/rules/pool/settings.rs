//! The pool's settings, and the names that may register.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::rules::api_error::{ApiError, Code};
use crate::rules::pool::Pool;
use crate::rules::well_formed;
use crate::store::pool::{self, PoolRecord};
use crate::store::whitelist::{self, Entry, Kind, WHITELIST};
use crate::store::{Read, StoreError};

/// The number of digits of the v2 API's codes, in the setting `verifyCodeLength`. The least one is the default.
pub(crate) const CODE_LENGTHS: RangeInclusive<u32> = 4..=12;

/// Rejects settings, of either API or of a seed, with a number that can't be meant.
pub(crate) fn check(settings: &Map<String, Value>) -> Result<(), ApiError> {
    if let Some(name) = negative(settings, "") {
        return Err(Code::Internal.saying(
            format!("`{name}` 不能为负数"),
            format!("`{name}` must not be negative"),
        ));
    }
    let length = settings.get("verifyCodeLength").and_then(Value::as_u64);
    let allowed = |length| u32::try_from(length).is_ok_and(|it| CODE_LENGTHS.contains(&it));
    if length.is_some_and(|length| !allowed(length)) {
        let (least, most) = (CODE_LENGTHS.start(), CODE_LENGTHS.end());
        return Err(Code::Internal.saying(
            format!("`verifyCodeLength` 须为 {least} 至 {most}"),
            format!("`verifyCodeLength` must be {least} to {most}"),
        ));
    }
    Ok(())
}

/// Returns the name of a negative number, such as `loginFailCheck.limit`.
fn negative(settings: &Map<String, Value>, inside: &str) -> Option<String> {
    settings.iter().find_map(|(name, value)| match value {
        Value::Number(number) if number.as_f64().is_some_and(|number| number < 0.0) => {
            Some(format!("{inside}{name}"))
        }
        Value::Object(members) => negative(members, &format!("{inside}{name}.")),
        _ => None,
    })
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

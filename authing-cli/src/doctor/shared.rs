//! Checks of both APIs.

use authing_client::Error;

use super::report::Report;
use crate::failure::Failure;
use crate::pool::is_hexadecimal;
use crate::times;

/// Longer than the longest password that the largest key can encrypt, so it is never sent.
const TOO_LONG: usize = 2000;

/// The client's tolerance when it verifies tokens.
const TOLERANCE: u64 = 60;

/// The variables that identify the user pool.
pub(super) const POOL: &[&str] = &["AUTHING_USER_POOL_ID", "AUTHING_SECRET"];

/// Reports whether the environment's settings can be read, with the names of the variables, never their values.
pub(super) fn settings<T>(
    report: &mut Report,
    check: &str,
    required: &[&str],
    read: Result<T, Error>,
) -> Result<Option<T>, Failure> {
    match read {
        Ok(settings) => {
            let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
            let mut names: Vec<String> =
                names.filter(|name| name.starts_with("AUTHING_")).collect();
            names.sort();
            report.ok(check, &format!("set: {}", names.join(", ")))?;
            Ok(Some(settings))
        }
        Err(Error::Config { setting, .. }) if required.contains(&setting) && !is_set(setting) => {
            // The error names only the first.
            let missing = required.iter().filter(|name| !is_set(name));
            let missing: Vec<_> = missing.map(|name| format!("`{name}`")).collect();
            report.fail(check, &format!("{} must be set", missing.join(" and ")))?;
            Ok(None)
        }
        Err(error) => {
            report.fail(check, &error.report().to_string())?;
            Ok(None)
        }
    }
}

/// Returns whether the environment has this variable.
pub(super) fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some()
}

/// Returns whether the user pool's id has the form of a secret, and the secret that of an id.
fn look_swapped() -> bool {
    let digits =
        |name, count| std::env::var(name).is_ok_and(|value| is_hexadecimal(value.trim(), count));
    digits("AUTHING_USER_POOL_ID", 32) && digits("AUTHING_SECRET", 24)
}

/// Reports whether a client can be built of the settings: the URLs, the files that they name, the proxy.
pub(super) fn client<T>(
    report: &mut Report,
    check: &str,
    built: Result<T, Error>,
    describe: impl FnOnce(&T) -> String,
) -> Result<Option<T>, Failure> {
    match built {
        Ok(client) => {
            report.ok(check, &describe(&client))?;
            Ok(Some(client))
        }
        Err(error) => {
            report.fail(check, &error.report().to_string())?;
            Ok(None)
        }
    }
}

/// Reports whether the service has accepted the user pool's id and secret.
pub(super) fn credentials(
    report: &mut Report,
    check: &str,
    connected: Result<(), &Error>,
) -> Result<bool, Failure> {
    match connected {
        Ok(()) => report.ok(check, "the service accepts the user pool's id and secret")?,
        Err(_) if look_swapped() => report.fail(
            check,
            "AUTHING_USER_POOL_ID and AUTHING_SECRET look swapped: an id has 24 hexadecimal digits, a secret 32",
        )?,
        Err(error @ Error::CredentialsRejected { .. }) => report.fail(
            check,
            &format!(
                "{}; copy AUTHING_USER_POOL_ID and AUTHING_SECRET from the pool's page in the console",
                error.report()
            ),
        )?,
        Err(error) => report.fail(check, &error.report().to_string())?,
    }
    Ok(connected.is_ok())
}

/// Returns a password that no key can encrypt.
pub(super) fn too_long() -> String {
    "x".repeat(TOO_LONG)
}

/// Returns the variable that sets the public key.
pub(super) fn key_variable() -> Option<&'static str> {
    let names = ["AUTHING_PUBLIC_KEY", "AUTHING_PUBLIC_KEY_FILE"];
    names.into_iter().find(|name| is_set(name))
}

/// Reports on the public key, which the client has read before it rejected a password as [too long](too_long).
pub(super) fn public_key(
    report: &mut Report,
    check: &str,
    rejected: Result<(), Error>,
    origin: &str,
) -> Result<(), Failure> {
    match rejected {
        Err(Error::InvalidInput { reason, .. }) => {
            // The reason first says how long the password is.
            let limit = reason
                .split_once("but ")
                .map_or(&*reason, |(_, limit)| limit);
            report.ok(check, &format!("{limit} bytes of a password; {origin}"))
        }
        Err(error) => report.fail(check, &error.report().to_string()),
        Ok(()) => report.fail(check, "the client sent a password of 2000 bytes"),
    }
}

/// Compares this machine's clock with the issue time of a token that the service has just issued.
pub(super) fn clock(report: &mut Report, issued: Option<i64>) -> Result<(), Failure> {
    const CHECK: &str = "clock";
    let Some(issued) = issued else {
        return report.skip(CHECK, "the service's token has no issue time");
    };
    let now = times::now();
    let apart = now.abs_diff(issued);
    if apart <= TOLERANCE {
        return report.ok(
            CHECK,
            &format!("{} from the service's", times::duration(apart)),
        );
    }
    let direction = if now > issued { "ahead of" } else { "behind" };
    let apart = times::duration(apart);
    report.fail(
        CHECK,
        &format!(
            "this machine is {apart} {direction} the service, more than the minute that the verification of tokens tolerates: \
             synchronize its clock (NTP)"
        ),
    )
}
